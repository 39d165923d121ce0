import { isRecord, scalarText } from '../json';
import { serialized } from '../input/serialized';
import { visible } from '../input/visible';
import { hasPersonServer } from './personId';

/** The names under which people keep phone numbers, the surest first; as `plainName` writes them. */
const PHONE_NAMES = [
	...['pn', 'phonenumber', 'phone', 'whatsapp', 'whatsappnumber', 'mobile', 'mobilephone'],
	...['mobilenumber', 'cell', 'cellphone', 'msisdn', 'tel', 'telephone', 'number'],
	...['handy', 'telefon', 'telefonnummer', 'telefono', 'celular'],
];

/** The names under which WAHA, the engines and our own outputs keep the id of a person. */
const ID_NAMES = ['id', 'participantid', 'serialized', 'jid', 'lid', 'requesterid'];

/** Hidden ids have no fewer digits; less may be the key of a row. */
const HIDDEN_DIGITS = /^\d{10,}$/;

/** An empty cell of a table. */
function isBlankCell(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && visible(value) === '')
	);
}

/** "Phone Number", "phone_number" and "PhoneNumber" are one name. */
function plainName(name: string): string {
	return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** The cells of an object under certain names, in the order of the names. */
function cellsOf(value: Record<string, unknown>, names: readonly string[]): unknown[] {
	const byName = new Map<string, unknown>();
	for (const [key, cell] of Object.entries(value)) {
		const name = plainName(key);
		if (!names.includes(name)) continue;
		if (!byName.has(name) || isBlankCell(byName.get(name))) byName.set(name, cell);
	}
	return names.flatMap((name) => (byName.has(name) ? [byName.get(name)] : []));
}

/** The id in an engine's object. */
function joined(value: Record<string, unknown>): string | undefined {
	const id = serialized(value);
	// A row of a table may have a server, too.
	return id !== undefined && (hasPersonServer(id) || id.endsWith('@g.us')) ? id : undefined;
}

/** An id inside an engine's object, in its `id` or `_serialized`; as it is where it is no object. */
function unwrapped(value: unknown): unknown {
	if (!isRecord(value)) return value;
	const inner = isRecord(value.id) ? value.id : value;
	return inner._serialized ?? joined(inner) ?? inner.id ?? value;
}

/** Whether an object has a column for a phone number: one with nothing in it shows where the number would be. */
export function hasPlaceForPhone(value: Record<string, unknown>): boolean {
	return cellsOf(value, PHONE_NAMES).length > 0;
}

/**
 * Whether an object's `id` may be the key of a row, such as a customer's number, and nobody can tell: there are other
 * cells beside it, none of them for a phone number.
 */
export function hasRowKey(value: Record<string, unknown>): boolean {
	const isAlone = Object.keys(value).every((name) => ID_NAMES.includes(plainName(name)));
	const hasId = cellsOf(value, ['id']).some((cell) => !isBlankCell(cell));
	return hasId && !isAlone && !hasPlaceForPhone(value);
}

/** A hidden id of which only the name of its cell tells what it is: `{lid: "4366412345678"}`. */
function hiddenIds(cells: readonly unknown[]): string[] {
	return cells
		.map((cell) => visible(scalarText(cell)))
		.filter((text) => HIDDEN_DIGITS.test(text))
		.map((text) => `${text}@lid`);
}

/**
 * What in an object may be a person, text or number, the surest first: the id of a person, else a phone number, and
 * only where it is all there is, an `id` that may as well be a row's.
 */
export function peopleCells(value: Record<string, unknown>): unknown[] {
	const idsIn = (names: readonly string[]): unknown[] =>
		cellsOf(value, names)
			.map(unwrapped)
			.filter((cell) => !isBlankCell(cell) && !isRecord(cell));
	const whole = [joined(value) ?? []].flat();
	const sure = [...whole, ...idsIn(ID_NAMES)].filter(
		(id) => typeof id === 'string' && hasPersonServer(id),
	);
	if (sure.length > 0) return sure;
	if (hasPlaceForPhone(value)) {
		return cellsOf(value, PHONE_NAMES)
			.filter((cell) => !isBlankCell(cell))
			.map(unwrapped);
	}
	const hidden = hiddenIds(idsIn(['lid']));
	if (hidden.length > 0) return hidden;
	const unsure = hasRowKey(value) ? ['id', 'lid'] : ['lid'];
	return [...whole, ...idsIn(ID_NAMES.filter((name) => !unsure.includes(name)))];
}

/** The place of a row in the table, which n8n's Google Sheets gives with the empty rows, too; as `plainName` writes it. */
const ROW_NUMBER = 'rownumber';

/**
 * Whether an entry of a list is an empty one: nothing, an empty text, or a row with empty cells only. A row that has
 * a name or a key and no phone number is none: whoever is meant might be removed.
 */
export function isBlankEntry(value: unknown): boolean {
	if (isBlankCell(value)) return true;
	// A date is an object without cells, and no row.
	if (!isRecord(value) || Object.prototype.toString.call(value) !== '[object Object]') return false;
	return Object.entries(value).every(
		([name, cell]) => isBlankCell(cell) || plainName(name) === ROW_NUMBER,
	);
}
