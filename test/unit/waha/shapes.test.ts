import { toGroup, toIso, toMember, toMembers } from '../../../nodes/WahaGroups/waha/answers/shapes';
import { isAtLeast, parseVersion } from '../../../nodes/WahaGroups/waha/versions';
import { UNKNOWN_GROUP } from '../../support/unknownGroup';

const expected = {
	groupId: '123456@g.us',
	subject: 'Choir',
	description: 'Tuesdays',
	owner: '491701234567@c.us',
	createdAt: '2023-11-14T22:13:20.000Z',
	infoAdminOnly: true,
	messagesAdminOnly: false,
	participantCount: 3,
	participants: [
		{ participantId: '491701234567@c.us', phoneNumber: '491701234567', role: 'superadmin' },
		{ participantId: '491701234568@c.us', phoneNumber: '491701234568', role: 'admin' },
		{ participantId: '1200@lid', phoneNumber: null, role: 'participant' },
	],
};

const wid = (id: string) => ({ server: id.split('@')[1], user: id.split('@')[0], _serialized: id });

/** The same on WhatsApp Web since July 2026, where it renamed the text of some ids. */
const renamed = (id: string) => ({ server: id.split('@')[1], user: id.split('@')[0], $1: id });

/** A group of WEBJS, with its ids as objects. */
const webjs = (wid: (id: string) => object) => ({
	id: wid('123456@g.us'),
	name: 'Choir',
	timestamp: 1,
	groupMetadata: {
		id: wid('123456@g.us'),
		creation: 1_700_000_000,
		owner: wid('491701234567@c.us'),
		subject: 'Choir',
		desc: 'Tuesdays',
		restrict: true,
		announce: false,
		participants: [
			{ id: wid('491701234567@c.us'), isAdmin: true, isSuperAdmin: true },
			{ id: wid('491701234568@c.us'), isAdmin: true, isSuperAdmin: false },
			{ id: wid('1200@lid'), isAdmin: false, isSuperAdmin: false },
		],
	},
});

const BODIES: Record<string, unknown> = {
	WEBJS: webjs(wid),
	'WEBJS, ids with another name': webjs(renamed),
	NOWEB: {
		id: '123456@g.us',
		subject: 'Choir',
		desc: 'Tuesdays',
		owner: '491701234567:5@s.whatsapp.net',
		creation: 1_700_000_000,
		restrict: true,
		announce: false,
		participants: [
			{ id: '491701234567@s.whatsapp.net', admin: 'superadmin' },
			{ id: '491701234568@s.whatsapp.net', admin: 'admin' },
			{ id: '1200@lid', admin: null },
		],
	},
	GOWS: {
		JID: '123456@g.us',
		OwnerJID: '491701234567@s.whatsapp.net',
		Name: 'Choir',
		Topic: 'Tuesdays',
		IsLocked: true,
		IsAnnounce: false,
		GroupCreated: '2023-11-14T22:13:20Z',
		Participants: [
			{ JID: '491701234567@s.whatsapp.net', IsAdmin: true, IsSuperAdmin: true, Error: 0 },
			{ JID: '491701234568@s.whatsapp.net', IsAdmin: true, IsSuperAdmin: false, Error: 0 },
			{ JID: '1200@lid', PhoneNumber: '', IsAdmin: false, IsSuperAdmin: false, Error: 0 },
			{ JID: '491701234569@s.whatsapp.net', Error: 403 },
		],
	},
	'the events of all engines': {
		id: '123456@g.us',
		subject: 'Choir',
		description: 'Tuesdays',
		owner: '491701234567@c.us',
		creation: '1700000000',
		restrict: true,
		membersCanSendMessages: true,
		participants: [
			{ id: '491701234567@c.us', pn: '491701234567@c.us', role: 'superadmin' },
			{ id: '491701234568@c.us', role: 'admin' },
			{ id: '1200@lid', role: 'participant' },
			{ id: '491701234570@c.us', role: 'left' },
		],
	},
};

it.each(Object.entries(BODIES))('the same group from %s is the same item', (_name, body) => {
	expect(toGroup(body)).toEqual(expected);
});

it('what nobody said is null, and members that were left out are left out', () => {
	for (const body of [{}, null, undefined, 'text', [], 7]) {
		expect(toGroup(body)).toStrictEqual(UNKNOWN_GROUP);
	}
	expect(toGroup({ id: '1@g.us', Topic: '', size: 4 })).toStrictEqual({
		...UNKNOWN_GROUP,
		groupId: '1@g.us',
		participantCount: 4,
	});
	expect(toGroup({ id: '1@g.us', participants: [], size: 4 })).toStrictEqual({
		...UNKNOWN_GROUP,
		groupId: '1@g.us',
		participantCount: 4,
	});
});

it.each<[unknown, unknown]>([
	['491701234567@c.us', ['491701234567@c.us', '491701234567', 'participant']],
	[{ id: '1200@lid', pn: '491701234567@c.us' }, ['1200@lid', '491701234567', 'participant']],
	[
		{ JID: '1200@lid', PhoneNumber: '491701234567@s.whatsapp.net', IsAdmin: true },
		['1200@lid', '491701234567', 'admin'],
	],
	[
		{ id: '1200@lid', jid: '491701234567:3@s.whatsapp.net' },
		['1200@lid', '491701234567', 'participant'],
	],
	[{ id: '1200@lid', role: 'left' }, ['1200@lid', null, 'left']],
	// What an object says of itself may be nothing that can be made a text.
	[{ id: '1200@lid', role: { toString: 1, valueOf: 1 } }, ['1200@lid', null, null]],
	[{ role: 'admin' }, null],
	[null, null],
])('member %j', (raw, parts) => {
	const member = toMember(raw);
	expect(member && [member.participantId, member.phoneNumber, member.role]).toEqual(parts);
});

it('passes over who has left, was refused or has no id', () => {
	expect(
		toMembers([{ id: '1200@lid', role: 'left' }, { JID: '1@lid', Error: 404 }, {}, null]),
	).toEqual([]);
	expect(toMembers('nothing')).toEqual([]);
});

it.each<[unknown, string | null]>([
	[1_700_000_000, '2023-11-14T22:13:20.000Z'],
	['1700000000', '2023-11-14T22:13:20.000Z'],
	['2023-11-14T22:13:20Z', '2023-11-14T22:13:20.000Z'],
	['0001-01-01T00:00:00Z', null],
	['never', null],
	[0, null],
	['', null],
	[null, null],
	[undefined, null],
])('time %j', (value, iso) => {
	expect(toIso(value)).toBe(iso);
});

it.each<[unknown, readonly number[] | undefined]>([
	['2026.7.1', [2026, 7, 1]],
	['2025.11', [2025, 11, 0]],
	['v2024.10.3-plus', [2024, 10, 3]],
	['latest', undefined],
	[undefined, undefined],
])('version %j', (text, version) => {
	expect(parseVersion(text)).toEqual(version);
});

it('compares versions part by part; an unknown one counts as new', () => {
	expect(isAtLeast([2025, 2, 0], [2025, 2, 0])).toBe(true);
	expect(isAtLeast([2025, 11, 0], [2025, 2, 5])).toBe(true);
	expect(isAtLeast([2024, 12, 9], [2025, 2, 0])).toBe(false);
	expect(isAtLeast([2025, 1, 9], [2025, 2, 0])).toBe(false);
	expect(isAtLeast(undefined, [2025, 2, 0])).toBe(true);
});

it('takes the zero values of GOWS for unknown, where it has not loaded a group', () => {
	const unloaded = {
		JID: '120363041234567890@g.us',
		GroupCreated: '0001-01-01T00:00:00Z',
		IsAnnounce: false,
		IsLocked: false,
		ParticipantCount: 0,
		Participants: null,
	};
	const nothing = {
		createdAt: null,
		infoAdminOnly: null,
		messagesAdminOnly: null,
		participantCount: null,
	};
	expect(toGroup(unloaded)).toMatchObject(nothing);
	expect(toGroup({ ...unloaded, Participants: [] })).toMatchObject(nothing);
	expect(toGroup({ ...unloaded, GroupCreated: undefined })).toMatchObject(nothing);
	for (const known of [
		{ GroupCreated: '2023-11-14T22:13:20Z' },
		{ GroupCreated: undefined, ParticipantCount: 4 },
		{ Participants: [{ JID: '491701234567@s.whatsapp.net' }] },
	]) {
		expect(toGroup({ ...unloaded, ...known })).toMatchObject({
			infoAdminOnly: false,
			messagesAdminOnly: false,
		});
	}
});

it.each([
	{ id: '1@g.us', participants: [] },
	{ JID: '1@g.us', Participants: [] },
	{ JID: '1@g.us', GroupCreated: '0001-01-01T00:00:00Z', Participants: [] },
	{ id: '1@g.us', participants: [{ id: '491701234567@c.us', role: 'left' }] },
	{ id: { _serialized: '1@g.us' }, groupMetadata: { participants: [] } },
])('an empty list of members is unknown, because the account is one: %j', (body) => {
	expect(toGroup(body)).not.toHaveProperty('participants');
	expect(toGroup(body).participantCount).toBeNull();
});
