import { isRecord, recordOf } from '../json';
import { personIdIn } from '../phones/personId';
import { serialized } from './serialized';

export { toGroupId, toGroupIds } from './groups';
export { inviteUrl, toInviteCode, withoutLink } from './inviteLinks';
export { quote } from './quote';
export { toParticipantId, toParticipantIds } from '../phones/participant';

/**
 * The id of a person as an engine wrote it, in the one form of our outputs; null where there is none.
 * In: text, or an engine's object of an id; what is neither phone nor lid stays as it came.
 */
export function readPersonId(value: unknown): string | null {
	const text = isRecord(value) ? serialized(value) : value;
	if (typeof text !== 'string' || text === '') return null;
	return personIdIn(text) ?? text;
}

/** The digits of a phone number (country code first, no plus) in an id; null where the number is hidden or unknown. */
export function phoneOf(id: string | null): string | null {
	return id?.endsWith('@c.us') ? id.slice(0, -'@c.us'.length) : null;
}

/** The ids of a session's own account, phone and hidden. In: `me`, as WAHA tells it of a session and in each event. */
export function accountIdsIn(me: unknown): string[] {
	const { id, lid } = recordOf(me);
	return [id, lid].flatMap((one) => readPersonId(one) ?? []);
}
