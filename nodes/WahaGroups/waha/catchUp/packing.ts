import type { Person } from './people';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));

/** What fits into a number without loss; all phone numbers do, and all hidden ids seen so far. */
const NUMERIC = /^([1-9]\d{0,14})@(c\.us|lid)$/;

function packNumber(digits: string): string {
	let text = '';
	for (let left = Number(digits); left > 0; left = Math.floor(left / 64))
		text = `${DIGITS[left % 64]}${text}`;
	return text;
}

/** A number by `packNumber`, as digits; undefined where it is none. */
function unpackNumber(text: string): string | undefined {
	let number = 0;
	for (const digit of text) {
		const value = VALUES.get(digit);
		if (value === undefined) return undefined;
		number = number * 64 + value;
	}
	return number > 0 && Number.isSafeInteger(number) ? String(number) : undefined;
}

function packId(id: string): string {
	const [, digits, server] = NUMERIC.exec(id) ?? [];
	if (digits === undefined) return `=${encodeURIComponent(id)}`;
	return `${server === 'lid' ? '!' : ''}${packNumber(digits)}`;
}

function unpackId(text: string): string | undefined {
	if (text.startsWith('=')) {
		try {
			return decodeURIComponent(text.slice(1)) || undefined;
		} catch {
			return undefined;
		}
	}
	const isHidden = text.startsWith('!');
	const digits = unpackNumber(isHidden ? text.slice(1) : text);
	return digits === undefined ? undefined : `${digits}@${isHidden ? 'lid' : 'c.us'}`;
}

/** People as a short text of plain characters: 9 for a number of 13 digits, about 20 for one with a hidden id beside it. */
export function packPeople(people: Iterable<Person>): string {
	return Array.from(people, (person) => person.map(packId).join(':')).join();
}

/** The people in a text by `packPeople`; undefined where it is none. */
export function unpackPeople(text: string): Person[] | undefined {
	const people: Person[] = [];
	for (const part of text === '' ? [] : text.split(',')) {
		const ids = part.split(':').map(unpackId);
		const known = ids.filter((id) => id !== undefined);
		if (known.length < ids.length) return undefined;
		people.push(known);
	}
	return people;
}
