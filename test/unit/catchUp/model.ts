import type { Member } from '../../../nodes/WahaGroups/waha/answers/shapes';
import type { Doubt, GroupReading, Missed } from '../../../nodes/WahaGroups/waha/catchUp/catchUp';
import { CatchUp } from '../../../nodes/WahaGroups/waha/catchUp/catchUp';
import { unpackPeople } from '../../../nodes/WahaGroups/waha/catchUp/packing';
import { LAG_MS } from '../../../nodes/WahaGroups/waha/catchUp/recent';
import type { GroupEvent } from '../../../nodes/WahaGroups/waha/events/groupEvent';
import { ACCOUNT, GROUP, lid, list, member, phone, START, told } from './support';

/** How a group shows somebody: by number, under a hidden id with the number beside it, or under the hidden id alone. */
export type Shown = 'number' | 'both' | 'hidden';
export type BadList = 'error' | 'empty' | 'accountOnly' | 'withoutAccount' | 'short';
type Kind = 'join' | 'leave';

/** Those who may come and go, and those who always stay, so that no list loses more than half. */
export const MOVERS = 6;
const STAYERS = 8;
export const ALL = MOVERS + STAYERS;

interface Change {
	kind: Kind;
	at: number;
}

/** An event on its way or in line; `change` is the one that it tells of, by its place in the person's history. */
interface Live {
	event: GroupEvent<string>;
	person: number;
	change: number;
	heardMs: number;
}

interface OpenReading {
	startedMs: number;
	reading?: GroupReading;
	isWhole?: boolean;
}

/** How late an event may be and how far a list may lag behind, in what the core promises to cope with. */
const LATEST_MS = 4 * 60_000;
const LONGEST_LAG_MS = 15_000;

const nameOf = (id: string): number => {
	for (let at = 0; at < ALL; at++) if (id === phone(at) || id === lid(at)) return at;
	return -1;
};

/** A group of WhatsApp, a WAHA, a connection and an n8n, all of which can fail; and what they must hold to. */
export class Model {
	nowMs = START;

	private readonly history: Change[][] = Array.from({ length: ALL }, () => []);

	private readonly inAtStart: boolean[];

	private readonly shown: Shown[] = Array.from({ length: ALL }, () => 'number');

	private isConnected = false;

	private accountIsIn = true;

	/** Events that the server has sent, and that are in line behind one another. */
	private onTheirWay: Array<Live & { at: number }> = [];

	private line: Array<Live | Missed> = [];

	private readings: OpenReading[] = [];

	private badUntil = 0;

	private bad: BadList = 'error';

	private saved: unknown = undefined;

	private savedKnown: boolean[] | undefined;

	private catchUp = new CatchUp([GROUP], undefined);

	/** Who is in by what was told; undefined while nothing is remembered. */
	private known: boolean[] | undefined;

	private sinceMs = 0;

	/** By person: the place in the history behind the last change that was told. */
	private readonly next: number[] = Array.from({ length: ALL }, () => 0);

	/** By person: what was told of them last, and when. */
	private readonly toldLast = new Map<number, { kind: Kind; at: number }>();

	readonly doubts: Doubt[] = [];

	toldCaughtUp = 0;

	/** Whether a list that was not whole was the first one, so that nothing was known to compare it with. */
	beganWrong = false;

	constructor(
		membersAtStart: readonly number[],
		private readonly canResolve: boolean,
	) {
		this.inAtStart = Array.from(
			{ length: ALL },
			(_, at) => at >= MOVERS || membersAtStart.includes(at),
		);
	}

	private isIn(person: number, atMs = this.nowMs): boolean {
		const before = (this.history[person] ?? []).filter(({ at }) => at <= atMs);
		const last = before.at(-1);
		return last === undefined ? (this.inAtStart[person] ?? false) : last.kind === 'join';
	}

	private memberOf(person: number, role: Member['role'] = 'participant'): Member {
		const shown = this.shown[person];
		if (shown === 'number') return member(phone(person), undefined, role);
		return member(lid(person), shown === 'both' ? phone(person) : undefined, role);
	}

	/** Somebody joins or leaves; a session tells of it while the account is in the group and somebody is connected. */
	move(person: number): void {
		this.nowMs += 1;
		const kind: Kind = this.isIn(person) ? 'leave' : 'join';
		const history = this.history[person] ?? [];
		history.push({ kind, at: this.nowMs });
		this.send(person, history.length - 1, told(kind, [this.memberOf(person)]));
	}

	promote(person: number): void {
		if (this.isIn(person)) this.send(person, -1, told('promote', [this.memberOf(person, 'admin')]));
	}

	private send(person: number, change: number, event: GroupEvent<string>): void {
		if (this.isConnected && this.accountIsIn)
			this.onTheirWay.push({ event, person, change, at: this.nowMs, heardMs: 0 });
	}

	show(person: number, shown: Shown): void {
		this.shown[person] = shown;
	}

	/** The account leaves the group or comes back. */
	moveAccount(): void {
		const event = told(this.accountIsIn ? 'accountLeave' : 'accountJoin', [member(ACCOUNT)]);
		this.accountIsIn = !this.accountIsIn;
		if (this.isConnected)
			this.onTheirWay.push({ event, person: -1, change: -1, at: this.nowMs, heardMs: 0 });
	}

	connect(): void {
		this.isConnected = true;
		this.catchUp.gap(this.nowMs);
	}

	/** Nobody keeps what was on its way. */
	disconnect(): void {
		this.isConnected = false;
		this.onTheirWay = [];
	}

	restartServer(bad: BadList, forMs: number): void {
		this.disconnect();
		this.readings = [];
		this.bad = bad;
		this.badUntil = this.nowMs + forMs;
	}

	/** n8n is killed: it has what it stored last. */
	restartN8n(): void {
		this.disconnect();
		this.readings = [];
		this.line = [];
		this.catchUp = new CatchUp([GROUP], this.saved);
		this.known = this.savedKnown?.slice();
		this.sinceMs = this.sinceOfStored();
	}

	pass(ms: number): void {
		for (let left = ms; left > 0; left -= 10_000) {
			this.nowMs += Math.min(left, 10_000);
			const late = this.onTheirWay.filter(({ at }) => this.nowMs - at > LATEST_MS);
			this.deliver(late.length);
			if (late.length > 0) this.turn(Infinity);
		}
	}

	/** A list is asked for; no two at the same moment. */
	begin(): void {
		this.nowMs += 1;
		this.readings.push({ startedMs: this.nowMs });
	}

	/** The server makes the list that was asked for, as it knew the group so long ago. */
	snapshot(lagMs: number): void {
		const open = this.readings.find(({ reading }) => reading === undefined);
		if (!open) return;
		open.reading = this.read(Math.min(lagMs, LONGEST_LAG_MS));
		open.isWhole = this.nowMs >= this.badUntil;
	}

	private read(lagMs: number): GroupReading {
		if (!this.accountIsIn) return { unknown: new Error('not in the group') };
		const present = Array.from({ length: ALL }, (_, at) => at).filter((at) =>
			this.isIn(at, this.nowMs - lagMs),
		);
		const whole = list(present.map((at) => this.memberOf(at)));
		if (this.nowMs >= this.badUntil || !('members' in whole)) return whole;
		if (this.bad === 'error') return { unknown: new Error('restarting') };
		if (this.bad === 'empty') return { members: [] };
		if (this.bad === 'withoutAccount') return { members: whole.members.slice(1) };
		const loaded = this.bad === 'short' ? [MOVERS, MOVERS + 1] : [];
		return list(loaded.map((at) => this.memberOf(at)));
	}

	async compare(): Promise<number | undefined> {
		const open = this.readings.shift();
		if (open?.reading === undefined) return undefined;
		const { missed, doubts, againInMs } = await this.catchUp.compare(
			{
				startedMs: open.startedMs,
				accountIds: [ACCOUNT],
				groups: new Map([[GROUP, open.reading]]),
			},
			this.nowMs,
			async (ids) =>
				await Promise.resolve(
					new Map(
						ids.flatMap(
							(id): Array<[string, string]> =>
								this.canResolve ? [[id, phone(nameOf(id)).replace('@c.us', '')]] : [],
						),
					),
				),
		);
		this.line.push(...missed);
		this.doubts.push(...doubts.filter(({ why }) => why !== 'unknown'));
		const isDoubtful = doubts.some(({ why }) => why !== 'unknown');
		const isFirst = this.saved === undefined;
		// What is remembered anew, without anything told, is where counting begins.
		if (this.sinceMs !== this.sinceOfStored() || isDoubtful) {
			this.beganWrong ||= !isDoubtful && open.isWhole === false;
			this.sinceMs = this.sinceOfStored();
			this.known = this.remembered();
			// What was told since shortly before a list was asked for counts, under whatever id: the list may lag behind.
			for (const [person, { kind, at }] of this.toldLast) {
				if (this.known && at >= open.startedMs - LAG_MS) this.known[person] = kind === 'join';
			}
		}
		if (isFirst && this.known !== undefined) this.store();
		return againInMs;
	}

	/** So many events reach n8n, and stand in line there. */
	deliver(count: number): void {
		const heard = this.onTheirWay.splice(0, count);
		this.line.push(...heard.map((one) => ({ ...one, heardMs: this.nowMs })));
	}

	/** So many of those in line have their turn. */
	turn(count: number): void {
		for (const one of this.line.splice(0, count)) this.tell(one);
	}

	private tell(one: Live | Missed): void {
		this.nowMs += 1;
		const event: GroupEvent<string> = 'change' in one ? one.event : one;
		const heardMs = 'change' in one ? one.heardMs : this.nowMs;
		const { events } = this.catchUp.observe([event], this.nowMs, [], heardMs);
		if (event.event === 'accountJoin' || event.event === 'accountLeave') this.known = undefined;
		for (const { event: kind, participants } of events) {
			if (kind !== 'join' && kind !== 'leave') continue;
			expect(participants).toHaveLength(1);
			const person = nameOf(participants[0]?.participantId ?? '');
			this.isTold(person, kind, 'change' in one ? one.change : undefined);
			if (!('change' in one)) this.toldCaughtUp += 1;
		}
		if (events.length > 0) this.store();
	}

	/** Each change is told once at most, none before it happened, and in their order. */
	private isTold(person: number, kind: Kind, change: number | undefined): void {
		const history = this.history[person] ?? [];
		const from = this.next[person] ?? 0;
		const found = change ?? history.findIndex((one, at) => at >= from && one.kind === kind);
		const words = `${kind} of ${person}, told ${change === undefined ? 'by comparing' : 'live'}`;
		expect([words, found >= from && history[found]?.kind === kind]).toEqual([words, true]);
		this.next[person] = found + 1;
		this.toldLast.set(person, { kind, at: this.nowMs });
		if (this.known) this.known[person] = kind === 'join';
	}

	/** n8n stores it when an execution starts. */
	private store(): void {
		this.saved = JSON.parse(JSON.stringify(this.catchUp.stored()));
		this.savedKnown = this.known?.slice();
	}

	private storedGroup(): [string, number] | undefined {
		const { groups } = this.catchUp.stored() as { groups: Record<string, [string, number]> };
		return groups[GROUP];
	}

	private sinceOfStored(): number {
		return this.storedGroup()?.[1] ?? 0;
	}

	private remembered(): boolean[] | undefined {
		const people = unpackPeople(this.storedGroup()?.[0] ?? '');
		if (people === undefined || people.length === 0) return undefined;
		const present = new Set(people.flat().map(nameOf));
		return Array.from({ length: ALL }, (_, at) => present.has(at));
	}

	/** All is well again, and looks go on until nothing is open. Then what was told is what is. */
	async settle(): Promise<void> {
		if (!this.accountIsIn) this.moveAccount();
		this.connect();
		this.deliver(Infinity);
		this.turn(Infinity);
		this.pass(2 * LATEST_MS);
		this.readings = [];
		let calm = 0;
		for (let looks = 0; looks < 40 && calm < 2; looks++) {
			this.deliver(Infinity);
			this.turn(Infinity);
			this.begin();
			this.snapshot(0);
			const againInMs = (await this.compare()) ?? 0;
			const isCalm = this.line.length === 0 && againInMs >= 3_600_000;
			calm = isCalm ? calm + 1 : 0;
			this.turn(Infinity);
			this.pass(Math.min(againInMs, 60_000));
		}
		expect(calm).toBe(2);
		expect(this.known).toEqual(Array.from({ length: ALL }, (_, at) => this.isIn(at)));
	}
}
