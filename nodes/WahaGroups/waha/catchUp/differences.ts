import type { Numbers, Step } from '../events/wanted';
import type { Person } from './people';
import { knownBy, notToldApart, People } from './people';

/** How a list differs from what is remembered. */
export interface Differences {
	came: Person[];
	went: Person[];
	/** Who came or went, or neither: somebody else in the list, or who left lately, may be the same under another id. */
	doubtful: { came: Person[]; went: Person[] };
	/** Who is remembered and listed, with all ids that were found. */
	same: Person[];
	/** Who is remembered under another id than the one under which they were told to have left. */
	leftAlready: Person[];
}

/** So many hidden ids are looked up for one group at most: of a whole group that changed its kind of ids it is no help. */
export const MOST_LOOKUPS = 50;

const isHidden = (person: Person): boolean => knownBy(person) === 'hiddenId';

/** A person with the number that was looked up. */
function numbered(person: Person, numbers: Numbers): Person {
	if (!isHidden(person)) return person;
	const [number] = person.flatMap((id) => numbers.get(id) ?? []);
	return number === undefined ? person : [...person, `${number}@c.us`];
}

/**
 * Compares a list with what is remembered. In: both, who was told to have left lately without being remembered, and
 * the numbers looked up so far. Out: the differences, or the hidden ids whose numbers are needed before.
 */
export function differencesOf(
	remembered: People,
	listed: People,
	strays: readonly Person[],
	numbers: Numbers,
): Step<Differences> {
	const isNew = (person: Person): boolean => !remembered.has(person);
	const isGone = (person: Person): boolean => !listed.has(person);
	const gone = [...remembered].filter(isGone);
	const unmatched = [...[...listed].filter(isNew), ...gone, ...(gone.length > 0 ? strays : [])];
	const hidden = [...new Set(unmatched.filter(isHidden).flat())];
	const needs = hidden.filter((id) => !numbers.has(id));
	if (needs.length > 0 && hidden.length <= MOST_LOOKUPS) return { needs };

	const full = (people: Iterable<Person>): Person[] =>
		Array.from(people, (person) => numbered(person, numbers));
	const [allWent, left, all] = [full(gone), full(strays), full(listed)];
	const [wentPeople, leftPeople, allPeople] = [allWent, left, all].map((some) => new People(some));
	const came = all.filter((person) => isNew(person) && !wentPeople?.has(person));
	const missing = allWent.filter((person) => !allPeople?.has(person));
	const went = missing.filter((person) => !leftPeople?.has(person));
	const doubtful = {
		came: notToldApart(came, went),
		went: notToldApart(went, [...came, ...left]),
	};
	return {
		value: {
			came: came.filter((person) => !doubtful.came.includes(person)),
			went: went.filter((person) => !doubtful.went.includes(person)),
			doubtful,
			same: all.flatMap((person) => {
				if (wentPeople?.has(person)) return [wentPeople.known(person)];
				return isNew(person) ? [] : [person];
			}),
			leftAlready: missing.filter((person) => leftPeople?.has(person)),
		},
	};
}
