import { idsOf } from '../phones/samePerson';
import type { Member } from '../answers/shapes';
import type { Envelope, GroupEvent } from './payloads';
import { known } from './people';
import type { Filters } from '../../trigger/settings';
import { withNumber } from './toldNumbers';

/** Looks up the numbers behind hidden ids, by hidden id; those that nobody knows are left out. */
export type FindNumbers = (lids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const isHidden = (id: string): boolean => id.endsWith('@lid');

const phoneIds = (ids: readonly string[], numbers: ReadonlyMap<string, string>): string[] =>
	ids.flatMap((id) => {
		const number = numbers.get(id);
		return number === undefined ? [] : [`${number}@c.us`];
	});

/** The events that the account did not cause itself. */
async function byOthers(
	events: readonly GroupEvent[],
	own: readonly string[],
	find: FindNumbers,
): Promise<GroupEvent[]> {
	const isOwn = known(own);
	// Of an account that tells its hidden id, an unknown hidden id is somebody else.
	const lids = own.some(isHidden)
		? []
		: events.flatMap(({ actorIds }) => (actorIds.every(isHidden) ? actorIds : []));
	const numbers = await find(lids);
	return events.filter(({ actorIds }) => !isOwn([...actorIds, ...phoneIds(actorIds, numbers)]));
}

/** The events with those of their people whom the filter names, numbers filled in. */
async function aboutListed(
	events: readonly GroupEvent[],
	{ participants: listed }: Filters,
	own: readonly string[],
	find: FindNumbers,
	isShown: boolean,
): Promise<GroupEvent[]> {
	const isOwn = known(own);
	const knownIdsOf = (member: Member): string[] => {
		const told = idsOf(member);
		// Of the account itself every id is known, whichever the event names.
		return isOwn(told) ? [...told, ...own] : told;
	};
	const fits = (isListed: (told: readonly string[]) => boolean) => (member: Member) =>
		listed.length === 0 || isListed(knownIdsOf(member));
	const fitsAsGiven = fits(known(listed));
	const numbersListed = !listed.every(isHidden);
	const members = events.flatMap(({ participants }) => participants);
	const hidden = members.filter(
		(member) =>
			member.phoneNumber === null &&
			isHidden(member.participantId) &&
			(fitsAsGiven(member) ? isShown : numbersListed),
	);
	// Where the event names the number, the hidden ids of the filter can be the same person.
	const lids = members.some((member) => !isHidden(member.participantId) && !fitsAsGiven(member))
		? listed.filter(isHidden)
		: [];
	const numbers = await find([...hidden.map(({ participantId }) => participantId), ...lids]);
	const isWanted = fits(known([...listed, ...phoneIds(lids, numbers)]));
	return events.flatMap((event) => {
		const participants = event.participants
			.map((member) => withNumber(member, numbers))
			.filter(isWanted);
		return participants.length === 0 && listed.length > 0 ? [] : [{ ...event, participants }];
	});
}

/**
 * What the filters leave of some events: those of the groups, by others, with the people asked for.
 * In: the events of a delivery, its envelope, the filters, what looks up numbers, and whether they are shown, so that
 * they are looked up without a filter, too.
 */
export async function wantedEvents(
	events: readonly GroupEvent[],
	{ own }: Envelope,
	filters: Filters,
	find: FindNumbers,
	isShown: boolean,
): Promise<GroupEvent[]> {
	const { groupIds, ignoreOwnActions } = filters;
	const inGroups = events.filter(
		({ groupId }) => groupIds.length === 0 || (groupId !== null && groupIds.includes(groupId)),
	);
	const others = ignoreOwnActions ? await byOthers(inGroups, own, find) : inGroups;
	return await aboutListed(others, filters, own, find, isShown);
}
