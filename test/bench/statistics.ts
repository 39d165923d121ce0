/** The middle one; of an even number the lower middle one, so that it is a value that was measured. */
export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** The value that this share of all does not exceed (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** The same list, beginning with another one in each round, so that no one always comes first. */
export function rotated<T>(list: readonly T[], round: number): T[] {
	const start = round % Math.max(1, list.length);
	return [...list.slice(start), ...list.slice(0, start)];
}
