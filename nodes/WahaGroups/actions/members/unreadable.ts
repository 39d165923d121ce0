import type { Context } from '../framework/operation';

/**
 * Tells of those in a list whom nobody can act on, because their IDs cannot be read.
 * In: how many, what each of them is, e.g. `member`; the group; what was not done with them, e.g. `mentioned`.
 */
export function tellUnreadable(
	context: Context,
	count: number,
	what: string,
	group: string,
	notDone: string,
): void {
	if (count === 0) return;
	const [listed, they] =
		count === 1 ? [`1 ${what}`, 'this one was'] : [`${count} ${what}s`, 'they were'];
	context.hint(
		`WAHA lists ${listed} of ${group} without an ID that this node can read: ${they} not ${notDone}.`,
	);
}
