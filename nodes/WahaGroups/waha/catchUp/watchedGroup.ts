import type { Member } from '../answers/shapes';
import { anyOf } from '../events/samePeople';
import type { Numbers, Step } from '../events/wanted';
import { idsOf } from '../phones/samePerson';
import type { Differences } from './differences';
import { differencesOf } from './differences';
import type { Missed } from './missed';
import { missed } from './missed';
import { Open } from './open';
import { packPeople, unpackPeople } from './packing';
import type { Person } from './people';
import { People } from './people';
import type { Doubt, GroupReading } from './reading';
import type { RecentlyTold, Told } from './recent';
import { LATE_MS } from './recent';

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

/** A list may lag behind what was told live: whoever that was about is left out of a look for so long. */
export const LAG_MS = 20_000;

const HOUR_MS = 3_600_000;

/** How many may go at once, or come to a group that is remembered for less than an hour, before a list is doubted. */
const FEW = { went: 3, came: 10 };

const isLeap = (moved: number, few: number, size: number): boolean =>
	moved >= few && moved * 2 > size;

/** One group whose members are remembered. */
export class WatchedGroup {
	/** As packed text: fifty groups of a thousand people are few objects in n8n's memory, and ready to be stored. */
	private text: string | null = null;

	private size = 0;

	/** When it was remembered anew, in milliseconds since 1970. */
	private sinceMs = 0;

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

	/** What is remembered, as JSON; undefined for nothing. */
	get stored(): [text: string, sinceMs: number] | undefined {
		return this.text === null ? undefined : [this.text, this.sinceMs];
	}

	/** Takes what `stored` gave once; anything else is nothing. */
	restore(value: unknown): void {
		if (!Array.isArray(value)) return;
		const [text, sinceMs]: unknown[] = value;
		const people = typeof text === 'string' ? unpackPeople(text) : undefined;
		if (people === undefined || people.length === 0 || typeof sinceMs !== 'number') return;
		this.remember(new People(people));
		this.sinceMs = sinceMs;
	}

	/** Forgets who is in it, so that the next look tells nothing. */
	forget(): void {
		if (this.text !== null) this.changed();
		this.text = null;
		this.size = 0;
		this.open.close();
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
		if (remembered === undefined) return { value: this.first(listed, given) };
		const step = differencesOf(remembered, listed, this.strays(given.nowMs), given.numbers);
		if ('needs' in step) return step;
		const differences = this.withoutLatest(step.value, given);
		const { came, went, doubtful } = differences;
		const allCame = came.length + doubtful.came.length;
		const allWent = went.length + doubtful.went.length;
		const isYoung = given.nowMs - this.sinceMs < HOUR_MS;
		if (
			isLeap(allWent, FEW.went, remembered.size) ||
			(isYoung && isLeap(allCame, FEW.came, listed.size))
		) {
			if (!this.open.isStillLeap(startedMs))
				return { value: { missed: [], againInMs: this.open.lookAgain('leap', startedMs) } };
			this.takeAnew(listed, given);
			const doubt: Doubt = { groupId: this.id, why: 'leap', came: allCame, went: allWent };
			return { value: { missed: [], doubt } };
		}
		return { value: this.compare(remembered, differences, members, given) };
	}

	/** A first look. A group with nobody but the account may be one that is not loaded yet. */
	private first(listed: People, given: Circumstances): Look {
		const { startedMs, room } = given;
		if (listed.size > room)
			return { missed: [], doubt: { groupId: this.id, why: 'tooMany', members: listed.size } };
		if (listed.size === 1 && !this.open.isStillLeap(startedMs))
			return { missed: [], againInMs: this.open.lookAgain('leap', startedMs) };
		this.takeAnew(listed, given);
		return { missed: [] };
	}

	/** What is seen for the second time is told, or taken over where it is doubtful. */
	private compare(
		remembered: People,
		{ came, went, doubtful, same, leftAlready, isLagging }: OthersThan,
		members: readonly Member[],
		{ startedMs }: Circumstances,
	): Look {
		const seenTwice = this.open.newList(startedMs);
		const [joined, left] = [seenTwice('join', came), seenTwice('leave', went)];
		const untold = {
			came: seenTwice('join', doubtful.came),
			went: seenTwice('leave', doubtful.went),
		};
		for (const person of [...same, ...untold.came]) remembered.add(person);
		for (const person of [...leftAlready, ...untold.went]) remembered.delete(person);
		this.remember(remembered);
		const counts = { came: untold.came.length, went: untold.went.length };
		const settled = joined.length + left.length + counts.came + counts.went;
		const isOpen =
			settled < came.length + went.length + doubtful.came.length + doubtful.went.length;
		if (!isOpen) this.open.close();
		return {
			missed: [
				...joined.map((person) => missed('join', this.id, person, members)),
				...left.map((person) => missed('leave', this.id, person, members)),
			],
			...(counts.came + counts.went > 0 && {
				doubt: { groupId: this.id, why: 'sameOnes', ...counts },
			}),
			...(isOpen
				? { againInMs: this.open.lookAgain('differs', startedMs) }
				: isLagging && { againInMs: LAG_MS }),
		};
	}

	/** Differences without the account, and without those about whom something was told so lately that a list may lag behind. */
	private withoutLatest(differences: Differences, given: Circumstances): OthersThan {
		const { startedMs, accountIds } = given;
		const isAccount = anyOf(accountIds);
		const told = new People(this.toldSince(startedMs - LAG_MS).map(({ person }) => person));
		let isLagging = false;
		const others = (people: readonly Person[]): Person[] =>
			people.filter((person) => {
				if (isAccount(person)) return false;
				const isLate = told.has(person);
				isLagging ||= isLate;
				return !isLate;
			});
		const { came, went, doubtful } = differences;
		return {
			...differences,
			came: others(came),
			went: others(went),
			doubtful: { came: others(doubtful.came), went: others(doubtful.went) },
			isLagging,
		};
	}

	/** Remembers a list as it is, but for what it may lag behind. */
	private takeAnew(listed: People, { startedMs, nowMs }: Circumstances): void {
		for (const { kind, person } of this.toldSince(startedMs - LAG_MS)) {
			if (kind === 'join') listed.add(person);
			else listed.delete(person);
		}
		this.sinceMs = nowMs;
		this.open.close();
		this.remember(listed);
	}

	private toldSince(ms: number): Told[] {
		return this.recent.of(this.id, ms);
	}

	/** Who was told to have left without being remembered. */
	private strays(nowMs: number): Person[] {
		return this.toldSince(nowMs - LATE_MS).flatMap(({ how, person }) =>
			how === 'stray' ? [person] : [],
		);
	}
}

/** Differences, and whether somebody was left out of them because the list may lag behind. */
type OthersThan = Differences & { isLagging: boolean };

/** Whether a list surely lacks the account, which is a member. Where nobody tells its hidden id, any hidden id may be it. */
function lacksAccount(members: readonly Member[], accountIds: readonly string[]): boolean {
	if (accountIds.length === 0) return false;
	const isAccount = anyOf(accountIds);
	if (members.some((member) => isAccount(idsOf(member)))) return false;
	const hasHidden = members.some(({ phoneNumber }) => phoneNumber === null);
	return !hasHidden || accountIds.some((id) => id.endsWith('@lid'));
}
