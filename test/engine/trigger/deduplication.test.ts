import { connect, type Socket } from 'node:net';
import fc from 'fast-check';

import { pause, until } from '../../../harness/n8n';
import { envelope, post, signed } from '../../support/deliveries';
import type { N8n } from '../support/trigger';
import { freshTrigger, Stage, trigger } from './stage';

let stage: Stage;
let n8n: N8n;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n({ trigger: freshTrigger() });
	n8n.workflow('w', trigger());
	await n8n.activate('w');
});
afterEach(async () => {
	jest.restoreAllMocks();
	await stage.close();
});

const fresh = (): string => JSON.stringify(envelope());
const idOf = (body: string): string => String(Object(JSON.parse(body)).id);

/** Sends it once; 0 where nobody answers. */
async function send(body: string, to = n8n): Promise<number> {
	const posted = { body, headers: signed(body, to.key('w')) };
	return (await post(to.productionUrl('w'), posted).catch(() => ({ status: 0 }))).status;
}

/** Sends it until somebody hangs up. */
async function sendUntil(body: string, signal: AbortSignal): Promise<Response> {
	const headers = signed(body, n8n.key('w'));
	return await fetch(n8n.productionUrl('w'), { method: 'POST', body, headers, signal });
}

/** Sends them on one connection, without waiting for an answer in between. */
function sendBehindEachOther(bodies: string[], key: string): Socket {
	const { hostname, port, pathname } = new URL(n8n.productionUrl('w'));
	const texts = bodies.map((body) => {
		const headers = { Host: hostname, 'Content-Length': body.length, ...signed(body, key) };
		const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
		return `POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
	});
	const socket = connect(Number(port), hostname).resume();
	socket.write(texts.join(''));
	return socket;
}

/** How often each of these has started the workflow. */
function startsOf(bodies: string[], ...all: N8n[]): number[] {
	const ids = all.flatMap((one) => one.items.map(({ eventId }) => eventId));
	return bodies.map((body) => ids.filter((id) => id === idOf(body)).length);
}

/** An n8n in the place of one that was killed, with the database that this one left. */
async function afterKill(killed: N8n): Promise<N8n> {
	await killed.kill();
	return await stage.startedAgain(killed);
}

/** Holds the first start back until it is told to go on, or to fail. */
function holdFirst(): { held: Promise<void>; goOn: () => void; fail: () => void } {
	let [goOn, fail, isHeld] = [() => {}, () => {}, () => {}];
	const held = new Promise<void>((resolve) => (isHeld = resolve));
	const gate = new Promise<void>((resolve, reject) => {
		goOn = resolve;
		fail = () => reject(new Error('The disk is full'));
	});
	n8n.starting = async () => {
		n8n.starting = () => undefined;
		isHeld();
		await gate;
	};
	return { held, goOn, fail };
}

it('an event that n8n was at when it was killed starts when it comes again, whatever was stored beside it', async () => {
	const [first, second] = [fresh(), fresh()];
	const { held } = holdFirst();
	const cutOff = send(first);
	await held;
	expect(await send(second)).toBe(200);
	const again = await afterKill(n8n);
	expect(await cutOff).toBe(0);
	expect([await send(first, again), await send(second, again)]).toEqual([200, 200]);
	expect(startsOf([first, second], n8n, again)).toEqual([1, 1]);
});

it.each([
	['started: it is a double', 'goOn', 200],
	['failed: then the copy starts', 'fail', 500],
] as const)(
	'a copy that comes while n8n is at the first waits for what becomes of it: %s',
	async (_, end, status) => {
		const body = fresh();
		const { held, ...first } = holdFirst();
		const answer = send(body);
		await held;
		const copy = send(body);
		await pause(100);
		first[end]();
		expect([await answer, await copy]).toEqual([status, 200]);
		expect(startsOf([body], n8n)).toEqual([1]);
	},
);

it.each([
	['started', 'goOn'],
	['failed', 'fail'],
] as const)('nor is it lost where WAHA has hung up before it %s', async (_, end) => {
	const body = fresh();
	const { held, ...first } = holdFirst();
	const controller = new AbortController();
	const hungUp = sendUntil(body, controller.signal).catch(() => 'hung up');
	await held;
	controller.abort();
	expect(await hungUp).toBe('hung up');
	const copy = send(body);
	await pause(100);
	first[end]();
	expect(await copy).toBe(200);
	expect(startsOf([body], n8n)).toEqual([1]);
});

it('what WAHA gave up before the trigger saw it is stored all the same, when n8n starts it', async () => {
	const key = n8n.key('w');
	const body = fresh();
	// While the trigger asks WAHA for its key, there is time to hang up.
	n8n.database.set('w', '{}');
	stage.sandbox.world.configure({ latencyMs: 200 });
	const controller = new AbortController();
	const [url, headers] = [n8n.productionUrl('w'), signed(body, key)];
	const sent = fetch(url, { method: 'POST', body, headers, signal: controller.signal });
	await pause(100);
	controller.abort();
	await expect(sent).rejects.toThrow();
	await n8n.settled();
	expect(startsOf([body], n8n)).toEqual([1]);
	// The word that names the process, and the fingerprint.
	expect(String(n8n.notes('w').seen)).toHaveLength(16);
});

it('what n8n could not start is no double where it came right behind another one on the same connection', async () => {
	const bodies = [fresh(), fresh()];
	const [, second = ''] = bodies;
	n8n.starting = async ({ items: [item] }) => {
		// Longer than the second takes to fail, so that the second has to wait for its turn to be answered.
		if (item?.json.eventId !== idOf(second)) return await pause(200);
		n8n.starting = () => undefined;
		throw new Error('The disk is full');
	};
	const socket = sendBehindEachOther(bodies, n8n.key('w'));
	await until('Both answered', () => (n8n.answers.length === 2 ? true : undefined));
	socket.destroy();
	expect(n8n.answers.map(({ status }) => status)).toEqual([200, 500]);
	expect(await send(second)).toBe(200);
	expect(startsOf(bodies, n8n)).toEqual([1, 1]);
});

it('nor where WAHA had hung up meanwhile', async () => {
	const key = n8n.key('w');
	const bodies = [fresh(), fresh()];
	const [, second = ''] = bodies;
	n8n.starting = ({ items: [item] }) => {
		if (item?.json.eventId !== idOf(second)) return;
		n8n.starting = () => undefined;
		throw new Error('The disk is full');
	};
	// While the trigger asks WAHA for its key, there is time to hang up.
	n8n.database.set('w', '{}');
	stage.sandbox.world.configure({ latencyMs: 200 });
	const socket = sendBehindEachOther(bodies, key);
	await pause(100);
	socket.destroy();
	await n8n.settled();
	expect(startsOf(bodies, n8n)).toEqual([1, 0]);
	expect(await send(second)).toBe(200);
	expect(startsOf(bodies, n8n)).toEqual([1, 1]);
});

it('is remembered as long as the trigger is active, and freed when it is deactivated', async () => {
	const body = fresh();
	/** Sends it where n8n's database knows nothing of it. */
	const sendUnknown = async (): Promise<number> => {
		const { key, sessions } = n8n.notes('w');
		n8n.database.set('w', JSON.stringify({ [`node:${n8n.node('w').name}`]: { key, sessions } }));
		await send(body);
		return n8n.executions.length;
	};
	expect(await sendUnknown()).toBe(1);
	expect(await sendUnknown()).toBe(1);
	await n8n.deactivate('w');
	await n8n.activate('w');
	expect(await sendUnknown()).toBe(2);
});

interface Plan {
	/** Milliseconds until it is sent, and how long n8n takes to start it. */
	at: number;
	takes: number;
	/** So often n8n cannot start it. */
	failures: number;
	copies: number;
}

const plan = fc.record<Plan>({
	at: fc.nat(40),
	takes: fc.nat(20),
	failures: fc.constantFrom(0, 0, 0, 1, 2),
	copies: fc.constantFrom(1, 1, 2, 3),
});

/** Lets n8n take its time and fail as planned. */
function behave(one: N8n, plans: Map<string, Plan>): void {
	const left = new Map([...plans].map(([id, { failures }]) => [id, failures]));
	one.starting = async ({ items: [item] }) => {
		const id = String(item?.json.eventId);
		await pause(plans.get(id)?.takes ?? 0);
		const failures = left.get(id) ?? 0;
		left.set(id, failures - 1);
		if (failures > 0) throw new Error('The disk is full');
	};
}

/** Sends an event as WAHA does, until it is taken by the n8n that runs then. */
async function deliver(body: string, running: () => N8n): Promise<void> {
	await until('Taken', async () => ((await send(body, running())) === 200 ? true : undefined));
}

it('whatever is slow, fails, comes several times or is killed: nothing is lost, and without a kill nothing starts twice', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(plan, { minLength: 1, maxLength: 40 }),
			fc.option(fc.nat(60)),
			async (plans, killAt) => {
				const before = n8n;
				before.forget();
				const events = plans.map((planned) => ({ ...planned, body: fresh() }));
				const bodies = events.map(({ body }) => body);
				const byId = new Map(events.map((event) => [idOf(event.body), event]));
				behave(before, byId);
				const sent = events.flatMap(({ at, body, copies }) =>
					Array.from({ length: copies }, async () => {
						await pause(at);
						await deliver(body, () => n8n);
					}),
				);
				if (killAt !== null) {
					await pause(killAt);
					n8n = await afterKill(before);
					behave(n8n, byId);
				}
				await Promise.all(sent);
				const starts = startsOf(bodies, ...new Set([before, n8n]));
				expect(Math.min(...starts)).toBeGreaterThanOrEqual(1);
				expect(Math.max(...starts)).toBeLessThanOrEqual(killAt === null ? 1 : 2);
			},
		),
		{ numRuns: 60 },
	);
}, 120_000);
