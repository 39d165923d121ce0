import { action, byId } from '../../e2e/support/nodes';
import { groupIds } from '../sandbox-process';
import type { BenchStage } from '../stage';
import { measuredNode, sourceWorkflow } from '../workflows';
import type { Curve } from './curve';
import { credentialFor, secondsIn } from './running';
import type { Extent, Taken } from './taking';
import { accountsInGroup, fullGroup, measureCurve, sizesOf, take, withSandbox } from './taking';

/** Lists the members of full groups, one item for each group. */
export async function measureMembers(stage: BenchStage, extent: Extent): Promise<Curve[]> {
	return await withSandbox(async (sandbox) => {
		const credential = await credentialFor(stage, sandbox, 'Growth: members');
		const sizes = sizesOf([3, 12, 50], extent);
		const groups = Math.max(...sizes);
		await sandbox.control.addGroups(groups, fullGroup - accountsInGroup);
		const parameters = {
			resource: 'participants',
			operation: 'getAll',
			groupId: byId('={{ $json.groupId }}'),
		};
		const node = action(credential, parameters, measuredNode);
		const once = async (size: number): Promise<Taken> => {
			const draft = sourceWorkflow(node, { count: size, groupIds: groupIds.slice(0, groups) });
			const workflow = await stage.client.createWorkflow(draft);
			let executionId = '';
			const taken = await take(stage, async () => {
				executionId = await stage.runToEnd(workflow);
				return undefined;
			});
			const seconds = await secondsIn(stage, executionId, size * fullGroup);
			await stage.client.deleteWorkflow(workflow.id);
			return { ...taken, seconds };
		};
		const what = `Participant › Get Many, ${fullGroup.toLocaleString('en')} members each`;
		return [await measureCurve({ what, unit: 'groups', sizes, rounds: extent.rounds }, once)];
	});
}
