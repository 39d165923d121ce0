import type { Member } from '../answers/shapes';
import { idsOf, keysOf } from '../phones/samePerson';

/** Somebody under all ids that were told, at most one of each kind: hidden (`…@lid`) and by number (`…@c.us`). */
export type Person = readonly string[];

const kindOf = (id: string): string => id.slice(id.lastIndexOf('@'));

/** One person of whom two lots of ids are known; where both have one of a kind, the newer counts and stands first. */
function merged(newer: Person, older: Person): Person {
	const kinds = new Set(newer.map(kindOf));
	return [...newer, ...older.filter((id) => !kinds.has(kindOf(id)))];
}

/** How a person is known: under a hidden id only, by number only, or so that nobody else can be the same one. */
export type KnownBy = 'hiddenId' | 'number' | 'both';

export function knownBy(person: Person): KnownBy {
	if (person.every((id) => id.endsWith('@lid'))) return 'hiddenId';
	return person.every((id) => id.endsWith('@c.us')) ? 'number' : 'both';
}

/** Those among whom nobody can tell who is the same: known by their hidden ids only, of others who are known by number only. */
export function notToldApart(some: readonly Person[], others: readonly Person[]): Person[] {
	const kinds = new Set(others.map(knownBy));
	return some.filter((person) => {
		const kind = knownBy(person);
		return (
			(kind === 'hiddenId' && kinds.has('number')) || (kind === 'number' && kinds.has('hiddenId'))
		);
	});
}

/** A set of people, found under any of their ids and in any form of their numbers. */
export class People {
	private readonly byKey = new Map<string, Person>();

	private readonly all = new Set<Person>();

	constructor(people: Iterable<Person> = []) {
		for (const person of people) this.add(person);
	}

	/** The people of a list of members. */
	static of(members: readonly Member[]): People {
		return new People(members.map(idsOf));
	}

	get size(): number {
		return this.all.size;
	}

	[Symbol.iterator](): IterableIterator<Person> {
		return this.all.values();
	}

	has(person: Person): boolean {
		return keysOf(person).some((key) => this.byKey.has(key));
	}

	/** The person with all ids that are known here; as given where nobody is here under any of them. */
	known(person: Person): Person {
		return this.found(person).reduce(merged, [...new Set(person)]);
	}

	/** Adds a person, or what is new of one who is here. */
	add(person: Person): void {
		const whole = this.known(person);
		this.delete(person);
		this.all.add(whole);
		for (const key of keysOf(whole)) this.byKey.set(key, whole);
	}

	/** Takes a person out; says whether one was here. */
	delete(person: Person): boolean {
		const found = this.found(person);
		for (const one of found) {
			this.all.delete(one);
			for (const key of keysOf(one)) this.byKey.delete(key);
		}
		return found.length > 0;
	}

	private found(person: Person): Person[] {
		const found = keysOf(person).map((key) => this.byKey.get(key));
		return [...new Set(found)].filter((one) => one !== undefined);
	}
}
