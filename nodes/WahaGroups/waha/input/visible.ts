/** Direction marks, zero widths and soft hyphens: they come along when something is copied. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/**
 * A text without what nobody sees, trimmed; a no-break space becomes a plain one.
 * In: an id, number, code, link or name as it was pasted.
 */
export function visible(text: string): string {
	return text
		.replace(INVISIBLE, '')
		.replace(/[\u00a0\u2007\u202f]/g, ' ')
		.trim();
}
