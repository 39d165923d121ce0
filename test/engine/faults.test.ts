import type { INodeParameters } from 'n8n-workflow';

import { type FaultRuleInput, type Sandbox, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ webjsAddMs: 0 });
});
afterEach(() => sandbox.close());

const group = { resource: 'group', groupId: byId(TEAM) };
const people = { resource: 'participants', groupId: byId(TEAM) };

/** One of each kind: reads; may be repeated; may be repeated but is gone the second time; must not happen twice. */
const KINDS = {
	get: { ...group, operation: 'get' },
	setSubject: { ...group, operation: 'setSubject', subject: 'New' },
	leave: { ...group, operation: 'leave' },
	remove: { ...people, operation: 'remove', participants: '4915200002005' },
	create: { resource: 'group', operation: 'create', name: 'New', participants: '4915400004001' },
	add: { ...people, operation: 'add', participants: '4915400004001' },
	send: { resource: 'message', operation: 'send', groupId: byId(TEAM), text: 'Hello' },
	join: { resource: 'inviteCode', operation: 'join', inviteCode: 'TeamBerlinInviteCode01' },
} satisfies Record<string, INodeParameters>;

type Kind = keyof typeof KINDS;

/**
 * How often the sandbox saw the request itself, and what the user gets: a success, a success that a look afterwards
 * has told, or an error; after "doubt" with the words that it may have happened all the same.
 */
type End = `${1 | 2}: ${'done' | 'seen' | 'error' | 'doubt'}`;

interface Row {
	fault: FaultRuleInput;
	/** What the error says. */
	told?: RegExp;
	ends: Record<Kind, End>;
}

const same = (end: End): Record<Kind, End> => ({
	get: end,
	setSubject: end,
	leave: end,
	remove: end,
	create: end,
	add: end,
	join: end,
	send: end,
});

// A new group is looked at afterwards.
const REPEATED = { ...same('2: done'), create: '2: seen' } as const;
/** It did not happen, but nobody can know; an add is looked for. */
const NOT_DONE = {
	...REPEATED,
	create: '1: doubt',
	add: '1: doubt',
	join: '1: doubt',
	send: '1: doubt',
} as const;
/** It happened, and only the answer did not come. */
const DONE = { ...NOT_DONE, add: '1: seen' } as const;

const SLOWER = /asks to go slower/;
const PROXY = /^A proxy in front of WAHA answered with an error page \(50\d\)$/;
const BROKEN = /broke off before WAHA answered$/;
const LATE = /^WAHA did not answer within 2\.5 seconds$/;

const ROWS: Row[] = [
	{ fault: { kind: '429' }, ends: REPEATED },
	{ fault: { kind: '429', retryAfter: 1 }, ends: REPEATED },
	{ fault: { kind: 'rate-overlimit' }, told: SLOWER, ends: NOT_DONE },
	{ fault: { kind: 'rate-overlimit', effect: true }, told: SLOWER, ends: DONE },
	{ fault: { kind: '502' }, told: PROXY, ends: NOT_DONE },
	{ fault: { kind: '502', effect: true }, told: PROXY, ends: DONE },
	{ fault: { kind: 'overload', above: 0 }, told: PROXY, ends: NOT_DONE },
	{ fault: { kind: 'reset' }, told: BROKEN, ends: NOT_DONE },
	{ fault: { kind: 'reset', effect: true }, told: BROKEN, ends: DONE },
	{ fault: { kind: 'cut-body' }, told: BROKEN, ends: DONE },
	{
		fault: { kind: 'hang' },
		told: LATE,
		ends: {
			...same('1: error'),
			create: '1: doubt',
			add: '1: doubt',
			join: '1: doubt',
			send: '1: doubt',
		},
	},
	{
		fault: { kind: 'hang', effect: true },
		told: LATE,
		ends: {
			...same('1: error'),
			create: '1: doubt',
			add: '1: seen',
			join: '1: doubt',
			send: '1: doubt',
		},
	},
	// Leaving is answered with nothing at all, of which half is nothing, too.
	{ fault: { kind: 'truncated-json' }, told: BROKEN, ends: { ...DONE, leave: '1: done' } },
	{ fault: { kind: 'wrong-content-type' }, ends: { ...same('1: done'), create: '1: seen' } },
	{
		fault: { kind: 'empty-body' },
		told: /^WAHA did not say whether the group was created|^WhatsApp does not know this group/,
		ends: { ...same('1: done'), get: '1: error', create: '1: doubt' },
	},
];

const IN_DOUBT = /It may (?:have happened|exist) all the same: look before you run it again\./;

const cases = ROWS.flatMap(({ fault, told, ends }) =>
	(Object.keys(KINDS) as Kind[]).map((kind) => ({ kind, fault, told, end: ends[kind] })),
);

it.each(cases)('$kind, $fault: $end', async ({ kind, fault, told, end }) => {
	const { world } = sandbox;
	if (kind === 'join') world.setRole(TEAM, 'default', 'left');
	const groups = world.groups.all().length;
	world.faults.add({ ...fault, times: 1 });

	const { items, error } = await runNode({
		server: sandbox,
		parameters: { ...KINDS[kind], options: fault.kind === 'hang' ? { timeout: 2500 } : {} },
	});

	const [first] = world.requests;
	const seen = world.requests.filter(({ url, method }) => {
		return url === first?.url && method === first.method;
	});
	const looks = world.requests.length > seen.length;
	const isDoubtful = IN_DOUBT.test(error?.description ?? '');
	const how = error ? (isDoubtful ? 'doubt' : 'error') : looks ? 'seen' : 'done';
	expect(`${seen.length}: ${how}`).toBe(end);
	if (error) expect(error.message).toMatch(told ?? /^$/);
	else if ((kind === 'join' || kind === 'send') && fault.kind === 'empty-body')
		expect(items).toMatchObject([{ success: null }]);
	else if (kind !== 'get' && kind !== 'create') expect(items).toMatchObject([{ success: true }]);

	// Whatever the user was told: it happened at most once, and it did where it is said so.
	expect(world.groups.all().length - groups).toBeLessThanOrEqual(kind === 'create' ? 1 : 0);
	if (kind === 'create' && !error) expect(world.groups.all().length - groups).toBe(1);
	if (kind === 'setSubject' && !error) expect(world.group(TEAM).subject).toBe('New');
	expect(world.messages.list().length).toBeLessThanOrEqual(kind === 'send' ? 1 : 0);
	if (kind === 'send' && items[0]?.success === true) expect(world.messages.list()).toHaveLength(1);
	if (kind === 'join' || kind === 'create') expect(seen.filter(isApplied).length).toBeLessThan(2);
});

function isApplied({ status }: { status: number | null }): boolean {
	return status !== null && status < 300;
}

/** Who is sent the link: can only be added by invitation, and WhatsApp sent none. */
const INVITED = '4915400004403';
const options = { sendInviteLink: true };
const INVITES = {
	add: { ...KINDS.add, participants: INVITED },
	create: { ...KINDS.create, participants: INVITED },
};

describe.each(['add', 'create'] as const)('the invite link of %s', (kind) => {
	it.each(ROWS.map(({ fault }) => fault))('goes out once at most: %j', async (fault) => {
		const { world } = sandbox;
		world.setAddResult(INVITED, 403, { inviteSent: false });
		world.faults.add({ ...fault, times: 1, path: '/api/sendText' });
		const isPatient = fault.kind !== 'hang';

		const { items, error } = await runNode({
			server: sandbox,
			parameters: {
				...INVITES[kind],
				options: isPatient ? options : { ...options, timeout: 2500 },
			},
		});

		expect(error).toBeUndefined();
		const results = kind === 'create' ? Object(items[0]).participants : items;
		const [{ success, code, inviteSent, reason }] = results;
		expect([success, code]).toEqual([false, 403]);
		const isTurnedAway = fault.kind === '429';
		// Nothing but a clear answer tells that it was sent, or that it was not.
		expect(inviteSent).toBe(isTurnedAway || fault.kind === 'wrong-content-type' ? true : null);
		if (inviteSent === null) expect(reason).toMatch(/invite link was sent|did not say|WhatsApp/);
		const sends = world.requests.filter(({ path }) => path === '/api/sendText');
		expect(sends).toHaveLength(isTurnedAway ? 2 : 1);
		const sent = world.messages.list();
		expect(sent.length).toBeLessThanOrEqual(1);
		if (inviteSent === true) expect(sent).toMatchObject([{ chatId: `${INVITED}@c.us` }]);
	});
});

it('the invite link goes to one person once in a run, also where nobody knows whether it went out', async () => {
	const { world } = sandbox;
	world.setAddResult(INVITED, 403, { inviteSent: false });
	world.faults.add({ kind: 'reset', effect: true, path: '/api/sendText' });
	await runNode({
		server: sandbox,
		parameters: { ...INVITES.add, options },
		items: [{}, {}, {}],
	});
	expect(world.messages.list()).toHaveLength(1);
});
