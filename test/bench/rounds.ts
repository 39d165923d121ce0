import { median } from './statistics';
import type { Target } from './targets';

/** How fast one round of events was. */
export interface Speed {
	/** Events. */
	perSecond: number;
	/** In milliseconds. */
	p99: number;
}

/** What all rounds told together: the median, and the median distance of the rounds from it. */
export interface Spread {
	middle: number;
	distance: number;
}

function spreadOf(values: readonly number[]): Spread {
	const middle = median(values);
	return { middle, distance: median(values.map((value) => Math.abs(value - middle))) };
}

function eachRound(
	ours: readonly Speed[],
	floor: readonly Speed[],
	compare: (ours: Speed, floor: Speed) => number,
): number[] {
	return ours.map((run, round) => compare(run, floor[round] ?? { perSecond: NaN, p99: NaN }));
}

/**
 * How a figure of ours compares with the floor's: each round in itself, because n8n gets faster for some thousand
 * deliveries.
 */
export function overFloor(
	ours: readonly Speed[],
	floor: readonly Speed[],
	figure: keyof Speed,
): Spread {
	return spreadOf(eachRound(ours, floor, (run, bare) => run[figure] / bare[figure]));
}

/**
 * The targets of whatever takes events, beside a floor that takes the same. One is missed where no value within the
 * distance of the rounds meets it: the floor alone differs by more than a tenth from round to round. One millisecond
 * more is no miss for the p99: the start of an execution is told in whole ones. In: what they do, and the floor's name.
 */
export function besideFloor(
	ours: readonly Speed[],
	floor: readonly Speed[],
	{ what, name }: { what: string; name: string },
): Target[] {
	const [rate, late] = [overFloor(ours, floor, 'perSecond'), overFloor(ours, floor, 'p99')];
	const lateMs = median(eachRound(ours, floor, (run, bare) => run.p99 - bare.p99));
	const told = ({ middle, distance }: Spread): string =>
		`${middle.toFixed(2)} ± ${distance.toFixed(2)}`;
	return [
		{
			what: `${what}: rate over that of ${name}`,
			wanted: 'at least 0.95',
			found: told(rate),
			met: rate.middle + rate.distance >= 0.95,
		},
		{
			what: `${what}: p99 over that of ${name}`,
			wanted: 'at most 1.10, or 1 ms more',
			found: `${told(late)}, ${lateMs.toFixed(0)} ms more`,
			met: late.middle - late.distance <= 1.1 || lateMs <= 1,
		},
	];
}
