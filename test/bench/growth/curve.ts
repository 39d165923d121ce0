/** What something took for one number of inputs: the fastest round's time, the largest round's memory. */
export interface Point {
	/** How many inputs: numbers on a list, groups, triggers. */
	size: number;
	seconds: number;
	/** Processor time of n8n. */
	cpuSeconds: number;
	/** How much n8n's memory grew. */
	memoryMb: number;
	/** What n8n keeps of it in its database, in bytes; null where it keeps nothing. */
	storedBytes: number | null;
}

/** One thing, measured for a growing number of inputs. */
export interface Curve {
	what: string;
	/** What is counted. */
	unit: string;
	/** By size, the smallest first; at least three. */
	points: Point[];
}

/** More than so many times what a straight line gives is faster than the input. */
export const tolerance = 1.5;

/**
 * Differences below these are the machine's, in the unit of each figure; a busy one makes everything slower, and so time says the least.
 * Processor time is counted in steps of 10 ms, which the line from two small sizes makes four times as long, and n8n
 * also takes 12 ms for each look whether a run has ended, every 250 ms.
 */
const noise = { seconds: 0.5, cpuSeconds: 0.3, memoryMb: 32, storedBytes: 1000 } as const;

export type Figure = keyof typeof noise;

/**
 * How the largest size stands to a straight line through the two before it: 1 where each more costs as much as before,
 * nearly 4 where four times as many cost sixteen times as much. Null where it cannot be told.
 */
export function overLine({ points }: Curve, figure: Figure): number | null {
	const [one, two, last] = points.slice(-3).map((point) => ({ ...point, value: point[figure] }));
	if (one === undefined || two === undefined || last === undefined) return null;
	if (one.value === null || two.value === null || last.value === null) return null;
	const each = Math.max(0, two.value - one.value) / (two.size - one.size);
	const expected = Math.max(0, two.value) + each * (last.size - two.size);
	if (last.value - expected <= noise[figure]) return Math.min(1, last.value / expected || 1);
	return last.value / Math.max(expected, noise[figure]);
}

const figures: Record<Figure, string> = {
	seconds: 'time',
	cpuSeconds: 'CPU',
	memoryMb: 'memory',
	storedBytes: 'stored',
};

/** All figures of a curve against its straight line, in words, and whether none grows faster. */
export function judged(curve: Curve): { found: string; met: boolean } {
	const all = (Object.keys(noise) as Figure[]).flatMap((figure) => {
		const value = overLine(curve, figure);
		return value === null ? [] : [{ name: figures[figure], value }];
	});
	return {
		found: all.map(({ name, value }) => `${name} ${value.toFixed(2)}`).join(', '),
		met: all.length > 0 && all.every(({ value }) => value <= tolerance),
	};
}

/** One point of several rounds: programs beside it only ever make a round slower. */
export function pointOf(size: number, rounds: ReadonlyArray<Omit<Point, 'size'>>): Point {
	const stored = rounds.flatMap(({ storedBytes }) => storedBytes ?? []);
	return {
		size,
		seconds: Math.min(...rounds.map(({ seconds }) => seconds)),
		cpuSeconds: Math.min(...rounds.map(({ cpuSeconds }) => cpuSeconds)),
		memoryMb: Math.max(...rounds.map(({ memoryMb }) => memoryMb)),
		storedBytes: stored.length === 0 ? null : Math.max(...stored),
	};
}
