import { type Workflow, type WorkflowNode, pause, until } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { eventIdIn } from '../../e2e/support/database';
import { action, byId, chain, trigger, webhookUrl } from '../../e2e/support/nodes';
import { freshEvent } from '../../e2e/support/ownTrigger';
import { post, signed } from '../../support/deliveries';
import { inParallel } from '../../support/parallel';
import {
	type QueueStage,
	type Starts,
	haveSucceeded,
	patience,
	ranOnWorker,
	startsIn,
} from '../support';

/** The trigger over two webhook processes. */
export function webhookTests(stage: () => QueueStage): void {
	const events = (count: number): string[] => Array.from({ length: count }, freshEvent);
	const taken = events(1000);
	let node: WorkflowNode;
	let workflow: Workflow | undefined;
	let url: string;
	let key: string;

	afterAll(async () => {
		if (workflow !== undefined) await stage().world.client.deleteWorkflow(workflow.id);
	});

	/** Sends an event once; gives whether it was taken. */
	async function isTaken(body: string, address = url): Promise<boolean> {
		const answer = await post(address, { body, headers: signed(body, key) }).catch(() => undefined);
		return answer?.status === 200;
	}

	/** Sends an event as WAHA does, again and again until it is taken; gives how often. */
	async function deliver(body: string, address = url): Promise<number> {
		let times = 0;
		const send = async (): Promise<true | undefined> => {
			times += 1;
			return (await isTaken(body, address)) ? true : undefined;
		};
		await until('Taken', send, { ...patience, every: 1000 });
		return times;
	}

	/** Sends all of them, 20 at a time; gives those that were not taken at once. */
	async function deliverAll(bodies: readonly string[], address = url): Promise<string[]> {
		const repeated: string[] = [];
		await inParallel(bodies, 20, async (body) => {
			if ((await deliver(body, address)) > 1) repeated.push(body);
		});
		return repeated;
	}

	/** What has become of these events. */
	async function outcomes(bodies: readonly string[]): Promise<Starts[]> {
		const byEvent = await startsIn(stage().queue, workflow?.id ?? '');
		return bodies.map((body) => byEvent.get(eventIdIn(body)) ?? { started: 0, succeeded: 0 });
	}

	const once = (list: readonly unknown[]): Starts[] =>
		list.map(() => ({ started: 1, succeeded: 1 }));

	it('a member joins: WAHA calls a webhook process, and a worker answers in the group', async () => {
		const { world, queue } = stage();
		const answer = action(world.credential, {
			resource: 'message',
			operation: 'send',
			groupId: byId('={{ $json.groupId }}'),
			text: '=Welcome {{ $json.phoneNumber }}',
		});
		const welcome = await world.createActive(chain(trigger(world.credential), answer));
		world.sandbox.world.join(SEED.groups.team, ['4917000000301']);
		await world.sandbox.world.settled();
		const [delivery] = world.sandbox.world.deliveries.list();
		expect(delivery?.url.startsWith(`${queue.url}/webhook/`)).toBe(true);
		const [execution] = await world.client.waitForExecutions(welcome.id, 1);
		expect(execution).toMatchObject({ mode: 'webhook', status: 'success' });
		expect(ranOnWorker(queue, execution?.id ?? '')).toBe(true);
		expect(world.sandbox.world.messages.list().at(-1)?.text).toBe('Welcome 4917000000301');
		await world.client.deleteWorkflow(welcome.id);
		await world.working();
	});

	it('a test event of the editor comes to the main process', async () => {
		const { world, queue } = stage();
		const tested = trigger(world.credential);
		const tried = await world.create(chain(tested));
		await world.client.run(tried, tested.name);
		await world.working();
		world.sandbox.world.join(SEED.groups.team, ['4917000000302']);
		await world.sandbox.world.settled();
		const delivery = world.sandbox.world.deliveries.list().at(-1);
		expect(delivery?.url).toBe(webhookUrl(queue.url, tested, true));
		const [execution] = await world.client.waitForExecutions(tried.id, 1);
		expect(execution).toMatchObject({ mode: 'manual', status: 'success' });
		await world.working();
	});

	it('1,000 events, 20 at once, start exactly one execution each', async () => {
		const { world, queue } = stage();
		node = trigger(world.credential, { events: ['join'] });
		workflow = await world.createActive(chain(node));
		url = webhookUrl(queue.url, node);
		const { webhooks } = Object(world.sandbox.world.session('default').config);
		key = String(webhooks[0].hmac.key);
		expect(await deliverAll(taken)).toEqual([]);
		await haveSucceeded(queue, workflow.id, taken.length);
		expect(await outcomes(taken)).toEqual(once(taken));
		// The proxy gives them turns.
		const enqueued = queue.webhooks.map((one) => one.log().split('Enqueued execution').length - 1);
		expect(Math.min(...enqueued)).toBeGreaterThan(200);
	});

	it('the same again, to both processes, start nothing once each has heard of the other', async () => {
		const both = stage().queue.webhooks.map((one) => webhookUrl(one.url, node));
		// What both were at in the same moment is missing in what they stored, until each has read the other's and written.
		for (const address of [...both, ...both]) await deliverAll(events(1), address);
		for (const address of both) await deliverAll(taken, address);
		await pause(2000);
		expect(await outcomes(taken)).toEqual(once(taken));
	});

	it('a webhook process is killed under load: nothing is lost, and only what it had not answered may start twice', async () => {
		const [victim] = stage().queue.webhooks;
		const load = events(580);
		const loaded = deliverAll(load);
		// These come to it at once, not by the proxy, and it is killed while most of them are under way.
		const itsOwn = events(20);
		let killing: Promise<void> | undefined;
		const answered = await Promise.all(
			itsOwn.map(async (body) => {
				const isDone = await isTaken(body, webhookUrl(victim?.url ?? '', node));
				if (isDone) killing ??= victim?.kill();
				return isDone;
			}),
		);
		await killing;
		const unanswered = itsOwn.filter((_body, at) => !answered[at]);
		expect(unanswered.length).toBeGreaterThan(0);
		await deliverAll(unanswered);
		const repeated = [...unanswered, ...(await loaded)];
		await victim?.restart();
		const bodies = [...load, ...itsOwn];
		const all = async (): Promise<true | undefined> =>
			(await outcomes(bodies)).every(({ succeeded }) => succeeded > 0) ? true : undefined;
		await until('Each event having run', all, { ...patience, every: 1000 });
		const takenAtOnce = bodies.filter((body) => !repeated.includes(body));
		expect(await outcomes(takenAtOnce)).toEqual(once(takenAtOnce));
		const counts = (await outcomes(repeated)).map(({ started }) => started);
		expect(Math.max(...counts)).toBeLessThanOrEqual(2);
	});

	it('the process that was killed takes events again', async () => {
		const { queue } = stage();
		const [victim] = queue.webhooks;
		const enqueued = (): number => victim?.log().split('Enqueued execution').length ?? 0;
		const before = enqueued();
		const bodies = events(4);
		await deliverAll(bodies);
		await until('Its log', () => (enqueued() > before ? true : undefined), patience);
		expect((await outcomes(bodies)).map(({ started }) => started)).toEqual([1, 1, 1, 1]);
	});
}
