import { elementsOf } from '../entries';
import { InputError } from '../errors';
import { isRecord } from '../json';
import { quote } from '../quote';
import { visible } from '../visible';
import { isBlankEntry, peopleCells } from './cells';
import { personIdIn } from './personId';
import type { Typed } from './typed';
import { typedNumber } from './typed';

const PHONE_ADVICE =
	'Use the international form with the country code, e.g. +49 170 1234567 or 491701234567@c.us.';

/** What a spreadsheet puts behind a number that it takes for an amount. */
const DECIMAL_TAIL = /^(\+?\d+)[.,]0+$|^(\+?[\d\s()-]+)\.0$/;
const SCIENTIFIC = /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i;

type Found = { id: string } | { problem: string; advice?: string };

const NOBODY: Found = { problem: 'is no phone number and no participant ID' };

function fromTyped(typed: Typed): Found {
	if ('digits' in typed) return { id: `${typed.digits}@c.us` };
	const { problem, isNational } = typed;
	if (!isNational) return { problem };
	return {
		problem,
		advice: `${PHONE_ADVICE} If all such numbers are of one country, set Country Code in the options, e.g. 49.`,
	};
}

function fromText(given: string, countryCode: string | undefined): Found {
	const text = visible(given);
	if (text.includes('@')) {
		if (/@g\.us$/i.test(text)) return { problem: 'is a group, not a person' };
		const id = personIdIn(text);
		return id === undefined ? NOBODY : { id };
	}
	if (SCIENTIFIC.test(text)) {
		return {
			problem: 'is in scientific notation, and so its last digits are lost',
			advice:
				'Format the column as text in the spreadsheet, enter the numbers again, and export it once more.',
		};
	}
	const tail = DECIMAL_TAIL.exec(text);
	return fromTyped(typedNumber(tail?.[1] ?? tail?.[2] ?? text, countryCode));
}

function fromPlain(value: unknown, countryCode: string | undefined): Found {
	if (typeof value === 'string') return fromText(value, countryCode);
	const isWhole = typeof value === 'number' && Number.isInteger(value) && value > 0;
	return isWhole ? fromText(String(value), countryCode) : NOBODY;
}

function find(value: unknown, countryCode: string | undefined): Found {
	if (!isRecord(value)) return fromPlain(value, countryCode);
	const found = peopleCells(value).map((cell) => fromPlain(cell, countryCode));
	return found.find((one) => 'id' in one) ?? found[0] ?? NOBODY;
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
	throw new InputError(`${quote(value)}${where} ${found.problem}`, found.advice ?? PHONE_ADVICE);
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
