import axios, { type AxiosInstance } from 'axios';

import { SEED, startReceiver, startSandbox, type Engine, type Sandbox } from '../../sandbox';

const { groups, phones } = SEED;
const [free] = phones.free;

/** Where the sandbox was kinder than WAHA is, or may be, once. */
describe('the sandbox is no kinder than WAHA', () => {
	let sandbox: Sandbox;
	let http: AxiosInstance;

	beforeEach(async () => {
		sandbox = await startSandbox({ version: '2026.7' });
		http = axios.create({
			baseURL: `${sandbox.url}/api`,
			headers: { 'X-Api-Key': sandbox.apiKey },
			validateStatus: () => true,
		});
	});
	afterEach(async () => await sandbox.close());

	const add = async (session: string, ...ids: string[]) =>
		await http.post(`/${session}/groups/${encodeURIComponent(groups.team)}/participants/add`, {
			participants: ids.map((id) => ({ id })),
		});

	it.each([
		`${free}@s.whatsapp.net`,
		`${free}:12@c.us`,
		`${free}`,
		`+${free}@c.us`,
		`${free}@g.us`,
	])('takes %s for no id of a participant', async (id) => {
		for (const session of ['default', 'noweb', 'gows']) {
			expect((await add(session, `${phones.free[1]}@c.us`, id)).status).toBe(500);
		}
		expect(
			(await http.post('/default/groups', { name: 'New', participants: [{ id }] })).status,
		).toBe(500);
		expect(sandbox.world.groups.all()).toHaveLength(6);
		expect(sandbox.world.group(groups.team).members.has(phones.free[1])).toBe(false);
	});

	it.each(['01704000001@c.us', '1234@c.us', '1234567890123456@c.us'])(
		'knows nobody by the number %s, which lacks its country code or is too short or long',
		async (id) => {
			expect((await add('default', id)).data).toMatchObject({ [id]: { code: 404 } });
		},
	);

	it.each([
		[{ retries: { policy: 'sometimes' } }, 'config.webhooks.0.retries.policy'],
		[{ retries: { attempts: '3' } }, 'config.webhooks.0.retries.attempts'],
		[{ hmac: 'secret' }, 'config.webhooks.0.hmac'],
		[{ customHeaders: [{ name: 'a' }] }, 'config.webhooks.0.customHeaders.0.value'],
	])('refuses a webhook with %j', async (more, place) => {
		const webhooks = [{ url: 'http://127.0.0.1:9/hook', events: ['message'], ...more }];
		const { status, data } = await http.put('/sessions/default', { config: { webhooks } });
		expect(status).toBe(400);
		expect(data.message).toEqual([expect.stringContaining(place)]);
		expect(sandbox.world.session('default')).toMatchObject({ config: null, restarts: 0 });
	});

	it('wants to know what kind of picture it gets', async () => {
		const url = `/default/groups/${encodeURIComponent(groups.team)}/picture`;
		const { status, data } = await http.put(url, { file: { data: 'aGFsbG8=' } });
		expect(status).toBe(400);
		expect(data.message).toEqual(['file.mimetype must be a string']);
	});

	it.each<[Engine, string]>([
		['WEBJS', '@lid'],
		['NOWEB', ':12@lid'],
		['GOWS', '@lid'],
	])('hides the number of who acted, where groups hide it: %s', async (engine, end) => {
		const receiver = await startReceiver();
		sandbox.world.setEngine('default', engine);
		const events = ['group.v2.participants', 'group.join'];
		sandbox.world.setConfig('default', { webhooks: [{ url: receiver.url, events }] });
		sandbox.world.join(groups.hidden, [free], { author: phones.secret });
		await sandbox.world.settled();
		const payloads = receiver.received.map(({ body }) => JSON.parse(body).payload);
		await receiver.close();
		expect(payloads).toHaveLength(engine === 'WEBJS' ? 2 : 1);
		for (const payload of payloads) {
			const { author, Sender } = payload._data ?? payload;
			expect(author ?? Sender).toBe(`${sandbox.world.who(phones.secret).lid}${end}`);
		}
		expect(JSON.stringify(payloads)).not.toContain(phones.secret);
	});
});
