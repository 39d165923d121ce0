import type { FindNumbers } from '../events/judge';
import type { EventPerson, GroupEvent } from '../events/groupEvent';
import { anyOf } from '../events/samePeople';
import type { Numbers } from '../events/wanted';
import { recordOf } from '../json';
import { idsOf } from '../phones/samePerson';
import { CONFIRM_MS } from './open';
import type { Doubt, GroupReading, Reading } from './reading';
import { RecentlyTold } from './recent';
import { caughtUp, live } from './turn';
import type { Missed } from './missed';
import { WatchedGroup } from './watchedGroup';

export type { Doubt, GroupReading, Reading } from './reading';
export type { Missed } from './missed';

/** So many groups are remembered for one trigger at most, with so many members together: 50 full groups. */
export const MOST_GROUPS = 50;
export const MOST_MEMBERS = 51_200;

/** How often lists are compared while nothing is open, in milliseconds. */
export const COMPARE_EVERY_MS = 3_600_000;

/** The layout of what is stored; another one is taken as nothing. */
const VERSION = 1;

/** What a comparison brought. */
export interface Compared {
	/** To be put in line behind the live events; each is of one person and an execution of its own. */
	missed: Missed[];
	/** For the log. */
	doubts: Doubt[];
	/** When to read and compare again, in milliseconds from now. */
	againInMs: number;
}

/** What of some events is to be told. */
export interface Observed<E> {
	events: E[];
	/** When to read and compare, in milliseconds from now; undefined where it can wait for the next time. */
	againInMs?: number;
}

/**
 * Remembers who is in some groups, and finds the joins and leaves that nobody told. It knows no clock, no request and no
 * connection: times, lists and numbers are handed in.
 *
 * What it promises: each change of members that lasts is told once, live or caught up. Whoever comes and goes, or goes
 * and comes back, while nobody looks is not seen. What cannot be known for sure is not told: a doubt names the group, and
 * its list counts from then on.
 *
 * How a connection uses it:
 * 1. `new CatchUp(groupIds, stored)`: `stored` is what `stored()` gave once; undefined for the first time.
 * 2. Each time that it is connected, and when events had to be dropped, it calls `gap`, reads (`readGroups`) and calls
 *    `compare`; then again after `againInMs`. One comparison at a time. Events that come meanwhile are taken as always.
 * 3. All events wait in one line, the live ones and `missed` behind them. When an event's turn comes, before it is judged
 *    and starts its execution, `observe` leaves of it what is to be told; where nothing is left, nothing starts. Every
 *    event passes `observe`, also what the workflow does not want. One that is dropped does not, so a comparison finds it.
 * 4. After `compare` and `observe` it stores `stored()` where `revision` is another than before.
 */
export class CatchUp {
	/** Changes whenever `stored()` does. */
	revision = 0;

	private readonly groups: ReadonlyMap<string, WatchedGroup>;

	private readonly recent: RecentlyTold;

	private accountIds: readonly string[] = [];

	/** In: IDs of the groups, and what `stored` gave once; what is no such thing is taken as nothing. */
	constructor(groupIds: readonly string[], stored: unknown) {
		const { v, groups, told, account } = recordOf(stored);
		const changed = (): void => {
			this.revision += 1;
		};
		const isOurs = v === VERSION;
		const recent = new RecentlyTold(isOurs ? told : undefined, changed);
		this.recent = recent;
		this.groups = new Map(groupIds.map((id) => [id, new WatchedGroup(id, recent, changed)]));
		const texts = recordOf(isOurs ? groups : undefined);
		for (const [id, group] of this.groups) group.restore(texts[id]);
		if (isOurs && Array.isArray(account))
			this.accountIds = account.filter((id): id is string => typeof id === 'string');
		this.revision = 0;
	}

	/** What is remembered, as plain JSON of plain characters: some 9 bytes for each member known by number. */
	stored(): Record<string, unknown> {
		const remembered = [...this.groups].flatMap(([id, group]) =>
			group.stored === undefined ? [] : [[id, group.stored] as const],
		);
		return {
			v: VERSION,
			groups: Object.fromEntries(remembered),
			told: this.recent.stored(),
			account: this.accountIds,
		};
	}

	/**
	 * Compares what the server told with what is remembered. In: the reading, the time now in milliseconds since 1970,
	 * and what looks up the numbers of hidden ids. Throws what that throws.
	 */
	async compare(reading: Reading, nowMs: number, find: FindNumbers): Promise<Compared> {
		const compared: Compared = { missed: [], doubts: [], againInMs: COMPARE_EVERY_MS };
		this.learnAccount(reading.accountIds);
		let numbers: Numbers = new Map();
		for (const [id, group] of this.groups) {
			const told = reading.groups.get(id);
			if (told === undefined) continue;
			let step = this.look(group, told, reading, nowMs, numbers);
			while ('needs' in step) {
				const { needs } = step;
				const found = await find(needs);
				const unknown = needs.map((lid) => [lid, null] as const);
				numbers = new Map([...numbers, ...unknown, ...found]);
				step = this.look(group, told, reading, nowMs, numbers);
			}
			const { missed, doubt, againInMs = COMPARE_EVERY_MS } = step.value;
			compared.missed.push(...missed);
			if (doubt !== undefined) compared.doubts.push(doubt);
			compared.againInMs = Math.min(compared.againInMs, againInMs);
		}
		return compared;
	}

	/**
	 * What of an envelope's events is to be told, or of one that was missed: all but what was told before. In: the time
	 * when its turn has come, in milliseconds since 1970, the account's ids by the envelope, and when the event came in.
	 */
	observe<E extends GroupEvent<string> & Partial<Pick<Missed, 'listedMs'>>>(
		events: readonly E[],
		nowMs: number,
		accountIds: readonly string[] = [],
		heardMs = nowMs,
	): Observed<E> {
		const isAccount = anyOf([...this.accountIds, ...accountIds]);
		const looks: boolean[] = [];
		const left = events.flatMap((event): E[] => {
			const { event: kind, participants, listedMs } = event;
			const group = this.groups.get(event.groupId ?? '');
			if (group === undefined) return [event];
			if (kind === 'accountJoin' || kind === 'accountLeave') {
				group.forget();
				looks.push(true);
				return [event];
			}
			if (kind !== 'join' && kind !== 'leave') return [event];
			const isToBeTold = (someone: EventPerson): boolean => {
				const person = idsOf(someone);
				if (isAccount(person)) {
					group.forget();
					looks.push(true);
					// By a list nobody can tell: it may only have got another id.
					return listedMs === undefined;
				}
				const change = { group, kind, person, nowMs } as const;
				const turn =
					listedMs === undefined
						? live(change, this.recent, heardMs)
						: caughtUp(change, this.recent, listedMs);
				looks.push(turn.needsLook);
				return turn.isTold;
			};
			const people = participants.filter(isToBeTold);
			return people.length === 0 && participants.length > 0
				? []
				: [{ ...event, participants: people }];
		});
		return { events: left, ...(looks.includes(true) && { againInMs: CONFIRM_MS }) };
	}

	/**
	 * Some may have joined or left unheard until now, in milliseconds since 1970. From then on, whoever is heard to leave
	 * has left, also where a list still has them for long (WAHA's issue 2067, on WEBJS).
	 */
	gap(nowMs: number): void {
		for (const group of this.groups.values()) group.gap(nowMs);
	}

	/** Takes in whose lists these are. Another account than before was a member itself, or was not in the group. */
	private learnAccount(ids: readonly string[]): void {
		if (ids.length === 0 || ids.join() === this.accountIds.join()) return;
		const isOther = this.accountIds.length > 0 && !anyOf(this.accountIds)(ids);
		if (isOther) for (const group of this.groups.values()) group.forget();
		this.accountIds = [...ids];
		this.revision += 1;
	}

	private look(
		group: WatchedGroup,
		told: GroupReading,
		{ startedMs, accountIds }: Reading,
		nowMs: number,
		numbers: Numbers,
	): ReturnType<WatchedGroup['look']> {
		const others = [...this.groups.values()].filter((one) => one !== group);
		const room = MOST_MEMBERS - others.reduce((sum, { count }) => sum + count, 0);
		return group.look(told, { startedMs, nowMs, accountIds, numbers, room });
	}
}
