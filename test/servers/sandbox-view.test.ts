import axios, { type AxiosInstance } from 'axios';

import { SEED, startReceiver, startSandbox, type Receiver, type Sandbox } from '../../sandbox';
import { SINCE, VERSIONS } from '../../sandbox/model/versions';
import { DEFAULT_SETTINGS } from '../../sandbox/options';

const { groups, phones } = SEED;

describe('what the page is told', () => {
	let sandbox: Sandbox;
	let receiver: Receiver;
	let control: AxiosInstance;
	let waha: AxiosInstance;

	beforeEach(async () => {
		sandbox = await startSandbox({ webhookDelayFactor: 0.001 });
		receiver = await startReceiver();
		const validateStatus = () => true;
		control = axios.create({ baseURL: `${sandbox.url}/sandbox`, validateStatus });
		const headers = { 'X-Api-Key': sandbox.apiKey };
		waha = axios.create({ baseURL: `${sandbox.url}/api`, headers, validateStatus });
	});
	afterEach(async () => {
		await sandbox.close();
		await receiver.close();
	});

	const view = async (params: object = {}) => (await control.get('/view', { params })).data;
	const webhook = () => ({
		url: receiver.url,
		events: ['group.v2.participants'],
		hmac: { key: 'secret' },
		retries: { attempts: 1 },
	});

	it('counts the restarts of a session, but not its first start', async () => {
		await waha.post('/sessions', { name: 'new' });
		await waha.put('/sessions/default', { config: { webhooks: [webhook()] } });
		await waha.post('/sessions/default/restart');
		const { sessions } = await view();
		expect(sessions[0]).toMatchObject({ name: 'default', engine: 'WEBJS', restarts: 2 });
		expect(sessions.at(-1)).toMatchObject({ name: 'new', restarts: 0, webhooks: [] });
		expect(sessions[0].webhooks).toEqual([
			{ url: receiver.url, events: ['group.v2.participants'], signed: true, env: false },
		]);
		expect(JSON.stringify(sessions)).not.toContain('secret');
	});

	it('tells of webhooks that no config shows', async () => {
		await control.patch('/settings', { envWebhooks: [{ url: receiver.url, events: ['*'] }] });
		const { sessions } = await view();
		expect(sessions[0].webhooks).toMatchObject([{ url: receiver.url, signed: false, env: true }]);
	});

	it('shows the group where something happened last, unless another is asked for', async () => {
		expect((await view()).group.id).toBe(groups.team);
		await control.post(`/groups/${encodeURIComponent(groups.old)}/join`, {
			participants: ['1234567'],
		});
		expect((await view()).group.id).toBe(groups.old);
		const made = (await control.post('/groups', { subject: 'Mine' })).data;
		const seen = await view();
		expect(seen.group.id).toBe(made.id);
		expect(seen.groups).toMatchObject({ total: 7, found: 7 });
		expect(seen.groups.list[0]).toEqual({ id: made.id, subject: 'Mine', members: 1 });
		expect((await view({ group: groups.hidden })).group.subject).toBe('Community');
		expect((await view({ group: 'gone@g.us' })).group.id).toBe(made.id);
	});

	it('searches names and ids, and keeps the answer short', async () => {
		await control.post('/groups/many', { count: 300 });
		const all = await view();
		expect(all.groups).toMatchObject({ total: 306, found: 306 });
		expect(all.groups.list).toHaveLength(100);
		const found = await view({ search: ' bERLin ' });
		expect(found.groups).toMatchObject({ found: 1, list: [{ id: groups.team }] });
		expect((await view({ search: '4912345-' })).groups.list).toMatchObject([{ id: groups.old }]);
	});

	it('lists deliveries with type, attempts and signature, newest first', async () => {
		await control.patch('/sessions/default', { config: { webhooks: [webhook()] } });
		receiver.answers.push(500);
		const team = `/groups/${encodeURIComponent(groups.team)}`;
		await control.post(`${team}/join`, { participants: [phones.free[0]] });
		await control.post('/deliveries/settled');
		await control.post(`${team}/promote`, { participants: [phones.free[0]] });
		await control.post('/deliveries/settled');
		const { deliveries } = await view();
		expect(deliveries).toMatchObject([
			{ n: 2, type: 'promote', attempts: 1, status: 200, state: 'delivered' },
			{ n: 1, type: 'join', attempts: 2, status: 200, state: 'delivered' },
		]);
		const [newest] = deliveries;
		const whole = (await control.get('/deliveries/2')).data;
		expect(whole).toMatchObject({ body: receiver.received[2]?.body, createdAt: newest.createdAt });
		expect(newest.signature).toBe(receiver.received[2]?.headers['x-webhook-hmac']);
		expect((await control.get('/deliveries/77')).status).toBe(404);
	});

	it('lists requests without their keys, newest first', async () => {
		await waha.get('/sessions');
		await waha.post('/default/groups', { name: 'Choir', participants: [] });
		const { requests } = await view();
		expect(requests).toMatchObject([
			{ n: 2, method: 'POST', url: '/api/default/groups', status: 201, fault: null },
			{ n: 1, method: 'GET', url: '/api/sessions', status: 200 },
		]);
		expect(JSON.stringify(requests)).not.toContain(sandbox.apiKey);
		const whole = (await control.get('/requests/2')).data;
		expect(JSON.parse(whole.body)).toEqual({ name: 'Choir', participants: [] });
		expect((await control.get('/requests/77')).status).toBe(404);
	});

	it('shows the messages of the group alone', async () => {
		for (const chatId of [groups.team, groups.old, `${phones.admin}@c.us`]) {
			await waha.post('/sendText', { session: 'default', chatId, text: `to ${chatId}` });
		}
		const { messages } = await view({ group: groups.old });
		expect(messages).toMatchObject([{ text: `to ${groups.old}`, session: 'default' }]);
	});

	it('offers each version from which servers differ', () => {
		const offered: string[] = VERSIONS.map(({ version }) => version);
		for (const version of Object.values(SINCE)) expect(offered).toContain(version.join('.'));
		expect(offered).toContain(DEFAULT_SETTINGS.version);
	});
});

describe('the page over HTTP', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.close());
	const get = async (path: string) =>
		await axios.get<string>(`${sandbox.url}${path}`, {
			validateStatus: () => true,
			maxRedirects: 0,
		});

	it.each([
		['/', 'text/html'],
		['/sandbox/page/page.js', 'application/javascript'],
		['/sandbox/page/alpine.js', 'application/javascript'],
		['/sandbox/page/page.css', 'text/css'],
		['/sandbox/page/icon.svg', 'image/svg+xml'],
	])('serves %s, and lets nothing in from elsewhere', async (path, type) => {
		const { status, headers } = await get(path);
		expect(status).toBe(200);
		expect(headers['content-type']).toContain(type);
		expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
		expect(headers['x-content-type-options']).toBe('nosniff');
	});

	it('names no other server in any of its files', async () => {
		for (const path of [
			'/',
			'/sandbox/page/page.js',
			'/sandbox/page/forms.js',
			'/sandbox/page/page.css',
		]) {
			expect((await get(path)).data).not.toMatch(
				/(src|href|url|import|fetch)\W*["'(`]?(https?:)?\/\//,
			);
		}
	});

	it.each(['/sandbox/page/..%2f..%2fpackage.json', '/sandbox/page/nothing.js', '/sandbox/page/'])(
		'keeps %s to itself',
		async (path) => {
			const { status, data } = await get(path);
			expect(status).toBeGreaterThanOrEqual(400);
			expect(JSON.stringify(data)).not.toContain('devDependencies');
		},
	);

	it('is no WAHA request: it meets no faults and stands in no log', async () => {
		sandbox.world.faults.add({ kind: '503' });
		expect((await get('/')).status).toBe(200);
		expect((await get('/sandbox/page/page.js')).status).toBe(200);
		expect((await get('/api/sessions')).status).toBe(503);
		expect(sandbox.world.requests).toHaveLength(1);
	});
});
