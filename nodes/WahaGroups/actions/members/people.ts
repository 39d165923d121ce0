import type { Member } from '../../waha/answers/shapes';

/** Somebody on a list: the id as it was given, and all ids that the person is known to have. */
export interface Listed {
	id: string;
	ids: readonly string[];
}

/** A list as it was given, nothing looked up. */
export function asGiven(ids: readonly string[]): Listed[] {
	return ids.map((id) => ({ id, ids: [id] }));
}

/** Whether nobody knows the phone number of a member. */
export function isHidden({ phoneNumber }: Member): boolean {
	return phoneNumber === null;
}

/** Whether an id is a phone number. */
export function isPhone(id: string): boolean {
	return id.endsWith('@c.us');
}

const KINDS = ['@c.us', '@lid'] as const;

/** One of each sort of people: those with the same kinds of ids are all told apart from others, or none is. */
export function oneOfEachSort(people: readonly Listed[]): Listed[] {
	const kindsOf = (ids: readonly string[]): string =>
		KINDS.filter((kind) => ids.some((id) => id.endsWith(kind))).join();
	return [...new Map(people.map((person) => [kindsOf(person.ids), person])).values()];
}

/** Whether different ids may be of one person all the same: they are of different kinds, so they cannot be compared. */
export function mayBeSame(some: readonly string[], others: readonly string[]): boolean {
	return !KINDS.some(
		(kind) => some.some((id) => id.endsWith(kind)) && others.some((id) => id.endsWith(kind)),
	);
}
