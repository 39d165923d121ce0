import type { GroupReading, Missed } from '../../../nodes/WahaGroups/waha/catchUp/catchUp';
import {
	ACCOUNT,
	GROUP,
	lid,
	list,
	member,
	people,
	phone,
	START,
	told as eventOf,
	Trial,
} from './support';

const SIX = people(6);

async function remembering(ids: string[] = SIX): Promise<Trial> {
	const trial = new Trial();
	expect(await trial.settle(list(ids))).toEqual({ told: [], doubts: [] });
	trial.nowMs += 60_000;
	return trial;
}

it('tells nothing of a list that is read for the first time', async () => {
	const trial = new Trial();
	expect(await trial.settle(list(SIX))).toEqual({ told: [], doubts: [] });
});

it('tells who joined and who left, once, also after a restart', async () => {
	const trial = await remembering();
	trial.restart();
	const now = list([...people(9).slice(1)]);
	const { told } = await trial.settle(now);
	expect(told.sort()).toEqual([
		`join ${phone(6)}`,
		`join ${phone(7)}`,
		`join ${phone(8)}`,
		`leave ${phone(0)}`,
	]);
	expect((await trial.settle(now)).told).toEqual([]);
	trial.restart();
	expect((await trial.settle(now)).told).toEqual([]);
});

it('makes one event of each person, without a time and without who did it', async () => {
	const trial = await remembering();
	const now = list([...SIX, member(phone(7), undefined, 'admin')]);
	await trial.compare(now);
	trial.nowMs += 3000;
	expect((await trial.compare(now)).missed).toEqual([
		{
			event: 'join',
			groupId: GROUP,
			participants: [
				{ participantId: phone(7), phoneNumber: phone(7).replace('@c.us', ''), role: 'admin' },
			],
			actorId: null,
			actorIds: [],
			group: null,
			timestamp: null,
			source: 'catchUp',
			listedMs: trial.nowMs,
		},
	]);
});

it('believes no list that may lag behind the one that was remembered', async () => {
	const trial = new Trial();
	await trial.compare(list([...SIX, phone(7)]));
	for (let looks = 0; looks < 3; looks++) {
		trial.nowMs += 5000;
		expect((await trial.compare(list(SIX))).missed).toEqual([]);
	}
	expect((await trial.settle(list([...SIX, phone(7)]))).told).toEqual([]);
});

describe('a server that starts tells few of the members', () => {
	const few = list([phone(6), phone(7)]);
	const all = list([phone(0), phone(6), phone(7)]);
	const join = (trial: Trial): void =>
		expect(trial.live('join', phone(0))).toEqual([`join ${phone(0)}`]);

	it.each([
		['just before', [join, (trial: Trial) => trial.compare(few)]],
		['just after', [(trial: Trial) => trial.compare(few), join]],
	])('who joins %s the first list has not left', async (_, begin) => {
		const trial = new Trial();
		for (const step of begin) await step(trial);
		trial.nowMs += 90_000;
		for (let looks = 0; looks < 3; looks++) {
			expect((await trial.compare(few)).missed).toEqual([]);
			trial.nowMs += 5000;
		}
		trial.nowMs += 60_000;
		expect((await trial.settle(all)).told).toEqual([]);
	});

	it('who was in a list since then, and is not any more, has left', async () => {
		const trial = new Trial();
		await trial.compare(few);
		join(trial);
		trial.nowMs += 30_000;
		await trial.compare(all);
		trial.nowMs += 30_000;
		expect((await trial.settle(few)).told).toEqual([`leave ${phone(0)}`]);
		expect(trial.nowMs - START).toBeLessThan(100_000);
	});

	it('and two minutes later they have left, where no list had them', async () => {
		const trial = new Trial();
		await trial.compare(few);
		join(trial);
		expect((await trial.settle(few)).told).toEqual([`leave ${phone(0)}`]);
		expect(trial.nowMs - START).toBeGreaterThan(120_000);
	});
});

it('believes no list of few members, either, where some of those that it lacks joined just before', async () => {
	const trial = await remembering(people(8));
	const three = [phone(10), phone(11), phone(12)];
	for (const id of three) trial.live('join', id);
	const few = list([phone(0), phone(1)]);
	for (let looks = 0; looks < 3; looks++) {
		expect((await trial.compare(few)).missed).toEqual([]);
		trial.nowMs += 3000;
	}
	expect(await trial.settle(list([...people(8), ...three]))).toEqual({ told: [], doubts: [] });
});

it.each([true, false])(
	'who joined unseen is not told to have left where the group is remembered anew, with them by number; known who: %s',
	async (isKnown) => {
		const trial = await remembering(people(6).map((_, at) => lid(at)));
		const hidden = people(7).map((_, at) => lid(at));
		expect((await trial.settle(list(hidden))).told).toEqual([`join ${lid(6)}`]);
		trial.tell(eventOf('accountLeave', [member(ACCOUNT)]));
		if (isKnown) trial.numbers.set(lid(6), phone(6).replace('@c.us', ''));
		const byNumber = list([...hidden.slice(0, 6), phone(6)]);
		expect((await trial.settle(byNumber)).told).toEqual([]);
		trial.nowMs += 60_000;
		const { told, doubts } = await trial.settle(byNumber);
		expect(told).toEqual([]);
		expect(doubts.map(({ why }) => why)).toEqual(isKnown ? [] : ['sameOnes']);
	},
);

it('who left is told also where somebody was caught up long before the group was remembered anew', async () => {
	const mixed = [...people(6), lid(10)];
	const trial = await remembering(mixed);
	expect((await trial.settle(list([...mixed, phone(7)]))).told).toEqual([`join ${phone(7)}`]);
	trial.nowMs += 600_000;
	trial.tell(eventOf('accountLeave', [member(ACCOUNT)]));
	expect((await trial.settle(list([...mixed, phone(7)]))).told).toEqual([]);
	trial.nowMs += 600_000;
	expect(await trial.settle(list([...people(6), phone(7)]))).toEqual({
		told: [`leave ${lid(10)}`],
		doubts: [],
	});
});

describe('somebody who is remembered by number leaves under a hidden id, and comes again unseen', () => {
	async function afterLeaving(): Promise<Trial> {
		const trial = await remembering();
		trial.restart();
		expect(trial.live('leave', lid(0))).toEqual([`leave ${lid(0)}`]);
		trial.gap();
		return trial;
	}

	it.each([
		['by number', member(phone(0))],
		['under the hidden id', member(lid(0))],
	])(
		'the join is told where the number can be asked for, and the list has them %s',
		async (_, listed) => {
			const trial = await afterLeaving();
			trial.numbers.set(lid(0), phone(0).replace('@c.us', ''));
			const now = list([...SIX.slice(1), listed]);
			expect((await trial.settle(now)).told).toEqual([`join ${listed.participantId}`]);
			trial.restart();
			expect((await trial.settle(now)).told).toEqual([]);
		},
	);

	it('nothing is told where it cannot: it is said once that it is not known who left', async () => {
		const trial = await afterLeaving();
		const unclear = { groupId: GROUP, why: 'sameOnes', came: 0, went: 0, unclear: 1 };
		expect(await trial.settle(list(SIX))).toEqual({ told: [], doubts: [unclear] });
		expect(await trial.settle(list(SIX))).toEqual({ told: [], doubts: [] });
	});

	it('nor told again where the first list was on its way for minutes', async () => {
		const trial = new Trial();
		trial.numbers.set(lid(0), phone(0).replace('@c.us', ''));
		trial.nowMs += 240_000;
		expect(trial.live('leave', lid(0))).toEqual([`leave ${lid(0)}`]);
		trial.nowMs += 60_000;
		await trial.compare(list(SIX), 300_000);
		expect((await trial.settle(list(SIX.slice(1)))).told).toEqual([]);
	});

	it('nor told again where the clock was put back', async () => {
		const trial = await remembering();
		trial.numbers.set(lid(0), phone(0).replace('@c.us', ''));
		trial.nowMs -= 1_800_000;
		expect(trial.live('leave', lid(0))).toEqual([`leave ${lid(0)}`]);
		trial.nowMs += 60_000;
		expect((await trial.settle(list(SIX.slice(1)))).told).toEqual([]);
	});

	it('and a list that still has them is not taken for a return', async () => {
		const trial = await afterLeaving();
		trial.numbers.set(lid(0), phone(0).replace('@c.us', ''));
		for (let looks = 0; looks < 3; looks++) {
			trial.nowMs += 4000;
			expect((await trial.compare(list(SIX))).missed).toEqual([]);
		}
		trial.nowMs += 30_000;
		expect((await trial.settle(list(SIX.slice(1)))).told).toEqual([]);
	});
});

describe('who joined unseen waits for their turn while nobody knows who is who', () => {
	async function afterDoubt(now: GroupReading, joined: string[]): Promise<[Trial, Missed[]]> {
		const trial = await remembering();
		const missed: Missed[] = [];
		for (const reading of [list([...SIX, ...joined]), list([...SIX, ...joined]), now, now]) {
			missed.push(...(await trial.compare(reading)).missed);
			trial.nowMs += 3000;
		}
		return [trial, missed];
	}

	it('nobody is told to have left who is there under another id', async () => {
		const now = list([...SIX.slice(1), lid(7)]);
		const [trial, missed] = await afterDoubt(now, [phone(7)]);
		expect(missed.flatMap((event) => trial.tell(event))).toEqual([]);
		trial.nowMs += 60_000;
		expect(await trial.settle(now)).toEqual({ told: [], doubts: [] });
	});

	it('who is still there under the same id is told, once', async () => {
		const now = list([...SIX.slice(1), lid(0), phone(7)]);
		const [trial, missed] = await afterDoubt(now, [phone(7)]);
		expect(missed.length).toBeGreaterThan(0);
		const told = missed.flatMap((event) => trial.tell(event));
		trial.nowMs += 60_000;
		told.push(...(await trial.settle(now)).told);
		expect(told).toEqual([`join ${phone(7)}`]);
	});

	it('who joins after the clock was put back is told', async () => {
		const now = list([...SIX.slice(1), lid(0)]);
		const [trial] = await afterDoubt(now, []);
		trial.nowMs -= 1_800_000;
		expect((await trial.settle(list([...SIX.slice(1), lid(0), phone(7)]))).told).toEqual([
			`join ${phone(7)}`,
		]);
	});
});

describe('a list that still has somebody who was heard to leave', () => {
	async function hourLater(): Promise<Trial> {
		const trial = await remembering();
		trial.gap();
		trial.nowMs += 1000;
		expect(trial.live('leave', phone(0))).toEqual([`leave ${phone(0)}`]);
		trial.nowMs += 3_600_000;
		return trial;
	}

	it('tells of no join, however long it stays so, and of no second leave', async () => {
		const trial = await hourLater();
		for (const shown of [SIX, SIX, SIX.slice(1), SIX.slice(1)]) {
			expect(await trial.settle(list(shown))).toEqual({ told: [], doubts: [] });
			trial.nowMs += 3_600_000;
		}
	});

	it('tells of no join where they are in it under a hidden ID, whose number is looked up', async () => {
		const trial = await remembering();
		trial.numbers.set(lid(8), phone(8).replace('@c.us', ''));
		trial.gap();
		trial.nowMs += 1000;
		trial.live('join', phone(8));
		trial.nowMs += 600_000;
		trial.live('leave', phone(8));
		for (let looks = 0; looks < 3; looks++) {
			trial.nowMs += 3_600_000;
			expect((await trial.settle(list([...SIX, lid(8)]))).told).toEqual([]);
		}
	});

	it('is believed once another list has lacked them', async () => {
		const trial = await hourLater();
		for (const shown of [SIX, SIX.slice(1)]) {
			expect((await trial.settle(list(shown))).told).toEqual([]);
			trial.nowMs += 3_600_000;
		}
		expect((await trial.settle(list(SIX))).told).toEqual([`join ${phone(0)}`]);
	});

	it('is believed where a return may not have been heard', async () => {
		const trial = await hourLater();
		trial.gap();
		expect((await trial.settle(list(SIX))).told).toEqual([`join ${phone(0)}`]);
	});

	it('is believed where the leave had its turn only after that', async () => {
		const trial = await remembering();
		const heardMs = trial.nowMs;
		trial.nowMs += 1000;
		trial.gap();
		const leave = eventOf('leave', [member(phone(0))]);
		expect(trial.tell(leave, heardMs)).toEqual([`leave ${phone(0)}`]);
		trial.nowMs += 60_000;
		expect((await trial.settle(list(SIX))).told).toEqual([`join ${phone(0)}`]);
	});

	it('and a join that is heard counts again', async () => {
		const trial = await hourLater();
		expect(trial.live('join', phone(0))).toEqual([`join ${phone(0)}`]);
		trial.nowMs += 60_000;
		expect((await trial.settle(list(SIX))).told).toEqual([]);
		expect((await trial.settle(list(SIX.slice(1)))).told).toEqual([`leave ${phone(0)}`]);
	});
});

describe('the account itself is never told to have joined or left by a list', () => {
	it.each([false, true])(
		'where another account has the session now; restarted: %s',
		async (isNew) => {
			const trial = await remembering();
			if (isNew) trial.restart();
			const now = { members: [ACCOUNT, phone(20), ...SIX].map((id) => member(id)) };
			for (let looks = 0; looks < 3; looks++) {
				trial.nowMs += 30_000;
				const { missed } = await trial.compare(now, 0, [phone(20)]);
				expect(missed.flatMap((event) => trial.tell(event))).toEqual([]);
			}
			trial.nowMs += 30_000;
			const later = { members: now.members.slice(0, -1) };
			await trial.compare(later, 0, [phone(20)]);
			trial.nowMs += 30_000;
			const { missed } = await trial.compare(later, 0, [phone(20)]);
			expect(missed.flatMap((event) => trial.tell(event))).toEqual([`leave ${phone(5)}`]);
		},
	);

	it('where it is listed under a hidden ID that nobody told', async () => {
		const trial = await remembering();
		const hidden = [0, 1, 2, 3, 4, 5, 6].map(lid);
		for (const [at, id] of hidden.entries())
			trial.numbers.set(id, (at === 6 ? ACCOUNT : phone(at)).replace('@c.us', ''));
		const now = { members: hidden.map((id) => member(id)) };
		expect(await trial.settle(now)).toEqual({ told: [], doubts: [] });
	});
});
