import { readPersonId } from '../../input/ids';
import { isRecord } from '../../json';
import { toGroup } from '../../answers/shapes';
import type { Envelope } from '../envelope';
import type { GroupEvent } from '../groupEvent';
import { accountMember, actorOf, timeOf } from './facts';
import { notifiedMembers } from './members';

/** A notification of WEBJS: who was added, invited, removed, or left. */
function notified<Name extends 'join' | 'leave'>(
	event: Name,
	envelope: Envelope,
	payload: Record<string, unknown>,
): GroupEvent<Name> {
	return {
		event,
		groupId: readPersonId(payload.chatId),
		participants: notifiedMembers(payload, event),
		...actorOf(payload),
		group: null,
		timestamp: timeOf(payload, envelope),
		source: 'legacy',
	};
}

/** One of NOWEB's groups that the account has joined. */
function joined(
	envelope: Envelope,
	raw: Record<string, unknown>,
): Omit<GroupEvent<string>, 'event'> {
	const group = toGroup(raw);
	return {
		groupId: group.groupId,
		participants: accountMember(envelope, 'participant', group),
		...actorOf(raw),
		group,
		timestamp: timeOf(undefined, envelope),
		source: 'legacy',
	};
}

/**
 * Reads an event of older servers: of somebody by WEBJS, of the account's groups by NOWEB.
 * In: what each of these groups is told as.
 */
export function legacyParser<Name extends 'join' | 'leave', Own extends string>(
	event: Name,
	ofAccount: readonly Own[],
): (envelope: Envelope) => Array<GroupEvent<Name | Own>> {
	return (envelope) => {
		const { payload } = envelope;
		if (isRecord(payload) && payload.chatId !== undefined)
			return [notified(event, envelope, payload)];
		const groups = Array.isArray(payload) ? payload : [payload];
		return groups.filter(isRecord).flatMap((raw) => {
			const told = joined(envelope, raw);
			return ofAccount.map((name) => ({ ...told, event: name }));
		});
	};
}
