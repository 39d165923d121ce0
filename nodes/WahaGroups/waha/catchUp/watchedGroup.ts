import type { Member } from '../answers/shapes';
import { anyOf } from '../events/samePeople';
import type { Numbers, Step } from '../events/wanted';
import { idsOf } from '../phones/samePerson';
import type { Differences, Known } from './differences';
import { differencesOf, numbered } from './differences';
import type { Missed } from './missed';
import { missed } from './missed';
import { LEAP_MS, Open } from './open';
import { packPeople, unpackPeople } from './packing';
import type { Person } from './people';
import { notToldApart, People } from './people';
import type { Doubt, GroupReading } from './reading';
import type { Kind, RecentlyTold, Told } from './recent';
import { KEPT_MS, LAG_MS } from './recent';

/** What a look at a group brought. */
export interface Look {
	missed: Missed[];
	doubt?: Doubt;
	/** When to look again, in milliseconds from now; undefined where nothing is open. */
	againInMs?: number;
}

/** What all looks of one comparison know. */
export interface Circumstances {
	nowMs: number;
	startedMs: number;
	accountIds: readonly string[];
	numbers: Numbers;
	/** How many members there is still room to remember. */
	room: number;
}

const HOUR_MS = 3_600_000;

/** So many have to come or go at once to be hardly believed. */
const LEAP = 3;

/** One group whose members are remembered. */
export class WatchedGroup {
	/** As packed text: fifty groups of a thousand people are few objects in n8n's memory, and ready to be stored. */
	private text: string | null = null;

	private size = 0;

	/** When the list was asked for that was remembered anew, in milliseconds since 1970; and when it was there. */
	private sinceMs = 0;

	private sinceThereMs = 0;

	/** How many there were then. */
	private firstSize = 0;

	/** Who was told to have joined just before that list or soon after, and was in none yet: it may not have been whole. */
	private lacked = new People();

	/** Who was heard to leave, nothing unheard since then, and is in each list so far: a list that has them is an old one. */
	private departed = new People();

	private gapMs = 0;

	/** When the list was asked for that left nothing open, less what it may lag behind; in milliseconds since 1970. */
	private settledMs = 0;

	/** When the list was asked for that was last taken as it is, without being told; in milliseconds since 1970. */
	private takenMs = 0;

	private readonly open = new Open();

	constructor(
		readonly id: string,
		private readonly recent: RecentlyTold,
		private readonly changed: () => void,
	) {}

	/** How many people are remembered. */
	get count(): number {
		return this.size;
	}

	/** Whether what an older list showed was overtaken by one that was taken as it is. In: when that list was asked for. */
	isOvertaken(listedMs: number): boolean {
		return listedMs < this.takenMs;
	}

	/** What is remembered, as JSON; undefined for nothing. */
	get stored(): [text: string, sinceMs: number, firstSize: number] | undefined {
		return this.text === null ? undefined : [this.text, this.sinceMs, this.firstSize];
	}

	/** Takes what `stored` gave once; anything else is nothing. */
	restore(value: unknown): void {
		if (!Array.isArray(value)) return;
		const [text, sinceMs, firstSize]: unknown[] = value;
		const people = typeof text === 'string' ? unpackPeople(text) : undefined;
		if (people === undefined || people.length === 0 || typeof sinceMs !== 'number') return;
		this.remember(new People(people));
		this.firstSize = typeof firstSize === 'number' ? firstSize : people.length;
		this.sinceMs = sinceMs;
		this.sinceThereMs = sinceMs;
	}

	/** Forgets who is in it, so that the next look tells nothing. */
	forget(): void {
		if (this.text !== null) this.changed();
		this.text = null;
		this.size = 0;
		this.open.close();
	}

	/** Takes in what an event told of somebody. In: when it came, in milliseconds since 1970. */
	heard(kind: Kind, person: Person, heardMs: number): void {
		for (const people of [this.departed, this.lacked]) people.delete(person);
		if (kind === 'leave' && heardMs > this.gapMs) this.departed.add(person);
		if (kind === 'join' && heardMs - this.sinceThereMs < LEAP_MS) this.lacked.add(person);
	}

	/** Takes in that events may be missing until now. */
	gap(nowMs: number): void {
		this.gapMs = nowMs;
		this.departed = new People();
	}

	/** The remembered people; undefined where none are. */
	people(): People | undefined {
		const people = this.text === null ? undefined : unpackPeople(this.text);
		return people && new People(people);
	}

	/** Remembers these people from now on. */
	remember(people: People): void {
		const text = packPeople(people);
		if (text === this.text) return;
		this.text = text;
		this.size = people.size;
		this.changed();
	}

	/** Compares with what a request told; nothing changes where numbers are needed before. */
	look(reading: GroupReading, given: Circumstances): Step<Look> {
		const { startedMs, accountIds } = given;
		// Lists come one after the other, but for a clock that was put back.
		this.takenMs = Math.min(this.takenMs, startedMs);
		const members = 'members' in reading ? reading.members : [];
		if (members.length === 0 || lacksAccount(members, accountIds)) {
			const error = 'unknown' in reading ? reading.unknown : null;
			const againInMs = this.open.lookAgain('unknown', startedMs);
			return {
				value: { missed: [], doubt: { groupId: this.id, why: 'unknown', error }, againInMs },
			};
		}
		const listed = People.of(members);
		const remembered = this.people();
		// The account joins and leaves by events of its own.
		for (const people of [listed, remembered]) people?.delete(accountIds);
		if (remembered === undefined) return { value: this.first(listed, given) };
		const step = differencesOf(remembered, listed, this.known(given));
		if ('needs' in step) return step;
		const { came, went, doubtful } = step.value;
		const allCame = came.filter(this.mayHaveCome).length + doubtful.came.length;
		const allWent = went.length + doubtful.went.length;
		// More than half went; or more came than the first list had, which then may not have been whole.
		const isYoung = given.nowMs - this.sinceMs < HOUR_MS;
		const isShort = allWent >= LEAP && allWent * 2 > remembered.size + 1;
		const wasShort = isYoung && allCame >= LEAP && allCame > this.firstSize;
		if (listed.size === 0 || isShort || wasShort) {
			if (!this.open.isStillLeap(startedMs))
				return { value: { missed: [], againInMs: this.open.lookAgain('leap', startedMs) } };
			this.takeAnew(listed, given);
			const doubt: Doubt = { groupId: this.id, why: 'leap', came: allCame, went: allWent };
			return { value: { missed: [], doubt } };
		}
		const differences = this.withoutLatest(step.value, given);
		// Those who came have the numbers that were looked up, too.
		const cameAs = new People([...came, ...doubtful.came]);
		const isListed = (person: Person): boolean => listed.has(person) || cameAs.has(person);
		this.departed = new People([...this.departed].filter(isListed));
		this.lacked = new People([...this.lacked].filter((person) => !isListed(person)));
		return { value: this.compare(remembered, differences, members, given) };
	}

	/** A first look. A group with nobody but the account may be one that is not loaded yet. */
	private first(listed: People, given: Circumstances): Look {
		const { startedMs, room } = given;
		if (listed.size > room)
			return { missed: [], doubt: { groupId: this.id, why: 'tooMany', members: listed.size } };
		if (listed.size === 0 && !this.open.isStillLeap(startedMs))
			return { missed: [], againInMs: this.open.lookAgain('leap', startedMs) };
		this.takeAnew(listed, given);
		return { missed: [] };
	}

	/** What is seen for the second time is told, or taken over where it is doubtful. */
	private compare(
		remembered: People,
		{ came, went, doubtful, same, leftAlready, unclear, lagMs }: Settling,
		members: readonly Member[],
		{ startedMs }: Circumstances,
	): Look {
		const seenTwice = this.open.newList(startedMs);
		const [joined, left] = [seenTwice('join', came), seenTwice('leave', went)];
		// One by one they would be no longer doubtful: the other half of a doubt would be gone.
		const unsure = [...doubtful.came, ...doubtful.went];
		const isSettled = seenTwice('doubt', unsure).length === unsure.length;
		const untold = isSettled ? doubtful : { came: [], went: [] };
		for (const person of [...leftAlready, ...untold.went]) remembered.delete(person);
		for (const person of [...same, ...untold.came]) remembered.add(person);
		this.remember(remembered);
		const counts = { came: untold.came.length, went: untold.went.length };
		if (counts.came + counts.went > 0) this.takenMs = startedMs;
		const settled = joined.length + left.length + counts.came + counts.went;
		const isOpen =
			settled < came.length + went.length + doubtful.came.length + doubtful.went.length;
		if (!isOpen) this.open.close();
		const isSettledNow = !isOpen && lagMs === undefined;
		if (isSettledNow) this.settledMs = startedMs - LAG_MS;
		const unsaid = isSettledNow ? unclear.length : 0;
		const doubts = counts.came + counts.went + unsaid;
		return {
			missed: [
				...joined.map((person) => missed('join', this.id, person, members, startedMs)),
				...left.map((person) => missed('leave', this.id, person, members, startedMs)),
			],
			...(doubts > 0 && {
				doubt: { groupId: this.id, why: 'sameOnes', ...counts, unclear: unsaid },
			}),
			...(isOpen
				? { againInMs: this.open.lookAgain('differs', startedMs) }
				: lagMs !== undefined && { againInMs: lagMs }),
		};
	}

	/** Differences without those about whom something was known so lately that a list may lag behind. */
	private withoutLatest(differences: Differences, given: Circumstances): Settling {
		const { startedMs, numbers } = given;
		const lateMs = startedMs - LAG_MS;
		const latest = this.toldSince(lateMs).map(({ person }) => numbered(person, numbers));
		const told = new People(latest);
		const sinceThereMs = startedMs - this.sinceThereMs;
		// A clock that was put back must not hide anything for ever.
		const isWithin = (ms: number): boolean => sinceThereMs < ms && sinceThereMs > -KEPT_MS;
		const isLate = (person: Person): boolean =>
			isWithin(LAG_MS) ||
			told.has(person) ||
			(isWithin(LEAP_MS) && this.lacked.has(person)) ||
			notToldApart([person], latest).length > 0;
		const { came, went, doubtful, unclear } = differences;
		const areDoubtsLate = [...doubtful.came, ...doubtful.went].some(isLate);
		const isLagging =
			areDoubtsLate || [...came, ...went].some(isLate) || unclear.some(({ at }) => at >= lateMs);
		return {
			...differences,
			came: came.filter((person) => !isLate(person) && this.mayHaveCome(person)),
			went: went.filter((person) => !isLate(person)),
			// One half of a doubt alone would be no longer doubtful.
			doubtful: areDoubtsLate ? { came: [], went: [] } : doubtful,
			...(isLagging && { lagMs: isWithin(LAG_MS) ? LAG_MS - sinceThereMs : LAG_MS }),
		};
	}

	/** Remembers a list as it is, but for what it may lag behind. */
	private takeAnew(listed: People, { startedMs, nowMs }: Circumstances): void {
		const whole = new People(listed);
		for (const { kind, person } of this.toldSince(startedMs - LAG_MS)) {
			if (kind === 'join') whole.add(person);
			else whole.delete(person);
		}
		this.lacked = new People([...whole].filter((person) => !listed.has(person)));
		this.sinceMs = startedMs;
		this.takenMs = startedMs;
		this.sinceThereMs = nowMs;
		this.firstSize = whole.size;
		this.open.close();
		this.remember(whole);
	}

	private readonly mayHaveCome = (person: Person): boolean => !this.departed.has(person);

	private toldSince(ms: number): Told[] {
		return this.recent.of(this.id, ms);
	}

	private known({ nowMs, numbers }: Circumstances): Known {
		const since = nowMs - KEPT_MS;
		const joins = (person: Person): Told[] =>
			this.recent.about(this.id, person, since).filter(({ kind }) => kind === 'join');
		// A list that was taken as it is may show who was caught up just before under another id.
		const isTakenSince = (at: number): boolean =>
			at >= this.sinceMs - LAG_MS && at <= this.sinceThereMs;
		const isUnlisted = (person: Person): boolean =>
			joins(person).some(({ how, at }) => how === 'live' || isTakenSince(at));
		// What was told long before a list that left nothing open is settled; where the clock was put back, nothing is.
		const settled = [this.sinceMs - LAG_MS, this.settledMs].filter((ms) => ms <= nowMs);
		const told = this.toldSince(Math.max(since, ...settled));
		return {
			left: told
				.filter(({ kind }) => kind === 'leave')
				.map(({ person, at, how }) => ({
					person,
					at,
					isUnlisted: how === 'stray' || at <= this.sinceThereMs || isUnlisted(person),
				})),
			joinedMs: (person) => Math.max(0, ...joins(person).map(({ at }) => at)),
			isUnlisted,
			numbers,
		};
	}
}

/** Differences; and in how many milliseconds a list tells more, where somebody was left out because this one may lag behind. */
type Settling = Differences & { lagMs?: number };

/** Whether a list surely lacks the account, which is a member. Where nobody tells its hidden id, any hidden id may be it. */
function lacksAccount(members: readonly Member[], accountIds: readonly string[]): boolean {
	if (accountIds.length === 0) return false;
	const isAccount = anyOf(accountIds);
	if (members.some((member) => isAccount(idsOf(member)))) return false;
	const hasHidden = members.some(({ phoneNumber }) => phoneNumber === null);
	return !hasHidden || accountIds.some((id) => id.endsWith('@lid'));
}
