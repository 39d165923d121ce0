import { Pace } from '../../../nodes/WahaGroups/waha/http/pace';

afterEach(() => jest.restoreAllMocks());

/**
 * When so many requests start that want to at the same time, in milliseconds from the first. The clock goes on only while
 * one waits, and then by so much more than was asked for as `late` says of each.
 */
async function startsOf(pace: Pace, count: number, late: readonly number[] = []) {
	const starts: number[] = [];
	let now = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => 1_000_000 + now);
	const wait = async (ms: number): Promise<void> => {
		now += Math.max(0, ms) + (late[starts.length] ?? 0);
		starts.push(now);
	};
	await Promise.all(Array.from({ length: count }, async () => await pace.turn(wait)));
	return starts;
}

it('keeps the distance between starts', async () => {
	expect(await startsOf(new Pace(5, 150), 4)).toEqual([0, 150, 300, 450]);
});

it('keeps it after a standstill, too: no two requests start together then', async () => {
	const starts = await startsOf(new Pace(5, 150), 5, [0, 0, 1000]);
	expect(starts).toEqual([0, 150, 1300, 1450, 1600]);
});

it('waits for nothing where there is no distance to keep', async () => {
	expect(await startsOf(new Pace(5, 0), 3)).toEqual([]);
});
