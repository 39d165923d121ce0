/** Reads a value when it is asked for first, and keeps it; an error as well. */
export function once<T>(read: () => T): () => T {
	let result: { value: T } | { error: unknown } | undefined;
	return () => {
		if (result === undefined) {
			try {
				result = { value: read() };
			} catch (error) {
				result = { error };
			}
		}
		if ('error' in result) throw result.error;
		return result.value;
	};
}

/** An object each of whose values is read when it is asked for first. In: how to read them. */
export function lazy<T extends object>(readers: { readonly [K in keyof T]: () => T[K] }): T {
	const values = {};
	for (const [name, read] of Object.entries<() => unknown>(readers))
		Object.defineProperty(values, name, { enumerable: true, get: once(read) });
	// The compiler does not follow what is defined by name.
	return values as T;
}
