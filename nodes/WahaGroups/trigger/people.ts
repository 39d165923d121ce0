import { personKey } from '../waha/samePerson';
import type { Member } from '../waha/shapes';

/** All ids that a member is told under. */
export function idsOf({ participantId, phoneNumber }: Member): string[] {
	return phoneNumber === null ? [participantId] : [participantId, `${phoneNumber}@c.us`];
}

/** Tells whether any of some ids is of these people, in whatever form of their numbers. In: the ids of the people. */
export function known(ids: readonly string[]): (told: readonly string[]) => boolean {
	const keys = new Set(ids.map((id) => personKey(id)));
	return (told) => told.some((id) => keys.has(personKey(id)));
}
