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
		if (Date.now() - before > 3000) throw new Error(`never became ${wanted}`);
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

	it('comes back as it was written', async () => {
		await start({ restartMs: 0 });
		const config = {
			zebra: [1, null, { deep: 'ü' }],
			webhooks: [{ url: 'http://a.b/c', events: ['message'], odd: true }],
			'a.b': '',
		};
		await http.put('sessions/default', { config });
		const { data } = await http.get('sessions/default', {
			responseType: 'text',
			transformResponse: (text: string) => text,
		});
		expect(data).toContain(JSON.stringify(config));
	});

	it('stops and starts the session, which misses what happens meanwhile', async () => {
		await start({ restartMs: 80, readyWaitMs: 0 });
		const receiver = await startReceiver();
		receivers.push(receiver);
		const webhooks = [{ url: receiver.url, events: ['group.v2.participants', 'session.status'] }];
		const before = Date.now();
		const answer = await http.put('sessions/default', { config: { webhooks } });
		expect([answer.status, answer.data.status]).toEqual([200, 'STARTING']);
		sandbox.world.join(SEED.groups.team, [SEED.phones.free[0]]);
		expect((await http.get('default/groups')).status).toBe(422);
		await untilStatus('WORKING');
		expect(Date.now() - before).toBeGreaterThanOrEqual(75);
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
		await start({ restartMs: 60, readyWaitMs: 1000 });
		await http.put('sessions/default', { config: {} });
		expect((await http.get('default/groups')).status).toBe(200);
	});

	it.each([
		['2024.10', null, 200],
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
		const answer = await http.put('sessions/default', { config: { mine: true } });
		expect(answer.data.config).toEqual({ mine: true });
		expect((await http.get('sessions/default')).data.config).toEqual({ theirs: true });
	});
});
