import { phoneOf, readPersonId } from '../input/ids';
import { recordOf } from '../json';
import type { Member } from '../answers/shapes';
import { toMember } from '../answers/shapes';

/** Where an engine's own data lists members with the number beside the hidden id: NOWEB, and GOWS by what happened. */
const LISTS = ['participants', 'Participants', 'Join', 'Leave', 'Promote', 'Demote'] as const;

/** Where it names one person and the number in a second field: who acted is often whom it is about. */
const PAIRS = [
	['author', 'authorPn'],
	['Sender', 'SenderPN'],
	['participant', 'participantPn'],
] as const;

/**
 * The numbers that an event tells in the engine's own data, by hidden id. In: `_data` of the payload.
 * Read in WAHA's sources (NOWEB, GOWS); measured for NOWEB 2026.7.2: `participants[].phoneNumber`.
 */
export function toldNumbers(data: unknown): ReadonlyMap<string, string> {
	const source = recordOf(data);
	const listed = LISTS.flatMap((name) => {
		const list: unknown = source[name];
		return Array.isArray(list) ? list.flatMap((entry) => toMember(entry) ?? []) : [];
	});
	const paired = PAIRS.map(([id, number]) => ({
		participantId: readPersonId(source[id]),
		phoneNumber: phoneOf(readPersonId(source[number])),
	}));
	return new Map(
		[...paired, ...listed].flatMap(({ participantId, phoneNumber }) =>
			participantId === null || phoneNumber === null ? [] : [[participantId, phoneNumber]],
		),
	);
}

/** A member with the number of a hidden id, where it is known. In: numbers by hidden id. */
export function withNumber<P extends Omit<Member, 'role'>>(
	member: P,
	numbers: ReadonlyMap<string, string | null>,
): P {
	const { participantId, phoneNumber } = member;
	return phoneNumber === null
		? { ...member, phoneNumber: numbers.get(participantId) ?? null }
		: member;
}
