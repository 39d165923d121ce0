import type { Person } from './people';
import { notToldApart } from './people';
import type { Kind, RecentlyTold } from './recent';
import { LATE_MS } from './recent';
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

const TOLD_BEFORE: Turn = { isTold: false, needsLook: false };

/** A change that was found by comparing: told unless a live event was faster. */
export function caughtUp({ group, kind, person, nowMs }: Change, recent: RecentlyTold): Turn {
	const people = group.people();
	if (people === undefined || people.has(person) === (kind === 'join')) return TOLD_BEFORE;
	const whole = people.known(person);
	if (kind === 'join') people.add(person);
	else people.delete(person);
	group.remember(people);
	recent.note({ groupId: group.id, kind, person: whole, how: 'caughtUp', at: nowMs });
	return { isTold: true, needsLook: false };
}

/**
 * A change that an event tells. It may come late, after the same was caught up; a session sends its events in the order
 * in which they happened.
 */
export function live({ group, kind, person, nowMs }: Change, recent: RecentlyTold): Turn {
	const people = group.people();
	const isIn = people?.has(person) ?? false;
	const whole = people?.known(person) ?? person;
	const told = { groupId: group.id, kind, person: whole, at: nowMs };
	const since = nowMs - LATE_MS;
	const wasCaughtUp = recent
		.about(group.id, whole, since)
		.some((one) => one.how === 'caughtUp' && one.kind === kind);
	if (wasCaughtUp) return { isTold: false, needsLook: isIn !== (kind === 'join') };
	const others = recent
		.of(group.id, since)
		.filter((one) => one.how === 'caughtUp' && one.kind === kind)
		.map((one) => one.person);
	// Under which of its ids somebody was caught up, only a list tells.
	if (!isIn && notToldApart([whole], others).length > 0) return { isTold: false, needsLook: true };

	recent.forgetCaughtUp(group.id, whole);
	const isStray = kind === 'leave' && people !== undefined && !isIn;
	if (kind === 'join') people?.add(person);
	else people?.delete(person);
	if (people !== undefined) group.remember(people);
	recent.note({ ...told, how: isStray ? 'stray' : 'live' });
	return { isTold: true, needsLook: isStray };
}
