import type { Member, Role } from '../answers/shapes';
import type { Envelope } from './envelope';
import type { ToldGroup } from './v2Group';

/** Somebody whom an event is about; without a role where the person is no member and never was. */
export type EventPerson = Omit<Member, 'role'> & { role: Role | null };

/** What happened in a group, whatever engine and version told it. In: the stored values that it can have. */
export interface GroupEvent<Name extends string> {
	event: Name;
	groupId: string | null;
	participants: EventPerson[];
	/** Who did it; null where the engine does not say. */
	actorId: string | null;
	/** The same person under every id that the engine gives: some tell a hidden id and the number beside it. */
	actorIds: string[];
	group: ToldGroup | null;
	/** ISO 8601. */
	timestamp: string | null;
	/** Which of WAHA's events told it; `catchUp` where none did, and it was found by comparing lists. */
	source: 'v2' | 'legacy' | 'catchUp';
}

/**
 * The items that a workflow gets of an event, as docs/events.md has them.
 * In: the event, its envelope, whether each person is an item, and subjects of groups by their ids, for an event that
 * does not tell its own.
 */
export function itemsOf(
	{ participants, ...told }: GroupEvent<string>,
	{ session, engine, id }: Envelope,
	isSplit: boolean,
	subjects: ReadonlyMap<string, string>,
) {
	const { group, groupId } = told;
	const groupSubject = group?.subject ?? (groupId === null ? null : subjects.get(groupId)) ?? null;
	const sets =
		isSplit && participants.length > 0 ? participants.map((one) => [one]) : [participants];
	return sets.map((people) => {
		const [first] = people;
		return {
			event: told.event,
			groupId,
			participantId: first?.participantId ?? null,
			phoneNumber: first?.phoneNumber ?? null,
			role: first?.role ?? null,
			actorId: told.actorId,
			participants: people.map((person) => ({ ...person })),
			groupSubject,
			group: group === null ? null : { ...group },
			session,
			engine,
			timestamp: told.timestamp,
			eventId: id,
			source: told.source,
		};
	});
}
