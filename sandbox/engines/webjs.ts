import { chatId, shownId } from '../model/people';
import { present } from '../model/groups';
import type { Change, Group, Member, Outcome, Person } from '../model/types';
import type { EngineShapes } from './types';

interface Wid {
	server: string;
	user: string;
	_serialized: string;
}

function wid(id: string): Wid {
	const [user = '', server = ''] = id.split('@');
	return { server, user, _serialized: id };
}

const participant = ({ person, role }: Member): object => ({
	id: wid(shownId(person)),
	isAdmin: role !== 'participant',
	isSuperAdmin: role === 'superadmin',
});

const MESSAGES: Record<number, string> = {
	200: 'The participant was added',
	403: 'The participant can be added by a private invitation only',
	404: 'The phone number is not registered on WhatsApp',
	408: 'The participant has left the group recently',
	409: 'The participant is a member of the group already',
	417: 'The participant cannot be added to the community',
	419: 'The group is full',
};
const message = (code: number): string => MESSAGES[code] ?? 'An unknown error occurred';

/** WEBJS names participants `…@c.us`, whatever form was asked for. */
const key = ({ person, requested }: Outcome): string =>
	person && !requested.endsWith('@lid') ? chatId(person) : requested;

// @witness documented: the payload of `group.join` and `group.leave` on WEBJS is a notification
/** The notification that the browser shows in the chat; it is also the payload of the old events. */
export function notification(change: Change, viewer: Person): object {
	const author = shownId(change.author);
	const body = change.kind === 'update' ? (change.changed.subject ?? '') : '';
	const recipients = 'people' in change ? change.people.map(shownId) : [];
	const local = `${change.at}${recipients.length}${change.kind.length}`;
	const fromMe = change.author === viewer;
	return {
		id: {
			fromMe,
			remote: change.group.id,
			id: local,
			participant: author,
			_serialized: `${String(fromMe)}_${change.group.id}_${local}_${author}`,
		},
		body,
		type: notificationType(change),
		timestamp: change.at,
		chatId: change.group.id,
		author,
		recipientIds: recipients,
	};
}

function notificationType(change: Change): string {
	if (change.kind === 'create') return 'create';
	if (change.kind !== 'update') return change.how;
	if (change.changed.subject !== undefined) return 'subject';
	if (change.changed.description !== undefined) return 'description';
	if (change.changed.picture !== undefined) return 'picture';
	if (change.changed.messagesAdminOnly !== undefined) return 'announce';
	return 'restrict';
}

// @witness documented: the bodies of groups, members, creates and adds on WEBJS
/** The bodies of the engine that drives a browser. */
export const webjs: EngineShapes = {
	group(group, view) {
		return {
			groupMetadata: metadata(group, view.participants),
			id: wid(group.id),
			name: group.subject,
			isGroup: true,
			isReadOnly: group.messagesAdminOnly,
			unreadCount: 0,
			timestamp: group.createdAt,
			archived: false,
			pinned: false,
			isMuted: false,
			muteExpiration: 0,
		};
	},
	participants(group) {
		return present(group).map(participant);
	},
	created(group, outcomes) {
		return {
			title: group.subject,
			gid: wid(group.id),
			participants: Object.fromEntries(
				outcomes.map((outcome) => [
					key(outcome),
					{
						statusCode: outcome.code,
						message: message(outcome.code),
						isGroupCreator: false,
						isInviteV4Sent: outcome.inviteSent,
					},
				]),
			),
		};
	},
	added(_group, outcomes) {
		return Object.fromEntries(
			[...outcomes].reverse().map((outcome) => [
				key(outcome),
				{
					code: outcome.code,
					message: message(outcome.code),
					isInviteV4Sent: outcome.inviteSent,
				},
			]),
		);
	},
	changed() {
		// @witness measured R24: remove, promote and demote answer `{status: 200}`, also for strangers
		return { status: 200 };
	},
	inviteInfo(group) {
		return { ...metadata(group, false), size: present(group).length, status: 200 };
	},
	data: notification,
};

function metadata(group: Group, withParticipants: boolean): object {
	return {
		id: wid(group.id),
		creation: group.createdAt,
		...(group.owner ? { owner: wid(shownId(group.owner)) } : {}),
		subject: group.subject,
		subjectTime: group.createdAt,
		...(group.description === '' ? {} : { desc: group.description }),
		restrict: group.infoAdminOnly,
		announce: group.messagesAdminOnly,
		memberAddMode: group.membersCanAddNewMember ? 'all_member_add' : 'admin_add',
		membershipApprovalMode: group.newMembersApprovalRequired,
		size: present(group).length,
		...(withParticipants ? { participants: present(group).map(participant) } : {}),
	};
}
