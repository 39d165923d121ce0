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

function splitList(text: string, source: Source): unknown[] {
	refuseObjectText(text, source);
	const list = visible(text);
	if (list.startsWith('[')) {
		const parsed = parseJson(list);
		if (Array.isArray(parsed)) return parsed;
		throw new InvalidInput({ name: 'badJson', facts: { value: list } });
	}
	return list
		.split(/[,;\r\n]+/)
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
