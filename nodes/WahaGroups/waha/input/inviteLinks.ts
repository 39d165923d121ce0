import { InvalidInput } from '../errors';
import { refuseObjectText } from './entries';
import { visible, visibleWords } from './visible';

/** What stands before the code in an invite link. */
const BEFORE_CODE =
	'(?:(?:https?:\\/\\/)?(?:www\\.)?chat\\.whatsapp\\.com\\/(?:invite\\/)?|whatsapp:\\/\\/chat\\/?\\?code=|(?:https?:\\/\\/)?web\\.whatsapp\\.com\\/accept\\/?\\?code=)';

/** A code in a sentence: marks of the sentence may follow, and the next part of a path may not. */
const CODE = '([a-z\\d](?:[\\w-]{2,62}[a-z\\d]))(?![_-]*(?:[a-z\\d%]|\\/\\w))';

/** Any address: one that only holds an invite link, or ends like one, is another. */
const ADDRESS =
	"(?:https?:\\/\\/|(?<![a-z\\d@.-])[a-z\\d@-]+(?:\\.[a-z\\d@-]+)+(?::\\d+)?\\/)[\\w\\-.~:/?#[\\]@!$&'()*+,;=%]*";

const LINK_OR_ADDRESS = new RegExp(`${BEFORE_CODE}${CODE}|${ADDRESS}`, 'gi');
const START = new RegExp(`^${BEFORE_CODE}`, 'i');

const isCode = (text: string): boolean => /^[\w-]{4,64}$/.test(text);

/** Far longer than any link, and long texts of slashes would take the expressions above very long. */
const LONGEST = 2000;

/** The codes of the invite links that stand in a sentence, each once. */
function linkedCodes(text: string): string[] {
	return [...new Set(Array.from(text.matchAll(LINK_OR_ADDRESS), ([, code]) => code ?? ''))].filter(
		(code) => code !== '',
	);
}

/** The code in a text: of the one link that is all of it, or stands in it, or the text itself; undefined where there are several. */
function codeIn(text: string): string | undefined {
	const words = visibleWords(text);
	const linked = linkedCodes(words);
	if (linked.length > 1) return undefined;
	return [withoutLink(words), ...linked, withoutLink(visible(text))].find(isCode);
}

/**
 * Takes the code out of an invite link, or a bare code as it is.
 * In: `https://chat.whatsapp.com/<code>` with or without scheme, query, `invite/` and trailing slash, also in the
 * middle of a sentence; or the code.
 * Throws InvalidInput for anything else.
 */
export function toInviteCode(value: unknown): string {
	refuseObjectText(value, 'inviteUrl');
	const given = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	const code = given.length > LONGEST ? undefined : codeIn(given);
	// What JavaScript writes where an expression found nothing.
	if (code !== undefined && /^(?:undefined|null|NaN)$/.test(code)) {
		throw new InvalidInput({ name: 'nothingFound', facts: { value: visible(given) } });
	}
	if (code !== undefined) return code;
	const isNone =
		value === undefined || value === null || (typeof value === 'string' && visible(value) === '');
	throw new InvalidInput(
		isNone ? { name: 'noInviteCode', facts: {} } : { name: 'notAnInviteCode', facts: { value } },
	);
}

/** The last part of an invite link, or the text as it is. In: a link in any of its forms, or a code. */
export function withoutLink(text: string): string {
	return text
		.replace(START, '')
		.replace(/[?#&].*$/, '')
		.replace(/\/+$/, '');
}

/** The link that people open to join a group. In: an invite code. */
export function inviteUrl(code: string): string {
	return `https://chat.whatsapp.com/${code}`;
}
