import type { Envelope } from '../../../nodes/WahaGroups/waha/events/envelope';
import { toGroupEvents } from '../../../nodes/WahaGroups/waha/events/catalogue';
import { toEnvelope } from '../../../nodes/WahaGroups/waha/events/envelope';
import { UNKNOWN_GROUP } from '../../support/unknownGroup';

const GROUP = '120363041234567890@g.us';
const LID = '98765432101234@lid';
const OTHER = '11122233344455@lid';
const PHONE = '4915300003001';
const JID = `${PHONE}@s.whatsapp.net`;

function told(event: string, engine: string, payload: unknown) {
	const envelope: Envelope | undefined = toEnvelope({
		event,
		session: 'default',
		engine,
		me: { id: '4915100001001@c.us' },
		payload,
	});
	if (envelope === undefined) throw new Error('That is no event of WAHA');
	return toGroupEvents(envelope);
}

/** The people of one event of members. */
function people(engine: string, payload: object) {
	const [event] = told('group.v2.participants', engine, {
		type: 'join',
		timestamp: 1_700_000_000,
		group: { id: GROUP },
		participants: [{ id: LID, role: 'participant' }],
		...payload,
	});
	return event?.participants;
}

describe('the number of a hidden member', () => {
	it.each([
		['beside the id since 2026.8.2', { participants: [{ id: LID, pn: `${PHONE}@c.us` }] }],
		['in the list of NOWEB', { _data: { participants: [{ id: LID, phoneNumber: JID }] } }],
		['with a device', { _data: { participants: [{ id: LID, phoneNumber: `${PHONE}:3@c.us` }] } }],
		['in lists of GOWS', { _data: { Join: [{ JID: LID, PhoneNumber: JID }] } }],
		['beside the author of NOWEB', { _data: { author: LID, authorPn: JID, participants: [LID] } }],
		['beside the sender of GOWS', { _data: { Sender: LID, SenderPN: JID, Join: [LID] } }],
		['beside the participant', { _data: { participant: LID, participantPn: JID } }],
	])('is read %s', (_, payload) => {
		expect(people('NOWEB', payload)).toEqual([
			{ participantId: LID, phoneNumber: PHONE, role: 'participant' },
		]);
	});

	it.each([
		['of somebody else', { _data: { participants: [{ id: OTHER, phoneNumber: JID }] } }],
		['of who added', { _data: { author: OTHER, authorPn: JID, participants: [LID] } }],
		['that is hidden, too', { _data: { participants: [{ id: LID, phoneNumber: LID }] } }],
		['where there is none', { _data: { Join: [LID], Sender: '', SenderPN: '' } }],
		['where there is nothing', { _data: null }],
	])('is not taken %s', (_, payload) => {
		expect(people('GOWS', payload)).toMatchObject([{ participantId: LID, phoneNumber: null }]);
	});

	it('is read for the group that the account joined', () => {
		const [event] = told('group.v2.join', 'NOWEB', {
			group: { id: GROUP, participants: [{ id: LID, role: 'admin' }] },
			_data: { id: GROUP, participants: [{ id: LID, phoneNumber: JID, admin: 'admin' }] },
		});
		expect(event?.group?.participants).toEqual([
			{ participantId: LID, phoneNumber: PHONE, role: 'admin' },
		]);
	});

	it('is read in the old event of NOWEB', () => {
		const [event] = told('group.join', 'NOWEB', [
			{ id: GROUP, participants: [{ id: LID, phoneNumber: JID, admin: null }] },
		]);
		expect(event?.group?.participants).toMatchObject([{ phoneNumber: PHONE }]);
	});
});

describe('an update of a group', () => {
	const updated = (engine: string, group: object, _data: object = {}) =>
		told('group.v2.update', engine, { timestamp: 1, group: { id: GROUP, ...group }, _data });
	const unchanged = { ...UNKNOWN_GROUP, groupId: GROUP };

	it.each([
		['NOWEB', { newMembersApprovalRequired: true }, {}, { newMembersApprovalRequired: true }],
		['WPP', { membersCanAddNewMember: false }, {}, { membersCanAddNewMember: false }],
		['GOWS', { invite: 'https://chat.whatsapp.com/AbC123' }, {}, { inviteCode: 'AbC123' }],
		['NOWEB', { invite: null }, {}, {}],
		['GOWS', { description: '' }, {}, { description: '' }],
		['NOWEB', {}, { restrict: false }, { infoAdminOnly: false }],
		['GOWS', {}, { Locked: { IsLocked: true } }, { infoAdminOnly: true }],
		['GOWS', {}, { Locked: null }, {}],
	])('of %s tells %j, %j', (engine, group, data, changed) => {
		expect(updated(engine, group, data)).toMatchObject([{ event: 'update' }]);
		expect(updated(engine, group, data)[0]?.group).toEqual({ ...unchanged, ...changed });
	});

	it('of WEBJS tells nothing that is not there always: it is the whole group, whatever has changed', () => {
		const whole = {
			subject: 'Team',
			description: '',
			invite: 'AbC123',
			membersCanAddNewMember: false,
			newMembersApprovalRequired: false,
			participants: [],
		};
		expect(updated('WEBJS', whole)[0]?.group).toEqual({ ...unchanged, subject: 'Team' });
	});

	it('of NOWEB with its members is none: it has only read its list anew', () => {
		const whole = { subject: 'Team', participants: [{ id: LID, pn: `${PHONE}@c.us` }] };
		expect(updated('NOWEB', whole)).toEqual([]);
		expect(updated('NOWEB', { subject: 'Team', participants: [] })).toHaveLength(1);
		expect(updated('GOWS', whole)).toHaveLength(1);
		expect(updated('NOWEB', whole, { author: LID })).toHaveLength(1);
	});
});

describe('a notification of WEBJS that lists nobody', () => {
	const notification = (more: object) => ({
		id: { fromMe: false, remote: GROUP, id: 'A1', participant: LID, _serialized: 'x' },
		type: 'invite',
		timestamp: 1_700_000_000,
		chatId: GROUP,
		author: LID,
		recipientIds: [],
		...more,
	});
	const both = (payload: Record<string, unknown>, type = 'join') => {
		const v2 = { type, timestamp: 1, group: { id: GROUP }, participants: [], _data: payload };
		const [old] = told(`group.${type}`, 'WEBJS', payload);
		const [now] = told('group.v2.participants', 'WEBJS', v2);
		return [old?.participants, now?.participants];
	};
	const person = { participantId: LID, phoneNumber: null, role: 'participant' };

	it.each([
		['by a link', {}],
		['by somebody else', { type: 'add', author: `${PHONE}@c.us` }],
		['as an object', { id: { participant: { user: 'x', _serialized: LID } }, author: undefined }],
		['as the author only', { id: {} }],
		['as the author only, an id of text', { id: 'x' }],
		['as an object in the list', { recipientIds: [{ _serialized: LID }], author: undefined }],
	])('tells who joined: %s', (_, more) => {
		const [old, now] = both(notification(more));
		expect(old).toEqual([person]);
		// The new event has its own list, which WAHA makes of the same recipients.
		expect(now).toEqual([person]);
	});

	it('tells who left', () => {
		const left = [{ ...person, role: 'left' }];
		expect(both(notification({ type: 'leave' }), 'leave')).toEqual([left, left]);
	});

	it('does not take who added or removed for the person', () => {
		expect(both(notification({ type: 'add' }))).toEqual([[], []]);
		expect(both(notification({ type: 'remove' }), 'leave')).toEqual([[], []]);
	});

	it('is not looked for in the data of other engines', () => {
		expect(people('NOWEB', { participants: [], _data: { author: LID, participants: [] } })).toEqual(
			[],
		);
	});
});

describe('the time', () => {
	it.each([
		['seconds, of WEBJS', 1_700_000_000],
		['milliseconds, of NOWEB and GOWS', 1_700_000_000_000],
	])('is the same in %s', (_, timestamp) => {
		const payload = { type: 'join', timestamp, group: { id: GROUP }, participants: [] };
		expect(told('group.v2.participants', 'GOWS', payload)).toMatchObject([
			{ timestamp: '2023-11-14T22:13:20.000Z' },
		]);
	});
});

describe('the account in a group that it joined', () => {
	it.each([
		['under its hidden id, with the number beside it', LID, { pn: '553181234567@c.us' }],
		['under the other form of its number', '553181234567@c.us', {}],
	])('is found %s', (_, id, more) => {
		const participants = [
			{ id: OTHER, role: 'participant' },
			{ id, role: 'admin', ...more },
		];
		const envelope = toEnvelope({
			event: 'group.v2.join',
			session: 'default',
			me: { id: '5531981234567@c.us' },
			payload: { group: { id: GROUP, participants } },
		});
		const [event] = envelope === undefined ? [] : toGroupEvents(envelope);
		expect(event?.participants).toEqual([
			{ participantId: id, phoneNumber: '553181234567', role: 'admin' },
		]);
	});
});

describe('the old join of NOWEB', () => {
	it('is both what happened to the account and a new member', () => {
		const groups = [{ id: GROUP, subject: 'One', participants: [] }];
		expect(told('group.join', 'NOWEB', groups)).toMatchObject([
			{ event: 'accountJoin', groupId: GROUP, participants: [{ phoneNumber: '4915100001001' }] },
			{ event: 'join', groupId: GROUP, participants: [{ phoneNumber: '4915100001001' }] },
		]);
	});

	it('is only a new member on WEBJS', () => {
		const payload = { chatId: GROUP, type: 'add', recipientIds: ['4915100001001@c.us'] };
		expect(told('group.join', 'WEBJS', payload)).toMatchObject([{ event: 'join' }]);
	});
});
