import axios, { type AxiosInstance } from 'axios';

import { SEED, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

const { groups, phones } = SEED;
const [free = ''] = phones.free;

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

const send = async (body: object, key?: string) =>
	await http.post('/api/sendText', body, key ? { headers: { 'X-Api-Key': key } } : {});
const texts = async (query = ''): Promise<string[]> =>
	(await http.get(`/sandbox/messages${query}`)).data.map(({ text }: { text: string }) => text);

afterEach(() => sandbox.close());

describe('POST /api/sendText', () => {
	it('sends to groups and people, and keeps what was sent', async () => {
		await start();
		const mentions = [`${free}@c.us`];
		const sent = await send({ session: 'noweb', chatId: groups.team, text: 'Hi', mentions });
		expect(sent.status).toBe(201);
		await send({ session: 'default', chatId: free, text: 'Alone' });
		const { data } = await http.get('/sandbox/messages');
		expect(data).toMatchObject([
			{ n: 1, session: 'noweb', chatId: groups.team, text: 'Hi', mentions },
			{ n: 2, from: phones.default, chatId: `${free}@c.us`, text: 'Alone', mentions: [] },
		]);
		expect(await texts('?session=noweb')).toEqual(['Hi']);
		expect(await texts(`?chatId=${free}@c.us`)).toEqual(['Alone']);
		expect(await texts('?after=1')).toEqual(['Alone']);
		await http.delete('/sandbox/messages');
		expect(await texts()).toEqual([]);
	});

	it('takes the session default where none is named', async () => {
		await start();
		await send({ chatId: free, text: 'x' });
		expect((await http.get('/sandbox/messages')).data).toMatchObject([{ session: 'default' }]);
	});

	it.each([
		['default', `true_${free}@c.us_`],
		['gows', `true_${free}@c.us_`],
		['noweb', 'PENDING'],
	])('%s answers in the words of its engine', async (session, words) => {
		await start();
		const { data } = await send({ session, chatId: `${free}@c.us`, text: 'x' });
		expect(JSON.stringify(data)).toContain(words);
	});

	it('refuses what it cannot read, and whom it does not reach', async () => {
		await start();
		const bad = await send({ session: 'default', text: 'x', mentions: [1] });
		expect([bad.status, bad.data.message]).toEqual([
			400,
			['chatId must be a string', 'each value in mentions must be a string'],
		]);
		for (const chatId of ['somebody', phones.notOnWhatsApp, '12036300@g.us']) {
			expect((await send({ chatId, text: 'x' })).status).toBe(500);
		}
		expect((await send({ session: 'nobody', chatId: free, text: 'x' })).status).toBe(404);
		expect((await send({ session: 'stopped', chatId: free, text: 'x' })).status).toBe(404);
		expect(await texts()).toEqual([]);
	});

	it('lets nobody but admins write where only admins may', async () => {
		await start();
		const chatId = groups.neighbours;
		sandbox.world.updateGroup(chatId, { messagesAdminOnly: true });
		expect((await send({ chatId, text: 'x' })).status).toBe(500);
		sandbox.world.updateGroup(chatId, { messagesAdminOnly: false });
		expect((await send({ chatId, text: 'x' })).status).toBe(201);
	});

	it('needs the scope send, and the session of the key', async () => {
		const session = 'default';
		await start({
			apiKeys: [
				{ key: 'reader', scopes: ['read'] },
				{ key: 'sender', session, scopes: ['send'] },
				{ key: 'elsewhere', session: 'noweb' },
			],
		});
		const wish = { session, chatId: free, text: 'x' };
		expect((await send(wish, 'reader')).status).toBe(403);
		expect((await send(wish, 'elsewhere')).status).toBe(403);
		expect((await send({ chatId: free, text: 'x' }, 'elsewhere')).status).toBe(403);
		expect((await send(wish, 'sender')).status).toBe(201);
	});

	it('forgets on reset', async () => {
		await start();
		await send({ chatId: free, text: 'x' });
		await http.post('/sandbox/reset');
		expect(await texts()).toEqual([]);
	});
});
