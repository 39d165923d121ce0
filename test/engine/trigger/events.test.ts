import type { INodeParameters } from 'n8n-workflow';

import type { SandboxOptions } from '../../../sandbox';
import type { N8n, N8nOptions } from '../support/trigger';
import { refusal, Stage, trigger } from './stage';

let stage: Stage;
let n8n: N8n;

const { http_proxy: proxy } = process.env;

afterEach(async () => {
	await stage.close();
	if (proxy === undefined) delete process.env.http_proxy;
	else process.env.http_proxy = proxy;
});

async function start(
	parameters: INodeParameters,
	options: SandboxOptions = {},
	n8nOptions: Partial<N8nOptions> = {},
): Promise<void> {
	stage = await Stage.start(options);
	n8n = await stage.n8n(n8nOptions);
	n8n.workflow('w', trigger(parameters));
}

/** The WAHA events that were registered, or what activation said instead. */
async function outcome(): Promise<string> {
	const activation = n8n.activate('w');
	const [{ status }] = await Promise.allSettled([activation]);
	if (status === 'rejected') {
		expect(stage.writes).toEqual([]);
		return (await refusal(activation)).message;
	}
	return stage
		.entries()
		.flatMap(({ events }) => events)
		.join(' ');
}

const ENGINES = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const;

const V2 = {
	join: 'group.v2.participants',
	leave: 'group.v2.participants',
	promote: 'group.v2.participants',
	demote: 'group.v2.participants',
	accountJoin: 'group.v2.join',
	accountLeave: 'group.v2.leave',
	update: 'group.v2.update',
};
const ALL = Object.keys(V2);

const never = (shown: string, engine: string, version: string): string =>
	`"${shown}" never comes from the engine ${engine} of WAHA ${version} with this event source`;

describe.each(['2025.2.1', '2026.7.1'])('WAHA %s', (version) => {
	describe.each(ENGINES)('%s', (engine) => {
		it.each(['auto', 'v2'])('is asked for the new events by the source %s', async (eventSource) => {
			await start({ options: { eventSource } }, { version, engine });
			for (const [event, wahaEvent] of Object.entries(V2)) {
				n8n.setParameters('w', { events: [event] });
				expect([event, await outcome()]).toEqual([event, wahaEvent]);
			}
			n8n.setParameters('w', { events: ALL });
			expect(await outcome()).toBe(
				'group.v2.participants group.v2.join group.v2.leave group.v2.update',
			);
		});
	});

	it.each([
		['WEBJS', ['join', 'leave'], 'group.join group.leave'],
		['WEBJS', ['leave'], 'group.leave'],
		['WEBJS', ['join', 'promote'], never('Member Promoted', 'WEBJS', version)],
		['WEBJS', ['demote'], never('Member Demoted', 'WEBJS', version)],
		['WEBJS', ['accountJoin'], never('Account Joined a Group', 'WEBJS', version)],
		['WEBJS', ['accountLeave'], never('Account Left a Group', 'WEBJS', version)],
		['WEBJS', ['update'], never('Group Updated', 'WEBJS', version)],
		['NOWEB', ['join'], 'group.join'],
		['NOWEB', ['accountJoin'], 'group.join'],
		['NOWEB', ['accountJoin', 'join'], 'group.join'],
		['NOWEB', ['accountLeave'], never('Account Left a Group', 'NOWEB', version)],
		['NOWEB', ['join', 'leave'], never('Member Left', 'NOWEB', version)],
		['WPP', ['join'], never('Member Joined', 'WPP', version)],
		['WPP', ['leave'], never('Member Left', 'WPP', version)],
		['GOWS', ['join'], never('Member Joined', 'GOWS', version)],
		['GOWS', ['leave'], never('Member Left', 'GOWS', version)],
	] as const)('%s is asked by the source legacy for %j: %s', async (engine, events, expected) => {
		await start({ events: [...events], options: { eventSource: 'legacy' } }, { version, engine });
		expect(await outcome()).toBe(expected);
	});

	it('names the way out of a source that cannot have the event', async () => {
		await start(
			{ events: ['update'], options: { eventSource: 'legacy' } },
			{ version, engine: 'GOWS' },
		);
		expect((await refusal(n8n.activate('w'))).description).toBe(
			'Choose the Event Source "Automatic" or "New Events" in the options.',
		);
	});
});

describe('requests to join', () => {
	const WAHA_EVENT = 'group.v2.participants.join-request';
	const old = (version: string): string =>
		`WAHA ${version} does not know "Join Requested", which came with 2026.8.2`;

	it.each(ENGINES)('are registered on %s since 2026.8.2, beside the others', async (engine) => {
		await start({ events: ['joinRequest', 'join'] }, { version: '2026.8.2', engine });
		expect(await outcome()).toBe(`${WAHA_EVENT} group.v2.participants`);
	});

	it.each([
		['2026.7.2', 'auto', old('2026.7.2')],
		['2026.7.2', 'v2', old('2026.7.2')],
		['2026.8.2', 'legacy', never('Join Requested', 'WEBJS', '2026.8.2')],
		['2024.10', 'auto', never('Join Requested', 'WEBJS', '2024.10.1')],
	] as const)('are refused in words: WAHA %s, source %s', async (version, eventSource, words) => {
		await start(
			{ events: ['join', 'joinRequest'], options: { eventSource } },
			{ version, tier: 'PLUS' },
		);
		expect(await outcome()).toBe(words);
	});

	it('are refused with the way out', async () => {
		await start({ events: ['joinRequest'] }, { version: '2026.7.2' });
		expect((await refusal(n8n.activate('w'))).description).toBe(
			'Update WAHA, or take "Join Requested" out of the events.',
		);
		n8n.setParameters('w', { options: { eventSource: 'legacy' } });
		expect((await refusal(n8n.activate('w'))).description).toBe(
			'Choose the Event Source "Automatic" or "New Events" in the options.',
		);
	});
});

describe('WAHA 2024.10', () => {
	const old = { version: '2024.10', tier: 'PLUS' } as const;

	it.each([
		['WEBJS', 'auto', ['join', 'leave'], 'group.join group.leave'],
		['WEBJS', 'legacy', ['join', 'leave'], 'group.join group.leave'],
		['WEBJS', 'auto', ['promote'], never('Member Promoted', 'WEBJS', '2024.10.1')],
		['WEBJS', 'auto', ['demote'], never('Member Demoted', 'WEBJS', '2024.10.1')],
		['WEBJS', 'auto', ['accountJoin'], never('Account Joined a Group', 'WEBJS', '2024.10.1')],
		['WEBJS', 'auto', ['accountLeave'], never('Account Left a Group', 'WEBJS', '2024.10.1')],
		['WEBJS', 'auto', ['update'], never('Group Updated', 'WEBJS', '2024.10.1')],
		['NOWEB', 'auto', ['join'], 'group.join'],
		['NOWEB', 'auto', ['accountJoin'], 'group.join'],
		['NOWEB', 'auto', ['accountJoin', 'join'], 'group.join'],
		['NOWEB', 'auto', ['join', 'leave'], never('Member Left', 'NOWEB', '2024.10.1')],
		['WPP', 'auto', ['join'], never('Member Joined', 'WPP', '2024.10.1')],
		['GOWS', 'auto', ['join'], never('Member Joined', 'GOWS', '2024.10.1')],
		['GOWS', 'legacy', ['leave'], never('Member Left', 'GOWS', '2024.10.1')],
		[
			'WEBJS',
			'v2',
			['join'],
			'WAHA 2024.10.1 does not know the new group events, which came with 2025.2',
		],
	] as const)('%s, source %s, %j: %s', async (engine, eventSource, events, expected) => {
		await start({ events: [...events], options: { eventSource } }, { ...old, engine });
		expect(await outcome()).toBe(expected);
	});

	it('is told to be updated where an event is too new for it', async () => {
		await start({ events: ['promote'] }, old);
		expect((await refusal(n8n.activate('w'))).description).toBe(
			'Update WAHA to 2025.2 or newer, which sends it on every engine, or take "Member Promoted" out of the events.',
		);
	});
});

describe('a server that does not sign', () => {
	it('is refused, with the version and the option', async () => {
		await start({}, { version: '2024.10' });
		expect(await refusal(n8n.activate('w'))).toEqual({
			name: 'NodeOperationError',
			message:
				'WAHA 2024.10.1 does not sign its webhooks, so nobody could tell its events from forged ones',
			description:
				'Update WAHA to 2024.11.5 or newer, or turn off "Verify Signature" in the options: then anyone who knows the address can start this workflow.',
		});
		expect(stage.writes).toEqual([]);
	});

	it('is taken without Verify Signature', async () => {
		await start({ options: { verifySignature: false } }, { version: '2024.10' });
		expect(await outcome()).toBe('group.join group.leave');
	});

	it.each([
		['2024.10', 'PLUS', true],
		['2024.11.4', 'CORE', false],
		['2024.11.5', 'CORE', true],
		['2024.12', 'CORE', true],
	] as const)('%s %s: signs %s', async (version, tier, signs) => {
		await start({}, { version, tier });
		expect((await outcome()) === 'group.join group.leave').toBe(signs);
	});
});

describe('a server that tells no version', () => {
	it.each([
		['a key that may not ask for it', { status: 403, body: { statusCode: 403, message: 'no' } }],
		['another answer', { status: 200, body: 'hello' }],
		['a version that is none', { status: 200, body: { version: 'nightly' } }],
	])('counts as new: %s', async (_, answer) => {
		await start({});
		stage.sandbox.world.faults.add({ kind: 'answer', path: '/api/**version', ...answer });
		expect(await outcome()).toBe('group.v2.participants');
	});

	it('but one that is out of order is told', async () => {
		await start({});
		stage.sandbox.world.faults.add({
			kind: 'answer',
			path: '/api/**version',
			status: 500,
			body: { statusCode: 500, exception: { message: 'disk full', stack: 'at x' } },
		});
		expect(await outcome()).toBe('WhatsApp did not do this: disk full');
	});
});

describe('activation says no', () => {
	it('where the session ignores groups', async () => {
		await start({});
		stage.sandbox.world.setConfig('default', { ignore: { groups: true, status: true } });
		expect(await refusal(n8n.activate('w'))).toMatchObject({
			message: 'Session "default" ignores groups, so no group event ever comes',
			description:
				'Turn off "ignore groups" (config.ignore.groups) in the settings of the session in WAHA.',
		});
		stage.sandbox.world.setConfig('default', { ignore: { groups: false, status: true } });
		expect(await outcome()).toBe('group.v2.participants');
	});

	it('where there is no such session, with those that there are', async () => {
		await start({ session: { __rl: true, mode: 'name', value: 'nobody' } });
		expect(await refusal(n8n.activate('w'))).toEqual({
			name: 'NodeApiError',
			message: 'There is no WhatsApp session "nobody" on this server',
			description: 'These sessions exist: default, noweb, gows, unpaired, stopped.',
		});
	});

	it('where no session was chosen', async () => {
		await start({ session: { __rl: true, mode: 'list', value: '' } });
		expect(await outcome()).toBe('No session was chosen');
	});

	it.each([
		['may only read', { scopes: ['read' as const] }],
		['may read and send', { scopes: ['read' as const, 'send' as const] }],
		['may not even read sessions', { scopes: ['send' as const] }],
		['is for another session', { session: 'gows' }],
	])('where the key %s, with the manual way', async (_, limits) => {
		await start({}, { apiKeys: [{ key: 'limited', ...limits }] });
		const limited = await stage.n8n({ server: { url: stage.sandbox.url, apiKey: 'limited' } });
		limited.workflow('w', trigger());
		const words = {
			name: 'NodeApiError',
			message: 'The API key is not allowed to change the settings of this session',
			description:
				'Use a key that may (scope "setting"), or set Registration to "Manual" and enter the webhook in WAHA yourself.',
		};
		expect(await refusal(limited.activate('w'))).toEqual(words);
		// After a failed test listening n8n calls `delete`, too, and shows what that says.
		expect(await refusal(limited.listen('w'))).toEqual(words);
		expect(stage.entries()).toEqual([]);
	});

	it('not where a limited key may change its session', async () => {
		await start({}, { apiKeys: [{ key: 'mine', session: 'default' }] });
		const limited = await stage.n8n({ server: { url: stage.sandbox.url, apiKey: 'mine' } });
		limited.workflow('w', trigger());
		await limited.activate('w');
		expect(stage.entries()).toHaveLength(1);
	});

	it('where the key is wrong', async () => {
		await start({});
		const wrong = await stage.n8n({ server: { url: stage.sandbox.url, apiKey: 'wrong' } });
		wrong.workflow('w', trigger());
		expect((await refusal(wrong.activate('w'))).message).toBe('WAHA did not accept the API key');
	});

	it('where the server cannot be reached', async () => {
		await start({});
		await stage.sandbox.close();
		expect((await refusal(n8n.activate('w'))).message).toBe(
			`WAHA cannot be reached at ${stage.sandbox.url}`,
		);
	});

	it.each([
		'http://localhost:5678',
		'http://LOCALHOST',
		'http://127.0.0.1:5678',
		'http://127.1.2.3',
		'http://[::1]:5678',
		'http://0.0.0.0:5678',
		'https://localhost/n8n',
	])('where n8n is at %s and WAHA is elsewhere', async (publicUrl) => {
		await start({});
		const url = 'http://waha.example:3000';
		const { apiKey } = stage.sandbox;
		const far = await stage.n8n({ server: { url, apiKey }, publicUrl });
		far.workflow('w', trigger());
		// Only a proxy leads to that address, and it is the sandbox.
		process.env.http_proxy = stage.sandbox.url;
		const { message, description } = await refusal(far.activate('w'));
		expect(message).toBe(
			`WAHA at ${url} cannot reach this n8n: its webhook address is ${far.productionUrl('w')}`,
		);
		expect(description).toBe(
			'Enter the address under which WAHA reaches n8n in the option "Webhook Base URL", e.g. http://n8n:5678, or set WEBHOOK_URL of n8n.',
		);
		expect(stage.writes).toEqual([]);
		far.setParameters('w', { options: { webhookBaseUrl: 'http://n8n:5678' } });
		await far.activate('w');
		expect(stage.entries()).toHaveLength(1);
	});

	it('where no event was chosen, or none that there is', async () => {
		await start({ events: [] });
		expect(await outcome()).toBe('No event was chosen');
		n8n.setParameters('w', { events: ['toString', 'JOIN'] });
		expect(await outcome()).toBe('Events does not know "toString"');
	});

	it.each([
		[
			{ groupIds: '120363041234567890@g.us, 4915200002001@c.us' },
			'"4915200002001@c.us" is not a group ID',
		],
		[
			{ participants: '+49 151 1, 0170 1234567' },
			'"0170 1234567" (number 2 in the list) starts with a single 0, so its country code is missing',
		],
	])('where a filter is none: %j', async (filters, message) => {
		await start({ filters });
		expect(await outcome()).toBe(message);
	});

	it.each(['groupIds', 'groups'])('but blank cells of %s are passed over', async (name) => {
		await start({ filters: { [name]: '={{ ["", null, "120363041234567890@g.us"] }}' } });
		await n8n.activate('w');
		expect(stage.entries()).toHaveLength(1);
	});

	it('and the advice names no option that the node does not have', async () => {
		await start({ filters: { participants: '0170 1234567' } });
		const { description } = await refusal(n8n.activate('w'));
		expect(description).toMatch(/Use the international form with the country code/);
		expect(description).not.toContain('options');
	});
});

it('a session that was not started yet is no obstacle', async () => {
	await start({ session: { __rl: true, mode: 'list', value: 'unpaired', cachedResultName: 'x' } });
	await n8n.activate('w');
	expect(stage.entries('unpaired')).toHaveLength(1);
	n8n.setParameters('w', { session: 'stopped' });
	await n8n.activate('w');
	expect(stage.entries('stopped')).toHaveLength(1);
	expect(stage.sandbox.world.session('stopped').status).toBe('STOPPED');
});

describe('a session that does not run tells no engine, so that of the server counts', () => {
	const stopped = (eventSource: string, events: string[]): INodeParameters => ({
		session: { __rl: true, mode: 'name', value: 'stopped' },
		events,
		options: { eventSource },
	});
	const registered = () => stage.entries('stopped').flatMap(({ events }) => events);

	it('which is no matter for the new events', async () => {
		await start(stopped('auto', ['leave']), { engine: 'GOWS' });
		await n8n.activate('w');
		expect(registered()).toEqual(['group.v2.participants']);
	});

	it('for the old events: right where the server has one engine', async () => {
		await start(stopped('legacy', ['join', 'leave']), { engine: 'WEBJS' });
		await n8n.activate('w');
		expect(registered()).toEqual(['group.join', 'group.leave']);
	});

	it('for the old events: said, with the way out, where it may be wrong', async () => {
		await start(stopped('legacy', ['leave']), { engine: 'GOWS' });
		expect(await refusal(n8n.activate('w'))).toMatchObject({
			message:
				'"Member Left" never comes from the engine GOWS of WAHA 2026.7.1 with this event source',
			description:
				'Choose the Event Source "Automatic" or "New Events" in the options. If this session has another engine, start it first: only then does it tell its engine.',
		});
		expect(stage.writes).toEqual([]);
		stage.sandbox.world.setSessionStatus('stopped', 'WORKING');
		await n8n.activate('w');
		expect(registered()).toEqual(['group.leave']);
	});
});

it('the options for retries reach WAHA, with its own defaults for the others', async () => {
	await start({ options: { retryDelay: 5 } });
	await n8n.activate('w');
	expect(stage.entries()[0]?.retries).toEqual({
		policy: 'constant',
		delaySeconds: 5,
		attempts: 15,
	});
});

it.each([
	[
		{ retryAttempts: 'many' },
		'Retry Attempts has to be a whole number, 0 or more, but it is "many"',
	],
	[{ retryAttempts: -1 }, 'Retry Attempts has to be a whole number, 0 or more, but it is "-1"'],
	[{ retryDelay: 0 }, 'Retry Delay (Seconds) has to be a whole number, 1 or more, but it is "0"'],
	[
		{ retryDelay: 1.5 },
		'Retry Delay (Seconds) has to be a whole number, 1 or more, but it is "1.5"',
	],
	[
		{ retryAttempts: false },
		'Retry Attempts has to be a whole number, 0 or more, but it is "false"',
	],
	[{ retryAttempts: [] }, 'Retry Attempts has to be a whole number, 0 or more, but it is "[]"'],
	[{ retryPolicy: 'never' }, 'Retry Policy does not know "never"'],
])(
	'retries that WAHA would not take are told before anything is asked: %j',
	async (options, told) => {
		await start({ options });
		stage.sandbox.world.clearRequests();
		expect(await refusal(n8n.hook('w', 'checkExists'))).toMatchObject({ message: told });
		expect(stage.sandbox.world.requests).toEqual([]);
	},
);

it('an expression that gives nothing for the retries leaves them to WAHA', async () => {
	await start({ options: { retryAttempts: ' ', retryDelay: '5', retryPolicy: '' } });
	await n8n.activate('w');
	expect(stage.entries()[0]?.retries).toEqual({
		policy: 'constant',
		delaySeconds: 5,
		attempts: 15,
	});
});
