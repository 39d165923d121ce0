/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as an object to read from: itself, or an empty one where it is none. */
export function recordOf(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

/** A text, number or boolean as text; '' for anything else: not every object can be made a text. */
export function scalarText(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** A text as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * The words of a server as people are shown them: on one line, without the stack that only a programmer reads.
 * In: the words, and how many characters of them at most.
 */
export function plainWords(words: string, most: number): string {
	const [told = ''] = words.split(/[\r\n][ \t]*at /, 1);
	return told
		.slice(0, most * 2)
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, most);
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
