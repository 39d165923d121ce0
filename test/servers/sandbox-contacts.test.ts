import axios, { type AxiosInstance } from 'axios';

import { SEED, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

const { phones } = SEED;

let sandbox: Sandbox;
let http: AxiosInstance;

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
	http = axios.create({
		baseURL: sandbox.url,
		headers: { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
	});
}

afterEach(() => sandbox.close());

const all = async (query: string, key?: string) =>
	await http.get(`/api/contacts/all?${query}`, key ? { headers: { 'X-Api-Key': key } } : {});

describe('GET /api/contacts/all', () => {
	it.each([
		['default', { id: `${phones.admin}@c.us`, name: 'Ada Lovelace', isMyContact: true }],
		['noweb', { id: `${phones.admin}@c.us`, name: 'Ada Lovelace' }],
		['gows', { id: `${phones.admin}@c.us`, name: 'Ada Lovelace', pushname: '' }],
	])('tells the contacts in the words of the engine of %s', async (session, contact) => {
		await start();
		const { status, data } = await all(`session=${session}`);
		expect(status).toBe(200);
		expect(data).toContainEqual(expect.objectContaining(contact));
		const [hidden] = data.filter(({ pushname }: { pushname?: string }) => pushname === 'Dora');
		expect(hidden.id).toMatch(/@lid$/);
	});

	it('gives pages, but all of them each time on 2024.10', async () => {
		await start({ engine: 'NOWEB' });
		const { data } = await all('session=default');
		const first = await all('session=default&limit=2&offset=0');
		const second = await all('session=default&limit=2&offset=2');
		expect([...first.data, ...second.data]).toEqual(data.slice(0, 4));
		await sandbox.close();
		await start({ engine: 'NOWEB', version: '2024.10' });
		expect((await all('session=default&limit=2&offset=2')).data).toHaveLength(data.length);
	});

	it('is kept by the key, which may be for the session in the query only', async () => {
		const apiKeys = [
			{ key: 'mine', session: 'noweb', scopes: ['read' as const] },
			{ key: 'sends', session: 'noweb', scopes: ['send' as const] },
		];
		await start({ apiKeys });
		expect((await all('session=noweb', 'mine')).status).toBe(200);
		expect((await all('session=default', 'mine')).status).toBe(403);
		// Where none is named, it is `default`.
		expect((await all('', 'mine')).status).toBe(403);
		expect((await all('session=noweb', 'sends')).status).toBe(403);
		expect((await all('session=noweb', 'another')).status).toBe(401);
	});

	it('needs a session that works', async () => {
		await start({ readyWaitMs: 0 });
		expect((await all('session=stopped')).status).toBe(404);
		expect((await all('session=unpaired')).status).toBe(422);
		expect((await all('session=nobody')).status).toBe(404);
	});
});

it('GET /api/contacts tells of one', async () => {
	await start({ engine: 'GOWS' });
	const { data } = await http.get(`/api/contacts?session=default&contactId=${phones.admin}`);
	expect(data).toEqual({ id: `${phones.admin}@c.us`, name: 'Ada Lovelace', pushname: '' });
	expect((await http.get('/api/contacts?session=default')).status).toBe(400);
});
