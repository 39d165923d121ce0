import { jid, lidId, shownJid } from '../model/people';
import { present } from '../model/groups';
import type { Group, Member, Outcome, Person } from '../model/types';
import type { EngineShapes } from './types';

const participant = ({ person, role }: Member): object => ({
	id: shownJid(person),
	admin: role === 'participant' ? null : role,
});

/** Answers name a number by `…@s.whatsapp.net`, a lid as it was asked for. */
function outcomeJid({ person, requested, byLid }: Outcome): string {
	if (person && byLid === true) return lidId(person);
	return person && !requested.endsWith('@lid') ? jid(person) : requested;
}

const phoneNumber = (person: Person): object =>
	person.resolvable ? { phone_number: jid(person) } : {};

function outcome(result: Outcome): object {
	const error = result.code === 200 ? {} : { error: String(result.code) };
	const invitation =
		result.code === 403 && result.inviteSent
			? [{ tag: 'add_request', attrs: { code: 'dGVzdA==', expiration: '1900000000' } }]
			: undefined;
	return {
		status: String(result.code),
		jid: outcomeJid(result),
		content: {
			tag: 'participant',
			attrs: {
				jid: outcomeJid(result),
				...(result.byLid === true && result.person ? phoneNumber(result.person) : {}),
				...error,
			},
			...(invitation ? { content: invitation } : {}),
		},
	};
}

/** A group as this engine holds it. */
export function nowebGroup(group: Group, withParticipants: boolean): object {
	return {
		id: group.id,
		subject: group.subject,
		...(group.owner ? { subjectOwner: shownJid(group.owner) } : {}),
		subjectTime: group.createdAt,
		size: present(group).length,
		creation: group.createdAt,
		...(group.owner ? { owner: shownJid(group.owner) } : {}),
		...(group.description === '' ? {} : { desc: group.description, descId: 'A1B2C3D4' }),
		restrict: group.infoAdminOnly,
		announce: group.messagesAdminOnly,
		isCommunity: false,
		isCommunityAnnounce: false,
		joinApprovalMode: group.newMembersApprovalRequired,
		memberAddMode: group.membersCanAddNewMember,
		...(withParticipants ? { participants: present(group).map(participant) } : {}),
	};
}

// @witness documented: the bodies of groups, members and changes on NOWEB, with codes as text
/** The bodies of the engine that speaks the protocol from Node. */
export const noweb: EngineShapes = {
	group: (group, view) => nowebGroup(group, view.participants),
	participants: (group) => present(group).map(participant),
	// Who could not be added is simply not there.
	created: (group) => nowebGroup(group, true),
	// @witness chosen: results of single participants come in reverse order
	added: (_group, outcomes) => [...outcomes].reverse().map(outcome),
	changed: (_group, outcomes) => [...outcomes].reverse().map(outcome),
	inviteInfo: (group) => nowebGroup(group, true),
	data(change) {
		// @witness chosen: where a group hides a number, author and founder are shown by `@lid`, too
		// The author comes with the device that it was done on.
		const author = shownJid(change.author).replace('@', ':12@');
		if (change.kind === 'create') return { ...nowebGroup(change.group, true), author };
		if (change.kind === 'update') {
			const { subject, description, infoAdminOnly, messagesAdminOnly } = change.changed;
			return {
				id: change.group.id,
				...(subject === undefined ? {} : { subject }),
				...(description ? { desc: description } : {}),
				...(infoAdminOnly === undefined ? {} : { restrict: infoAdminOnly }),
				...(messagesAdminOnly === undefined ? {} : { announce: messagesAdminOnly }),
				author,
			};
		}
		const action = { join: 'add', leave: 'remove', promote: 'promote', demote: 'demote' };
		return {
			id: change.group.id,
			author,
			participants: change.people.map(shownJid),
			action: action[change.kind],
		};
	},
};
