import axios, { type AxiosInstance } from 'axios';

import {
	startReceiver,
	startSandbox,
	SEED,
	type Receiver,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';

let sandbox: Sandbox;
let http: AxiosInstance;

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
	http = axios.create({
		baseURL: `${sandbox.url}/api/`,
		headers: { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
	});
}

// A test that fails must not leave its receiver open: the run would never end.
const receivers: Receiver[] = [];
afterEach(async () => {
	await sandbox.close();
	for (const receiver of receivers.splice(0)) await receiver.close();
});

const status = async (name = 'default'): Promise<string> =>
	(await http.get(`sessions/${name}`)).data.status;

/** Asks for the status until it is the one that is waited for. */
async function untilStatus(wanted: string): Promise<number> {
	const before = Date.now();
	while ((await status()) !== wanted) {
		if (Date.now() - before > 20_000) throw new Error(`never became ${wanted}`);
	}
	return Date.now() - before;
}

describe('sessions', () => {
	it('are listed without the stopped ones, unless all are asked for', async () => {
		await start();
		const names = async (query: string) =>
			(await http.get(`sessions${query}`)).data.map(({ name }: { name: string }) => name);
		expect(await names('')).toEqual(['default', 'noweb', 'gows', 'unpaired']);
		expect(await names('?all=true')).toEqual(['default', 'noweb', 'gows', 'unpaired', 'stopped']);
	});

	it('tell their engine and account', async () => {
		await start();
		expect((await http.get('sessions/gows')).data).toMatchObject({
			name: 'gows',
			status: 'WORKING',
			engine: { engine: 'GOWS' },
			me: { id: `${SEED.phones.gows}@c.us`, lid: expect.stringMatching(/^\d+@lid$/) },
		});
		expect((await http.get('sessions/unpaired')).data.me).toBeNull();
		expect((await http.get('sessions/nobody')).status).toBe(404);
		expect((await http.get('sessions/default/me')).data.id).toBe(`${SEED.phones.default}@c.us`);
	});

	it('are made, started, stopped and deleted', async () => {
		await start({ restartMs: 10 });
		const made = await http.post('sessions', { name: 'mine', config: { debug: true } });
		expect([made.status, made.data]).toEqual([
			201,
			{ name: 'mine', status: 'STARTING', config: { debug: true } },
		]);
		expect((await http.post('sessions', { name: 'mine' })).status).toBe(422);
		expect((await http.post('sessions/mine/stop')).data.status).toBe('STOPPED');
		expect((await http.delete('sessions/mine')).status).toBe(200);
		expect((await http.get('sessions/mine')).status).toBe(404);
	});
});

describe('a new config', () => {
	it('replaces the old one whole and keeps the apps', async () => {
		await start({ restartMs: 0 });
		const session = sandbox.world.session('default');
		session.apps = [{ app: 'calls' }];
		session.config = { proxy: { server: 'x' }, metadata: { a: '1' }, webhooks: [] };
		const answer = await http.put('sessions/default', { config: { debug: true } });
		expect(answer.data).toMatchObject({ name: 'default', config: { debug: true } });
		await untilStatus('WORKING');
		const { data } = await http.get('sessions/default');
		expect(data.config).toEqual({ debug: true });
		expect((await http.get('sessions/default?expand=apps')).data.apps).toEqual([{ app: 'calls' }]);
		// Whoever does not ask for them gets none, so that none can be written back.
		expect(data.apps).toBeUndefined();
	});

	it('loses what the server does not know, gets its defaults, and keeps the rest', async () => {
		await start({ restartMs: 0 });
		const hook = { url: 'http://a.b/c', events: ['message'], hmac: { key: 'ü' } };
		const config = {
			zebra: [1],
			metadata: { any: 'thing', 'a.b': '' },
			noweb: { store: { enabled: true, odd: 1 } },
			webhooks: [{ ...hook, odd: true }],
		};
		const stored = {
			debug: false,
			metadata: { any: 'thing', 'a.b': '' },
			noweb: { markOnline: true, store: { enabled: true } },
			webhooks: [hook],
		};
		expect((await http.put('sessions/default', { config })).data.config).toEqual(stored);
		expect((await http.get('sessions/default')).data.config).toEqual(stored);
		expect((await http.put('sessions/default', { config: null })).status).toBe(200);
		expect((await http.get('sessions/default')).data.config).toBeUndefined();
		expect((await http.post('sessions', { name: 'new', config })).data.config).toEqual(stored);
		sandbox.world.configure({ stripConfig: false });
		expect((await http.put('sessions/default', { config })).data.config).toEqual(config);
	});

	it('takes its time, in which the session is stopped and shows the old one', async () => {
		await start({ stopMs: 800, restartMs: 0, readyWaitMs: 10_000 });
		sandbox.world.setConfig('default', { debug: true });
		const before = Date.now();
		const written = http.put('sessions/default', { config: { metadata: { by: 'one' } } });
		await untilStatus('STOPPED');
		expect((await http.get('sessions/default')).data.config).toEqual({ debug: true });
		expect((await http.get('default/groups')).status).toBe(404);
		// Another writer in this window is overwritten.
		const second = await http.put('sessions/default', { config: { metadata: { by: 'two' } } });
		expect([second.status, second.data.status]).toEqual([200, 'STOPPED']);
		expect((await written).data).toMatchObject({
			status: 'STARTING',
			config: { metadata: { by: 'one' } },
		});
		expect(Date.now() - before).toBeGreaterThanOrEqual(750);
		expect((await http.get('default/groups')).status).toBe(200);
		const { data } = await http.get('sessions/default');
		expect(data.config.metadata).toEqual({ by: 'one' });
		expect(sandbox.world.session('default').restarts).toBe(1);
	});

	it.each([
		['2024.10', 'CORE', null, true],
		['2024.10', 'PLUS', null, false],
		['2026.7', 'CORE', null, false],
		['2025.5', 'CORE', true, true],
	] as const)(
		'at a restart of %s %s (forgets: %s), is it lost? %s',
		async (version, tier, forgetsConfig, lost) => {
			await start({ version, tier, forgetsConfig, restartMs: 0 });
			await http.put('sessions/default', { config: { debug: true } });
			await untilStatus('WORKING');
			await axios.post(`${sandbox.url}/sandbox/restart`);
			await untilStatus('WORKING');
			const { data } = await http.get('sessions/default');
			expect(data.config).toEqual(lost ? undefined : { debug: true });
		},
	);

	it('is forgotten by the old start', async () => {
		await start({ version: '2024.10', restartMs: 0 });
		await http.put('sessions/default', { config: { debug: true } });
		expect((await http.post('sessions/start', { name: 'default' })).status).toBe(422);
		await http.post('sessions/default/stop');
		const { status: answered, data } = await http.post('sessions/start', { name: 'default' });
		expect([answered, data]).toEqual([201, { name: 'default', status: 'STARTING' }]);
		expect((await http.get('sessions/default')).data.config).toBeUndefined();
	});

	it('stops and starts the session, which misses what happens meanwhile', async () => {
		await start({ restartMs: 800, readyWaitMs: 0 });
		const receiver = await startReceiver();
		receivers.push(receiver);
		const webhooks = [{ url: receiver.url, events: ['group.v2.participants', 'session.status'] }];
		const before = Date.now();
		const answer = await http.put('sessions/default', { config: { webhooks } });
		expect([answer.status, answer.data.status]).toEqual([200, 'STARTING']);
		sandbox.world.join(SEED.groups.team, [SEED.phones.free[0]]);
		expect((await http.get('default/groups')).status).toBe(422);
		await untilStatus('WORKING');
		expect(Date.now() - before).toBeGreaterThanOrEqual(750);
		sandbox.world.join(SEED.groups.team, [SEED.phones.free[1]]);
		await sandbox.world.settled();
		const events = receiver.received.map(({ body }) => JSON.parse(body));
		expect(events.filter(({ event }) => event === 'group.v2.participants')).toHaveLength(1);
		expect(
			events.filter(({ event }) => event === 'session.status').map(({ payload }) => payload.status),
		).toEqual(['STARTING', 'WORKING']);
	});

	it('leaves a stopped session stopped, and one without a phone without', async () => {
		await start({ restartMs: 0 });
		expect((await http.put('sessions/stopped', { config: {} })).data.status).toBe('STOPPED');
		await http.put('sessions/unpaired', { config: {} });
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(await status('unpaired')).toBe('SCAN_QR_CODE');
	});

	it('lets a request wait for the session to be ready', async () => {
		await start({ restartMs: 60, readyWaitMs: 10_000 });
		await http.put('sessions/default', { config: {} });
		expect((await http.get('default/groups')).status).toBe(200);
	});

	it.each([
		['2024.10', null, 400],
		['2025.2', null, 400],
		['2026.7', null, 400],
		['2026.7', false, 200],
	])('with an unknown event on %s (strict: %s): %i', async (version, strictEvents, expected) => {
		await start({ version, strictEvents });
		const webhooks = [{ url: 'http://a.b/c', events: ['group.v9.join'] }];
		const answer = await http.put('sessions/default', { config: { webhooks } });
		expect(answer.status).toBe(expected);
		if (expected === 400) expect(answer.data.message[0]).toContain('must be one of');
		expect(await status()).toBe(expected === 400 ? 'WORKING' : 'STARTING');
	});

	it('lets another writer in between', async () => {
		await start({ restartMs: 0 });
		sandbox.world.onConfigWrite = (session) => {
			sandbox.world.onConfigWrite = null;
			session.config = { theirs: true };
		};
		const answer = await http.put('sessions/default', { config: { debug: true } });
		expect(answer.data.config).toEqual({ debug: true });
		expect((await http.get('sessions/default')).data.config).toEqual({ theirs: true });
	});
});
