import { pause, until } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { post } from '../support/deliveries';
import { inParallel } from '../support/parallel';
import { countUnderWay, eventIdIn, withoutWriting } from '../e2e/support/database';
import { freshEvent, openOwnTrigger, type OwnTrigger } from '../e2e/support/ownTrigger';
import { inVersion, itSince } from '../e2e/support/versions';

const itStoresFirst = itSince('2.41', 'answers WAHA before it stores the execution');

let own: OwnTrigger;

beforeAll(async () => {
	own = await openOwnTrigger();
});
afterAll(async () => await own.close());

const events = (count: number): string[] => Array.from({ length: count }, freshEvent);

/** Waits until the trigger listens again after a start of n8n. */
async function listening(): Promise<void> {
	await until('Webhook listening', async () =>
		(await post(own.url, {})).status === 401 ? true : undefined,
	);
}

/** Sends them 20 at once, and as WAHA does again what n8n on a busy machine may answer with an error of its own. */
async function sendAll(bodies: string[]): Promise<void> {
	await inParallel(bodies, 20, async (body) => {
		await until('Taken', async () => {
			const status = await own.send(body);
			if (status === 200) return true;
			expect(status).toBe(500);
			return undefined;
		});
	});
}

/** How often each of these events has started the workflow. */
async function starts(bodies: string[]): Promise<number[]> {
	const byEvent = await own.startsByEvent();
	return bodies.map((body) => byEvent.get(eventIdIn(body)) ?? 0);
}

const once = (count: number): number[] => Array<number>(count).fill(1);
const taken = events(1000);

it('1,000 events, 20 at once, start exactly one execution each', async () => {
	await sendAll(taken);
	await own.hasStarted(1000);
	expect(await starts(taken)).toEqual(once(1000));
	expect(await own.started()).toBe(1000);
});

it('the same 1,000 again start nothing', async () => {
	await sendAll(taken);
	expect(await own.started()).toBe(1000);
});

// Before the restarts: an n8n that finds its database locked while it starts gives up.
itStoresFirst('what n8n could not start is no double when it comes again', async () => {
	const body = freshEvent();
	const before = await own.started();
	await withoutWriting(own.n8n.userFolder, async () => {
		expect(await own.send(body)).toBe(500);
	});
	expect(await own.started()).toBe(before);
	await sendAll([body]);
	await sendAll([body]);
	await own.hasStarted(before + 1);
	expect(await starts([body])).toEqual(once(1));
});

// The 1,000, and the one of the test above where it is not left out.
const startedSoFar = inVersion('2.41', 1001, 1000, 'answers WAHA before it stores the execution');

it('the 1,000 start nothing after n8n was killed and started, either', async () => {
	await own.n8n.kill();
	await own.n8n.restart();
	await listening();
	await sendAll(taken);
	expect(await own.started()).toBe(startedSoFar);
});

it('nor after it was stopped and started', async () => {
	await own.n8n.restart();
	await listening();
	await sendAll(taken);
	expect(await own.started()).toBe(startedSoFar);
});

it('150 events before, while and after n8n is down for 10 seconds: WAHA brings all of them, each once', async () => {
	const { world } = own.sandbox;
	world.deliveries.forget();
	let people = 0;
	const join = (count: number): void => {
		for (let index = 0; index < count; index++) {
			world.join(SEED.groups.team, [`49171${String(people++).padStart(7, '0')}`]);
		}
	};
	const before = await own.started();
	join(50);
	await world.settled();
	await own.hasStarted(before + 50);
	// What n8n is at when it is killed is told apart in the test below; 1.123 writes such executions anew, without the event.
	await until('All ended', async () =>
		(await countUnderWay(own.n8n.userFolder)) === 0 ? true : undefined,
	);
	await own.n8n.kill();
	for (let second = 0; second < 10; second++) {
		join(5);
		await pause(1000);
	}
	const starting = own.n8n.restart();
	for (let part = 0; part < 5; part++) {
		join(10);
		await pause(500);
	}
	await starting;
	await world.settled();
	const deliveries = world.deliveries.list();
	expect(deliveries).toHaveLength(150);
	expect(deliveries.map(({ attempts }) => attempts.at(-1)?.status)).toEqual(Array(150).fill(200));
	expect(Math.max(...deliveries.map(({ attempts }) => attempts.length))).toBeGreaterThan(5);
	const bodies = deliveries.map(({ body }) => body);
	const notOnce = async (): Promise<object[]> => {
		const counts = await starts(bodies);
		return deliveries.flatMap(({ attempts }, index) =>
			counts[index] === 1 ? [] : { started: counts[index], attempts },
		);
	};
	const allOnce = async () => ((await notOnce()).length === 0 ? true : undefined);
	// Its time being up, the attempts of what did not start once tell more than that it is up.
	await until('Each once', allOnce).catch(() => undefined);
	expect(await notOnce()).toEqual([]);
});

itStoresFirst(
	'killed under load, all sent again: nothing is lost, and what was answered does not start again',
	async () => {
		const bodies = events(800);
		const answered: string[] = [];
		const kill = async (): Promise<void> => {
			await until('Most of the answers', () => (answered.length >= 600 ? true : undefined), {
				every: 5,
				timeout: 120_000,
			});
			await own.n8n.kill();
		};
		const killing = kill();
		await inParallel(bodies, 20, async (body) => {
			// Those under way when n8n dies, and those after them, get no answer.
			const status = await own.send(body).catch(() => 0);
			if (status === 200) answered.push(body);
		});
		await killing;
		expect(answered.length).toBeLessThan(800);
		await own.n8n.restart();
		await listening();
		await sendAll(bodies);
		const counts = await starts(bodies);
		expect(Math.min(...counts)).toBe(1);
		expect(Math.max(...counts)).toBeLessThanOrEqual(2);
		expect(answered.length).toBeGreaterThanOrEqual(600);
		expect(await starts(answered)).toEqual(once(answered.length));
	},
);
