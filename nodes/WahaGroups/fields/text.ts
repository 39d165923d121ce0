import { refuseObjectText } from '../waha/input/entries';
import { InputError } from '../wording/inputError';
import { quote } from '../waha/input/quote';
import { visible } from '../waha/input/visible';
import type { Field } from './field';

/** A value as text, trimmed; '' for nothing. Throws InputError for what has no text. */
export function asText(value: unknown, name: string): string {
	refuseObjectText(value, null);
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new InputError(
		`${name} has to be a text, but it is ${quote(value)}`,
		'If it comes from an expression, choose a field that holds a text.',
	);
}

/** The same for an id, number, code or link: without what nobody sees. */
export function asCode(value: unknown, name: string): string {
	return visible(asText(value, name));
}

interface TextSettings {
	displayName: string;
	description: string;
	placeholder: string;
	/** code: an id or a link, of which only what people see counts · name: something of it has to be seen. */
	sort?: 'code' | 'name';
	/** WhatsApp's own limit, in characters. */
	maxLength?: number;
	/** Whether an empty text is fine. */
	optional?: boolean;
	initial?: string;
	rows?: number;
	shownFor?: Record<string, string[]>;
}

/** No text is looked at longer than this, which is many times what any limit allows. */
const LONGEST_COUNTED = 100_000;

/** So much of a text is cut into characters at once: each of them makes a copy of all that is given. */
const WINDOW = 1000;

/**
 * How many characters a text has as people see them, if it may be more than so many: an emoji with skin colour is one.
 * Nobody documents how WhatsApp counts, and by any other count what it accepts might be refused here.
 */
function lengthOf(value: string, most: number): number {
	if (value.length <= most || value.length > LONGEST_COUNTED) return value.length;
	const segmenter = new Intl.Segmenter();
	let count = 0;
	let at = 0;
	while (at < value.length) {
		const starts = Array.from(
			segmenter.segment(value.slice(at, at + WINDOW)),
			({ index }) => index,
		);
		// The last two may be halves of one that goes on behind the window, so the next begins with them.
		const next = starts.at(-2) ?? 0;
		const isWhole = at + WINDOW >= value.length || next === 0;
		count += isWhole ? starts.length : starts.length - 2;
		at += isWhole ? WINDOW : next;
	}
	return count;
}

/** A text, trimmed; never longer than WhatsApp allows, and empty only where that has a meaning. */
export function text(settings: TextSettings): Field<string> {
	const { displayName, description, placeholder, sort, maxLength, optional } = settings;
	const { initial, rows, shownFor } = settings;
	return {
		shownFor,
		property: {
			displayName,
			type: 'string',
			default: initial ?? '',
			...(!optional && { required: true }),
			placeholder,
			description,
			...(rows && { typeOptions: { rows } }),
		},
		read(value) {
			const result = sort === 'code' ? asCode(value, displayName) : asText(value, displayName);
			const isEmpty = (sort === 'name' ? visible(result) : result) === '';
			if (isEmpty && !optional) {
				throw new InputError(`${displayName} is empty`, `Enter one, ${placeholder}.`);
			}
			const length = lengthOf(result, maxLength ?? Infinity);
			if (maxLength !== undefined && length > maxLength) {
				throw new InputError(
					`${displayName} has ${length} characters, but WhatsApp allows ${maxLength}: ${quote(result)}`,
					'Shorten it.',
				);
			}
			return result;
		},
	};
}

interface SecretSettings {
	displayName: string;
	description: string;
	placeholder: string;
	shownFor?: Record<string, string[]>;
}

/** A text that nobody is shown, '' for none: its error does not name it, because whoever calls a webhook reads that. */
export function secret({ shownFor, ...words }: SecretSettings): Field<string> {
	return {
		shownFor,
		property: { ...words, type: 'string', default: '', typeOptions: { password: true } },
		read(value) {
			const given = String(value ?? '').trim();
			const isObject = typeof value === 'object' && value !== null;
			if (!isObject && !given.includes('[object Object]')) return given;
			throw new InputError(
				`${words.displayName} has to be a text, but it is a list or an object`,
				'If it comes from an expression, choose a field that holds a text.',
			);
		},
	};
}

interface AddressSettings {
	displayName: string;
	description: string;
	/** An example behind "e.g. ". */
	placeholder: string;
	/** What it is the address of, to end the advice. */
	advice: string;
	shownFor?: Record<string, string[]>;
}

/** The address of a server, without slashes at its end; '' for none. */
export function address({ shownFor, advice, ...words }: AddressSettings): Field<string> {
	return {
		shownFor,
		property: { ...words, type: 'string', default: '' },
		read(value) {
			const given = asCode(value, words.displayName);
			const base = given.replace(/\/+$/, '');
			if (given === '' || (/^https?:\/\//i.test(base) && URL.canParse(base))) return base;
			throw new InputError(`The ${words.displayName} is not an address: ${quote(given)}`, advice);
		},
	};
}
