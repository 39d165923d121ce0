/** Hyphens and spaces of every kind that address books and spreadsheets put into numbers. */
const HYPHENS = '\\-\\u2010-\\u2015\\u2212';
const PUNCTUATION = new RegExp(`[\\s().${HYPHENS}/]`, 'g');

/** What stands between parts more than between groups of digits. */
const MARK = new RegExp(`[./${HYPHENS}]`);
const APART = new RegExp(`/|\\s[${HYPHENS}]\\s`);
/** Cells and lines of a table end with these; no number holds them. */
const CELL_END = /[\t\n\v\f\r\u2028\u2029]/;

/** A text without what may stand between the digits of a number. */
export function unpunctuated(text: string): string {
	return text.replace(PUNCTUATION, '');
}

const SCHEME = /^(?:tel|sms|callto|whatsapp):(?:\/\/)?(?=[+\d(])/i;
const LINK =
	/^(?:(?:https?:\/\/)?(?:wa\.me\/|(?:(?:api|web|www)\.)?whatsapp\.com\/send\/?\?(?:[^#]*&)?phone=)|whatsapp:\/\/send\/?\?(?:[^#]*&)?phone=)(?:\+|%2B)?(\d+)(?:$|[/?&#])/i;

/** The number in a link that opens a call or a chat, with a plus where links have none; other texts as they are. */
export function unlinked(text: string): string {
	const linked = LINK.exec(text);
	return linked ? `+${linked[1]}` : text.replace(SCHEME, '');
}

/** What is known of the beginning of a text as a number. */
export interface Start {
	/** How many digits it has behind the calling code. */
	length: number;
	/** Whether it lies in a known range. */
	isKnown: boolean;
}

/** With fewer digits behind the calling code, it is more likely an area code than a number of its own. */
const SHORTEST = 7;

/**
 * Whether a text is a whole number with something more after it: a second number, an extension, decimals, words.
 * What stands behind is short, or set apart, or no part of a number. Pairs of digits (`+352 26-12-34-56`) are none.
 * In: the text; what tells of a beginning of it which number it is, undefined where none.
 */
export function holdsMore(text: string, startOf: (start: string) => Start | undefined): boolean {
	const groups = Array.from(text.matchAll(/\d+/g), ({ 0: digits, index }) => {
		return { digits, from: index, to: index + digits.length };
	});
	const gapBefore = (index: number): string | undefined => {
		const [before, group] = [groups[index - 1], groups[index]];
		return before && group && text.slice(before.to, group.from);
	};
	let count = 0;
	for (const [index, { digits, to }] of groups.entries()) {
		count += digits.length;
		// No number is longer.
		if (count > 20) return false;
		const next = groups[index + 1];
		const gap = next ? text.slice(to, next.from) : text.slice(to);
		const start = () => startOf(text.slice(0, to));
		if (unpunctuated(gap) !== '' && start()) return true;
		if (!next) return false;
		if (CELL_END.test(gap)) return true;
		// "123-45-67", "1234-56-78"
		const isLikeBefore = gapBefore(index) === gap;
		const isPair =
			next.digits.length === 2 &&
			((isLikeBefore && digits.length <= 3) ||
				(digits.length <= 4 &&
					gapBefore(index + 2) === gap &&
					groups[index + 2]?.digits.length === 2));
		const isShort = next.digits.length <= 2 && !isPair;
		const isMarked = MARK.test(gap);
		if (isShort && isMarked && groups.length === 2 && digits.length >= 5) return true;
		if (isShort && (isMarked || digits.length >= SHORTEST) && start()?.isKnown) return true;
		const isApart = (APART.test(gap) && !isLikeBefore) || next.digits.length >= SHORTEST;
		if (isApart) {
			const whole = start();
			if (whole?.isKnown && whole.length >= SHORTEST) return true;
		}
	}
	return false;
}
