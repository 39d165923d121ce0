import { pause } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { later } from '../support/clock';
import { type LiveNode, LiveStage, until } from '../support/live';

const [FREE = '', LATER = ''] = SEED.phones.free;
const GONE = 'There is no WhatsApp session "default" on this server';
const STOPPED = 'The WhatsApp session "default" is stopped';
const SESSION = '/api/sessions/default';

const stage = new LiveStage();

/** How often the server was asked for the session. */
const asked = (path = SESSION): number =>
	stage.world.requests.filter((one) => one.path === path && one.endedAt !== null).length;

/** The number of the newest connection. */
const newest = (): number => stage.world.sockets.list().at(-1)?.n ?? 0;

/** Lets the time of a socket pass, until its successor is there and the session was asked for. */
async function renewal(path = SESSION): Promise<void> {
	const [before, earlier] = [newest(), asked(path)];
	later(301);
	await until(() => newest() > before, 'the next connection');
	await until(() => asked(path) > earlier, 'the question');
}

/** Waits until somebody was told exactly this, in this order. In: the first sentence of each, without its advice. */
async function told(one: LiveNode, words: readonly string[]): Promise<void> {
	await until(() => one.failures.length >= words.length, 'the failed execution');
	expect(one.failures.map((text) => text.split('. ')[0])).toEqual(words);
}

/** Sees that events come. In: how many items there are with this one. */
async function hears(one: LiveNode, phone: string, count: number): Promise<void> {
	stage.world.join(SEED.groups.team, [phone]);
	await until(() => one.items.length === count, 'the item');
}

/**
 * Renews the connection twice, and sees that somebody was told this. On a busy machine the answer to the first look may reach
 * the trigger only after the clock was put forward, and the session then counts as stopped from there: once more, up to five times.
 */
async function toldAtSecondRenewal(one: LiveNode, words: readonly string[]): Promise<void> {
	await renewal();
	for (let tries = 0; tries < 5 && one.failures.length < words.length; tries++) {
		await renewal();
		for (let ms = 0; ms < 2000 && one.failures.length < words.length; ms += 20) await pause(20);
	}
	await told(one, words);
}

const deleted = (): void => stage.world.sessions.remove('default');
const there = (): void => void stage.world.addSession({ name: 'default' });

describe('a session that is gone while the connection stands', () => {
	it('is told once, and once more only when it was there in between', async () => {
		const one = await stage.live();
		await hears(one, FREE, 1);
		deleted();
		await renewal();
		await told(one, [GONE]);
		await renewal();
		there();
		await renewal();
		await hears(one, LATER, 2);
		deleted();
		await renewal();
		await told(one, [GONE, GONE]);
	}, 90_000);

	it('is told where it has another name now', async () => {
		const one = await stage.live();
		deleted();
		stage.world.addSession({ name: 'sales' });
		await renewal();
		await told(one, [GONE]);
	}, 60_000);

	it('is asked for once for all triggers that listen to it, and told to each', async () => {
		const first = await stage.live();
		const second = await stage.live();
		const other = await stage.live({ session: { __rl: true, mode: 'name', value: 'noweb' } });
		await until(() => stage.world.sockets.list().length === 1, 'one connection');
		deleted();
		stage.world.clearRequests();
		await renewal();
		await told(first, [GONE]);
		await told(second, [GONE]);
		expect(asked()).toBe(1);
		expect(asked('/api/sessions/noweb')).toBe(1);
		expect(other.failures).toEqual([]);
	}, 60_000);

	it('is told where the connection broke off meanwhile, and once more only when it was there in between', async () => {
		const one = await stage.live();
		const before = newest();
		// It goes while nobody is connected.
		stage.world.faults.add({ kind: '502', path: SESSION, times: 2 });
		stage.world.sockets.cut();
		deleted();
		await told(one, [GONE]);
		there();
		// It tries again after a minute, which begins some time after the cut.
		for (let tries = 0; tries < 80 && newest() === before; tries++) {
			later(61);
			await pause(500);
		}
		await hears(one, FREE, 1);
		await renewal();
		deleted();
		await renewal();
		await told(one, [GONE, GONE]);
	}, 90_000);
});

describe('nothing is told', () => {
	const answer = { kind: 'answer', status: 404 } as const;
	it.each<[string, number, () => unknown]>([
		[
			'of a server that does not answer',
			2,
			() => stage.world.faults.add({ kind: 'reset', path: '/api/**', times: 2 }),
		],
		[
			'of a proxy that says 404 while WAHA starts',
			3,
			() => {
				const body = '404 page not found';
				return stage.world.faults.add({ ...answer, path: '/api/**', times: 3, body });
			},
		],
		[
			'of a session that the list still has',
			1,
			() => stage.world.faults.add({ ...answer, path: SESSION, times: 1, body: {} }),
		],
		['of one that starts', 0, () => stage.world.setSessionStatus('default', 'STARTING')],
		[
			'of one that is stopped for a moment',
			0,
			() => stage.world.setSessionStatus('default', 'STOPPED'),
		],
	])(
		'%s',
		async (_, count, spoil) => {
			const one = await stage.live();
			spoil();
			await renewal();
			const spoilt = () => stage.world.requests.filter(({ fault }) => fault !== null);
			await until(() => spoilt().length === count, 'all that goes wrong');
			stage.world.setSessionStatus('default', 'WORKING');
			await renewal();
			deleted();
			await renewal();
			await told(one, [GONE]);
		},
		90_000,
	);
});

it('a session that stays stopped is told once, again after it worked, and then its members are compared', async () => {
	const one = await stage.live({ filters: { groups: [SEED.groups.team] } });
	const set = (status: 'STOPPED' | 'WORKING') => stage.world.setSessionStatus('default', status);
	set('STOPPED');
	await toldAtSecondRenewal(one, [STOPPED]);
	expect(one.failures[0]).toContain('dashboard. The trigger then goes on by itself.');
	await renewal();
	stage.world.join(SEED.groups.team, [FREE]);
	set('WORKING');
	await renewal();
	await until(() => one.items.length === 1, 'what was missed');
	set('STOPPED');
	await toldAtSecondRenewal(one, [STOPPED, STOPPED]);
}, 120_000);

it('a session that waits for the QR code is told with what to do', async () => {
	const one = await stage.live();
	stage.world.setSessionStatus('default', 'SCAN_QR_CODE');
	await toldAtSecondRenewal(one, [
		'The WhatsApp session "default" is not ready: waiting for the QR code (SCAN_QR_CODE)',
	]);
	expect(one.failures[0]).toContain('scan the QR code');
}, 60_000);
