import type { PickerQuery } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { session, types } from '../../e2e/support/nodes';
import type { QueueStage } from '../support';

/** The lists of the editor, which the main process asks for. */
export function pickerTests(stage: () => QueueStage): void {
	const query = (more: Partial<PickerQuery>): PickerQuery => ({
		nodeType: types.action,
		methodName: 'searchGroups',
		path: 'parameters.groupId',
		credential: stage().world.credential,
		parameters: { resource: 'group', operation: 'get', session: session() },
		...more,
	});

	it('list sessions and groups, for all three nodes', async () => {
		const { client } = stage().world;
		for (const nodeType of [types.action, types.trigger, types.liveTrigger]) {
			const methodName = 'searchSessions';
			const path = 'parameters.session';
			const { results } = await client.pick(query({ nodeType, methodName, path }));
			expect(results).toContainEqual(expect.objectContaining({ value: 'default' }));
		}
		const { results } = await client.pick(query({ filter: 'berlin' }));
		expect(results).toEqual([{ name: 'Team Berlin', value: SEED.groups.team }]);
		for (const nodeType of [types.trigger, types.liveTrigger]) {
			const methodName = 'loadGroups';
			const path = 'parameters.filters.groups';
			const choices = await client.options(query({ nodeType, methodName, path }));
			expect(choices).toContainEqual({ name: 'Team Berlin', value: SEED.groups.team });
		}
	});
}
