import { besideFloor, type Speed } from '../../bench/rounds';

/** Rounds of a floor at 100 events a second, 200 ms for the slowest. */
const FLOOR = rounds([100, 100, 100], [200, 200, 200]);

function rounds(perSecond: number[], p99: number[]): Speed[] {
	return perSecond.map((value, at) => ({ perSecond: value, p99: p99[at] ?? NaN }));
}

function metBy(ours: Speed[], floor = FLOOR): boolean[] {
	return besideFloor(ours, floor, { what: 'Taking', name: 'the floor' }).map(({ met }) => met);
}

it.each([
	['as fast', rounds([100, 100, 100], [200, 200, 200])],
	['just fast enough', rounds([95, 95, 95], [220, 220, 220])],
	['one round far off', rounds([99, 40, 98], [201, 600, 203])],
	['fast enough within the distance of the rounds', rounds([93, 96, 80], [222, 215, 260])],
])('is met: %s', (_, ours) => {
	expect(metBy(ours)).toEqual([true, true]);
});

it.each([
	['each round a little too slow', rounds([93, 93.2, 93.1], [225, 226, 225])],
	['slower by more than the rounds differ', rounds([90, 91, 80], [230, 240, 231])],
	['nothing was measured', rounds([NaN, NaN, NaN], [NaN, NaN, NaN])],
])('is missed: %s', (_, ours) => {
	expect(metBy(ours)).toEqual([false, false]);
});

it('a millisecond more is no miss for the slowest, however fast the floor is, and is one for the rate', () => {
	const floor = rounds([1000, 1000, 1000], [3, 3, 3]);
	expect(metBy(rounds([500, 500, 500], [4, 4, 4]), floor)).toEqual([false, true]);
	expect(metBy(rounds([500, 500, 500], [5, 5, 5]), floor)).toEqual([false, false]);
});

it('compares each round in itself, and tells how far the rounds lie from the median', () => {
	const floor = rounds([50, 100, 200], [400, 200, 100]);
	const told = besideFloor(rounds([45, 96, 198], [420, 220, 120]), floor, {
		what: 'Taking',
		name: 'the floor',
	});
	expect(told.map(({ what, found }) => [what, found])).toEqual([
		['Taking: rate over that of the floor', '0.96 ± 0.03'],
		['Taking: p99 over that of the floor', '1.10 ± 0.05, 20 ms more'],
	]);
});
