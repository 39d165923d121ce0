import { type Curve, type Point, judged, overLine, pointOf } from '../../bench/growth/curve';

/** A curve whose figures all follow from the size. */
function curve(of: (size: number) => number, sizes = [64, 256, 1024]): Curve {
	const points = sizes.map((size): Point => {
		const value = of(size);
		return {
			size,
			seconds: value,
			cpuSeconds: value,
			memoryMb: value * 100,
			storedBytes: value * 10_000,
		};
	});
	return { what: 'Something', unit: 'numbers', points };
}

describe('the largest size against a straight line', () => {
	it.each<[string, (size: number) => number]>([
		['each costs the same', (size) => size / 100],
		['what there is to pay once is not counted', (size) => 3 + size / 100],
		['nothing depends on the size', () => 2],
		['sorting is no faster growth', (size) => (size * Math.log2(size)) / 1000],
		['each costs less than before', (size) => Math.sqrt(size)],
	])('is met: %s', (_, of) => {
		expect(judged(curve(of)).met).toBe(true);
	});

	it.each<[string, (size: number) => number]>([
		['each with each', (size) => size ** 2 / 10_000],
		['each with each, and something to pay once', (size) => 3 + size ** 2 / 10_000],
		['by half a power more', (size) => size ** 1.5 / 1000],
	])('is missed: %s', (_, of) => {
		const { found, met } = judged(curve(of));
		expect(met).toBe(false);
		expect(found).toMatch(/^time \d\.\d\d, CPU \d\.\d\d, memory \d\.\d\d, stored \d\.\d\d$/);
	});

	it.each([[[5, 25, 50]], [[128, 512, 1024]]])('tells it where the sizes are %s, too', (sizes) => {
		expect(judged(curve((size) => size ** 2 / 100, sizes)).met).toBe(false);
		expect(judged(curve((size) => 3 + size / 10, sizes)).met).toBe(true);
	});

	it('says how far it is off', () => {
		expect(
			overLine(
				curve((size) => size),
				'seconds',
			),
		).toBeCloseTo(1);
		expect(
			overLine(
				curve((size) => size ** 2),
				'seconds',
			),
		).toBeCloseTo(3.37, 2);
	});

	it('leaves out what is not measured, and takes small differences for those of the machine', () => {
		const points = curve((size) => size ** 2 / 20_000_000).points;
		const bare = points.map((point) => ({ ...point, storedBytes: null, memoryMb: 0 }));
		const { found, met } = judged({ what: '', unit: '', points: bare });
		expect(found).not.toContain('stored');
		expect(met).toBe(true);
	});

	it('is missed where nothing can be told', () => {
		expect(judged(curve((size) => size, [64, 256])).met).toBe(false);
	});
});

it('takes the fastest round and the most memory', () => {
	const round = { seconds: 2, cpuSeconds: 1, memoryMb: 5, storedBytes: null };
	expect(pointOf(3, [round, { ...round, seconds: 1, memoryMb: 7, storedBytes: 10 }])).toEqual({
		size: 3,
		seconds: 1,
		cpuSeconds: 1,
		memoryMb: 7,
		storedBytes: 10,
	});
});
