import { SEED } from '../../../sandbox';
import { envelope, post, signed } from '../../support/deliveries';
import { inParallel } from '../../support/parallel';
import type { N8n } from '../support/trigger';
import { Stage, trigger } from './stage';

const { groups } = SEED;

const phone = (index: number): string => String(4916000000000 + index);

let stage: Stage;
let n8n: N8n;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	await n8n.activate('w');
});

afterEach(() => stage.close());

/** Another process with the same workflow and, unless another is given, the same database. */
async function restarted(database = new Map(n8n.database)): Promise<N8n> {
	return await stage.startedAgain(n8n, { database, publicUrl: n8n.url });
}

const join = (index: number) => stage.sandbox.world.join(groups.team, [phone(index)]);

/** Sends what was sent before once more, to where n8n is now. */
async function resend(to: N8n): Promise<void> {
	const { deliveries } = stage.sandbox.world;
	const [old, now] = [n8n.url, to.url];
	for (const delivery of deliveries.list()) delivery.url = delivery.url.replace(old, now);
	for (const { n } of deliveries.list()) deliveries.resend(n);
	await stage.sandbox.world.settled();
	await to.settled();
}

it('a fresh process really knows nothing without its database', async () => {
	await stage.happen(() => join(1));
	const forgetful = await restarted(new Map());
	await resend(forgetful);
	expect(forgetful.executions).toHaveLength(1);
});

it('an event that was taken starts nothing after a restart', async () => {
	await stage.happen(() => join(1));
	const again = await restarted();
	await resend(again);
	expect(again.executions).toEqual([]);
	expect(again.answers).toMatchObject([{ status: 200 }]);
	expect(stage.writes).toHaveLength(1);
});

it('nor in an n8n before 2.41, which saves as soon as the trigger has returned', async () => {
	const older = await stage.n8n({ savesFirst: true });
	older.workflow('w', trigger());
	await older.activate('w');
	const body = JSON.stringify(envelope());
	const send = async (to: N8n): Promise<number> => {
		await post(to.productionUrl('w'), { body, headers: signed(body, to.key('w')) });
		await to.settled();
		return to.executions.length;
	};
	expect(await send(older)).toBe(1);
	const again = await stage.startedAgain(older);
	expect(await send(again)).toBe(0);
	expect(again.answers).toMatchObject([{ status: 200 }]);
});

it('nor do 100 that came at once', async () => {
	await stage.happen(() => {
		for (let index = 0; index < 100; index++) join(index);
	});
	expect(n8n.executions).toHaveLength(100);
	const again = await restarted();
	await resend(again);
	expect(again.executions).toEqual([]);
	expect(again.answers).toHaveLength(100);
});

it('nor after a second restart, with events in between', async () => {
	await stage.happen(() => join(1));
	const second = await restarted();
	await resend(second);
	await stage.happen(() => join(2));
	const third = await restarted(new Map(second.database));
	await resend(third);
	// The event in between went to the first process, so that the third does not know it.
	expect(second.executions).toEqual([]);
	expect(third.executions).toHaveLength(1);
});

it('what was not taken is not remembered', async () => {
	n8n.setParameters('w', { filters: { groupIds: groups.customers } });
	await stage.happen(() => join(1));
	expect(n8n.executions).toEqual([]);
	expect(n8n.notes('w')).not.toHaveProperty('seen');
});

it('another process at the same database knows what the first one took, and the other way round', async () => {
	const other = await stage.startedAgain(n8n, { database: n8n.database });
	const key = n8n.key('w');
	const send = async (to: N8n, body: string) => {
		await post(to.productionUrl('w'), { body, headers: signed(body, key) });
		await to.settled();
	};
	const [one, two, three] = [1, 2, 3].map(() => JSON.stringify(envelope())) as [
		string,
		string,
		string,
	];
	for (const [to, body] of [
		[n8n, one],
		[other, two],
		[n8n, three],
	] as const) {
		await send(to, body);
	}
	expect([n8n.executions.length, other.executions.length]).toEqual([2, 1]);
	for (const to of [n8n, other]) for (const body of [one, two, three]) await send(to, body);
	expect([n8n.executions.length, other.executions.length]).toEqual([2, 1]);
});

describe('the fingerprints', () => {
	const events = (count: number) => Array.from({ length: count }, () => JSON.stringify(envelope()));
	// What the process has written begins with a word that names it, as long as a fingerprint.
	const stored = (): number => String(n8n.notes('w').seen).length / 8 - 1;
	const sendAll = async (bodies: string[]) => {
		const [url, key] = [n8n.productionUrl('w'), n8n.key('w')];
		await inParallel(bodies, 20, async (body) => {
			await post(url, { body, headers: signed(body, key) });
		});
		await n8n.settled();
	};

	it('of those that come one after the other are each written before the answer', async () => {
		for (const [index, body] of events(5).entries()) {
			await sendAll([body]);
			expect(stored()).toBe(index + 1);
		}
	});

	it.each([2, 3, 4, 5, 20, 100])(
		'of %s at once are all in the database at the end',
		async (count) => {
			const bodies = events(count);
			await Promise.all(bodies.map((body) => sendAll([body])));
			expect(n8n.executions).toHaveLength(count);
			expect(stored()).toBe(count);
		},
	);

	it('hold 2,000 events and stay small', async () => {
		await sendAll(events(2100));
		expect(n8n.executions).toHaveLength(2100);
		expect(stored()).toBe(2000);
		expect(JSON.stringify(n8n.notes('w')).length).toBeLessThan(16_500);
	}, 120_000);
});
