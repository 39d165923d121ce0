import type { CredentialRef, Workflow, WorkflowNode } from '../../../harness/n8n';
import { lastExecution } from '../../e2e/support/database';
import { chain } from '../../e2e/support/nodes';
import { joining, liveTriggers } from '../live';
import type { BenchSandbox } from '../sandbox-process';
import type { BenchStage } from '../stage';
import { median } from '../statistics';
import { cpuSeconds } from '../watch';
import { ourLiveTrigger, ourTrigger } from '../workflows';
import type { Curve, Point } from './curve';
import { pointOf } from './curve';
import { credentialFor } from './running';
import type { Extent, Taken } from './taking';
import { haveEnded, noted, sizesOf, take, withSandbox } from './taking';

interface Kind {
	name: string;
	session: string;
	node: (credential: CredentialRef, session: string) => WorkflowNode;
}

const kinds: readonly Kind[] = [
	{ name: liveTriggers.webhook, session: 'many-webhooks', node: ourTrigger },
	{ name: liveTriggers.ours, session: 'many-live', node: ourLiveTrigger },
];

/** Activates more and more triggers on one session, and sends them one event. They stay active. */
export async function measureManyTriggers(stage: BenchStage, extent: Extent): Promise<Curve[]> {
	return await withSandbox(async (sandbox) => {
		const credential = await credentialFor(stage, sandbox, 'Growth: triggers');
		const curves: Curve[] = [];
		for (const kind of kinds) {
			await sandbox.control.addSession(kind.session);
			curves.push(...(await measureKind(stage, sandbox, kind, credential, extent)));
		}
		return curves;
	});
}

async function measureKind(
	stage: BenchStage,
	sandbox: BenchSandbox,
	{ name, session, node }: Kind,
	credential: CredentialRef,
	extent: Extent,
): Promise<Curve[]> {
	const { control } = sandbox;
	const { id: groupId } = await control.addGroup({ subject: 'Growth', members: [session] });
	const create = async (): Promise<Workflow> =>
		await stage.client.createWorkflow(chain(node(credential, session)));
	// The first one pays for what is loaded once, and for the connection that all share.
	const first = await create();
	await stage.client.activate(first.id);
	let active = 1;
	const heapBefore = await stage.collect();
	const activated = { seconds: 0, cpuSeconds: 0 };
	const [activating, telling]: [Point[], Point[]] = [[], []];
	const names = [`${name}: activating`, `${name}: one event`] as const;
	for (const size of sizesOf([12, 50, 200], extent)) {
		const workflows: Workflow[] = [];
		while (active + workflows.length < size) workflows.push(await create());
		const cpuBefore = cpuSeconds(stage.n8n.pid);
		const times: number[] = [];
		for (const { id } of workflows) {
			const start = performance.now();
			await stage.client.activate(id);
			times.push((performance.now() - start) / 1000);
		}
		// As if each had taken as long as the middle one: a stall of the machine says nothing about them.
		if (times.length > 0) activated.seconds += median(times) * times.length;
		activated.cpuSeconds += cpuSeconds(stage.n8n.pid) - cpuBefore;
		active += workflows.length;
		const memoryMb = (await stage.collect()) - heapBefore;
		activating.push(noted(names[0], { size, ...activated, memoryMb, storedBytes: null }));
		const taken: Taken[] = [];
		for (let round = 0; round < extent.rounds; round++) {
			taken.push(await tell(stage, sandbox, { session, groupId, active }));
		}
		telling.push(noted(names[1], pointOf(size, taken)));
	}
	const [unit, lists] = ['triggers', [activating, telling]];
	return lists.map((points, n) => ({ what: names[n] ?? name, unit, points }));
}

let people = 0;

/** Sends an event that all hear; the seconds are those until the last execution's end. */
async function tell(
	stage: BenchStage,
	{ control }: BenchSandbox,
	{ session, groupId, active }: { session: string; groupId: string; active: number },
): Promise<Taken> {
	people += 1;
	const event = joining(groupId, people);
	return await take(stage, async () => {
		const last = await lastExecution(stage.n8n.userFolder);
		const at = await control.sendEvent(session, event);
		const ends = await haveEnded(stage, active, last);
		return (Math.max(...ends.map(({ stoppedAt }) => stoppedAt)) - at) / 1000;
	});
}
