import { visible } from '../input/visible';
import { PHONE_DIGITS, withoutPunctuation } from './typed';

/** What `<digits>@c.us` can look like in the data of the engines. */
const PHONE_SERVERS = new Set(['c.us', 's.whatsapp.net']);

function digitsOf(text: string): string | undefined {
	const digits = text.replace(/^(\+|00)/, '');
	return PHONE_DIGITS.test(digits) ? digits : undefined;
}

/** Whether a text is the id of a person or device, and no number that somebody typed. */
export function hasPersonServer(text: string): boolean {
	return /@(?:c\.us|s\.whatsapp\.net|lid)$/i.test(visible(text));
}

/**
 * The id in a text of an engine, in the one form of our outputs; undefined where it holds none.
 * In: `…@c.us`, `…@s.whatsapp.net`, `…@lid`, with or without a device, or only digits. Never judged by country:
 * the server knows its people.
 */
export function personIdIn(given: string): string | undefined {
	const text = visible(given);
	const at = text.lastIndexOf('@');
	if (at < 0) {
		const digits = digitsOf(withoutPunctuation(text));
		return digits === undefined ? undefined : `${digits}@c.us`;
	}
	const server = text.slice(at + 1).toLowerCase();
	// A device ("123:12@…", with an agent "123.0:12@…") belongs to the same person.
	const user = text.slice(0, at).replace(/(?:[._]\d{1,3})?:\d+$/, '');
	if (server === 'lid') return /^\d+$/.test(user) ? `${user}@lid` : undefined;
	if (!PHONE_SERVERS.has(server)) return undefined;
	const digits = digitsOf(user);
	return digits === undefined ? undefined : `${digits}@c.us`;
}
