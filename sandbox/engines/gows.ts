import { jid, lidId, shownJid } from '../model/people';
import { present, roleOf } from '../model/groups';
import type { Change, Group, Member, Outcome, Person } from '../model/types';
import type { EngineShapes } from './types';

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Empty where this engine does not know the number behind a lid. */
const phoneNumber = (person: Person): string =>
	person.hidden && !person.resolvable ? '' : jid(person);

const participant = ({ person, role }: Member): object => ({
	JID: shownJid(person),
	PhoneNumber: phoneNumber(person),
	LID: lidId(person),
	IsAdmin: role === 'admin' || role === 'superadmin',
	IsSuperAdmin: role === 'superadmin',
	DisplayName: '',
	Error: 0,
	AddRequest: null,
});

function outcome(group: Group, result: Outcome): object {
	const { person, code } = result;
	if (!person) {
		return {
			JID: result.requested,
			PhoneNumber: '',
			LID: result.requested,
			IsAdmin: false,
			IsSuperAdmin: false,
			DisplayName: '',
			Error: code,
			AddRequest: null,
		};
	}
	const invitation = { Code: 'dGVzdA==', Expiration: '2030-03-17T17:46:40Z' };
	return {
		...participant({ person, role: roleOf(group, person) ?? 'participant' }),
		// Whoever was asked for by number stays findable by it, though the JID is the lid.
		PhoneNumber: result.requested.endsWith('@lid') ? phoneNumber(person) : jid(person),
		Error: code === 200 ? 0 : code,
		AddRequest: code === 403 && result.inviteSent ? invitation : null,
	};
}

function info(group: Group, participants: object[] | null): object {
	return {
		JID: group.id,
		OwnerJID: group.owner ? shownJid(group.owner) : '',
		Name: group.subject,
		NameSetAt: iso(group.createdAt),
		NameSetBy: group.owner ? shownJid(group.owner) : '',
		Topic: group.description,
		TopicID: group.description === '' ? '' : 'A1B2C3D4',
		TopicDeleted: group.description === '',
		IsLocked: group.infoAdminOnly,
		IsAnnounce: group.messagesAdminOnly,
		IsEphemeral: false,
		IsJoinApprovalRequired: group.newMembersApprovalRequired,
		GroupCreated: iso(group.createdAt),
		MemberAddMode: group.membersCanAddNewMember ? 'all_member_add' : 'admin_add',
		Participants: participants,
	};
}

// @witness documented: the bodies of groups, members and changes on GOWS, where `Error` 0 is success
/** The bodies of the engine that speaks the protocol from Go. */
export const gows: EngineShapes = {
	group: (group, view) => info(group, view.participants ? present(group).map(participant) : null),
	participants: (group) => present(group).map(participant),
	created(group, outcomes) {
		// Those who could not be added are in the list too, told apart by their Error alone.
		const failed = outcomes.filter(({ code }) => code !== 200);
		const members = present(group).map(participant);
		return info(group, [...members, ...failed.map((result) => outcome(group, result))]);
	},
	added: (group, outcomes) => [...outcomes].reverse().map((result) => outcome(group, result)),
	changed: (group, outcomes) => [...outcomes].reverse().map((result) => outcome(group, result)),
	inviteInfo: (group) => info(group, present(group).map(participant)),
	data(change) {
		return {
			JID: change.group.id,
			Notify: '',
			Sender: shownJid(change.author),
			SenderPN: phoneNumber(change.author),
			Timestamp: iso(change.at),
			Name: null,
			Topic: null,
			Locked: null,
			Announce: null,
			JoinReason: change.kind === 'join' && change.how === 'invite' ? 'invite' : '',
			Join: people(change, 'join'),
			Leave: people(change, 'leave'),
			Promote: people(change, 'promote'),
			Demote: people(change, 'demote'),
			...(change.kind === 'update' ? changedFields(change) : {}),
		};
	},
};

function people(change: Change, kind: Change['kind']): string[] | null {
	return change.kind === kind && 'people' in change ? change.people.map(shownJid) : null;
}

function changedFields({ changed }: Extract<Change, { kind: 'update' }>): object {
	return {
		...(changed.subject === undefined ? {} : { Name: { Name: changed.subject } }),
		...(changed.description === undefined ? {} : { Topic: { Topic: changed.description } }),
		...(changed.infoAdminOnly === undefined ? {} : { Locked: { IsLocked: changed.infoAdminOnly } }),
		...(changed.messagesAdminOnly === undefined
			? {}
			: { Announce: { IsAnnounce: changed.messagesAdminOnly } }),
	};
}
