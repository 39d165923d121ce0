import axios, { type AxiosInstance } from 'axios';
import { WebSocket } from 'ws';

import {
	SEED,
	startReceiver,
	startSandbox,
	type Receiver,
	type Sandbox,
	type SandboxOptions,
	type SocketLine,
} from '../../sandbox';

let sandbox: Sandbox;
let control: AxiosInstance;
let receiver: Receiver | undefined;
const clients: WebSocket[] = [];

const [group = ''] = Object.values(SEED.groups);
const [free = '', other = ''] = SEED.phones.free;

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
	control = axios.create({ baseURL: `${sandbox.url}/sandbox`, validateStatus: () => true });
}

afterEach(async () => {
	for (const client of clients.splice(0)) client.terminate();
	await sandbox.close();
	await receiver?.close();
	receiver = undefined;
});

/** No event, so that it is known when all before it have come. */
const MARK = 'mark';

/** What a client sees of its connection. */
interface Client {
	socket: WebSocket;
	messages: string[];
	/** What came, by name of event. */
	events: () => string[];
	/** How it ended: close code and reason; status where it was refused before it was open. */
	ended: Promise<[number, string]>;
}

/** Opens a connection and waits until it is open, or refused. */
async function connect(query: string, headers: Record<string, string> = {}): Promise<Client> {
	const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/ws${query}`, { headers });
	clients.push(socket);
	const messages: string[] = [];
	socket.on('message', (data) => {
		if (String(data) !== MARK) messages.push(String(data));
	});
	const ended = new Promise<[number, string]>((resolve) => {
		socket.on('unexpected-response', (_request, response) => {
			response.resume();
			resolve([response.statusCode ?? 0, '']);
		});
		socket.on('error', () => undefined);
		socket.on('close', (code, reason) => resolve([code, String(reason)]));
	});
	await new Promise<void>((resolve) => {
		socket.on('open', () => resolve());
		socket.on('error', () => resolve());
		socket.on('unexpected-response', () => resolve());
	});
	const events = (): string[] => messages.map((text) => JSON.parse(text).event);
	return { socket, messages, events, ended };
}

const KEY = 'x-api-key=sandbox-key';
const V2 = 'group.v2.participants';

/** All that was sent before a message of our own has arrived. */
async function arrived({ socket }: Client): Promise<void> {
	const come = new Promise<void>((resolve) => {
		socket.on('message', (data) => {
			if (String(data) === MARK) resolve();
		});
	});
	sandbox.world.sockets.sendAll(MARK);
	await come;
}

it('brings what webhooks bring, to the letter and unsigned', async () => {
	await start();
	receiver = await startReceiver();
	sandbox.world.setConfig('default', { webhooks: [{ url: receiver.url, events: [V2] }] });
	const client = await connect(`?session=default&events=${V2}&${KEY}`);
	sandbox.world.join(group, [free]);
	await sandbox.world.settled();
	await arrived(client);
	expect(client.messages).toEqual(receiver.received.map(({ body }) => body));
	expect(client.messages).toHaveLength(1);
});

it.each([
	[`?session=default&events=group.v2.participants&events=group.v2.update&${KEY}`],
	[`?session=default&events=group.v2.participants,group.v2.update&${KEY}`],
])('takes several events: %s', async (query) => {
	await start();
	const client = await connect(query);
	sandbox.world.join(group, [free]);
	sandbox.world.updateGroup(group, { subject: 'New' });
	await arrived(client);
	expect(client.events()).toEqual([V2, 'group.v2.update']);
});

it('brings the events of the sessions asked for only', async () => {
	await start();
	const [elsewhere] = sandbox.world.sessions.all().filter(({ name }) => name !== 'default');
	const one = await connect(`?session=${elsewhere?.name}&events=session.status&${KEY}`);
	const all = await connect(`?session=*&events=session.status&${KEY}`);
	sandbox.world.setSessionStatus('default', 'STOPPED');
	await arrived(one);
	await arrived(all);
	expect(one.messages).toEqual([]);
	expect(all.events()).toEqual(['session.status']);
});

describe('keys', () => {
	const LIMITED = { key: 'limited', session: 'default', scopes: ['read' as const] };

	it.each([
		['', {}, 'Unauthorized'],
		['&x-api-key=wrong', {}, 'Unauthorized'],
		['&x-api-key=sends', {}, 'Forbidden'],
	])('%j is let in and then told: %j %s', async (query, headers, reason) => {
		await start({ apiKeys: [{ key: 'sends', scopes: ['send'] }] });
		const client = await connect(`?session=default&events=${V2}${query}`, headers);
		expect(await client.ended).toEqual([1008, reason]);
		expect((await control.get('/sockets')).data).toEqual([]);
	});

	it('may come as a header, too', async () => {
		await start();
		const client = await connect(`?session=default&events=${V2}`, { 'X-Api-Key': 'sandbox-key' });
		sandbox.world.join(group, [free]);
		await arrived(client);
		expect(client.events()).toEqual([V2]);
	});

	it('of one session get that session where all were asked for, and no other', async () => {
		await start({ apiKeys: [LIMITED] });
		await connect(`?session=*&events=${V2}&x-api-key=limited`);
		const { data } = await control.get<SocketLine[]>('/sockets');
		expect(data.map(({ session }) => session)).toEqual(['default']);
		const refused = await connect(`?session=noweb&events=${V2}&x-api-key=limited`);
		expect(await refused.ended).toEqual([1008, 'Forbidden']);
	});

	it('that are taken away end their connections', async () => {
		await start({ apiKeys: [LIMITED] });
		const client = await connect(`?session=default&events=${V2}&x-api-key=limited`);
		const stays = await connect(`?session=default&events=${V2}&${KEY}`);
		expect((await control.post('/sockets/revoke', { key: 'limited' })).data).toEqual({ closed: 1 });
		expect(await client.ended).toEqual([1008, 'Unauthorized']);
		expect((await control.post('/sockets/revoke', { key: 'limited' })).status).toBe(404);
		await arrived(stays);
	});

	it('are not asked for where the server has none', async () => {
		await start({ apiKey: '' });
		await arrived(await connect(`?session=default&events=${V2}`));
	});
});

describe('old servers', () => {
	it.each(['session=*&events=group.join', 'session=default&events=session.status'])(
		'of 2024.10 close a wish for %s',
		async (query) => {
			await start({ version: '2024.10' });
			const client = await connect(`?${query}`);
			expect(await client.ended).toEqual([4001, expect.stringMatching(/^{"error":"Only .+"}$/)]);
		},
	);

	it.each(['?events=session.status', '?session=*&events=*', ''])(
		'of 2024.10 send the status of all sessions, and nothing else, for "%s"',
		async (query) => {
			await start({ version: '2024.10' });
			const client = await connect(query);
			sandbox.world.join(group, [free]);
			sandbox.world.setSessionStatus('default', 'STOPPED');
			await arrived(client);
			expect(client.events()).toEqual(['session.status']);
		},
	);

	it.each([
		['2025.2', 0],
		['2026.7', 1],
	])('of %s bring so much to who asks for everything: %d', async (version, count) => {
		await start({ version, engine: 'GOWS' });
		const client = await connect(`?session=default&events=*&${KEY}`);
		sandbox.world.join(group, [free]);
		await arrived(client);
		expect(client.messages).toHaveLength(count);
	});
});

it('a session that is written goes on with the same connection', async () => {
	await start();
	const client = await connect(`?session=default&events=session.status,${V2}&${KEY}`);
	sandbox.world.setSessionStatus('default', 'STARTING');
	sandbox.world.setSessionStatus('default', 'WORKING');
	sandbox.world.join(group, [free]);
	await arrived(client);
	expect(client.events()).toEqual(['session.status', 'session.status', V2]);
});

describe('what can go wrong', () => {
	it('connections are closed with a code', async () => {
		await start();
		const client = await connect(`?session=default&events=${V2}&${KEY}`);
		await control.post('/sockets/close', { code: 1011, reason: 'oops' });
		expect(await client.ended).toEqual([1011, 'oops']);
	});

	it('connections are cut without a word, and so they are when the server restarts', async () => {
		await start();
		const one = await connect(`?session=default&events=${V2}&${KEY}`);
		await control.delete('/sockets');
		expect((await one.ended)[0]).toBe(1006);
		const two = await connect(`?session=default&events=${V2}&${KEY}`);
		await control.post('/restart');
		expect((await two.ended)[0]).toBe(1006);
	});

	it('a mute connection stays open, and brings nothing', async () => {
		await start();
		const client = await connect(`?session=default&events=${V2}&${KEY}`);
		await control.post('/sockets/mute');
		sandbox.world.join(group, [free]);
		const fresh = await connect(`?session=default&events=${V2}&${KEY}`);
		sandbox.world.join(group, [other]);
		await arrived(fresh);
		expect(fresh.messages).toHaveLength(1);
		expect(client.messages).toEqual([]);
		expect(client.socket.readyState).toBe(WebSocket.OPEN);
		const { data } = await control.get<SocketLine[]>('/sockets');
		expect(data.map(({ muted, sent }) => [muted, sent])).toEqual([
			[true, 0],
			[false, 2],
		]);
	});

	it('who does not answer a ping is ended with the next', async () => {
		await start();
		const client = await connect(`?session=default&events=${V2}&${KEY}`);
		const pinged = new Promise((resolve) => client.socket.once('ping', resolve));
		// ws answers pings by itself; what is paused does not.
		await control.post('/sockets/ping');
		await pinged;
		client.socket.pause();
		await control.post('/sockets/ping');
		await control.post('/sockets/ping');
		await control.post('/sockets/ping');
		expect((await control.get('/sockets')).data).toEqual([]);
	});

	it('garbage of all kinds is sent', async () => {
		await start();
		const client = await connect(`?session=default&events=${V2}&${KEY}`);
		await control.post('/sockets/garbage', { text: '{"event":' });
		await control.post('/sockets/garbage', { bytes: [0, 255] });
		await control.post('/sockets/garbage', { size: 3_000_000 });
		await arrived(client);
		expect(client.messages.map(({ length }) => length)).toEqual([9, 2, 3_000_000]);
		expect((await control.post('/sockets/garbage', {})).status).toBe(400);
	});

	it('floods are sent, each event with an id of its own', async () => {
		await start();
		const client = await connect(`?session=default&events=${V2}&${KEY}`);
		const payload = { group: { id: group }, participants: [{ id: '{n}@c.us' }] };
		await control.post('/sessions/default/flood', { event: V2, payload, count: 1000 });
		await arrived(client);
		const bodies = client.messages.map((text) => JSON.parse(text));
		expect(bodies).toHaveLength(1000);
		expect(new Set(bodies.map(({ id }) => id)).size).toBe(1000);
		expect(bodies[41].payload.participants).toEqual([{ id: '42@c.us' }]);
	});

	it.each([
		[{ kind: 'answer', status: 401 }, 401],
		[{ kind: 'answer', status: 403 }, 403],
		[{ kind: '502' }, 502],
	])('a proxy refuses: %j', async (fault, status) => {
		await start();
		await control.post('/faults', { ...fault, path: '/ws' });
		const client = await connect(`?session=default&events=${V2}&${KEY}`);
		expect(await client.ended).toEqual([status, '']);
	});

	it('a connection breaks off before it is open', async () => {
		await start();
		await control.post('/faults', { kind: 'reset', path: '/ws' });
		expect((await (await connect(`?session=default&${KEY}`)).ended)[0]).toBe(1006);
	});

	it('a connection is never answered, and ends with the server at the latest', async () => {
		await start();
		await control.post('/faults', { kind: 'hang', path: '/ws', times: 1 });
		const connecting = connect(`?session=default&events=${V2}&${KEY}`);
		// The next one is let in, so the one before was taken and left waiting.
		while (sandbox.world.faults.list()[0]?.applied !== 1)
			await new Promise((resolve) => setTimeout(resolve, 20));
		const next = await connect(`?session=default&events=${V2}&${KEY}`);
		await arrived(next);
		expect(sandbox.world.sockets.list()).toHaveLength(1);
		await sandbox.close();
		const { ended } = await connecting;
		expect((await ended)[0]).toBe(1006);
		await start();
	});

	it('other paths are no WebSocket', async () => {
		await start();
		const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/other`);
		clients.push(socket);
		const status = await new Promise((resolve) => {
			socket.on('error', () => undefined);
			socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
		});
		expect(status).toBe(404);
	});
});

it('unplugged, WAHA reaches nobody and nobody reaches it, while people come and go', async () => {
	await start();
	const query = `?session=default&events=${V2}&${KEY}`;
	const before = await connect(query);
	await control.patch('/settings', { unplugged: true });
	expect(await before.ended).toEqual([1006, '']);
	const meanwhile = await connect(query);
	expect(await meanwhile.ended).toEqual([1006, '']);
	await expect(axios.get(`${sandbox.url}/api/sessions`)).rejects.toMatchObject({
		code: 'ECONNRESET',
	});
	await control.post(`/groups/${encodeURIComponent(group)}/join`, { participants: [free] });

	await control.patch('/settings', { unplugged: false });
	const after = await connect(query);
	sandbox.world.join(group, [other]);
	await arrived(after);
	expect(after.messages.map((text) => JSON.parse(text).payload.participants[0].id)).toEqual([
		`${other}@c.us`,
	]);
	expect([...before.messages, ...meanwhile.messages]).toEqual([]);
	const { data } = await control.get(`/groups/${encodeURIComponent(group)}`);
	expect(data.members.map(({ phone }: { phone: string }) => phone)).toContain(free);
});
