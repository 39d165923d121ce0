import { anyOf } from '../events/samePeople';
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
	/** Who was told to have left under another id than any that is remembered, and may be somebody who is. */
	unclear: Left[];
}

/** Somebody who was told to have left lately. */
export interface Left {
	person: Person;
	/** In milliseconds since 1970. */
	at: number;
	/** No list may have shown these ids, so that somebody remembered under another one may be meant. */
	isUnlisted: boolean;
}

/** What is known besides the two lists. */
export interface Known {
	left: readonly Left[];
	/** When somebody was told to have joined, lately; 0 for never. */
	joinedMs: (person: Person) => number;
	/** Whether somebody joined by an event lately, so that no list may have shown this id yet. */
	isUnlisted: (person: Person) => boolean;
	/** The numbers looked up so far. */
	numbers: Numbers;
}

/** So many hidden ids are looked up for one group at most: of a whole group that changed its kind of ids it is no help. */
export const MOST_LOOKUPS = 50;

const isHidden = (person: Person): boolean => knownBy(person) === 'hiddenId';

/** A person with the number that was looked up. */
export function numbered(person: Person, numbers: Numbers): Person {
	if (!isHidden(person)) return person;
	const [number] = person.flatMap((id) => numbers.get(id) ?? []);
	return number === undefined ? person : [...person, `${number}@c.us`];
}

/** Who is remembered although they were told to have left, under another id; and leaves of whom nobody knows who it was. */
type Leavers = Pick<Differences, 'leftAlready' | 'unclear'>;

/** Finds them. Out: those, or the hidden ids whose numbers are needed before. */
function leaversOf(remembered: People, known: Known): Step<Leavers> {
	const { joinedMs, numbers } = known;
	const left = known.left.filter((one) => one.isUnlisted);
	if (left.length === 0) return { value: { leftAlready: [], unclear: [] } };
	const all = [...remembered];
	const leavers = left.map(({ person }) => person);
	const maySame = [notToldApart(leavers, all), notToldApart(all, leavers)];
	const hidden = maySame.map((people) => [...new Set(people.filter(isHidden).flat())]);
	const needs = hidden
		.filter((ids) => ids.length <= MOST_LOOKUPS)
		.flat()
		.filter((id) => !numbers.has(id));
	if (needs.length > 0) return { needs };
	const whole = new Map(all.map((person) => [person, numbered(person, numbers)]));
	const leftAlready = new Set<Person>();
	const unclear = left.filter((one) => {
		const who = numbered(one.person, numbers);
		const isOne = anyOf(who);
		const same = all.filter((person) => isOne(whole.get(person) ?? person));
		for (const person of same) if (one.at >= joinedMs(person)) leftAlready.add(person);
		return same.length === 0 && notToldApart([who], [...whole.values()]).length > 0;
	});
	return { value: { leftAlready: [...leftAlready], unclear } };
}

/** Compares a list with what is remembered. Out: the differences, or the hidden ids whose numbers are needed before. */
export function differencesOf(remembered: People, listed: People, known: Known): Step<Differences> {
	const leavers = leaversOf(remembered, known);
	if ('needs' in leavers) return leavers;
	const { leftAlready, unclear } = leavers.value;
	// Whoever of them is listed came again.
	const present = new People(remembered);
	for (const person of leftAlready) present.delete(person);
	const step = othersThan(present, listed, known);
	if ('needs' in step) return step;
	const allLeft = [...leftAlready, ...step.value.leftAlready];
	return { value: { ...step.value, leftAlready: allLeft, unclear } };
}

function othersThan(
	remembered: People,
	listed: People,
	{ left, joinedMs, isUnlisted, numbers }: Known,
): Step<Omit<Differences, 'unclear'>> {
	const isNew = (person: Person): boolean => !remembered.has(person);
	const gone = [...remembered].filter((person) => !listed.has(person));
	// Events may use other ids than lists: who joined by an event may be in this list, or have left, under another one.
	const unlisted = gone.filter(isUnlisted);
	const leftBefore =
		gone.length === 0 ? [] : left.filter((one) => one.isUnlisted || unlisted.length > 0);
	const unmatched = [
		...[...listed].filter(
			(person) =>
				isNew(person) ||
				(gone.length > 0 && isUnlisted(person)) ||
				notToldApart([person], unlisted).length > 0,
		),
		...gone,
		...leftBefore.map(({ person }) => person),
	];
	const hidden = [...new Set(unmatched.filter(isHidden).flat())];
	const needs = hidden.filter((id) => !numbers.has(id));
	if (needs.length > 0 && hidden.length <= MOST_LOOKUPS) return { needs };

	const full = (people: Iterable<Person>): Person[] =>
		Array.from(people, (person) => numbered(person, numbers));
	const [allWent, all] = [full(gone), full(listed)];
	const [wentPeople, allPeople] = [new People(allWent), new People(all)];
	const othersLeft = leftBefore.map((one) => ({ ...one, person: numbered(one.person, numbers) }));
	const leftAs = (person: Person): Person[] =>
		othersLeft
			.filter((one) => one.at >= joinedMs(person) && (one.isUnlisted || isUnlisted(person)))
			.map((one) => one.person);
	const came = all.filter((person) => isNew(person) && !wentPeople.has(person));
	const missing = allWent.filter((person) => !allPeople.has(person));
	const hasLeft = (person: Person): boolean => new People(leftAs(person)).has(person);
	const went = missing.filter((person) => !hasLeft(person));
	const doubtful = {
		came: notToldApart(came, went),
		went: went.filter((person) => {
			const listedAs = isUnlisted(person) ? all : [...came, ...all.filter(isUnlisted)];
			const others = [...listedAs, ...leftAs(person)];
			return notToldApart([person], others).length > 0;
		}),
	};
	return {
		value: {
			came: came.filter((person) => !doubtful.came.includes(person)),
			went: went.filter((person) => !doubtful.went.includes(person)),
			doubtful,
			same: all.flatMap((person) => {
				if (wentPeople.has(person)) return [wentPeople.known(person)];
				return isNew(person) ? [] : [person];
			}),
			leftAlready: missing.filter(hasLeft),
		},
	};
}
