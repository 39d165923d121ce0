import { keysOf, personKey } from '../phones/samePerson';

/** Tells whether any of some ids is of these people, in whatever form of their numbers. In: the ids of the people. */
export function anyOf(people: readonly string[]): (ids: readonly string[]) => boolean {
	const keys = new Set(keysOf(people));
	return (ids) => ids.some((id) => keys.has(personKey(id)));
}
