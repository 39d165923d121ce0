import { keysOf, personKey } from '../phones/samePerson';

/** Tells whether any of some ids is of these people, in whatever form of their numbers. In: the ids of the people. */
export function known(ids: readonly string[]): (told: readonly string[]) => boolean {
	const keys = new Set(keysOf(ids));
	return (told) => told.some((id) => keys.has(personKey(id)));
}
