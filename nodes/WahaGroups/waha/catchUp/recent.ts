import { isRecord } from '../json';
import { keysOf } from '../phones/samePerson';
import type { Person } from './people';

export type Kind = 'join' | 'leave';

/** A change of a group's members that was told lately. */
export interface Told {
	groupId: string;
	kind: Kind;
	person: Person;
	/** Live, or caught up; `stray`: a leave told live of somebody who was not known to be in the group. */
	how: 'live' | 'caughtUp' | 'stray';
	/** In milliseconds since 1970. */
	at: number;
}

/** How long after somebody was caught up a live event of the same change may still come, in milliseconds. */
export const LATE_MS = 5 * 60_000;

/** How long it is known what was told, in milliseconds: some events wait for their turn. */
export const KEPT_MS = 3_600_000;

/** So long a list may lag behind what was told: whoever that was about is left out of a look. */
export const LAG_MS = 20_000;

/** Of all groups together; beyond it the oldest are forgotten. */
export const MOST_TOLD = 2000;

interface Entry extends Told {
	keys: readonly string[];
}

function read(value: unknown): Told | undefined {
	if (!isRecord(value)) return undefined;
	const { groupId, kind, person, how, at } = value;
	const isTold =
		typeof groupId === 'string' &&
		(kind === 'join' || kind === 'leave') &&
		(how === 'live' || how === 'caughtUp' || how === 'stray') &&
		typeof at === 'number' &&
		Array.isArray(person);
	if (!isTold) return undefined;
	const ids: unknown[] = person;
	return { groupId, kind, how, at, person: ids.filter((id) => typeof id === 'string') };
}

/** What was told in the last hour: a live event can come late, and a list can lag behind. */
export class RecentlyTold {
	private entries: Entry[] = [];

	/** In: what `stored` gave once, anything else is nothing; and what is called when it changes. */
	constructor(
		stored: unknown,
		private readonly changed: () => void,
	) {
		for (const value of Array.isArray(stored) ? stored : []) {
			const told = read(value);
			if (told !== undefined) this.note(told);
		}
	}

	/** As plain JSON. */
	stored(): Told[] {
		return this.entries.map(({ groupId, kind, person, how, at }) => ({
			groupId,
			kind,
			person,
			how,
			at,
		}));
	}

	note(told: Told): void {
		// A clock that was put back must not keep anything for ever.
		const isFresh = ({ at }: Told): boolean => Math.abs(told.at - at) < KEPT_MS;
		this.entries = this.entries.filter(isFresh).slice(1 - MOST_TOLD);
		this.entries.push({ ...told, keys: keysOf(told.person) });
		this.changed();
	}

	/** What was told of a group in the last milliseconds before a time. */
	of(groupId: string, sinceMs: number): Told[] {
		return this.entries.filter((told) => told.groupId === groupId && told.at >= sinceMs);
	}

	/** What was told of a person of a group. */
	about(groupId: string, person: Person, sinceMs: number): Told[] {
		const keys = keysOf(person);
		return this.entries.filter(
			(told) =>
				told.groupId === groupId &&
				told.at >= sinceMs &&
				told.keys.some((key) => keys.includes(key)),
		);
	}
}
