import { phoneOf, readPersonId } from '../../input/ids';
import { recordOf } from '../../json';
import type { Member, Role } from '../../answers/shapes';
import { toMember } from '../../answers/shapes';
import { withNumber } from '../toldNumbers';
import { v2Parser } from './facts';

/** The role that somebody has afterwards. */
const ROLE_AFTER = {
	join: 'participant',
	leave: 'left',
	promote: 'admin',
	demote: 'participant',
} as const satisfies Record<string, Role>;

type Change = keyof typeof ROLE_AFTER;

function isChange(type: unknown): type is Change {
	return typeof type === 'string' && Object.hasOwn(ROLE_AFTER, type);
}

/** What somebody does to another one. */
const TO_ANOTHER: readonly unknown[] = ['add', 'remove', 'promote', 'demote'];

/**
 * Whom a notification of WEBJS is about, as ids. Where it lists nobody, the person is in the notification's own id;
 * who leaves or comes by a link is also its author, who does something to another one is not that one.
 */
function notifiedIds(notification: Record<string, unknown>): string[] {
	const listed = Array.isArray(notification.recipientIds) ? notification.recipientIds : [];
	const recipients = listed.flatMap((id) => readPersonId(id) ?? []);
	if (recipients.length > 0) return recipients;
	const author = readPersonId(notification.author);
	const person = readPersonId(recordOf(notification.id).participant) ?? author;
	const isActor = person === author && TO_ANOTHER.includes(notification.type);
	return person === null || isActor ? [] : [person];
}

/** Whom a notification of WEBJS is about, with the role that the change gives them. */
export function notifiedMembers(notification: Record<string, unknown>, change: Change): Member[] {
	return notifiedIds(notification).map((participantId) => ({
		participantId,
		phoneNumber: phoneOf(participantId),
		role: ROLE_AFTER[change],
	}));
}

/** `group.v2.participants`: who came, went, or changed the role. */
export const membersChanged = v2Parser<Change>(({ payload, common, numbers }) => {
	const { type } = payload;
	if (!isChange(type)) return [];
	const listed = Array.isArray(payload.participants) ? payload.participants : [];
	const read = listed.flatMap((entry) => toMember(entry) ?? []);
	// WEBJS hands on the recipients of its notification, also where there are none.
	const data = recordOf(payload._data);
	const isNotification = Array.isArray(data.recipientIds);
	const people = read.length === 0 && isNotification ? notifiedMembers(data, type) : read;
	const numbered = people.map((member) => withNumber(member, numbers));
	// NOWEB gives the role that somebody has just lost.
	const participants =
		type === 'demote'
			? numbered.map((member) => ({ ...member, role: ROLE_AFTER.demote }))
			: numbered;
	return [{ ...common, event: type, participants }];
});
