import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Field } from '../../fields/fields';
import { sessionField } from '../../fields/fields';
import type { Resource, Resources } from './operation';
import { paceOptions } from './pacing';

type Named = readonly [name: string, field: Field<unknown>];

// The first use of a locale's order would cost n8n's start several milliseconds.
function byCodeUnit(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

function byName<T extends { name: string }>(options: T[]): T[] {
	return options.sort((one, other) => byCodeUnit(one.name, other.name));
}

function operationSelect(value: string, { operations }: Resource): INodeProperties {
	const options = Object.entries(operations).map(([operation, { name, action, description }]) => ({
		name,
		value: operation,
		action,
		description,
	}));
	const harmless = ['getAll', 'get'].find((operation) => operation in operations);
	const initial = harmless ?? options[0]?.value ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: byName(options),
		default: initial,
	};
}

/** A condition as the editor wants it: switches are compared as booleans. */
function conditions(shownFor: Record<string, string[]> | undefined): IDisplayOptions['show'] {
	return Object.fromEntries(
		Object.entries(shownFor ?? {}).map(([name, values]) => [
			name,
			values.map((value) => (value === 'true' || value === 'false' ? value === 'true' : value)),
		]),
	);
}

function placeOf([, { place }]: Named): number {
	return place === 'first' ? 0 : place === 'last' ? 2 : 1;
}

/** The properties of one resource: one for each different field, shown for the operations that have it. */
function fieldProperties(resource: string, { operations }: Resource): INodeProperties[] {
	const found = new Map<Field<unknown>['property'], { named: Named; users: string[] }>();
	for (const [operation, { fields }] of Object.entries(operations)) {
		for (const named of Object.entries(fields)) {
			const key = named[1].property;
			const entry = found.get(key);
			if (entry) entry.users.push(operation);
			else found.set(key, { named, users: [operation] });
		}
	}
	const sorted = [...found.values()].sort(
		(one, other) => placeOf(one.named) - placeOf(other.named),
	);
	return sorted.map(({ named: [name, field], users }) => ({
		...field.property,
		name,
		displayOptions: {
			show: { resource: [resource], operation: users, ...conditions(field.shownFor) },
		},
	}));
}

/** Which operations offer an option, as a condition; nothing where all do. */
function optionProperties(resources: Resources): INodeProperties[] {
	const special = new Map<
		Field<unknown>['property'],
		{ named: Named; resources: Set<string>; operations: Set<string> }
	>();
	for (const [resource, { operations }] of Object.entries(resources)) {
		for (const [operation, { options }] of Object.entries(operations)) {
			for (const named of Object.entries(options)) {
				const key = named[1].property;
				const entry = special.get(key) ?? { named, resources: new Set(), operations: new Set() };
				entry.resources.add(resource);
				entry.operations.add(operation);
				special.set(key, entry);
			}
		}
	}
	const own = [...special.values()].map(({ named: [name, field], resources, operations }) => ({
		...field.property,
		name,
		displayOptions: { show: { '/resource': [...resources], '/operation': [...operations] } },
	}));
	const pace = Object.entries(paceOptions).map(([name, { property }]) => ({ ...property, name }));
	return [...own, ...pace].sort((one, other) => byCodeUnit(one.displayName, other.displayName));
}

/** All parameters of a node with these resources, generated from their operations. */
export function propertiesOf(resources: Resources): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: byName(
				Object.entries(resources).map(([value, { name, description }]) => ({
					name,
					value,
					description,
				})),
			),
			default: 'group',
		},
		...Object.entries(resources).map(([value, resource]) => operationSelect(value, resource)),
		{ ...sessionField.property, name: 'session' },
		...Object.entries(resources).flatMap(([value, resource]) => fieldProperties(value, resource)),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: optionProperties(resources),
		},
	];
}
