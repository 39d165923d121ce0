import type { Workflow } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { hasSockets, joinTeam, sockets, waitForStarts } from '../../e2e/support/live';
import { chain, liveTrigger, trigger } from '../../e2e/support/nodes';
import { writesTo } from '../../e2e/support/session';
import { type QueueStage, ranOnWorker } from '../support';

/** The live trigger: the main process holds the one connection, and workers run what it starts. */
export function liveTests(stage: () => QueueStage): void {
	const sandbox = () => stage().world.sandbox;
	/** Who has started the live workflow by now. */
	const heard: string[] = [];
	let byWebhook: Workflow;
	let live: Workflow;

	/** Sees that exactly these have started a workflow, in any order: executions that begin together have none. */
	async function expectHeard(workflow: Workflow = live): Promise<void> {
		const all = await waitForStarts(stage().world.client, workflow, heard.length);
		expect([...all].sort()).toEqual([...heard].sort());
	}

	it('one connection, of the main process; its events run on workers', async () => {
		const { world, queue } = stage();
		byWebhook = await world.createActive(chain(trigger(world.credential)));
		const node = liveTrigger(world.credential, { filters: { groupIds: SEED.groups.team } });
		live = await world.createActive(chain(node));
		await hasSockets(sandbox(), 1);
		heard.push(joinTeam(sandbox()));
		await expectHeard();
		const [execution] = await world.client.executions(live.id);
		expect(ranOnWorker(queue, execution?.id ?? '')).toBe(true);
		expect(sockets(sandbox())).toHaveLength(1);
	});

	it('events of one moment start the workflow once each', async () => {
		for (let count = 0; count < 20; count++) heard.push(joinTeam(sandbox()));
		await expectHeard();
	});

	/** Begins a test in the editor, which a worker runs: it opens a connection of its own. */
	async function test(): Promise<string> {
		const { world } = stage();
		const tried = await world.create(chain(liveTrigger(world.credential)));
		const { executionId = '' } = await world.client.run(tried, 'Live Trigger');
		await hasSockets(sandbox(), 2);
		return executionId;
	}

	it('a test in the editor takes one event and lets go', async () => {
		const { world, queue } = stage();
		const executionId = await test();
		const phone = joinTeam(sandbox());
		heard.push(phone);
		const execution = await world.client.waitForExecution(executionId);
		expect([execution.mode, execution.status]).toEqual(['manual', 'success']);
		expect(execution.json('Live Trigger')).toEqual([
			expect.objectContaining({ phoneNumber: phone }),
		]);
		expect(ranOnWorker(queue, executionId)).toBe(true);
		await hasSockets(sandbox(), 1);
		await expectHeard();
	});

	it('a test that is stopped by hand lets go, too', async () => {
		const { world } = stage();
		const executionId = await test();
		await world.client.stopExecution(executionId);
		await hasSockets(sandbox(), 1);
		expect((await world.client.waitForExecution(executionId)).status).toBe('canceled');
	});

	it('the main process is killed: webhooks are still taken, and nobody listens any more', async () => {
		const { world, queue } = stage();
		await queue.main.kill();
		// The other four processes are alive.
		await hasSockets(sandbox(), 0);
		sandbox().world.clearRequests();
		const left = heard[0] ?? '';
		world.sandbox.world.leave(SEED.groups.team, [left]);
		heard.push(left, joinTeam(sandbox()));
		await sandbox().world.settled();
		const deliveries = sandbox().world.deliveries.list().slice(-2);
		expect(deliveries.map(({ attempts }) => attempts.map(({ status }) => status))).toEqual([
			[200],
			[200],
		]);
	});

	it('another main process in its place: it listens, and catches up what was missed, once', async () => {
		const { queue } = stage();
		await queue.main.restart();
		await hasSockets(sandbox(), 1);
		await expectHeard();
		await expectHeard(byWebhook);
		await queue.main.restart();
		await hasSockets(sandbox(), 1);
		heard.push(joinTeam(sandbox()));
		await expectHeard();
		expect(writesTo(sandbox())).toBe(0);
	});
}
