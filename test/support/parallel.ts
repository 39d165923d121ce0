/** Works through a list with so many at once; the next one starts when another ends. Throws what the first failure threw. */
export async function inParallel<T>(
	list: Iterable<T>,
	atOnce: number,
	work: (item: T) => Promise<void>,
): Promise<void> {
	const rest = list[Symbol.iterator]();
	const worker = async (): Promise<void> => {
		for (let next = rest.next(); next.done !== true; next = rest.next()) await work(next.value);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
