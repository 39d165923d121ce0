import { keysOf } from '../phones/samePerson';
import type { Person } from './people';
import type { Kind } from './recent';

/** A difference counts when a second look, so much later, shows it again. */
export const CONFIRM_MS = 3_000;
/** So long a list has to stay as it is before one that is hardly believed is taken. */
export const LEAP_MS = 120_000;
/** And in so many looks. */
export const LEAP_LOOKS = 5;

const LONGEST_MS = 3_600_000;

/** Why a group is looked at again soon: its list is unknown, hardly to be believed, or shows somebody for the first time. */
type Why = 'unknown' | 'leap' | 'differs';

/** What the looks at a group left open. In: always the time when the list was asked for, in milliseconds since 1970. */
export class Open {
	private why: Why | null = null;

	private times = 0;

	private sinceMs = 0;

	/** When the differences of the last list were seen first. */
	private seen: ReadonlyMap<string, number> = new Map();

	/** Notes what is open, and gives the time to the next look: longer each time, while it is the same. */
	lookAgain(why: Why, nowMs: number): number {
		if (why !== this.why) {
			this.why = why;
			this.times = 0;
			this.sinceMs = nowMs;
		}
		this.times += 1;
		return Math.min(CONFIRM_MS * 2 ** (this.times - 1), LONGEST_MS);
	}

	/** Whether a list that is hardly believed has been like this for long. */
	isStillLeap(nowMs: number): boolean {
		return this.why === 'leap' && this.times >= LEAP_LOOKS && nowMs - this.sinceMs >= LEAP_MS;
	}

	/** Nothing is open any more. */
	close(): void {
		this.why = null;
	}

	/** Begins a list: what was seen in the last one can be seen a second time, in this one only. */
	newList(nowMs: number): (kind: Kind | 'doubt', people: readonly Person[]) => Person[] {
		const [before, seen] = [this.seen, new Map<string, number>()];
		this.seen = seen;
		return (kind, people) =>
			people.filter((person) => {
				const names = keysOf(person).map((key) => `${kind} ${key}`);
				const first = Math.min(nowMs, ...names.map((name) => before.get(name) ?? nowMs));
				for (const name of names) seen.set(name, first);
				return nowMs - first >= CONFIRM_MS;
			});
	}
}
