import axios, { type AxiosInstance } from 'axios';

import { SEED, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

let sandbox: Sandbox;
let http: AxiosInstance;

/** Starts a sandbox and a client that takes every status and leaves every body as text. */
async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
	http = axios.create({
		baseURL: sandbox.url,
		headers: sandbox.apiKey === '' ? {} : { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (body: string) => body,
	});
}

const team = encodeURIComponent(SEED.groups.team);

afterEach(() => sandbox.close());

describe('the key', () => {
	it('is asked for on everything under /api, and on nothing else', async () => {
		await start();
		const bare = { headers: { 'X-Api-Key': '' } };
		const answer = await http.get('/api/sessions', bare);
		expect([answer.status, answer.data]).toEqual([
			401,
			'{"message":"Unauthorized","statusCode":401}',
		]);
		expect((await http.get('/api/nowhere', bare)).status).toBe(401);
		expect((await http.get('/ping', bare)).status).toBe(200);
		expect((await http.get('/api/sessions', { headers: { 'X-Api-Key': 'x' } })).status).toBe(401);
	});

	it('is not needed on a server without one', async () => {
		await start({ apiKey: '' });
		expect((await http.get('/api/sessions')).status).toBe(200);
	});

	it('may be limited to a session and to scopes', async () => {
		await start({ apiKeys: [{ key: 'limited', session: 'default', scopes: ['read'] }] });
		const headers = { 'X-Api-Key': 'limited' };
		expect((await http.get('/api/default/groups', { headers })).status).toBe(200);
		expect((await http.get('/api/noweb/groups', { headers })).status).toBe(403);
		expect((await http.put('/api/sessions/default', { config: {} }, { headers })).status).toBe(403);
		expect((await http.post(`/api/default/groups/${team}/leave`, {}, { headers })).status).toBe(
			403,
		);
		const listed = JSON.parse((await http.get('/api/sessions?all=true', { headers })).data);
		expect(listed).toHaveLength(1);
	});

	it('knows no limited keys before 2026.3', async () => {
		await start({ version: '2025.2', apiKeys: [{ key: 'limited' }] });
		const headers = { 'X-Api-Key': 'limited' };
		expect((await http.get('/api/sessions', { headers })).status).toBe(401);
	});
});

describe('versions', () => {
	it.each([
		['2024.10', 404, '2024.10.1'],
		['2025.2', 200, '2025.2.1'],
		['2026.7', 200, '2026.7.1'],
	])('%s tells its version', async (version, status, told) => {
		await start({ version, engine: 'GOWS' });
		expect((await http.get('/api/server/version')).status).toBe(status);
		const old = await http.get('/api/version');
		expect(JSON.parse(old.data)).toMatchObject({ version: told, engine: 'GOWS', tier: 'CORE' });
	});

	it('lack what came later, in the words of Nest', async () => {
		await start({ version: '2024.10' });
		const answer = await http.get(`/api/default/groups/${team}/participants/v2`);
		expect([answer.status, answer.data]).toEqual([
			404,
			`{"statusCode":404,"message":"Cannot GET /api/default/groups/${team}/participants/v2","error":"Not Found"}`,
		]);
		for (const path of ['refresh', 'join']) {
			expect((await http.post(`/api/default/groups/${path}`, { code: 'x' })).status).toBe(404);
		}
		expect((await http.get(`/api/default/groups/${team}/picture`)).status).toBe(404);
		expect((await http.get('/api/default/lids/1@lid')).status).toBe(404);
	});

	it('take a path of one part for a group id where the route is not there yet', async () => {
		await start({ version: '2024.10' });
		expect((await http.get('/api/default/groups/count')).status).toBe(500);
		expect((await http.get('/api/default/groups/join-info?code=1')).status).toBe(500);
	});

	it('brought participants/v2 with 2025.11.1', async () => {
		await start({ version: '2025.2' });
		const url = `/api/default/groups/${team}/participants/v2`;
		expect((await http.get(url)).status).toBe(404);
		sandbox.world.configure({ version: '2025.11.1' });
		expect((await http.get(url)).status).toBe(200);
	});

	it('have one session in the old free tier', async () => {
		await start({ version: '2025.2' });
		expect((await http.get('/api/noweb/groups')).status).toBe(422);
		expect(sandbox.world.sessions.all()).toHaveLength(1);
	});
});

describe('errors', () => {
	it('tell that there is no such session', async () => {
		await start();
		const answer = await http.get('/api/nobody/groups');
		expect(answer.status).toBe(404);
		expect(JSON.parse(answer.data).message).toMatch(/nobody.*start/);
	});

	it.each(['get', 'post'] as const)(
		'tell at once that a stopped session is none: %s',
		async (method) => {
			await start({ readyWaitMs: 5000 });
			for (const path of ['groups', `groups/${team}/leave`, 'groups/join']) {
				const before = Date.now();
				const answer = await http.request({ method, url: `/api/stopped/${path}` });
				expect(Date.now() - before).toBeLessThan(4000);
				if (method === 'get' && path !== 'groups') continue;
				expect([answer.status, JSON.parse(answer.data).message]).toEqual([
					404,
					expect.stringMatching(/didn't find a session with name 'stopped'.*start it first/),
				]);
			}
			expect((await http.get('/api/sessions/stopped')).status).toBe(200);
		},
	);

	it('tell that a session without a phone is not ready', async () => {
		await start({ readyWaitMs: 40 });
		const session = 'unpaired';
		const before = Date.now();
		const answer = await http.get(`/api/${session}/groups`);
		expect(Date.now() - before).toBeGreaterThanOrEqual(35);
		expect(answer.status).toBe(422);
		expect(JSON.parse(answer.data)).toEqual({
			error: 'Session status is not as expected. Try again later or restart the session',
			session,
			status: 'SCAN_QR_CODE',
			expected: ['WORKING'],
		});
	});

	it('tell everything that a body lacks', async () => {
		await start();
		const answer = await http.post('/api/default/groups', { participants: [{ id: 49170 }] });
		expect([answer.status, answer.data]).toEqual([
			400,
			'{"statusCode":400,"message":["name must be a string","participants.0.id must be a string"],"error":"Bad Request"}',
		]);
		expect((await http.put(`/api/default/groups/${team}/subject`)).status).toBe(400);
		const broken = await http.post('/api/default/groups', '{"name":', {
			headers: { 'Content-Type': 'application/json' },
		});
		expect(broken.status).toBe(400);
	});

	it.each([
		['default', 'Evaluation failed'],
		['noweb', 'item-not-found'],
		['gows', 'that group does not exist'],
	])('of %s carry an exception with a stack', async (session, words) => {
		await start();
		const answer = await http.get(`/api/${session}/groups/${encodeURIComponent('1@g.us')}`);
		expect(answer.status).toBe(500);
		const body = JSON.parse(answer.data);
		expect(body).toMatchObject({ statusCode: 500, exception: { name: 'Error' } });
		expect(body.exception.message).toContain(words);
		expect(body.exception.stack).toContain('    at ');
		expect(body.version).toMatchObject({ version: '2026.7.1' });
	});

	it('refuse ids that are no ids', async () => {
		await start();
		for (const id of ['4917012345', '+4917012345@c.us', 'abc@c.us', '']) {
			const url = `/api/noweb/groups/${team}/participants/add`;
			expect((await http.post(url, { participants: [{ id }] })).status).toBe(500);
		}
	});
});

describe('the request log', () => {
	it('keeps the paths as they were sent, in their order', async () => {
		await start();
		await http.get(`/api/default/groups/${team}`);
		await http.get('/api/default/groups/120363041234567890@g.us?x=1%202');
		await http.put(`/api/default/groups/${team}/subject`, { subject: 'Ä' });
		await axios.get(`${sandbox.url}/sandbox/state`);
		expect(sandbox.world.requests).toMatchObject([
			{ n: 1, method: 'GET', path: `/api/default/groups/${team}`, status: 200, inFlight: 1 },
			{ n: 2, path: '/api/default/groups/120363041234567890@g.us', query: { x: '1 2' } },
			{ n: 3, method: 'PUT', body: '{"subject":"Ä"}', session: 'default', status: 200 },
		]);
		expect(sandbox.world.requests.every(({ endedAt }) => endedAt !== null)).toBe(true);
	});

	it('counts what is under way at once', async () => {
		await start({ latencyMs: 500 });
		await Promise.all([1, 2, 3].map(() => http.get('/api/default/groups')));
		expect(sandbox.world.log.maxInFlight).toBe(3);
		await http.get('/api/default/groups');
		expect(sandbox.world.requests.at(-1)?.inFlight).toBe(1);
	});
});
