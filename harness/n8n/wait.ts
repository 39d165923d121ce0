/** Lets time pass. */
export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until there is an answer other than undefined; throws with the given words after a while. */
export async function until<T>(
	what: string,
	ask: () => Promise<T | undefined> | T | undefined,
	{ timeout = 30_000, every = 50 }: { timeout?: number; every?: number } = {},
): Promise<T> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`${what}: not within ${timeout / 1000} s`);
		await pause(every);
	}
}
