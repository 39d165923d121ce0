import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type Sandbox, type SandboxOptions, startSandbox, type World } from '../../sandbox';
import type { SessionStatus } from '../../sandbox/model/types';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';
import { search } from './support/search';

let sandbox: Sandbox;
let world: World;
let timers: NodeJS.Timeout[] = [];

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
	({ world } = sandbox);
}

afterEach(async () => {
	timers.forEach(clearTimeout);
	timers = [];
	await sandbox.close();
});

const later = (ms: number, run: () => void): void => {
	timers.push(setTimeout(run, ms));
};

/** A session that does not run, as a real server has it: its group calls are 404 at once, and it is there all the same. */
function down(status: SessionStatus, session = 'default'): void {
	world.setSessionStatus(session, status);
	world.faults.add({
		kind: 'answer',
		status: 404,
		path: `/api/${session}/**`,
		body: { statusCode: 404, message: `We didn't find a session. Start it first.` },
	});
}

function up(): void {
	world.faults.clear();
	world.setSessionStatus('default', 'WORKING');
}

const get = { resource: 'group', operation: 'get', groupId: byId(TEAM) };
const run = async (parameters: INodeParameters, items?: IDataObject[], goesOn = false) =>
	await runNode({
		server: sandbox,
		parameters,
		items,
		settings: goesOn ? { onError: 'continueErrorOutput' } : {},
	});
const asked = (pattern: RegExp): number =>
	world.requests.filter(({ method, path }) => pattern.test(`${method} ${path}`)).length;

it('a session that restarts is waited for, also by what must not happen twice', async () => {
	await start();
	down('STOPPED');
	later(1500, () => world.setSessionStatus('default', 'STARTING'));
	later(3000, up);
	const { items, error } = await run({ resource: 'group', operation: 'create', name: 'Once' });
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ subject: 'Once' }]);
	expect(asked(/^POST .*groups$/)).toBe(2);
	expect(world.groups.all().filter(({ subject }) => subject === 'Once')).toHaveLength(1);
});

it('a message, which has its session in the body, waits for it too and is sent once', async () => {
	await start();
	down('STOPPED');
	world.faults.add({
		kind: 'answer',
		status: 404,
		path: '/api/sendText',
		body: { statusCode: 404, message: `We didn't find a session. Start it first.` },
	});
	later(2000, up);
	const send = { resource: 'message', operation: 'send', groupId: byId(TEAM), text: 'Once' };
	const { items, error } = await run(send);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ success: true }]);
	expect(asked(/^POST .*sendText$/)).toBe(2);
	expect(world.messages.list()).toHaveLength(1);
});

it('all items wait for it together', async () => {
	await start();
	down('STOPPED');
	later(2000, up);
	const { items } = await run(
		get,
		Array.from({ length: 10 }, () => ({})),
	);
	expect(items).toHaveLength(10);
	expect(asked(/^GET \/api\/sessions\/default$/)).toBeLessThanOrEqual(6);
}, 30_000);

it('one that is stopped for good is told as stopped, after some seconds, once for all items', async () => {
	await start();
	down('STOPPED');
	const from = Date.now();
	const { outputs } = await run(
		get,
		Array.from({ length: 20 }, () => ({})),
		true,
	);
	expect(Date.now() - from).toBeLessThan(10_000);
	expect(outputs[1]).toHaveLength(20);
	for (const { json } of outputs[1] ?? []) {
		expect(json.error).toMatch(/^The WhatsApp session "default" is stopped/);
	}
	expect(asked(/^GET \/api\/sessions\/default$/)).toBeLessThanOrEqual(8);
	expect(asked(/^GET \/api\/default\/groups/)).toBe(20);
}, 30_000);

it.each([
	['STOPPED', 'is stopped', 'Start or restart the session in the WAHA dashboard, then try again.'],
	[
		'SCAN_QR_CODE',
		'is not ready: waiting for the QR code (SCAN_QR_CODE)',
		'Open the WAHA dashboard and scan the QR code with WhatsApp on the phone.',
	],
	['FAILED', 'is not ready: failed', expect.stringMatching(/^Start or restart/)],
] as const)('a 404 of a session that is %s is told so', async (status, words, description) => {
	await start();
	down(status);
	const { error } = await run({ ...get, options: { maxRetries: 0 } });
	expect(error).toMatchObject({
		message: `The WhatsApp session "default" ${words}`,
		description,
		httpCode: '404',
	});
	expect(asked(/./)).toBe(2);
});

it('a key that may not read sessions leads to no claim that there is none', async () => {
	await start();
	down('STOPPED');
	world.faults.add({
		kind: 'answer',
		status: 403,
		path: '/api/sessions/**',
		body: { statusCode: 403, message: 'Forbidden' },
	});
	const { error } = await run(get);
	expect(error).toMatchObject({
		message: 'The WhatsApp session "default" is not there, or does not run',
		description: expect.stringContaining('may not read sessions'),
	});
});

it('a session that is there and works, and is not found all the same, is not said to be missing', async () => {
	await start();
	down('WORKING');
	const { error } = await run({ ...get, options: { maxRetries: 1 } });
	expect(error?.message).toBe(
		'WAHA does not find the WhatsApp session "default", although it is working',
	);
	expect(asked(/^GET \/api\/default\/groups/)).toBe(2);
});

it('a session that starts and is not ready in time is waited for', async () => {
	await start({ readyWaitMs: 0 });
	world.setSessionStatus('default', 'STARTING');
	later(1500, up);
	const { items } = await run(get);
	expect(items).toMatchObject([{ groupId: TEAM }]);
	expect(asked(/^GET \/api\/default\/groups/)).toBe(2);
});

it('what is not known of a stopped session is not taken for an endpoint that is missing', async () => {
	await start();
	down('STOPPED');
	const { error } = await run({
		...get,
		resource: 'participants',
		operation: 'getAll',
		options: { maxRetries: 0 },
	});
	expect(error?.message).toBe('The WhatsApp session "default" is stopped');
	expect(asked(/participants/)).toBe(1);
});

it('the stop button ends the waiting', async () => {
	await start();
	down('STARTING');
	const from = Date.now();
	await runNode({
		server: sandbox,
		parameters: get,
		onStart: (stop) => later(500, stop),
	});
	expect(Date.now() - from).toBeLessThan(10_000);
});

describe('the list of groups', () => {
	const groups = async () => await search({ server: sandbox, method: 'searchGroups' });

	it('waits shortly for a session that restarts', async () => {
		await start();
		down('STOPPED');
		later(2000, up);
		expect((await groups()).results).not.toEqual([]);
	});

	it('tells that the session is stopped', async () => {
		await start();
		down('STOPPED');
		await expect(groups()).rejects.toMatchObject({
			message: 'The WhatsApp session "default" is stopped',
		});
	});
});

describe('a server that is too old or too small', () => {
	it.each([
		['empty', { status: 200, body: '' }],
		[
			'of an error of the engine',
			{
				status: 500,
				body: {
					statusCode: 500,
					exception: { message: "Cannot read properties of undefined (reading 'participants')" },
				},
			},
		],
	])('answers to join-info and count are %s: told, and counted by the list', async (_, answer) => {
		await start({ version: '2024.10', engine: 'NOWEB' });
		for (const path of ['count', 'join-info']) {
			world.faults.add({ kind: 'answer', path: `/api/default/groups/${path}`, ...answer });
		}
		const code = { inviteCode: 'AbCdEfGhIjKlMnOpQrStUv' };
		const info = await run({ resource: 'inviteCode', operation: 'getInfo', ...code });
		expect(info.error).toMatchObject({
			message: 'WAHA 2024.10.1 cannot do this yet',
			description: 'It came with WAHA 2025.2: update the server.',
		});
		const { items } = await run({ resource: 'group', operation: 'count' });
		expect(items).toEqual([{ count: expect.any(Number) }]);
	});

	it('has no settings on NOWEB: told with engine and version', async () => {
		await start({ version: '2024.10', engine: 'NOWEB' });
		world.faults.add({
			kind: 'answer',
			path: '/api/default/groups/*/settings/**',
			status: 422,
			body: { statusCode: 422, message: 'The method is not implemented by the engine.' },
		});
		const { error } = await run({ ...get, operation: 'getInfoAdminOnly' });
		expect(error).toMatchObject({
			message: 'The engine NOWEB of session "default" cannot do this',
			description: expect.stringContaining('This is WAHA 2024.10.1'),
		});
	});

	it.each([
		"WAHA Core support only 'default' session. You tried to access 'noweb' session.",
		"This tier has the session 'default' only, but 'noweb' was asked for.",
	])('has the session default only: %s', async (message) => {
		await start({ version: '2024.10' });
		world.faults.add({
			kind: 'answer',
			path: '/api/noweb/**',
			status: 422,
			body: { statusCode: 422, error: 'Unprocessable Entity', message },
		});
		const { error } = await run({ ...get, session: { __rl: true, mode: 'name', value: 'noweb' } });
		expect(error).toMatchObject({
			message: 'This free WAHA server has only the session "default", not "noweb"',
			description: expect.stringMatching(/^Choose the session "default"/),
		});
	});
});
