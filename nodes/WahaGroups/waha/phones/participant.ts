import { elementsOf } from '../input/entries';
import { InputError } from '../errors';
import { isRecord } from '../json';
import { quote } from '../input/quote';
import { visible } from '../input/visible';
import { hasRowKey, isBlankEntry, peopleCells } from './cells';
import { personIdIn } from './personId';
import type { NoNumber } from './typed';
import { typedNumber } from './typed';

const PHONE_ADVICE =
	'Use the international form with the country code, e.g. +49 170 1234567 or 491701234567@c.us.';

/** What a spreadsheet puts behind a number that it takes for an amount. */
const DECIMAL_TAIL = /^(\+?\d+)[.,]0+$|^(\+?[\d\s()-]+)\.0$/;
const SCIENTIFIC = /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i;

type Why = NoNumber | 'group' | 'scientific' | 'rowKey';

type Found = { id: string } | { why: Why; hint?: string };

const NOBODY: Found = { why: 'none' };

/** Words that follow the value. */
function whyNoParticipant(why: Why): string {
	switch (why) {
		case 'group':
			return 'is a group, not a person';
		case 'national':
			return 'starts with a single 0, so its country code is missing';
		case 'scientific':
			return 'is in scientific notation, and so its last digits are lost';
		case 'noCountry':
			return 'is no phone number: no country has the code that it begins with';
		case 'length':
			return 'is no phone number: it is too short or too long for its country';
		case 'notInside':
			return 'is no phone number of the country in Country Code';
		case 'twoCountries':
			return 'can be a number of two countries';
		case 'rowKey':
			return 'has no phone number: its id may be the key of a row';
		case 'none':
			return 'is no phone number and no participant ID';
	}
}

/** What to do about it. */
function adviceFor(why: Why, hint: string | undefined): string {
	if (why === 'scientific') {
		return 'Format the column as text in the spreadsheet, enter the numbers again, and export it once more.';
	}
	if (why === 'rowKey') {
		return 'Add a column with the numbers and call it phone. If the id is the number, call its column phone, or give that column alone.';
	}
	if (why === 'twoCountries') return hint ?? PHONE_ADVICE;
	if (why === 'national') {
		return `${PHONE_ADVICE} If all such numbers are of one country, set Country Code in the options, e.g. 49.`;
	}
	const isJudged = why === 'noCountry' || why === 'length';
	const escape = 'If WhatsApp knows the number all the same, put @c.us behind its digits.';
	return [hint, PHONE_ADVICE, isJudged && escape].filter(Boolean).join(' ');
}

function fromText(given: string, countryCode: string | undefined): Found {
	const text = visible(given);
	if (text.includes('@')) {
		if (/@g\.us$/i.test(text)) return { why: 'group' };
		const id = personIdIn(text);
		return id === undefined ? NOBODY : { id };
	}
	if (SCIENTIFIC.test(text)) return { why: 'scientific' };
	const tail = DECIMAL_TAIL.exec(text);
	const typed = typedNumber(tail?.[1] ?? tail?.[2] ?? text, countryCode);
	return 'digits' in typed ? { id: `${typed.digits}@c.us` } : typed;
}

function fromPlain(value: unknown, countryCode: string | undefined): Found {
	if (typeof value === 'string') return fromText(value, countryCode);
	const isWhole = typeof value === 'number' && Number.isInteger(value) && value > 0;
	return isWhole ? fromText(String(value), countryCode) : NOBODY;
}

function find(value: unknown, countryCode: string | undefined): Found {
	if (!isRecord(value)) return fromPlain(value, countryCode);
	const cells = peopleCells(value);
	// A mistyped phone must not be replaced by what another cell holds, which may be a customer's number.
	const decides = cells.find((cell) => /\d/.test(String(cell))) ?? cells[0];
	if (decides !== undefined) return fromPlain(decides, countryCode);
	return hasRowKey(value) ? { why: 'rowKey' } : NOBODY;
}

/**
 * Puts one participant into the form that WAHA takes.
 * In: a phone number in any usual notation, an id (`…@c.us`, `…@s.whatsapp.net`, `…@lid`, with or without a
 * device), a number, or an object that carries one of these; `countryCode`, e.g. `49`, where numbers may be written
 * as within that country. Out: `<digits>@c.us` or `<digits>@lid`.
 * Throws InputError, which names the value and, where `place` is given, its place in the list (from 1).
 */
export function toParticipantId(value: unknown, place?: number, countryCode?: string): string {
	const found = find(value, countryCode);
	if ('id' in found) return found.id;
	const where = place === undefined ? '' : ` (number ${place} in the list)`;
	throw new InputError(
		`${quote(value)}${where} ${whyNoParticipant(found.why)}`,
		adviceFor(found.why, found.hint),
	);
}

/**
 * Puts a list of participants into the form that WAHA takes, in the order given, each once.
 * In: text with commas, semicolons or lines between the entries, or an array of what toParticipantId takes, in which
 * blank entries are passed over. Throws InputError for the first entry that is none.
 */
export function toParticipantIds(value: unknown, countryCode?: string): string[] {
	const ids = elementsOf(value).flatMap((entry, index) =>
		isBlankEntry(entry) ? [] : [toParticipantId(entry, index + 1, countryCode)],
	);
	return [...new Set(ids)];
}
