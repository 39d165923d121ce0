import { action, byId } from '../../e2e/support/nodes';
import { took } from '../pickers';
import type { BenchSandbox } from '../sandbox-process';
import type { BenchStage } from '../stage';
import { measuredNode, sourceWorkflow } from '../workflows';
import { credentialFor, secondsIn } from './running';
import type { Curve } from './curve';
import type { Extent, Taken } from './taking';
import { fullGroup, measureCurve, sizesOf, take, withSandbox } from './taking';

const phone = (n: number): string => `49161${String(n).padStart(7, '0')}`;

const phones = (from: number, count: number): string[] =>
	Array.from({ length: count }, (_, n) => phone(from + n));

/** Which share of the list is not in the group. */
const cases: ReadonlyArray<[string, number]> = [
	['equal', 0],
	['half different', 0.5],
	['all different', 1],
];

/** Brings a group into line with a list of as many numbers, one item for each. */
export async function measureSync(stage: BenchStage, extent: Extent): Promise<Curve[]> {
	return await withSandbox(async (sandbox) => {
		const credential = await credentialFor(stage, sandbox, 'Growth: sync');
		const once = async (size: number, share: number): Promise<Taken> => {
			const offset = Math.ceil(size * share);
			const id = await newGroup(sandbox, size);
			const node = action(
				credential,
				{
					resource: 'participants',
					operation: 'sync',
					groupId: byId(id),
					participants: '={{ $json.phone }}',
					removeOthers: true,
					options: { maxRemovals: size },
				},
				measuredNode,
			);
			const draft = sourceWorkflow(node, { count: size, phones: phones(offset, size) });
			const workflow = await stage.client.createWorkflow(draft);
			const before = (await sandbox.control.requests()).at(-1)?.n ?? 0;
			let executionId = '';
			const taken = await take(stage, async () => {
				executionId = await stage.runToEnd(workflow);
				return undefined;
			});
			const seconds = await secondsIn(stage, executionId, 2 * offset);
			await stage.client.deleteWorkflow(workflow.id);
			// One request after the other, and each takes the sandbox longer in a larger group.
			const requests = await sandbox.control.requests(before);
			const serverMs = requests.reduce((sum, request) => sum + took(request), 0);
			return { ...taken, seconds: seconds - serverMs / 1000 };
		};
		const curves: Curve[] = [];
		for (const [name, share] of cases) {
			const curve = {
				what: `Participant › Sync, ${name}`,
				unit: 'numbers',
				sizes: sizesOf([fullGroup / 8, fullGroup / 2, fullGroup], extent),
				rounds: extent.rounds,
			};
			curves.push(await measureCurve(curve, async (size) => await once(size, share)));
		}
		return curves;
	});
}

/** A group of so many people and the account, made anew, because a sync changes it. */
async function newGroup({ control }: BenchSandbox, size: number): Promise<string> {
	const { id } = await control.addGroup({ subject: 'Growth', members: phones(0, size) });
	return id;
}
