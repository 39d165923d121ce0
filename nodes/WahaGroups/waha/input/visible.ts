/**
 * What shows nothing: direction marks, zero widths, soft hyphens and the like (Unicode's own list), control characters
 * that are no line breaks, and spaces at which no line breaks. They come along when something is copied.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u00a0\u2007\u202f]|[^\P{Cc}\s]/gu;

/** A text without what nobody sees, trimmed. In: an id, number, code or link as it was pasted. */
export function visible(text: string): string {
	return text.replace(INVISIBLE, '').trim();
}

/** The same for words: spaces at which no line breaks stand between them, and become plain ones. */
export function visibleWords(text: string): string {
	return visible(text.replace(/[\u00a0\u2007\u202f]/g, ' '));
}
