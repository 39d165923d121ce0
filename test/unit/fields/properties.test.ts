import { NodeHelpers } from 'n8n-workflow';

import type { Resources } from '../../../nodes/WahaGroups/actions/framework/operation';
import { operation } from '../../../nodes/WahaGroups/actions/framework/operation';
import { propertiesOf } from '../../../nodes/WahaGroups/actions/framework/properties';
import { type Fields, toggle } from '../../../nodes/WahaGroups/fields/fields';

const option = toggle({ displayName: 'Extra', description: 'Whether', default: false });

function resource(users: string[], others: string[]) {
	const with_ = (options: Fields) =>
		operation({
			name: 'Name',
			action: 'Action',
			description: 'Description',
			effect: 'none',
			fields: {},
			options,
			request: () => ({ method: 'GET', path: [] }),
			output: () => [],
		});
	return {
		name: 'Name',
		description: 'Description',
		operations: Object.fromEntries([
			...users.map((name) => [name, with_({ extra: option })]),
			...others.map((name) => [name, with_({})]),
		]),
	};
}

// "get" offers it in one of them only, "list" in the other.
const RESOURCES: Resources = {
	left: resource(['get', 'set'], ['list']),
	right: resource(['list', 'set'], ['get']),
	third: resource(['get', 'set'], []),
};

it('offers an option exactly where an operation has it, and once there', () => {
	const properties = propertiesOf(RESOURCES);
	const options = properties.find(({ name }) => name === 'options')?.options ?? [];
	const shown = (resource: string, operation: string): number =>
		options.filter(
			(one) =>
				one.name === 'extra' &&
				'type' in one &&
				NodeHelpers.displayParameter({}, one, null, null, { resource, operation }),
		).length;
	for (const [name, { operations }] of Object.entries(RESOURCES)) {
		for (const [operation, { options: own }] of Object.entries(operations)) {
			expect([name, operation, shown(name, operation)]).toEqual([
				name,
				operation,
				'extra' in own ? 1 : 0,
			]);
		}
	}
});

it('n8n keeps a stored option where its operation has it, and drops it elsewhere', () => {
	const properties = propertiesOf(RESOURCES);
	const kept = (resource: string, operation: string): unknown =>
		NodeHelpers.getNodeParameters(
			properties,
			{ resource, operation, options: { extra: true } },
			true,
			false,
			null,
			null,
		)?.options;
	expect(kept('left', 'get')).toEqual({ extra: true });
	expect(kept('right', 'list')).toEqual({ extra: true });
	expect(kept('third', 'set')).toEqual({ extra: true });
	expect(kept('left', 'list')).toEqual({});
	expect(kept('right', 'get')).toEqual({});
});
