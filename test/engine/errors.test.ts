import { once } from 'node:events';
import { createServer } from 'node:net';
import { inspect } from 'node:util';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { freePort } from '../../harness/n8n';
import { type Sandbox, type SandboxOptions, startSandbox, type World } from '../../sandbox';
import type { FaultRuleInput } from '../../sandbox/faults';
import { byId, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';

const KEY = 'key-that-nobody-may-see';

let sandbox: Sandbox;

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
	sandbox = await startSandbox({ apiKey: KEY, ...options });
	return sandbox;
}

afterEach(() => sandbox.close());

const session = (value: string) => ({ __rl: true, mode: 'name', value });
const get = { resource: 'group', operation: 'get', groupId: byId(TEAM) };

interface Problem {
	name: string;
	options?: SandboxOptions;
	prepare?: (world: World) => void;
	/** Default: get a group. */
	parameters?: INodeParameters;
	credential?: IDataObject;
	message: string;
	description: string;
	httpCode: string | null;
	/** How many requests the server sees. */
	requests: number;
}

const notFound: FaultRuleInput = { kind: 'answer', status: 404, body: { error: 'Not Found' } };

/** What a proxy does that wants HTTPS. */
const redirect = (status: number): FaultRuleInput => ({
	kind: 'answer',
	status,
	body: '<html><head><title>Moved</title></head></html>',
	headers: { location: 'https://waha.example.com/api/default/groups' },
});

/** `{url}` in the texts stands for the server's address. */
const PROBLEMS: readonly Problem[] = [
	{
		name: '401',
		credential: { apiKey: 'another-secret' },
		message: 'WAHA did not accept the API key',
		description:
			'Check the API Key in the credential: it has to be the same as WAHA_API_KEY of the server.',
		httpCode: '401',
		requests: 1,
	},
	{
		name: '401 without a key',
		credential: { apiKey: '' },
		message: 'WAHA did not accept the API key',
		description:
			'Check the API Key in the credential: it has to be the same as WAHA_API_KEY of the server.',
		httpCode: '401',
		requests: 1,
	},
	{
		name: '403 of a key for another session',
		options: { apiKeys: [{ key: 'another-secret', session: 'noweb' }] },
		credential: { apiKey: 'another-secret' },
		message: 'The API key is not allowed to do this: The API key is for another session',
		description:
			'The key may be limited to another session, or lack a scope. Use a key that covers this session and this action.',
		httpCode: '403',
		requests: 1,
	},
	{
		name: '403 of a key that only reads',
		options: { apiKeys: [{ key: 'another-secret', scopes: ['read'] }] },
		credential: { apiKey: 'another-secret' },
		parameters: { ...get, operation: 'setSubject', subject: 'New' },
		message: "The API key is not allowed to do this: The API key lacks the scope 'send'",
		description:
			'The key may be limited to another session, or lack a scope. Use a key that covers this session and this action.',
		httpCode: '403',
		requests: 1,
	},
	{
		name: 'no such session',
		parameters: { ...get, session: session('choir') },
		message: 'There is no WhatsApp session "choir" on this server',
		description: 'These sessions exist: default, noweb, gows, unpaired, stopped.',
		httpCode: '404',
		requests: 3,
	},
	{
		name: 'a session that waits for its QR code',
		parameters: { ...get, session: session('unpaired') },
		message: 'The WhatsApp session "unpaired" is not ready: waiting for the QR code (SCAN_QR_CODE)',
		description: 'Open the WAHA dashboard and scan the QR code with WhatsApp on the phone.',
		httpCode: '422',
		requests: 1,
	},
	{
		name: 'a session that is stopped',
		parameters: { ...get, session: session('stopped'), options: { maxRetries: 0 } },
		message: 'The WhatsApp session "stopped" is stopped',
		description: 'Start or restart the session in the WAHA dashboard, then try again.',
		httpCode: '404',
		requests: 2,
	},
	{
		name: 'a session that starts, without retries',
		parameters: { ...get, options: { maxRetries: 0 } },
		prepare: (world) => world.setSessionStatus('default', 'STARTING'),
		message: 'The WhatsApp session "default" is not ready: starting',
		description: 'It is starting: try again in some seconds.',
		httpCode: '422',
		requests: 1,
	},
	{
		name: 'a session that waits for a passkey',
		prepare: (world) => world.setSessionStatus('default', 'PASSKEY_REQUIRED'),
		message:
			'The WhatsApp session "default" is not ready: waiting for the passkey (PASSKEY_REQUIRED)',
		description: 'Open the WAHA dashboard and confirm the passkey.',
		httpCode: '422',
		requests: 1,
	},
	{
		name: 'what the engine cannot do',
		options: { engine: 'GOWS' },
		parameters: { ...get, operation: 'delete' },
		message: 'The engine GOWS of session "default" cannot do this',
		description:
			'WAHA has several engines, and not every one can do everything. See the table of operations in the documentation of this node. This is WAHA 2026.7.1: a newer one may be able to.',
		httpCode: '422',
		requests: 3,
	},
	{
		name: '429',
		prepare: (world) => world.faults.add({ kind: '429' }),
		parameters: { ...get, options: { maxRetries: 0 } },
		message: 'WhatsApp or WAHA asks to go slower: too many requests',
		description:
			'Wait some minutes, then go slower: set "Request Interval (Ms)" and a "Max Parallel Requests" of 1 in the options.',
		httpCode: '429',
		requests: 1,
	},
	{
		name: 'rate-overlimit',
		prepare: (world) => world.faults.add({ kind: 'rate-overlimit' }),
		parameters: { ...get, options: { maxRetries: 0 } },
		message: 'WhatsApp or WAHA asks to go slower: too many requests',
		description:
			'Wait some minutes, then go slower: set "Request Interval (Ms)" and a "Max Parallel Requests" of 1 in the options.',
		httpCode: '500',
		requests: 1,
	},
	...(['WEBJS', 'NOWEB', 'GOWS'] as const).map((engine) => ({
		name: `a group that ${engine} does not know`,
		options: { engine },
		parameters: { ...get, groupId: byId('120363099999999999@g.us') },
		message: 'WhatsApp does not know this group, or the account is not in it',
		description: {
			WEBJS: 'Check the group ID, and that the account of this session is a member.',
			NOWEB:
				'Check the group ID, and that the account of this session is a member. WAHA says: item-not-found',
			GOWS: 'Check the group ID, and that the account of this session is a member. WAHA says: 2 UNKNOWN: that group does not exist',
		}[engine],
		httpCode: '500',
		requests: 1,
	})),
	{
		name: 'a group that the account has left',
		options: { engine: 'GOWS' },
		prepare: (world) => world.setRole(TEAM, 'default', 'left'),
		message: 'WhatsApp does not know this group, or the account is not in it',
		description:
			"Check the group ID, and that the account of this session is a member. WAHA says: 2 UNKNOWN: you're not participating in that group",
		httpCode: '500',
		requests: 1,
	},
	{
		name: 'validation',
		prepare: (world) =>
			world.faults.add({
				kind: 'answer',
				status: 400,
				body: {
					statusCode: 400,
					message: ['name must be a string', 'participants must be an array'],
					error: 'Bad Request',
				},
			}),
		parameters: { resource: 'group', operation: 'create', name: 'New', participants: '' },
		message: 'WAHA did not accept the input',
		description: 'WAHA says: name must be a string; participants must be an array',
		httpCode: '400',
		requests: 1,
	},
	{
		name: 'what WhatsApp refused',
		options: { engine: 'NOWEB' },
		prepare: (world) => world.setRole(TEAM, 'default', 'participant'),
		parameters: { ...get, resource: 'inviteCode' },
		message: 'WhatsApp did not allow it: the account is probably not an admin of this group',
		description: 'Make the account an admin of the group. WAHA says: forbidden',
		httpCode: '500',
		requests: 1,
	},
	{
		name: 'a time-out',
		prepare: (world) => world.faults.add({ kind: 'hang' }),
		parameters: { ...get, options: { timeout: 2500 } },
		message: 'WAHA did not answer within 2.5 seconds',
		description: 'Try again, or set a longer "Timeout (Ms)" in the options.',
		httpCode: null,
		requests: 1,
	},
	{
		name: 'a time-out of what must not happen twice',
		prepare: (world) => world.faults.add({ kind: 'hang' }),
		parameters: {
			resource: 'group',
			operation: 'create',
			name: 'New',
			participants: '',
			options: { timeout: 2500 },
		},
		message: 'WAHA did not answer within 2.5 seconds',
		description:
			'Try again, or set a longer "Timeout (Ms)" in the options. It may have happened all the same: look before you run it again.',
		httpCode: null,
		requests: 1,
	},
	{
		name: 'a connection that breaks off',
		prepare: (world) => world.faults.add({ kind: 'reset' }),
		parameters: { ...get, options: { maxRetries: 0 } },
		message: 'The connection to {url} broke off before WAHA answered',
		description:
			'Try again. If it happens often, look at the WAHA server and the network in between.',
		httpCode: null,
		requests: 1,
	},
	...(['502', '503', '504'] as const).map((kind) => ({
		name: `the ${kind} page of a proxy`,
		prepare: (world: World) => void world.faults.add({ kind }),
		parameters: { ...get, options: { maxRetries: 0 } },
		message: `A proxy in front of WAHA answered with an error page (${kind})`,
		description:
			'WAHA may be restarting or overloaded. Try again, and look whether the WAHA container is running.',
		httpCode: kind,
		requests: 1,
	})),
	{
		name: 'a server that repeats the key',
		prepare: (world) =>
			world.faults.add({
				kind: 'answer',
				status: 500,
				body: { exception: { message: `no entry with ${KEY} for ${KEY}` } },
			}),
		message: 'WhatsApp did not do this: no entry with … for …',
		description:
			'Check that the account is a member of the group. If it is, look at the log of the WAHA server.',
		httpCode: '500',
		requests: 1,
	},
	{
		name: 'a page in place of an answer',
		prepare: (world) =>
			world.faults.add({
				kind: 'answer',
				status: 200,
				body: '<!DOCTYPE html><html><body>Sign in</body></html>',
			}),
		message: "The answer from {url} is a web page, not WAHA's",
		description:
			'Check the Host URL in the credential: it has to lead to WAHA itself, e.g. http://localhost:3000.',
		httpCode: '200',
		requests: 1,
	},
	...[401, 403].map((status) => ({
		name: `a proxy that asks for a password of its own: ${status}`,
		prepare: (world: World) =>
			world.faults.add({
				kind: 'answer',
				status,
				body: '<html><head><title>Authorization Required</title></head></html>',
			}),
		message: `Something in front of WAHA at {url} does not let n8n in (${status})`,
		description:
			'It is not a matter of the API Key. If it is a proxy that asks for a password, write both into the Host URL in the credential, e.g. https://name:password@waha.example.com.',
		httpCode: String(status),
		requests: 1,
	})),
	{
		name: 'a proxy that sends on to another address',
		prepare: (world) => world.faults.add(redirect(301)),
		message: 'The server sends requests on to https://waha.example.com',
		description: 'Enter that address as Host URL in the credential.',
		httpCode: '301',
		requests: 1,
	},
	{
		name: 'a proxy that sends what is sent on to another address',
		prepare: (world) => world.faults.add(redirect(302)),
		parameters: { resource: 'group', operation: 'create', name: 'New', participants: '' },
		message: 'The server sends requests on to https://waha.example.com',
		description: 'Enter that address as Host URL in the credential.',
		httpCode: '302',
		requests: 1,
	},
	{
		name: 'a list of groups that the server does not know',
		prepare: (world) => world.faults.add(notFound),
		parameters: { resource: 'group', operation: 'getAll' },
		message: 'The server at {url} does not know this address: it may not be WAHA',
		description:
			'Check the Host URL in the credential: it has to lead to WAHA itself, e.g. http://localhost:3000. The server says: Not Found',
		httpCode: '404',
		requests: 1,
	},
	{
		name: 'a group that is not found',
		prepare: (world) => world.faults.add(notFound),
		message: 'WhatsApp does not know this group, or the account is not in it',
		description:
			'Check the group ID, and that the account of this session is a member. WAHA says: Not Found',
		httpCode: '404',
		requests: 1,
	},
	...(['WEBJS', 'NOWEB', 'GOWS'] as const).map((engine) => ({
		name: `an invite code that ${engine} does not know`,
		options: { engine },
		parameters: { resource: 'inviteCode', operation: 'join', inviteCode: 'NobodyKnowsThisCode' },
		message: 'This invite link does not lead to a group, or not any more',
		description: {
			WEBJS: 'Check the link, or ask an admin of the group for a new one.',
			NOWEB:
				'Check the link, or ask an admin of the group for a new one. WAHA says: not-acceptable',
			GOWS: 'Check the link, or ask an admin of the group for a new one. WAHA says: 2 UNKNOWN: that group invite link is not valid',
		}[engine],
		httpCode: '500',
		// For one that never was, and for servers too old to join, the engines say much the same.
		requests: 2,
	})),
	{
		name: 'a server that is down, where the action is not for every version',
		prepare: (world) => world.faults.add({ kind: '502' }),
		parameters: {
			resource: 'inviteCode',
			operation: 'getInfo',
			inviteCode: 'TeamBerlinInviteCode01',
			options: { maxRetries: 0 },
		},
		message: 'A proxy in front of WAHA answered with an error page (502)',
		description:
			'WAHA may be restarting or overloaded. Try again, and look whether the WAHA container is running.',
		httpCode: '502',
		requests: 1,
	},
	{
		name: 'an address with a password that is none',
		credential: { url: 'http://admin:another-secret@my server' },
		message: 'The Host URL in the credential is not an address: "http://my server"',
		description: 'Use the address of your WAHA server, e.g. http://localhost:3000.',
		httpCode: null,
		requests: 0,
	},
	{
		name: 'an address that is far too long',
		credential: { url: `http://waha:3000${'/'.repeat(2000)}x` },
		message: 'The Host URL in the credential has 2017 characters: it is not an address',
		description: 'Use the address of your WAHA server, e.g. http://localhost:3000.',
		httpCode: null,
		requests: 0,
	},
	{
		name: 'an address that is none',
		credential: { url: 'my server' },
		message: 'The Host URL in the credential is not an address: "my server"',
		description: 'Use the address of your WAHA server, e.g. http://localhost:3000.',
		httpCode: null,
		requests: 0,
	},
];

/** Whatever an error carries, hidden properties included. */
const everything = (value: unknown): string =>
	inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });

/** No key, no words of a stack trace of the server. */
function expectNoSecrets(value: unknown): void {
	const text = everything(value);
	expect(text).not.toContain(KEY);
	expect(text).not.toContain('another-secret');
	expect(text).not.toContain('assertNodeErrorFree');
	expect(text).not.toContain('/app/');
	expect(text).not.toMatch(/x-api-key/i);
}

describe.each(PROBLEMS)('$name', (problem) => {
	const setup = async (): Promise<Setup> => {
		const { world, ...server } = await start(problem.options);
		problem.prepare?.(world);
		return {
			server,
			parameters: problem.parameters ?? get,
			items: [{ name: 'kept' }],
			credential: problem.credential,
		};
	};
	const told = (text: string): string => text.replace('{url}', sandbox.url);

	it('is told in words', async () => {
		const { error, run, items } = await runNode(await setup());
		expect(items).toEqual([]);
		expect(error?.message).toBe(told(problem.message));
		expect(error?.description).toBe(told(problem.description));
		expect(error?.httpCode ?? null).toBe(problem.httpCode);
		expect(error?.context.itemIndex).toBe(0);
		expect(error?.name).toBe(problem.requests > 0 ? 'NodeApiError' : 'NodeOperationError');
		expect(sandbox.world.requests).toHaveLength(problem.requests);
		expectNoSecrets(run.data.resultData);
		// Of our own stack, nothing stands where users read.
		const read = JSON.stringify([
			error?.message,
			error?.description,
			error?.messages,
			error?.context,
			error?.cause,
		]);
		expect(read).not.toMatch(/\bat .*\.[jt]s:\d/);
	});

	it('goes down the error output with its input', async () => {
		const { outputs, run, error } = await runNode({
			...(await setup()),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(error).toBeUndefined();
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]?.[0]?.json).toEqual({ name: 'kept', error: told(problem.message) });
		expect(outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
		expectNoSecrets(run.data.resultData);
	});
});

it('tells that nothing answers, with a hint at Docker', async () => {
	await start();
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const { error, run } = await runNode({
		server: { url, apiKey: KEY },
		parameters: { ...get, options: { maxRetries: 0 } },
	});
	expect(error?.message).toBe(`WAHA cannot be reached at ${url}`);
	expect(error?.description).toBe(
		'Nothing answers there: check that WAHA is running and that the Host URL in the credential is right. If n8n runs in Docker, "localhost" is n8n\'s own container: use the name of the WAHA container (e.g. http://waha:3000) or http://host.docker.internal:3000.',
	);
	expect(error?.httpCode ?? null).toBeNull();
	expect(error?.context.itemIndex).toBe(0);
	expectNoSecrets(run.data.resultData);
});

it.each(['get', 'create'])(
	'sends neither key nor request on to another server: %s',
	async (operation) => {
		const other = await startSandbox({ apiKey: KEY });
		try {
			const { world } = await start();
			world.faults.add({
				...redirect(302),
				headers: { location: `${other.url}/api/default/groups` },
			});
			const { error } = await runNode({
				server: sandbox,
				parameters: { ...get, operation, name: 'New', participants: '' },
			});
			expect(error?.message).toBe(`The server sends requests on to ${other.url}`);
			expect(world.requests).toHaveLength(1);
			expect(other.world.requests).toEqual([]);
		} finally {
			await other.close();
		}
	},
);

it('tells that the key cannot be sent, without naming it', async () => {
	const { world } = await start();
	for (const apiKey of ['секрет-key', 'two\nlines']) {
		const { error } = await runNode({ server: sandbox, parameters: get, credential: { apiKey } });
		expect(error?.message).toBe(
			'The API Key in the credential has a character that no key can have',
		);
		expect(JSON.stringify(error)).not.toContain(apiKey);
	}
	expect(world.requests).toEqual([]);
});

it('tells at the first try that a server does not speak HTTPS', async () => {
	await start();
	let connections = 0;
	const plain = createServer((socket) => {
		connections++;
		socket.on('error', () => undefined);
		socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
	});
	const port = await freePort();
	await once(plain.listen(port, '127.0.0.1'), 'listening');
	const url = `https://127.0.0.1:${port}`;
	const { error, run } = await runNode({ server: { url, apiKey: KEY }, parameters: get });
	plain.close();
	expect(connections).toBe(1);
	expect(error?.message).toBe(`${url} does not speak HTTPS`);
	expect(error?.description).toBe(
		'Try http:// in place of https:// in the Host URL of the credential.',
	);
	expectNoSecrets(run.data.resultData);
});

it.each<[string, (world: World) => unknown, string]>([
	['that is no WAHA', (world) => world.faults.add(notFound), ' does not know this address'],
	['that breaks off', (world) => world.faults.add({ kind: 'reset' }), ' broke off before'],
	[
		'that shows a page',
		(world) => world.faults.add({ kind: 'answer', status: 200, body: '<html></html>' }),
		' is a web page',
	],
])('shows no password in the address of a server %s', async (_name, prepare, message) => {
	const { world, url } = await start();
	prepare(world);
	const { error } = await runNode({
		server: sandbox,
		credential: { url: url.replace('//', '//admin:another-secret@') },
		parameters: { resource: 'group', operation: 'getAll', options: { maxRetries: 0 } },
	});
	expect(error?.message).toContain(`${url}${message}`);
	expectNoSecrets(error);
	expect(everything(error)).not.toContain('admin:');
});

it('names the item that failed', async () => {
	const { world } = await start();
	const { error } = await runNode({
		server: sandbox,
		parameters: { ...get, groupId: byId('={{ $json.id }}') },
		items: [{ id: TEAM }, { id: TEAM }, { id: '120363099999999999' }, { id: TEAM }],
	});
	expect(error?.context.itemIndex).toBe(2);
	expect(world.requests.length).toBeGreaterThanOrEqual(3);
});

const add = { resource: 'participants', operation: 'add', groupId: byId(TEAM) };
const PHONE_ADVICE =
	'Use the international form with the country code, e.g. +49 170 1234567 or 491701234567@c.us.';
const GROUP_ADVICE =
	'A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many", or choose the group from the list.';
const INVITE_ADVICE =
	'Use the whole link, e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv, or the part after the last slash.';

/** Parameters that nobody can act on, and what is told. */
const INPUTS: ReadonlyArray<[INodeParameters, string, string?]> = [
	[
		{ ...add, participants: 'Anna' },
		'"Anna" (number 1 in the list) is neither a phone number nor a participant ID',
		PHONE_ADVICE,
	],
	[
		{ ...add, participants: '4915400004001, 0170 1234567' },
		'"0170 1234567" (number 2 in the list) starts with a single 0, so its country code is missing',
		`${PHONE_ADVICE} If all such numbers are of one country, set Country Code in the options, e.g. 49.`,
	],
	[
		{ ...add, participants: '4915400004001;\n4915400004002;1234' },
		'"1234" (number 3 in the list) is neither a phone number nor a participant ID',
	],
	[
		{ ...add, participants: '1234567890123456' },
		'"1234567890123456" (number 1 in the list) is neither a phone number nor a participant ID',
	],
	[
		{ ...add, participants: '120363041234567890@g.us' },
		'"120363041234567890@g.us" (number 1 in the list) is a group, not a person',
	],
	[
		{ ...add, participants: '={{ [{ name: "Anna" }] }}' },
		'"{"name":"Anna"}" (number 1 in the list) is neither a phone number nor a participant ID',
	],
	[{ ...add, participants: ' , ;' }, 'The list of participants is empty'],
	[{ ...add, operation: 'remove', participants: '={{ "" }}' }, 'The list of participants is empty'],
	[
		{ ...add, resource: 'admin', operation: 'promote', participants: '={{ null }}' },
		'The list of participants is empty',
	],
	[
		{ ...add, resource: 'admin', operation: 'demote', participants: '={{ [] }}' },
		'The list of participants is empty',
	],
	[
		{ ...add, operation: 'sync', participants: 'Anna' },
		'"Anna" (number 1 in the list) is neither a phone number nor a participant ID',
	],
	[
		{ ...get, groupId: byId('={{ "Team Berlin" }}') },
		'"Team Berlin" is not a group ID',
		GROUP_ADVICE,
	],
	[
		{ ...get, groupId: byId('={{ "4915400004001@c.us" }}') },
		'"4915400004001@c.us" is not a group ID',
		GROUP_ADVICE,
	],
	[
		{ ...get, groupId: byId('={{ $json.missing }}') },
		'No group was chosen',
		'Choose a group from the list. A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many".',
	],
	[
		{ resource: 'inviteCode', operation: 'join', inviteCode: 'https://example.com/AbCdEf' },
		'"https://example.com/AbCdEf" is neither an invite link nor an invite code',
		INVITE_ADVICE,
	],
	[
		{ resource: 'inviteCode', operation: 'getInfo', inviteCode: ' ' },
		'No invite link was given',
		INVITE_ADVICE,
	],
	[
		{ resource: 'group', operation: 'create', name: ' ', participants: '' },
		'Subject is empty',
		'Enter one, e.g. Project Alpha.',
	],
	[
		{ resource: 'group', operation: 'create', name: 'x'.repeat(101), participants: '' },
		`Subject has 101 characters, but WhatsApp allows 100: "${'x'.repeat(77)}…"`,
		'Shorten it.',
	],
	[{ ...get, operation: 'setSubject', subject: '\n' }, 'Subject is empty'],
	[
		{ ...get, operation: 'setSubject', subject: 'x'.repeat(101) },
		`Subject has 101 characters, but WhatsApp allows 100: "${'x'.repeat(77)}…"`,
	],
	[
		{ ...get, operation: 'setDescription', description: 'x'.repeat(2049) },
		`Description has 2049 characters, but WhatsApp allows 2048: "${'x'.repeat(77)}…"`,
	],
	[{ ...get, session: session('={{ " " }}') }, 'No session was chosen'],
	...['.', ' .. '].map((name): [INodeParameters, string, string] => [
		{ ...get, session: session(name) },
		`"${name.trim()}" is not the name of a session`,
		'Choose one from the list, or type its name, e.g. default.',
	]),
	[
		{ ...get, groupId: byId('={{ 120363041234567890 }}') },
		'"120363041234567890" came as a number, and as a number a group ID loses its last digits',
		'Give the ID as text: in quotes, or with @g.us at the end. A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many".',
	],
	[
		{
			...get,
			operation: 'setPicture',
			pictureSource: 'url',
			pictureUrl: 'ftp://example.com/a.jpg',
		},
		'"ftp://example.com/a.jpg" is not the address of a picture',
	],
	[
		{ ...get, operation: 'setPicture', pictureSource: 'url', pictureUrl: '={{ undefined }}' },
		'Picture URL is empty',
	],
	[
		{ ...get, operation: 'setPicture', pictureSource: 'binary', binaryPropertyName: 'photo' },
		'The item has no file in "photo"',
	],
	[
		{ resource: 'group', operation: 'getAll', limit: 0 },
		'Limit has to be a whole number from 1 to 100000, but it is "0"',
	],
	[
		{ resource: 'group', operation: 'getAll', options: { sortBy: 'name' } },
		'Sort By does not know "name"',
	],
	[
		{ ...get, options: { timeout: 0 } },
		'Timeout (Ms) has to be a whole number from 1 to 3600000, but it is "0"',
	],
	[
		{ ...add, participants: '4915400004001', options: { chunkSize: 1.5 } },
		'Chunk Size has to be a whole number from 1 to 1000, but it is "1.5"',
	],
	[
		{ ...get, operation: 'setInfoAdminOnly', adminsOnly: '={{ "perhaps" }}' },
		'Admins Only has to be true or false, but it is "perhaps"',
	],
	[
		{ ...get, operation: 'setInfoAdminOnly', adminsOnly: '={{ $json.missing }}' },
		'Admins Only has to be true or false, but it is empty',
	],
	[
		{
			...add,
			operation: 'sync',
			participants: '4915400004001',
			dryRun: '={{ $json.missing }}',
			removeOthers: true,
		},
		'Only Preview has to be true or false, but it is empty',
		'Turn the switch on or off, or let the expression give true or false.',
	],
];

describe('what cannot be is told before any request', () => {
	it.each(INPUTS.map((input) => ({ input })))('$input.0', async ({ input }) => {
		const [parameters, message, description] = input;
		const { world } = await start();
		const { error, items } = await runNode({ server: sandbox, parameters });
		expect(error?.message).toBe(message);
		if (description !== undefined) expect(error?.description).toBe(description);
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.context.itemIndex).toBe(0);
		expect(items).toEqual([]);
		expect(world.requests).toEqual([]);
	});

	it.each([
		[
			'that is no picture',
			{ mimeType: 'application/pdf', data: 'JVBERi0=' },
			'The file in "data" is not a picture but application/pdf',
		],
		[
			"that n8n's storage does not have any more",
			{ mimeType: 'image/png', data: '', id: 'filesystem-v2:deleted/file' },
			'The file in "data" could not be read',
		],
	])('a file %s', async (_title, data, message) => {
		const { world } = await start();
		const { error } = await runNode({
			server: sandbox,
			parameters: {
				...get,
				operation: 'setPicture',
				pictureSource: 'binary',
				binaryPropertyName: 'data',
			},
			items: [{ json: {}, binary: { data } }],
		});
		expect(error?.message).toBe(message);
		expect(world.requests).toEqual([]);
	});

	it('stops only its own item', async () => {
		const { world } = await start();
		const { outputs } = await runNode({
			server: sandbox,
			parameters: { ...add, participants: '={{ $json.phone }}' },
			items: [{ phone: '4915400004001' }, { phone: 'Anna' }, { phone: '4915400004002' }],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs.map((items) => items.map(({ json }) => json))).toEqual([
			[
				expect.objectContaining({ participantId: '4915400004001@c.us', success: true }),
				expect.objectContaining({ participantId: '4915400004002@c.us', success: true }),
			],
			[
				{
					phone: 'Anna',
					error: '"Anna" (number 1 in the list) is neither a phone number nor a participant ID',
				},
			],
		]);
		expect(world.requests).toHaveLength(2);
	});
});
