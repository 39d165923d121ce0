import axios, { type AxiosInstance } from 'axios';

import {
	retryDelayMs,
	SEED,
	signature,
	startReceiver,
	startSandbox,
	type Received,
	type Receiver,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';

let sandbox: Sandbox;
let receiver: Receiver;
let http: AxiosInstance;

const { groups, phones } = SEED;
const [free = '', other = ''] = phones.free;
const [member = ''] = phones.members;
const EVENTS = [
	'group.join',
	'group.leave',
	'group.v2.join',
	'group.v2.leave',
	'group.v2.participants',
	'group.v2.update',
];

/** Starts a sandbox whose session `default` sends every group event to the receiver. */
async function start(options: SandboxOptions = {}, webhook: object = {}): Promise<void> {
	receiver = await startReceiver();
	sandbox = await startSandbox({ webhookDelayFactor: 0.001, ...options });
	sandbox.world.setConfig('default', {
		metadata: { 'user.id': '7' },
		webhooks: [{ url: receiver.url, events: EVENTS, ...webhook }],
	});
	http = axios.create({
		baseURL: `${sandbox.url}/api/`,
		headers: { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
	});
}

afterEach(async () => {
	await sandbox.close();
	await receiver.close();
});

const bodies = (list: Received[]) => list.map(({ body }) => JSON.parse(body));
const names = (list: Received[]) => bodies(list).map(({ event }) => event);

/** Does something, waits for its deliveries, and gives the events it made, sorted. */
async function eventsOf(deed: () => unknown): Promise<string[]> {
	receiver.received.length = 0;
	await deed();
	await sandbox.world.settled();
	return names(receiver.received).sort();
}

describe('a signature', () => {
	it("is that of WAHA's own example", async () => {
		await start();
		expect(
			signature('{"event":"message","session":"default","engine":"WEBJS"}', 'my-secret-key'),
		).toBe(
			'208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89',
		);
	});

	it('is over the bytes that are sent', async () => {
		await start({}, { hmac: { key: 'secret' }, customHeaders: [{ name: 'X-Mine', value: 'ö1' }] });
		sandbox.world.updateGroup(groups.team, { subject: 'Grüße 🌷' });
		const [delivery] = await receiver.until(1);
		expect(delivery?.headers['x-webhook-hmac']).toBe(signature(delivery?.body ?? '', 'secret'));
		expect(delivery?.headers['x-webhook-hmac-algorithm']).toBe('sha512');
		expect(delivery?.headers['x-mine']).toBeDefined();
		expect(JSON.parse(delivery?.body ?? '').payload.group.subject).toBe('Grüße 🌷');
	});

	it('is not made by the free tier of 2024.10, which sends no ids, either', async () => {
		await start({ version: '2024.10' }, { hmac: { key: 'secret' } });
		sandbox.world.join(groups.team, [free]);
		const [delivery] = await receiver.until(1);
		expect(Object.keys(delivery?.headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual(
			[],
		);
		expect(JSON.parse(delivery?.body ?? '')).not.toHaveProperty('id');
		expect(JSON.parse(delivery?.body ?? '')).not.toHaveProperty('timestamp');
	});

	it('is made by PLUS of that time', async () => {
		await start({ version: '2024.10', tier: 'PLUS' }, { hmac: { key: 'secret' } });
		sandbox.world.join(groups.team, [free]);
		const [delivery] = await receiver.until(1);
		expect(delivery?.headers['x-webhook-hmac']).toMatch(/^[0-9a-f]{128}$/);
	});
});

describe('the envelope', () => {
	it('tells who sent it', async () => {
		await start();
		sandbox.world.leave(groups.team, [member], { author: 'default' });
		const event = bodies(await receiver.until(2)).find(
			(body) => body.event === 'group.v2.participants',
		);
		expect(event).toMatchObject({
			id: expect.stringMatching(/^evt_[0-9a-z]{26}$/),
			session: 'default',
			engine: 'WEBJS',
			metadata: { 'user.id': '7' },
			me: { id: `${phones.default}@c.us` },
			payload: {
				type: 'leave',
				group: { id: groups.team },
				participants: [{ id: `${member}@c.us`, role: 'left' }],
				_data: { author: `${phones.default}@c.us`, type: 'remove' },
			},
			environment: { version: '2026.7.1', tier: 'CORE' },
		});
		expect(Math.abs(event.timestamp - Date.now())).toBeLessThan(5000);
		expect(event.payload.timestamp).toBeLessThan(event.timestamp / 100);
	});
});

describe('the events of', () => {
	const V2 = 'group.v2.participants';
	it.each([
		['WEBJS', '2024.10', ['group.join'], ['group.leave'], []],
		['NOWEB', '2024.10', [], [], []],
		['GOWS', '2024.10', [], [], []],
		['WEBJS', '2025.2', ['group.join', V2], ['group.leave', V2], [V2]],
		['WPP', '2026.7', [V2], [V2], [V2]],
		['NOWEB', '2026.7', [V2], [V2], [V2]],
		['GOWS', '2026.7', [V2], [V2], [V2]],
	] as const)('%s %s: a member', async (engine, version, join, leave, promote) => {
		await start({ engine, version });
		const { world } = sandbox;
		expect(await eventsOf(() => world.join(groups.team, [free]))).toEqual(join);
		expect(await eventsOf(() => world.promote(groups.team, [free]))).toEqual(promote);
		expect(await eventsOf(() => world.leave(groups.team, [free]))).toEqual(leave);
	});

	it.each([
		['WEBJS', ['group.leave', 'group.v2.leave', V2], ['group.join', 'group.v2.join', V2]],
		['WPP', ['group.v2.leave'], ['group.v2.join']],
		['NOWEB', ['group.v2.leave', V2], ['group.join', 'group.v2.join', V2]],
		['GOWS', ['group.v2.leave', V2], ['group.v2.join', V2]],
	] as const)('%s: the account itself', async (engine, leave, join) => {
		await start({ engine });
		const { world } = sandbox;
		expect(await eventsOf(() => world.leave(groups.team, ['default']))).toEqual(leave);
		expect(await eventsOf(() => world.join(groups.neighbours, [free]))).not.toEqual([]);
		expect(await eventsOf(() => world.join(groups.team, [other]))).toEqual([]);
		expect(await eventsOf(() => world.join(groups.team, ['default']))).toEqual(join);
		const joined = bodies(receiver.received).find(({ event }) => event === 'group.v2.join');
		// Everybody may write in this group: of WAHA's engines only WPP says so under this name.
		const membersCanSendMessages = engine === 'WPP';
		expect(joined.payload.group).toMatchObject({ id: groups.team, membersCanSendMessages });
		const inMs = engine === 'NOWEB' || engine === 'GOWS';
		expect(joined.payload.timestamp > 1e11).toBe(inMs);
		const legacy = bodies(receiver.received).find(({ event }) => event === 'group.join');
		if (engine === 'NOWEB') expect(legacy.payload).toMatchObject([{ id: groups.team }]);
	});

	it.each([
		['WEBJS', 'participant'],
		['WPP', 'participant'],
		['NOWEB', 'admin'],
		['GOWS', 'participant'],
	] as const)('%s: who is no admin any more is called %s', async (engine, role) => {
		await start({ engine });
		expect(await eventsOf(() => sandbox.world.demote(groups.team, [phones.admin]))).toEqual([V2]);
		expect(bodies(receiver.received).at(-1).payload.participants).toMatchObject([{ role }]);
	});

	it('WEBJS name the author and the recipients', async () => {
		await start();
		sandbox.world.join(groups.team, [free, other], { author: phones.admin });
		const legacy = bodies(await receiver.until(2)).find(({ event }) => event === 'group.join');
		expect(legacy.payload).toMatchObject({
			type: 'add',
			chatId: groups.team,
			author: `${phones.admin}@c.us`,
			recipientIds: [`${free}@c.us`, `${other}@c.us`],
		});
	});

	it.each(['WEBJS', 'NOWEB', 'GOWS'] as const)('%s follow what the API does', async (engine) => {
		await start({ engine });
		const url = `default/groups/${encodeURIComponent(groups.team)}`;
		const wish = { participants: [{ id: `${free}@c.us` }, { id: `${other}@c.us` }] };
		const joined = await eventsOf(() => http.post(`${url}/participants/add`, wish));
		// WEBJS adds one after the other, the others in one go.
		expect(joined.filter((name) => name === V2)).toHaveLength(engine === 'WEBJS' ? 2 : 1);
		const data = bodies(receiver.received).at(-1).payload;
		expect(JSON.stringify(data)).toContain(phones.default);
		expect(await eventsOf(() => http.put(`${url}/subject`, { subject: 'S' }))).toEqual([
			'group.v2.update',
		]);
	});

	it('nobody come while groups are ignored or the session is down', async () => {
		await start();
		const { world } = sandbox;
		const { config } = world.session('default');
		world.setConfig('default', { ...config, ignore: { groups: true } });
		expect(await eventsOf(() => world.join(groups.team, [free]))).toEqual([]);
		world.setConfig('default', config);
		world.setSessionStatus('default', 'STARTING');
		expect(await eventsOf(() => world.join(groups.team, [other]))).toEqual([]);
	});
});

describe('deliveries', () => {
	const retries = { policy: 'constant', delaySeconds: 5, attempts: 3 };
	it('are repeated with the same bytes and ids until they are taken', async () => {
		await start({}, { retries, hmac: { key: 'k' } });
		receiver.answers.push(500, 302);
		sandbox.world.updateGroup(groups.team, { subject: 'S' });
		await sandbox.world.settled();
		const [first, second, third] = receiver.received;
		expect(receiver.received).toHaveLength(3);
		expect(second?.body).toBe(first?.body);
		expect(third?.headers).toEqual(first?.headers);
		expect(sandbox.world.deliveries.list()).toMatchObject([
			{ state: 'delivered', attempts: [{ status: 500 }, { status: 302 }, { status: 200 }] },
		]);
	});

	it('give up after the last attempt', async () => {
		await start({}, { retries });
		receiver.answers.push(...Array<number>(9).fill(404));
		sandbox.world.updateGroup(groups.team, { subject: 'S' });
		await sandbox.world.settled();
		expect(receiver.received).toHaveLength(4);
		expect(sandbox.world.deliveries.list()).toMatchObject([{ state: 'failed' }]);
	});

	it('are repeated after a time-out', async () => {
		await start({ webhookTimeoutMs: 1000 }, { retries });
		receiver.answers.push(null);
		sandbox.world.updateGroup(groups.team, { subject: 'S' });
		await sandbox.world.settled();
		expect(sandbox.world.deliveries.list()[0]?.attempts).toMatchObject([
			{ status: null, error: 'timeout' },
			{ status: 200 },
		]);
	});

	it('wait as the policy says', async () => {
		await start();
		const delays = (policy: 'constant' | 'linear' | 'exponential') =>
			[1, 2, 3].map((at) => retryDelayMs({ policy, delaySeconds: 2, attempts: 9 }, at));
		expect(delays('constant')).toEqual([2000, 2000, 2000]);
		expect(delays('linear')).toEqual([2000, 4000, 6000]);
		expect(delays('exponential')).toEqual([2000, 4000, 8000]);
	});

	it('can come twice, and again on request', async () => {
		await start({ duplicateDeliveries: true });
		sandbox.world.updateGroup(groups.team, { subject: 'S' });
		await sandbox.world.settled();
		expect(receiver.received).toHaveLength(2);
		expect(sandbox.world.resend(1)).not.toBeNull();
		expect(sandbox.world.resend(99)).toBeNull();
		await sandbox.world.settled();
		expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
		expect(receiver.received).toHaveLength(3);
	});

	it('under way are cut off by a close', async () => {
		await start({ webhookDelayFactor: 1 }, { retries });
		receiver.answers.push(null, 500);
		sandbox.world.updateGroup(groups.team, { subject: 'hangs' });
		sandbox.world.updateGroup(groups.team, { subject: 'waits' });
		await receiver.until(2);
		const before = Date.now();
		await sandbox.close();
		expect(Date.now() - before).toBeLessThan(4000);
		expect(sandbox.world.deliveries.list().map(({ state }) => state)).toEqual([
			'aborted',
			'aborted',
		]);
	});

	it('wait, as long as they are repeated, where WAHA is unplugged', async () => {
		await start({ unplugged: true, webhookDelayFactor: 0.02 }, { retries });
		sandbox.world.updateGroup(groups.team, { subject: 'waits' });
		sandbox.world.configure({ unplugged: false });
		await sandbox.world.settled();
		expect(receiver.received).toHaveLength(1);
		const [delivery] = sandbox.world.deliveries.list();
		expect(delivery?.attempts.map(({ status, error }) => status ?? error)).toEqual([
			'WAHA is unplugged',
			200,
		]);
	});

	it('come from webhooks of the environment, too, that show in no config', async () => {
		await start();
		sandbox.world.setConfig('default', null);
		sandbox.world.configure({ envWebhooks: [{ url: receiver.url, events: ['*'] }] });
		expect(await eventsOf(() => sandbox.world.demote(groups.team, [phones.admin]))).not.toEqual([]);
		const shown = await http.get('sessions/default');
		expect(shown.data).not.toHaveProperty('config');
	});

	it('of any event can be made by hand', async () => {
		await start();
		sandbox.world.sendEvent('default', 'group.join', { odd: true }, { timestamp: 1 });
		const [event] = bodies(await receiver.until(1));
		expect(event).toMatchObject({ event: 'group.join', payload: { odd: true }, timestamp: 1 });
	});
});
