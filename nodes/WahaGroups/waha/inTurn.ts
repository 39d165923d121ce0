/** What runs now under a name, with all that waits behind it. */
const turns = new Map<string, Promise<unknown>>();

/** Runs work when all that was given under the same name before has ended. Throws what the work throws. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
	const before = turns.get(name) ?? Promise.resolve();
	const mine = before.then(work, work);
	turns.set(name, mine);
	try {
		return await mine;
	} finally {
		if (turns.get(name) === mine) turns.delete(name);
	}
}
