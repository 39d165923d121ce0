/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as an object to read from: itself, or an empty one where it is none. */
export function recordOf(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

/** A text as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** The first of some names under which an object holds a text that is not empty; undefined where there is none. */
export function firstText(
	source: Record<string, unknown>,
	names: readonly string[],
): string | undefined {
	for (const name of names) {
		const value = source[name];
		if (typeof value === 'string' && value !== '') return value;
	}
	return undefined;
}
