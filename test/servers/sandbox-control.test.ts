import { spawn } from 'node:child_process';
import path from 'node:path';

import axios, { type AxiosInstance } from 'axios';

import { SEED, startReceiver, startSandbox, type Receiver, type Sandbox } from '../../sandbox';

const { groups, phones } = SEED;
const [free = ''] = phones.free;
const team = encodeURIComponent(groups.team);

describe('the control API', () => {
	let sandbox: Sandbox;
	let control: AxiosInstance;
	let waha: AxiosInstance;

	beforeEach(async () => {
		sandbox = await startSandbox({ webhookDelayFactor: 0.001 });
		control = axios.create({ baseURL: `${sandbox.url}/sandbox`, validateStatus: () => true });
		waha = axios.create({
			baseURL: `${sandbox.url}/api`,
			headers: { 'X-Api-Key': sandbox.apiKey },
			validateStatus: () => true,
		});
	});
	// A test that fails must not leave its receiver open: the run would never end.
	let receiver: Receiver | null = null;
	afterEach(async () => {
		await sandbox.close();
		await receiver?.close();
		receiver = null;
	});

	it('lists its routes and the state', async () => {
		const { data } = await control.get('');
		expect(data.routes).toContain('POST /sandbox/groups/:id/join');
		const state = (await control.get('/state')).data;
		expect(state.sessions).toHaveLength(5);
		expect(state.groups[0]).toMatchObject({
			id: groups.team,
			inviteCode: 'TeamBerlinInviteCode01',
		});
		expect(state.groups[0].members[0]).toMatchObject({ phone: phones.default, role: 'superadmin' });
	});

	it('moves members, whose events are delivered', async () => {
		receiver = await startReceiver();
		const webhooks = [{ url: receiver.url, events: ['group.v2.participants', 'group.v2.update'] }];
		await control.patch('/sessions/default', { config: { webhooks } });
		const wish = { participants: [free], author: phones.admin };
		for (const move of ['join', 'promote', 'demote', 'leave']) {
			expect((await control.post(`/groups/${team}/${move}`, wish)).status).toBe(200);
		}
		await control.post(`/groups/${team}/update`, { description: '', author: 'default' });
		await control.post('/deliveries/settled');
		const payloads = receiver.received.map(({ body }) => JSON.parse(body).payload);
		expect(payloads.map(({ type }) => type)).toEqual(
			expect.arrayContaining(['join', 'promote', 'demote', 'leave', undefined]),
		);
		const [first] = (await control.get('/deliveries')).data;
		expect(first).toMatchObject({ n: 1, state: 'delivered', attempts: [{ status: 200 }] });
		expect((await control.post('/deliveries/1/resend')).data).toMatchObject({ n: 6 });
		expect((await control.post('/deliveries/77/resend')).status).toBe(404);
	});

	it('lets the account come and go', async () => {
		await control.post('/sessions/default/leave', { groupId: groups.team });
		expect((await waha.get(`/default/groups/${team}`)).status).toBe(500);
		await control.post('/sessions/default/join', { groupId: groups.team });
		expect((await waha.get(`/default/groups/${team}`)).status).toBe(200);
	});

	it('makes groups, roles and codes', async () => {
		const made = await control.post('/groups', {
			subject: 'Mine',
			owner: free,
			members: ['default', { id: phones.secret, role: 'admin' }],
		});
		const id = encodeURIComponent(made.data.id);
		const put = () => waha.put(`/default/groups/${id}/subject`, { subject: 'Ours' });
		expect((await put()).data).toBe(false);
		await control.put(`/groups/${id}/role`, { participant: 'default', role: 'admin' });
		expect((await put()).data).toBe(true);
		await control.put(`/groups/${id}/invite-code`, { code: '12345' });
		expect((await waha.get(`/default/groups/${id}/invite-code`)).data).toBe(12345);
		expect((await control.post('/groups/many', { count: 100 })).data.groups).toBe(107);
		expect((await control.delete(`/groups/${id}`)).status).toBe(200);
		expect((await control.get(`/groups/${id}`)).status).toBe(404);
	});

	it('sets what adding a person gives', async () => {
		await control.put(`/people/${free}`, { addResult: 417 });
		const wish = { participants: [{ id: `${free}@c.us` }] };
		const { data } = await waha.post(`/default/groups/${team}/participants/add`, wish);
		expect(data[`${free}@c.us`].code).toBe(417);
	});

	it('sets status, engine and settings', async () => {
		await control.patch('/sessions/default', { status: 'FAILED', engine: 'GOWS' });
		const { data } = await waha.get('/sessions/default');
		expect(data).toMatchObject({ status: 'FAILED', engine: { engine: 'GOWS' } });
		await control.patch('/settings', { version: '2024.10' });
		expect((await waha.get('/server/version')).status).toBe(404);
		expect((await control.patch('/settings', { version: 'x' })).status).toBe(400);
		expect((await control.patch('/settings', { versoin: '2024.10' })).data.error).toMatch(
			/versoin/,
		);
	});

	it('adds, lists and removes faults', async () => {
		const { id } = (await control.post('/faults', { kind: '429', path: '/api/**' })).data;
		expect((await waha.get('/sessions')).status).toBe(429);
		expect((await control.get('/faults')).data).toMatchObject([{ id, matched: 1, applied: 1 }]);
		expect((await control.delete(`/faults/${id}`)).status).toBe(200);
		expect((await control.delete(`/faults/${id}`)).status).toBe(404);
		expect((await waha.get('/sessions')).status).toBe(200);
		expect((await control.post('/faults', { kind: 'odd' })).status).toBe(400);
		expect((await control.post('/faults', { kind: '429', pathRegex: '(' })).status).toBe(400);
	});

	it('shows what was asked, filtered', async () => {
		await waha.get('/sessions');
		await waha.get(`/default/groups/${team}`);
		const log = (await control.get('/requests?path=groups')).data;
		expect(log).toMatchObject([{ n: 2, path: `/api/default/groups/${team}`, status: 200 }]);
		await control.delete('/requests');
		expect((await control.get('/requests')).data).toEqual([]);
	});

	it('puts everything back', async () => {
		await control.patch('/settings', { latencyMs: 5 });
		await control.post('/faults', { kind: '503' });
		await control.post(`/groups/${team}/leave`, { participants: [phones.admin] });
		await control.post('/reset');
		const fresh = await startSandbox();
		const put = (await control.get('/state')).data;
		const untouched = (await axios.get(`${fresh.url}/sandbox/state`)).data;
		await fresh.close();
		expect(put.groups).toEqual(untouched.groups);
		expect(put.sessions).toEqual(untouched.sessions);
		expect(put.faults).toEqual([]);
		expect(put.settings.latencyMs).toBe(0);
	});

	it.each(['http://elsewhere.example', 'null', 'http://127.0.0.1:1'])(
		'does nothing for a page of %s in the same browser',
		async (origin) => {
			await control.patch('/settings', { latencyMs: 5 });
			const plain = { headers: { Origin: origin, 'Content-Type': 'text/plain' } };
			expect((await control.post('/reset', '', plain)).status).toBe(403);
			expect((await control.get('/state', plain)).data.groups).toBeUndefined();
			expect(sandbox.world.settings.latencyMs).toBe(5);
			const own = { headers: { Origin: sandbox.url } };
			expect((await control.post('/reset', '', own)).status).toBe(200);
			expect(sandbox.world.settings.latencyMs).toBe(0);
		},
	);

	it('says what is wrong with a call', async () => {
		expect((await control.post(`/groups/${team}/join`, {})).data.error).toMatch(/participants/);
		expect((await control.post('/groups/1/join', { participants: ['1'] })).status).toBe(404);
		expect((await control.get('/nothing')).status).toBe(404);
	});
});

describe('the command', () => {
	const root = path.join(__dirname, '../..');

	/** Runs the command until it ends or its output holds `until`. */
	function run(args: string[], until?: string): Promise<{ code: number | null; output: string }> {
		return new Promise((resolve) => {
			const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
			const child = spawn(process.execPath, [tsx, 'sandbox/cli.ts', ...args], { cwd: root });
			let output = '';
			const read = (chunk: Buffer): void => {
				output += chunk.toString();
				if (until !== undefined && output.includes(until)) child.kill('SIGTERM');
			};
			child.stdout.on('data', read);
			child.stderr.on('data', read);
			child.on('close', (code) => resolve({ code, output }));
		});
	}

	it('tells where it is, and ends cleanly', async () => {
		const { code, output } = await run(
			['--port', '0', '--engine', 'NOWEB', '--key', 'secret', '--groups', '20'],
			'/sandbox/requests\n',
		);
		expect(output).toMatch(/at http:\/\/127\.0\.0\.1:\d+/);
		expect(output).toContain('API key: secret');
		expect(output).toMatch(/default\s+NOWEB\s+WORKING/);
		expect(output).toContain('… and 18 more');
		expect(code).toBe(0);
	}, 20_000);

	it('tells in one sentence why it did not start', async () => {
		const sandbox = await startSandbox();
		const port = new URL(sandbox.url).port;
		const busy = await run(['--port', port]);
		await sandbox.close();
		expect(busy).toEqual({
			code: 1,
			output: `Port ${port} is in use already; choose another one with --port.\n`,
		});
		const odd = await run(['--server-version', 'new']);
		expect(odd.code).toBe(1);
		expect(odd.output.trim().split('\n')).toHaveLength(1);
	}, 20_000);
});
