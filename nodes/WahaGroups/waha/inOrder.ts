import type { Settled } from './settle';
import { settle } from './settle';

/** Runs tasks in order, at most so many at once; after a failure none is started, and those under way are awaited. */
export async function inOrder(
	count: number,
	atOnce: number,
	task: (index: number) => Promise<boolean>,
): Promise<void> {
	let next = 0;
	let goOn = true;
	const worker = async (): Promise<void> => {
		while (goOn && next < count) {
			if (!(await task(next++))) goOn = false;
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

/**
 * Makes something of each element, at most so many at once; the results are in the order of the elements. After a
 * failure none is started, those under way are awaited, and the failure of the lowest element is thrown as it came.
 */
export async function mapInOrder<T, R>(
	elements: readonly T[],
	atOnce: number,
	make: (element: T) => Promise<R>,
): Promise<R[]> {
	const ends: Array<Settled<R>> = [];
	const works = elements.map((element, index) => async (): Promise<boolean> => {
		const end = await settle(make(element));
		ends[index] = end;
		return end.ok;
	});
	await inOrder(works.length, atOnce, async (index) => (await works[index]?.()) ?? false);
	return ends.map((end) => {
		if (end.ok) return end.value;
		throw end.error;
	});
}
