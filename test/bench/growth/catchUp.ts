import { type Workflow, until } from '../../../harness/n8n';
import type { RequestEntry } from '../../../sandbox';
import { lastExecution, storedBytes } from '../../e2e/support/database';
import { chain, liveTrigger } from '../../e2e/support/nodes';
import { type BenchSandbox, groupIds } from '../sandbox-process';
import type { BenchStage } from '../stage';
import type { Curve } from './curve';
import { pointOf } from './curve';
import { credentialFor } from './running';
import type { Extent, Taken } from './taking';
import { accountsInGroup, fullGroup, haveEnded, noted, sizesOf, take, withSandbox } from './taking';

const names = {
	first: 'Live trigger: the first look at full groups',
	missed: 'Live trigger: catching up, one left or joined in each full group',
} as const;

/** Has a live trigger remember full groups, and catch up with one change in each of them. */
export async function measureCatchUp(stage: BenchStage, extent: Extent): Promise<Curve[]> {
	return await withSandbox(async (sandbox) => {
		const credential = await credentialFor(stage, sandbox, 'Growth: catching up');
		const sizes = sizesOf([5, 25, 50], extent);
		await sandbox.control.addGroups(Math.max(...sizes), fullGroup - accountsInGroup);
		const taken = sizes.map((size) => ({
			size,
			looks: new Array<Taken>(),
			catches: new Array<Taken>(),
		}));
		const both = async (
			size: number,
			kind: Miss['kind'],
		): Promise<{ look: Taken; caught: Taken }> => {
			const groups = groupIds.slice(0, size);
			const node = liveTrigger(credential, { filters: { groups } });
			const workflow = await stage.client.createWorkflow(chain(node));
			const look = await lookFirst(stage, workflow);
			const caught = await catchUp(stage, sandbox, { workflow, groups, kind });
			await stage.client.deactivate(workflow.id);
			await stage.client.deleteWorkflow(workflow.id);
			return { look, caught };
		};
		// The very first one warms up.
		await both(Math.min(...sizes), 'join');
		// All sizes in each round, back and forth: each is slowed by what the one before has left behind.
		for (let round = 0; round < extent.rounds; round++) {
			const [kind, order] =
				round % 2 === 0 ? (['leave', taken] as const) : (['join', [...taken].reverse()] as const);
			for (const { size, looks, catches } of order) {
				const { look, caught } = await both(size, kind);
				looks.push(look);
				catches.push(caught);
			}
		}
		const curve = (what: string, of: 'looks' | 'catches'): Curve => ({
			what,
			unit: 'groups',
			points: taken.map((one) => noted(what, pointOf(one.size, one[of]))),
		});
		return [curve(names.first, 'looks'), curve(names.missed, 'catches')];
	});
}

/** Publishing, which ends with the first look. */
async function lookFirst(stage: BenchStage, { id }: Workflow): Promise<Taken> {
	const taken = await take(stage, async () => {
		await stage.client.activate(id);
		return undefined;
	});
	return { ...taken, storedBytes: await storedBytes(stage.n8n.userFolder, id) };
}

interface Miss {
	workflow: Workflow;
	groups: readonly string[];
	kind: 'join' | 'leave';
}

/** Somebody leaves each group, or joins it, while the server is away. */
async function catchUp(
	stage: BenchStage,
	{ control }: BenchSandbox,
	{ workflow, groups, kind }: Miss,
): Promise<Taken> {
	const { userFolder } = stage.n8n;
	await control.unplug(true);
	await Promise.all(groups.map(async (id) => await moveOne(control, id, kind)));
	const taken = await take(stage, async () => {
		const before = (await control.requests()).at(-1)?.n ?? 0;
		const last = await lastExecution(userFolder);
		await control.unplug(false);
		const ends = await haveEnded(stage, groups.length, last);
		const asked = firstLook(await control.requests(before));
		return (Math.max(...ends.map(({ stoppedAt }) => stoppedAt)) - asked) / 1000;
	});
	const stored = await until(
		'What is remembered',
		async () => (await storedBytes(userFolder, workflow.id)) || undefined,
	);
	return { ...taken, storedBytes: stored };
}

let joined = 0;

async function moveOne(
	control: BenchSandbox['control'],
	id: string,
	kind: Miss['kind'],
): Promise<void> {
	joined += 1;
	const members = kind === 'leave' ? (await control.group(id)).members : [];
	const phone = members.at(-1)?.phone ?? `491757${String(joined).padStart(6, '0')}`;
	await control.move(kind, id, [phone]);
}

/** When the list of groups was asked for; how long it took to connect again says nothing about the groups. */
function firstLook(requests: readonly RequestEntry[]): number {
	const list = requests.find(({ path }) => path === '/api/default/groups');
	if (list === undefined) throw new Error('The groups were not looked at');
	return list.startedAt;
}
