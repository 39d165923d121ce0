import type { Reply } from '../../../nodes/WahaGroups/waha/http/reply';
import { resultsOf } from '../../../nodes/WahaGroups/waha/answers/results';
import { cpuMs } from '../support/cpu';

const ONE = '491701234567@c.us';
const TWO = '491701234568@c.us';
const LID = '1200@lid';

function reply(body: unknown, afterDoubt = false): Reply {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status: 200, headers: {}, text, afterDoubt };
}

const ok = (participantId: string) => ({ participantId, success: true, code: 200, reason: null });
const no = (participantId: string, code: number | null, reason: string) => ({
	participantId,
	success: false,
	code,
	reason,
});

const NOT_TOLD = 'WAHA did not say what became of this participant';

describe.each<[string, unknown]>([
	['WEBJS', { [TWO]: { code: 409, message: 'in' }, [ONE]: { code: 200, message: 'added' } }],
	[
		'NOWEB',
		[
			{ status: '409', jid: '491701234568@s.whatsapp.net' },
			{ status: '200', jid: '491701234567:3@s.whatsapp.net' },
		],
	],
	[
		'GOWS',
		[
			{ JID: '491701234568@s.whatsapp.net', Error: 409 },
			{ JID: '1300@lid', PhoneNumber: '491701234567@s.whatsapp.net', Error: 0 },
		],
	],
	[
		'WEBJS, make of a group',
		{
			gid: {},
			participants: { [TWO]: { statusCode: 409 }, [ONE]: { statusCode: 200 } },
		},
	],
])('%s', (_name, body) => {
	it('gives results in the order asked, whatever the order of the answer', () => {
		expect(resultsOf(reply(body), [ONE, TWO], 'add')).toEqual([
			ok(ONE),
			no(TWO, 409, 'Is a member already'),
		]);
		expect(resultsOf(reply(body), [TWO, ONE], 'add')).toEqual([
			no(TWO, 409, 'Is a member already'),
			ok(ONE),
		]);
	});
});

it.each<[string, string, boolean | null, number | null, string | null]>([
	['{"status":200}', 'remove', true, 200, null],
	[
		'{"status":403}',
		'promote',
		false,
		403,
		'The account may not do this: it is probably not an admin of the group',
	],
	['true', 'remove', true, 200, null],
	['"true"', 'remove', true, 200, null],
	[
		'"false"',
		'remove',
		false,
		null,
		'WhatsApp did not allow it: the account is probably not an admin of this group',
	],
	[
		'false',
		'remove',
		false,
		null,
		'WhatsApp did not allow it: the account is probably not an admin of this group',
	],
	['', 'demote', true, null, null],
	['null', 'demote', true, null, null],
	[
		'AddParticipantsError: no right',
		'add',
		false,
		null,
		'WhatsApp did not do this: AddParticipantsError: no right',
	],
	[
		'"AddParticipantsError: no right"',
		'add',
		false,
		null,
		'WhatsApp did not do this: AddParticipantsError: no right',
	],
	['[]', 'add', null, null, NOT_TOLD],
])('an answer for all at once: %s', (text, change, success, code, reason) => {
	expect(resultsOf(reply(text), [ONE, TWO], change as 'add')).toEqual(
		[ONE, TWO].map((participantId) => ({ participantId, success, code, reason })),
	);
});

it.each<[number, 'add' | 'remove', string]>([
	[400, 'add', 'WhatsApp did not accept this participant'],
	[401, 'add', 'This person has blocked the account, or the account may not do this'],
	[403, 'add', 'This person can only be added by private invitation'],
	[403, 'remove', 'The account may not do this: it is probably not an admin of the group'],
	[404, 'add', 'Is not on WhatsApp'],
	[404, 'remove', 'Is not in the group'],
	[408, 'add', 'Left the group recently and cannot be added yet'],
	[409, 'add', 'Is a member already'],
	[417, 'add', 'Cannot be added to this community'],
	[419, 'add', 'The group is full'],
	[499, 'add', 'WhatsApp answered with code 499'],
])('code %d of %s: %s', (code, change, reason) => {
	for (const body of [
		{ [ONE]: { code } },
		[{ status: String(code), jid: ONE }],
		[{ JID: ONE, Error: code }],
	])
		expect(resultsOf(reply(body), [ONE], change)).toEqual([no(ONE, code, reason)]);
});

it('tells of private invitations', () => {
	const body = (sent: boolean) => reply({ [ONE]: { code: 403, isInviteV4Sent: sent } });
	expect(resultsOf(body(true), [ONE], 'add')).toEqual([
		{
			...no(ONE, 403, 'Can only join by private invitation: one was sent'),
			inviteSent: true,
		},
	]);
	expect(resultsOf(body(false), [ONE], 'add')).toEqual([
		{ ...no(ONE, 403, 'This person can only be added by private invitation'), inviteSent: false },
	]);
});

it('says so where the answer leaves somebody out', () => {
	const body = { [ONE]: { code: 200 }, [TWO]: { code: 200 } };
	expect(resultsOf(reply(body), [ONE, TWO, LID], 'add')).toEqual([
		ok(ONE),
		ok(TWO),
		{ participantId: LID, success: null, code: null, reason: NOT_TOLD },
	]);
});

it('finds the one who was answered under another id, and guesses no more than that', () => {
	const other = { '1300@lid': { code: 409 } };
	expect(resultsOf(reply({ ...other, [ONE]: { code: 200 } }), [ONE, TWO], 'add')).toEqual([
		ok(ONE),
		no(TWO, 409, 'Is a member already'),
	]);
	expect(resultsOf(reply(other), [ONE, TWO], 'add').map(({ success }) => success)).toEqual([
		null,
		null,
	]);
});

it('after a try that broke off, what is done already is a success', () => {
	const added = reply([{ status: '409', jid: ONE }], true);
	const removed = reply([{ status: '404', jid: ONE }], true);
	expect(resultsOf(added, [ONE], 'add')).toMatchObject([{ success: true, reason: null }]);
	expect(resultsOf(removed, [ONE], 'remove')).toMatchObject([{ success: true, reason: null }]);
	expect(resultsOf(removed, [ONE], 'add')).toMatchObject([{ success: false }]);
	const forAll = reply({ status: 404 }, true);
	expect(resultsOf(forAll, [ONE], 'remove')).toMatchObject([{ success: true, reason: null }]);
});

describe('an answer for all at once', () => {
	it.each([
		[{ error: 'not an admin' }, false, 'WhatsApp did not do this: not an admin'],
		[{}, null, NOT_TOLD],
		[{ success: true }, true, null],
	])('%j', (body, success, reason) => {
		const [result] = resultsOf(reply(body), [ONE], 'add');
		expect(result).toMatchObject({ success, reason });
	});
});

it('takes one end for all where the engine names only hidden ids', () => {
	const body = [
		{ status: '200', jid: '77@lid' },
		{ status: '200', jid: '78@lid' },
	];
	expect(resultsOf(reply(body), [ONE, TWO], 'add')).toEqual([ok(ONE), ok(TWO)]);
	const mixed = [
		{ status: '200', jid: '77@lid' },
		{ status: '403', jid: '78@lid' },
	];
	expect(resultsOf(reply(mixed), [ONE, TWO], 'add').map(({ success }) => success)).toEqual([
		null,
		null,
	]);
});

it.each<[string, unknown]>([
	[
		'WEBJS',
		{ participants: { '4915@c.us': { statusCode: 200, isGroupCreator: true, message: '' } } },
	],
	['GOWS', { Participants: [{ JID: '4915@s.whatsapp.net', IsSuperAdmin: true, Error: 0 }] }],
])('%s: does not take the maker of a new group for the one asked for', (_engine, body) => {
	expect(resultsOf(reply(body), [ONE], 'add')).toEqual([
		{ participantId: ONE, success: null, code: null, reason: NOT_TOLD },
	]);
});

it('reads long answers in no time', () => {
	const ids = Array.from({ length: 20_000 }, (_, at) => `${491700000000 + at}@c.us`);
	const body = ids.map((jid) => ({ status: '200', jid }));
	const took = cpuMs(() => {
		expect(resultsOf(reply(body), ids, 'add').every(({ success }) => success)).toBe(true);
	});
	// Comparing each with each would take minutes.
	expect(took).toBeLessThan(10_000);
});

it.each<[string, unknown]>([
	['a text', 'Error: no\n    at run (/srv/app.js:1:1)'],
	['an object', { error: 'Error: no\n    at run (/srv/app.js:1:1)' }],
	['a message', { [ONE]: { code: 999, message: 'Error: no\n    at run (/srv/app.js:1:1)' } }],
])('no reason holds a stack: %s', (_, body) => {
	expect(resultsOf(reply(body), [ONE], 'add')).toEqual([
		expect.objectContaining({ success: false, reason: expect.stringMatching(/Error: no$/) }),
	]);
});

it('never gives the answer about one phone number to another', () => {
	const said = [{ status: '200', jid: '491700000009@s.whatsapp.net' }];
	const reply = { status: 200, headers: {}, text: JSON.stringify(said) };
	expect(resultsOf(reply, ['491700000001@c.us'], 'remove')).toEqual([
		expect.objectContaining({ participantId: '491700000001@c.us', success: null, code: null }),
	]);
});

it('two forms of one number are each told as they were answered', () => {
	const [long, short] = ['5511987654321@c.us', '551187654321@c.us'];
	const body = { [long]: { code: 200 }, [short]: { code: 409 } };
	expect(resultsOf(reply(body), [long, short], 'add')).toEqual([
		ok(long),
		no(short, 409, 'Is a member already'),
	]);
	expect(resultsOf(reply({ [short]: { code: 200 } }), [long], 'add')).toEqual([ok(long)]);
});

it.each([[['not-authorized']], [['ok']], [['']]])(
	'a text that is no ID tells of nobody: %j',
	(body) => {
		expect(resultsOf(reply(body), [ONE], 'add')).toEqual([
			{ participantId: ONE, success: null, code: null, reason: NOT_TOLD },
		]);
	},
);
