import type { HttpRequest, Outcome } from '../../../nodes/WahaGroups/waha/http/client';
import { WahaClient } from '../../../nodes/WahaGroups/waha/http/client';
import { Pace } from '../../../nodes/WahaGroups/waha/http/pace';
import { connectionFailure } from '../../../nodes/WahaGroups/n8n/connection';

it('encodes every part of a path and of a query on its own', async () => {
	const seen: HttpRequest[] = [];
	const client = new WahaClient({
		baseUrl: 'http://waha:3000',
		pace: new Pace(1, 0),
		maxRetries: 0,
		timeoutMs: 1000,
		transport: async (request): Promise<Outcome> => {
			seen.push(request);
			return { reply: { status: 200, headers: {}, text: '' } };
		},
	});
	await client.callSession('a/b', {
		method: 'GET',
		path: ['groups', '1@g.us', 'ü?#%'],
		query: { code: 'https://x/?a=1&b', none: undefined, all: true, limit: 0 },
	});
	await client.callServer({ method: 'PUT', path: ['sessions', '..'], body: { a: 1 } });
	expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
		[
			'GET',
			'http://waha:3000/api/a%2Fb/groups/1%40g.us/%C3%BC%3F%23%25?code=https%3A%2F%2Fx%2F%3Fa%3D1%26b&all=true&limit=0',
			undefined,
		],
		['PUT', 'http://waha:3000/api/sessions/..', { a: 1 }],
	]);
});

it('runs tasks in the order of the calls, so many at once', async () => {
	const pace = new Pace(2, 0);
	const started: number[] = [];
	let running = 0;
	let most = 0;
	await Promise.all(
		Array.from({ length: 9 }, async (_, at) =>
			pace.run(async () => {
				started.push(at);
				most = Math.max(most, ++running);
				await new Promise((resolve) => setImmediate(resolve));
				running--;
				if (at === 3) return;
			}),
		),
	);
	expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
	expect(most).toBe(2);
});

it('gives a place free where a task fails', async () => {
	const pace = new Pace(1, 0);
	await expect(pace.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await pace.run(() => Promise.resolve('next'))).toBe('next');
});

it.each<[unknown, string | undefined]>([
	[{ code: 'ECONNREFUSED' }, 'refused'],
	[{ code: 'EHOSTUNREACH' }, 'refused'],
	[{ code: 'ENOTFOUND' }, 'notFound'],
	[{ code: 'EAI_AGAIN' }, 'notFound'],
	[{ code: 'ECONNRESET' }, 'broken'],
	[{ code: 'EPIPE' }, 'broken'],
	[{ code: 'HPE_INVALID_CONSTANT' }, 'broken'],
	[{ code: 'ETIMEDOUT' }, 'timeout'],
	[{ code: 'ETIMEDOUT', syscall: 'connect' }, 'refused'],
	[{ httpCode: 'ETIMEDOUT', messages: ['connect ETIMEDOUT 10.255.255.1:3000'] }, 'refused'],
	[
		{ code: 'ETIMEDOUT', cause: { code: 'ETIMEDOUT', errors: [{ syscall: 'connect' }] } },
		'refused',
	],
	[{ code: 'ETIMEDOUT', syscall: 'read' }, 'timeout'],
	[{ code: 'ECONNABORTED', message: 'timeout of 100ms exceeded' }, 'timeout'],
	[{ code: 'ECONNABORTED', message: 'stream has been aborted' }, 'broken'],
	[{ code: 'ERR_CANCELED' }, 'cancelled'],
	[{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'certificate'],
	[{ message: 'wrapped', cause: { cause: { code: 'ECONNREFUSED' } } }, 'refused'],
	[{ message: 'something else' }, undefined],
	[undefined, undefined],
])('the end of a connection: %j', (error, failure) => {
	expect(connectionFailure(error)).toBe(failure);
});

it('does not repeat what does not say that it may be repeated', async () => {
	let sent = 0;
	const client = new WahaClient({
		baseUrl: 'http://waha:3000',
		pace: new Pace(1, 0),
		maxRetries: 3,
		timeoutMs: 1000,
		transport: async (): Promise<Outcome> => {
			sent++;
			return { failure: 'broken' };
		},
	});
	await expect(client.callServer({ method: 'POST', path: ['new'] })).rejects.toMatchObject({
		kind: 'broken',
	});
	expect(sent).toBe(1);
});

it('reads at the pace of reading, and keeps the distance between all', async () => {
	let running = 0;
	const most = { GET: 0, POST: 0 };
	const client = new WahaClient({
		baseUrl: 'http://waha:3000',
		pace: new Pace(1, 0),
		readPace: new Pace(3, 0),
		maxRetries: 0,
		timeoutMs: 1000,
		transport: async ({ method }): Promise<Outcome> => {
			if (method === 'GET' || method === 'POST') most[method] = Math.max(most[method], ++running);
			await new Promise((resolve) => setImmediate(resolve));
			running--;
			return { reply: { status: 200, headers: {}, text: '{}' } };
		},
	});
	const call = (method: 'GET' | 'POST') => client.callServer({ method, path: ['x'] });
	await Promise.all(Array.from({ length: 9 }, () => call('GET')));
	await Promise.all(Array.from({ length: 9 }, () => call('POST')));
	expect(most).toEqual({ GET: 3, POST: 1 });
});

it('sends fewer at once while the server refuses, and more again while it takes them', async () => {
	const pace = new Pace(4, 0);
	/** How many of many tasks run at once now. */
	const atOnce = async (): Promise<number> => {
		let running = 0;
		let most = 0;
		const task = async (): Promise<void> => {
			most = Math.max(most, ++running);
			await new Promise((resolve) => setImmediate(resolve));
			running--;
		};
		await Promise.all(Array.from({ length: 12 }, () => pace.run(task)));
		return most;
	};
	expect(await atOnce()).toBe(4);
	for (let refused = 0; refused < 9; refused++) pace.slower();
	expect(await atOnce()).toBe(1);
	for (let taken = 0; taken < 50; taken++) pace.faster();
	expect(await atOnce()).toBe(4);
});
