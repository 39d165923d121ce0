import { GROUP, list, member, people, phone, Trial } from './support';

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
