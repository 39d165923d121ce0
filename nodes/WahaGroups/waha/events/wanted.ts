import { idsOf } from '../phones/samePerson';
import type { EventPerson, GroupEvent } from './groupEvent';
import { anyOf } from './samePeople';
import { withNumber } from './toldNumbers';

/** Which events a workflow wants; empty lists mean every group, everybody. */
export interface Filters {
	groupIds: readonly string[];
	ignoreOwnActions: boolean;
	participants: readonly string[];
}

/** Numbers by hidden id; null where nobody knows. What was not looked up yet is not in it. */
export type Numbers = ReadonlyMap<string, string | null>;

/** What a step has: its result, or the hidden ids whose numbers it needs before. */
export type Step<T> = { needs: string[] } | { value: T };

const isHidden = (id: string): boolean => id.endsWith('@lid');

const phoneIds = (ids: readonly string[], numbers: Numbers): string[] =>
	ids.flatMap((id) => {
		const number = numbers.get(id) ?? null;
		return number === null ? [] : [`${number}@c.us`];
	});

const notLookedUp = (ids: readonly string[], numbers: Numbers): string[] => [
	...new Set(ids.filter((id) => !numbers.has(id))),
];

/** The events that the account did not cause itself. */
function byOthers<E extends GroupEvent<string>>(
	events: readonly E[],
	accountIds: readonly string[],
	numbers: Numbers,
): Step<readonly E[]> {
	const isAccount = anyOf(accountIds);
	// Of an account that tells its hidden id, an unknown hidden id is somebody else.
	const lids = accountIds.some(isHidden)
		? []
		: events.flatMap(({ actorIds }) => (actorIds.every(isHidden) ? actorIds : []));
	const needs = notLookedUp(lids, numbers);
	if (needs.length > 0) return { needs };
	const acted = (ids: string[]): string[] => [
		...ids,
		...phoneIds(
			ids.filter((id) => lids.includes(id)),
			numbers,
		),
	];
	return { value: events.filter(({ actorIds }) => !isAccount(acted(actorIds))) };
}

/** The events with those of their people whom the filter names, numbers filled in. */
function aboutListed<E extends GroupEvent<string>>(
	events: readonly E[],
	listed: readonly string[],
	accountIds: readonly string[],
	numbers: Numbers,
	isShown: boolean,
): Step<E[]> {
	const isAccount = anyOf(accountIds);
	const allIdsOf = (person: EventPerson): string[] => {
		const told = idsOf(person);
		// Of the account itself every id is known, whichever the event names.
		return isAccount(told) ? [...told, ...accountIds] : told;
	};
	const fits = (isListed: (ids: readonly string[]) => boolean) => (person: EventPerson) =>
		listed.length === 0 || isListed(allIdsOf(person));
	const fitsAsGiven = fits(anyOf(listed));
	const numbersListed = !listed.every(isHidden);
	const people = events.flatMap(({ participants }) => participants);
	const hidden = people.filter(
		(person) =>
			person.phoneNumber === null &&
			isHidden(person.participantId) &&
			(fitsAsGiven(person) ? isShown : numbersListed),
	);
	// Where the event names the number, the hidden ids of the filter can be the same person.
	const lids = people.some((person) => !isHidden(person.participantId) && !fitsAsGiven(person))
		? listed.filter(isHidden)
		: [];
	const asked = [...hidden.map(({ participantId }) => participantId), ...lids];
	const needs = notLookedUp(asked, numbers);
	if (needs.length > 0) return { needs };
	const isWanted = fits(anyOf([...listed, ...phoneIds(lids, numbers)]));
	const found = new Map(asked.map((id) => [id, numbers.get(id) ?? null]));
	const value = events.flatMap((event) => {
		const participants = event.participants
			.map((person) => withNumber(person, found))
			.filter(isWanted);
		return participants.length === 0 && listed.length > 0 ? [] : [{ ...event, participants }];
	});
	return { value };
}

/**
 * What the filters leave of some events: those of the groups, by others, with the people asked for.
 * In: the events of an envelope, the ids of the account, the filters, the numbers looked up so far, and whether
 * numbers are shown, so that they are needed without a filter, too.
 */
export function wantedEvents<E extends GroupEvent<string>>(
	events: readonly E[],
	accountIds: readonly string[],
	{ groupIds, ignoreOwnActions, participants }: Filters,
	numbers: Numbers,
	isShown: boolean,
): Step<E[]> {
	const inGroups = events.filter(
		({ groupId }) => groupIds.length === 0 || (groupId !== null && groupIds.includes(groupId)),
	);
	const others = ignoreOwnActions ? byOthers(inGroups, accountIds, numbers) : { value: inGroups };
	return 'needs' in others
		? others
		: aboutListed(others.value, participants, accountIds, numbers, isShown);
}
