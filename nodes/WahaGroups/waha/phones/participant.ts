import { elementsOf } from '../input/entries';
import type { NoPerson } from '../errors';
import { InvalidInput } from '../errors';
import { isRecord } from '../json';
import { visible } from '../input/visible';
import { hasPlaceForPhone, hasRowKey, isBlankEntry, peopleCells } from './cells';
import { personIdIn } from './personId';
import { typedNumber } from './typed';

/** What a spreadsheet puts behind a number that it takes for an amount. */
const DECIMAL_TAIL = /^(\+?\d+)[.,]0+$|^(\+?[\d\s()-]+)\.0$/;
const SCIENTIFIC = /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i;

const ONLY_ZEROS = /^0+$/;

type Found = { id: string } | NoPerson;

const NOBODY: Found = { why: 'none' };

function fromText(given: string, countryCode: string | undefined): Found {
	const text = visible(given);
	if (text.includes('@')) {
		if (/@g\.us$/i.test(text)) return { why: 'group' };
		const id = personIdIn(text);
		if (id !== undefined) return { id };
		// A number that somebody wrote and put a server behind.
		const typed = /^([^@]+)@(?:c\.us|s\.whatsapp\.net)$/i.exec(text);
		return typed?.[1] === undefined ? NOBODY : fromText(typed[1], countryCode);
	}
	if (ONLY_ZEROS.test(text)) return { why: 'onlyZeros' };
	if (SCIENTIFIC.test(text)) return { why: 'scientific' };
	const tail = DECIMAL_TAIL.exec(text);
	const typed = typedNumber(tail?.[1] ?? tail?.[2] ?? text, countryCode);
	return 'digits' in typed ? { id: `${typed.digits}@c.us` } : typed;
}

function fromPlain(value: unknown, countryCode: string | undefined): Found {
	if (typeof value === 'string') return fromText(value, countryCode);
	const isWhole = typeof value === 'number' && Number.isInteger(value) && value >= 0;
	return isWhole ? fromText(String(value), countryCode) : NOBODY;
}

function find(value: unknown, countryCode: string | undefined): Found {
	if (!isRecord(value)) return fromPlain(value, countryCode);
	const cells = peopleCells(value);
	// A mistyped phone must not be replaced by what another cell holds, which may be a customer's number.
	const decides = cells.find((cell) => /\d/.test(String(cell))) ?? cells[0];
	if (decides !== undefined) return fromPlain(decides, countryCode);
	if (hasRowKey(value)) return { why: 'rowKey' };
	return hasPlaceForPhone(value) ? { why: 'emptyPhone' } : NOBODY;
}

/**
 * Puts one participant into the form that WAHA takes.
 * In: a phone number in any usual notation, an id (`…@c.us`, `…@s.whatsapp.net`, `…@lid`, with or without a
 * device), a number, or an object that carries one of these; `countryCode`, e.g. `49`, where numbers may be written
 * as within that country. Out: `<digits>@c.us` or `<digits>@lid`.
 * Throws InvalidInput, which names the value and, where `place` is given, its place in the list (from 1).
 */
export function toParticipantId(value: unknown, place?: number, countryCode?: string): string {
	const found = find(value, countryCode);
	if ('id' in found) return found.id;
	throw new InvalidInput({ name: 'noPerson', facts: { value, place, reason: found } });
}

/** The people of one entry: an item of the trigger may be of several. */
function peopleOf(entry: unknown): unknown[] {
	if (!isRecord(entry) || !('participantId' in entry)) return [entry];
	const { participants } = entry;
	return Array.isArray(participants) && participants.length > 0 ? participants : [entry];
}

/** The entries of a list, each of one person at most. In: as `elementsOf`. Throws InvalidInput. */
export function peopleIn(value: unknown): unknown[] {
	return elementsOf(value).flatMap(peopleOf);
}

/**
 * Puts a list of participants into the form that WAHA takes, in the order given, each once.
 * In: text with commas, semicolons or lines between the entries, or an array of what toParticipantId takes, in which
 * blank entries are passed over. Throws InvalidInput for the first entry that is none.
 */
export function toParticipantIds(value: unknown, countryCode?: string): string[] {
	const ids = peopleIn(value).flatMap((entry, index) =>
		isBlankEntry(entry) ? [] : [toParticipantId(entry, index + 1, countryCode)],
	);
	return [...new Set(ids)];
}
