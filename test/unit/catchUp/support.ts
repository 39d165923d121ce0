import type { Member } from '../../../nodes/WahaGroups/waha/answers/shapes';
import { CatchUp } from '../../../nodes/WahaGroups/waha/catchUp/catchUp';
import type { Compared, GroupReading } from '../../../nodes/WahaGroups/waha/catchUp/catchUp';
import type { GroupEvent } from '../../../nodes/WahaGroups/waha/events/groupEvent';
import { phoneOf } from '../../../nodes/WahaGroups/waha/input/ids';

export const GROUP = '120363041234567890@g.us';
export const ACCOUNT = '4915100001001@c.us';
export const START = Date.UTC(2026, 10, 1);

/** The id of one of many people, by number. */
export const phone = (at: number): string => `${491530000000 + at}@c.us`;
export const lid = (at: number): string => `${98765432100000 + at}@lid`;

/** A member by id, or by hidden id with the number that the list tells beside it. */
export function member(id: string, pn?: string, role: Member['role'] = 'participant'): Member {
	return { participantId: id, phoneNumber: phoneOf(pn ?? id), role };
}

export const people = (count: number): string[] =>
	Array.from({ length: count }, (_, at) => phone(at));

/** A list with the account and others. */
export const list = (others: ReadonlyArray<string | Member>): GroupReading => ({
	members: [
		member(ACCOUNT, undefined, 'admin'),
		...others.map((one) => (typeof one === 'string' ? member(one) : one)),
	],
});

export const told = (
	event: string,
	participants: Member[],
	more: Partial<GroupEvent<string>> = {},
): GroupEvent<string> => ({
	event,
	groupId: GROUP,
	participants,
	actorId: null,
	actorIds: [],
	group: null,
	timestamp: null,
	source: 'v2',
	...more,
});

/** A catch-up with a clock of its own, and one group. */
export class Trial {
	nowMs = START;

	numbers = new Map<string, string>();

	asked: string[][] = [];

	catchUp: CatchUp;

	constructor(stored?: unknown, groups = [GROUP]) {
		this.catchUp = new CatchUp(groups, stored);
	}

	/** Compares a list that was asked for so many milliseconds ago. */
	async compare(reading: GroupReading, ageMs = 0, accountIds = [ACCOUNT]): Promise<Compared> {
		const startedMs = this.nowMs - ageMs;
		const groups = new Map([[GROUP, reading]]);
		return await this.catchUp.compare(
			{ startedMs, accountIds, groups },
			this.nowMs,
			async (ids) => {
				this.asked.push([...ids]);
				return await Promise.resolve(
					new Map(
						ids
							.flatMap((id) => [[id, this.numbers.get(id)] as const])
							.flatMap(([id, number]) => (number === undefined ? [] : [[id, number] as const])),
					),
				);
			},
		);
	}

	/** Compares the same list until nothing is open; gives what was missed, as it is told. */
	async settle(reading: GroupReading): Promise<{ told: string[]; doubts: Compared['doubts'] }> {
		const all: { told: string[]; doubts: Compared['doubts'] } = { told: [], doubts: [] };
		for (let looks = 0; looks < 20; looks++) {
			const { missed, doubts, againInMs } = await this.compare(reading);
			all.doubts.push(...doubts);
			for (const event of missed) all.told.push(...this.tell(event));
			if (againInMs >= 3_600_000) return all;
			this.nowMs += againInMs;
		}
		return all;
	}

	/** Lets an event have its turn; gives what of it is told. */
	tell(event: GroupEvent<string>, heardMs = this.nowMs): string[] {
		const { events } = this.catchUp.observe([event], this.nowMs, [], heardMs);
		return events.flatMap((one) =>
			one.participants.map(({ participantId }) => `${one.event} ${participantId}`),
		);
	}

	live(kind: string, ...members: Array<string | Member>): string[] {
		return this.tell(
			told(
				kind,
				members.map((one) => (typeof one === 'string' ? member(one) : one)),
			),
		);
	}

	/** Some events may not have been heard until now. */
	gap(): void {
		this.catchUp.gap(this.nowMs);
	}

	/** The same trigger in a new process, by what was stored. */
	restart(): void {
		const stored: unknown = JSON.parse(JSON.stringify(this.catchUp.stored()));
		this.catchUp = new CatchUp([GROUP], stored);
	}
}
