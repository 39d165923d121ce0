import type { Person } from './people';
import { notToldApart, People } from './people';
import type { Kind, RecentlyTold, Told } from './recent';
import { LAG_MS, LATE_MS } from './recent';
import type { WatchedGroup } from './watchedGroup';

/** What becomes of a change of one person when its turn comes. */
export interface Turn {
	isTold: boolean;
	/** Whether a list has to say who is in the group, because the event alone does not. */
	needsLook: boolean;
}

/** What a change is about. */
interface Change {
	group: WatchedGroup;
	kind: Kind;
	person: Person;
	nowMs: number;
}

/** A change that was found by comparing. In: when its list was asked for. What was told since then is newer than the list. */
export function caughtUp(
	{ group, kind, person, nowMs }: Change,
	recent: RecentlyTold,
	listedMs: number,
): Turn {
	const people = group.people();
	if (people === undefined || people.has(person) === (kind === 'join'))
		return { isTold: false, needsLook: false };
	// That list may have them under another id: what still differs from it is found again.
	if (group.isOvertaken(listedMs)) return { isTold: false, needsLook: true };
	const whole = people.known(person);
	const newer = recent.of(group.id, listedMs - LAG_MS).map((told) => told.person);
	if (new People(newer).has(whole) || notToldApart([whole], newer).length > 0)
		return { isTold: false, needsLook: true };
	if (kind === 'join') people.add(person);
	else people.delete(person);
	group.remember(people);
	recent.note({ groupId: group.id, kind, person: whole, how: 'caughtUp', at: nowMs });
	return { isTold: true, needsLook: false };
}

/**
 * A change that an event tells. About somebody who was caught up lately it may be an old one that comes late: then it is
 * not told, and where it differs from what is remembered, a list has to say how it is. In: when the event came.
 */
export function live(
	{ group, kind, person, nowMs }: Change,
	recent: RecentlyTold,
	heardMs: number,
): Turn {
	const people = group.people();
	const isIn = people?.has(person) ?? false;
	const whole = people?.known(person) ?? person;
	const since = heardMs - LATE_MS;
	const isCaughtUp = ({ how }: Told): boolean => how === 'caughtUp';
	if (recent.about(group.id, whole, since).some(isCaughtUp))
		return { isTold: false, needsLook: isIn !== (kind === 'join') };
	const others = recent.of(group.id, since).filter(isCaughtUp);
	// Under which of its ids somebody was caught up, only a list tells.
	const mayBeOther = notToldApart(
		[whole],
		others.map((one) => one.person),
	);
	if (mayBeOther.length > 0) return { isTold: false, needsLook: true };

	const isStray = kind === 'leave' && people !== undefined && !isIn;
	group.heard(kind, whole, heardMs);
	if (kind === 'join') people?.add(person);
	else people?.delete(person);
	if (people !== undefined) group.remember(people);
	const how = isStray ? 'stray' : 'live';
	recent.note({ groupId: group.id, kind, person: whole, how, at: nowMs });
	return { isTold: true, needsLook: isStray };
}
