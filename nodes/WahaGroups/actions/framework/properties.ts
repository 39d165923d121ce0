import type { INodeProperties } from 'n8n-workflow';

import type { Field } from '../../fields/fields';
import { sessionField } from '../../fields/fields';
import { prerequisites } from '../../fields/prerequisites';
import { byName, collectionOf, propertiesFrom, propertyOf } from '../../fields/properties';
import type { Resource, Resources } from './operation';
import { paceOptions, READS } from './pacing';

type Named = readonly [name: string, field: Field<unknown>];

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
	return sorted.map(({ named: [name, field], users }) =>
		propertyOf(name, field, { resource: [resource], operation: users }),
	);
}

interface Offered {
	named: Named;
	/** The operations that offer it, by resource. */
	operations: Map<string, string[]>;
}

/** The options that only some operations offer. */
function offeredOptions(resources: Resources): Offered[] {
	const found = new Map<Field<unknown>['property'], Offered>();
	for (const [resource, { operations }] of Object.entries(resources)) {
		for (const [operation, { options }] of Object.entries(operations)) {
			for (const named of Object.entries(options)) {
				const offered = found.get(named[1].property) ?? { named, operations: new Map() };
				const users = offered.operations.get(resource) ?? [];
				offered.operations.set(resource, [...users, operation]);
				found.set(named[1].property, offered);
			}
		}
	}
	return [...found.values()];
}

/**
 * An option, once for the resources that offer it in the same operations: a condition holds for each resource with
 * each operation that it names. Of several under one name, n8n shows and keeps the one whose condition holds.
 */
function optionProperties({ named: [name, field], operations }: Offered): INodeProperties[] {
	const alike = new Map<string, { resources: string[]; users: string[] }>();
	for (const [resource, users] of operations) {
		const entry = alike.get(users.join()) ?? { resources: [], users };
		entry.resources.push(resource);
		alike.set(users.join(), entry);
	}
	return [...alike.values()].map((entry) =>
		propertyOf(name, field, { '/resource': entry.resources, '/operation': entry.users }),
	);
}

/** The operations that only read, wherever they are offered. */
function readers(resources: Resources): string[] {
	const all = Object.values(resources).flatMap(({ operations }) => Object.entries(operations));
	const changing = new Set(
		all.filter(([, { effect }]) => effect !== 'none').map(([operation]) => operation),
	);
	return [...new Set(all.map(([operation]) => operation))].filter((one) => !changing.has(one));
}

/** The pace, which in the editor begins with what holds while nobody has added it. */
function paceProperties(resources: Resources): INodeProperties[] {
	const reading = { '/operation': readers(resources) };
	const { maxParallelRequests, ...others } = paceOptions;
	const changing = propertyOf('maxParallelRequests', maxParallelRequests);
	return [
		{ ...changing, default: READS, displayOptions: { show: reading } },
		{ ...changing, displayOptions: { hide: reading } },
		...propertiesFrom(others),
	];
}

/** All parameters of a node with these resources, generated from their operations. */
export function propertiesOf(resources: Resources): INodeProperties[] {
	return [
		prerequisites,
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
		propertyOf('session', sessionField),
		...Object.entries(resources).flatMap(([value, resource]) => fieldProperties(value, resource)),
		collectionOf({ displayName: 'Options', name: 'options', placeholder: 'Add option' }, [
			...offeredOptions(resources).flatMap(optionProperties),
			...paceProperties(resources),
		]),
	];
}
