import { RESOURCES } from '../../../nodes/WahaGroups/actions/registry';

const operations = Object.entries(RESOURCES).flatMap(([resource, { operations: all }]) =>
	Object.entries(all).map(([name, operation]) => ({ title: `${resource} ${name}`, operation })),
);

/** As n8n's editor names a field for a model: nothing else is told of it, unless somebody writes more. */
const keyOf = (displayName: string): string => displayName.replace(/\W+/g, '_').slice(0, 63);

it('no two operations are the same to a model that reads their actions', () => {
	const actions = operations.map(({ operation }) => operation.action);
	expect(new Set(actions).size).toBe(actions.length);
});

it.each(operations)('$title says in one short sentence what it does', ({ operation }) => {
	expect(operation.action).toMatch(/^[A-Z][a-z]+ /);
	expect(operation.action.length).toBeLessThanOrEqual(35);
	// So n8n names the node that somebody adds as a tool, and cuts the tool's name at 64 characters.
	expect(`${operation.action} in WAHA Groups`.length).toBeLessThanOrEqual(64);
});

it.each(operations)('$title has fields that a model can fill', ({ operation }) => {
	const fields = Object.values(operation.fields).map(({ property }) => property);
	const keys = fields.map(({ displayName }) => keyOf(displayName));
	expect(new Set(keys).size).toBe(keys.length);
	for (const { displayName, type } of fields) {
		// What to update is a choice of the person who builds the workflow; a model can give it whole, by an expression.
		if (type === 'collection' && displayName === 'Changes') continue;
		// Nothing nested: a text, a number, a switch, one of some values.
		expect(['string', 'number', 'boolean', 'options', 'resourceLocator']).toContain(type);
	}
});
