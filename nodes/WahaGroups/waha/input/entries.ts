import type { Source } from '../errors';
import { InvalidInput } from '../errors';
import { parseJson } from '../json';
import { visible } from './visible';

/**
 * Complains where a text is what JavaScript makes of an object: an expression with something beside its braces.
 * In: a parameter as n8n gives it. Throws InvalidInput.
 */
export function refuseObjectText(value: unknown, source: Source): void {
	if (typeof value !== 'string' || !value.includes('[object Object]')) return;
	throw new InvalidInput({ name: 'objectText', facts: { value, source } });
}

/** A line with one number that a spreadsheet took for an amount. */
const COMMA_DECIMALS = /^\s*\+?\d+,0+\s*$/;

/** The entries of a line. A comma within `4,91701E+11` or before decimals separates nothing. */
function entriesOf(line: string): string[] {
	return COMMA_DECIMALS.test(line) ? [line] : line.split(/,(?!\d+e\+?\d)/i);
}

function splitList(text: string, source: Source): unknown[] {
	refuseObjectText(text, source);
	const list = visible(text);
	if (list.startsWith('[')) {
		const parsed = parseJson(list);
		if (Array.isArray(parsed)) return parsed;
		throw new InvalidInput({ name: 'badJson', facts: { value: list } });
	}
	return list
		.split(/[;\r\n]+/)
		.flatMap(entriesOf)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

/**
 * The entries of a list. In: text with commas, semicolons or lines between them, JSON, an array, or one entry.
 * Throws InvalidInput for what looks like JSON and is none.
 */
export function elementsOf(value: unknown, source: Source = 'participantId'): unknown[] {
	if (value === undefined || value === null) return [];
	// Also what a sparse list leaves out is an element, so that the places of the others stay.
	if (Array.isArray(value)) return Array.from(value as unknown[]);
	return typeof value === 'string' ? splitList(value, source) : [value];
}
