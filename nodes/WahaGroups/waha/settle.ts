/** How a piece of work ended, as a value. */
export type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Awaits work and gives its end as a value, so that what is not ours can be thrown on as it came. */
export async function settle<T>(work: Promise<T>): Promise<Settled<T>> {
	try {
		return { ok: true, value: await work };
	} catch (error) {
		return { ok: false, error };
	}
}
