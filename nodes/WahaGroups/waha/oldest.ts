/** Bounds a set or a map: beyond so many entries, the one that was put in first is taken out. To be called after each new one. */
export function forgetOldest<K>(
	kept: { readonly size: number; keys(): Iterable<K>; delete(key: K): boolean },
	most: number,
): void {
	// The first key is looked for only then: of a map that loses its first ones all the time, that takes long.
	if (kept.size <= most) return;
	const [oldest] = kept.keys();
	if (oldest !== undefined) kept.delete(oldest);
}
