import { InvalidInput } from '../errors';
import { isRecord } from '../json';
import { isBlankEntry } from '../phones/cells';
import { elementsOf, refuseObjectText } from './entries';
import { visible } from './visible';

/** Under which names the engines and our own outputs keep the id of a group, in small letters. */
const NAMES = ['groupid', 'id', 'gid', 'jid', 'chatid', 'serialized', 'group', 'groupmetadata'];

/** An id in an engine's object stands at most so deep. */
const DEEPEST = 3;

/** What in a value may be the id of a group: itself, or what an object has under one of the names. */
function cellsIn(value: unknown, depth = 0): unknown[] {
	if (!isRecord(value)) return [value];
	const { user, server } = value;
	if (typeof user === 'string' && typeof server === 'string') return [`${user}@${server}`];
	if (depth === DEEPEST) return [];
	return Object.entries(value).flatMap(([name, cell]) =>
		NAMES.includes(name.replace(/[^a-z]/gi, '').toLowerCase()) ? cellsIn(cell, depth + 1) : [],
	);
}

const textOf = (cell: unknown): string =>
	typeof cell === 'string' ? visible(cell) : Number.isSafeInteger(cell) ? String(cell) : '';

const WHOLE = /^(\d{3,32}(?:-\d{3,32})?)@g\.us$/i;

const BARE = /^(\d{5,32}|\d{3,32}-\d{3,32})$/;

/** Of an object: what is shorter than the id of any group is the number of a row. */
const BARE_IN_OBJECT = /^(\d{10,32}|\d{3,32}-\d{3,32})$/;

/** The ids in a value, each once: those with `@g.us`, and others only where there is none. */
function idsIn(value: unknown, cells: readonly unknown[]): string[] {
	for (const form of [WHOLE, isRecord(value) ? BARE_IN_OBJECT : BARE]) {
		const ids = cells.flatMap((cell) => form.exec(textOf(cell))?.[1] ?? []);
		if (ids.length > 0) return [...new Set(ids.map((id) => `${id}@g.us`))];
	}
	return [];
}

const isTooBig = (cell: unknown): boolean =>
	typeof cell === 'number' && Number.isInteger(cell) && cell > Number.MAX_SAFE_INTEGER;

/** In: also whether one group was asked for. Throws InvalidInput. */
function groupIdFrom(value: unknown, isOne: boolean): string {
	refuseObjectText(value, 'groupId');
	const cells = cellsIn(value);
	const ids = idsIn(value, cells);
	const [id] = ids;
	if (ids.length > 1) throw new InvalidInput({ name: 'severalGroups', facts: { value } });
	if (id !== undefined) return id;
	if (cells.some(isTooBig)) throw new InvalidInput({ name: 'groupIdAsNumber', facts: { value } });
	throw new InvalidInput({ name: 'notAGroupId', facts: { value, isOne } });
}

/** The ids in a list of groups, each once; blank entries of it are passed over, and an object without an id is none. */
function groupIdsFrom(given: unknown, entries: readonly unknown[], isOne: boolean): string[] {
	const filled = isRecord(given) ? entries : entries.filter((entry) => !isBlankEntry(entry));
	return [...new Set(filled.map((entry) => groupIdFrom(entry, isOne)))];
}

/**
 * Puts a group id into the form that WAHA takes: `…@g.us`.
 * In: an id with or without `@g.us`, also the older form `<phone>-<time>`; or a group as an object that holds one, or
 * a list of one. Throws InvalidInput for anything else.
 */
export function toGroupId(given: unknown): string {
	// What a sparse list leaves out is an element, too.
	const entries = Array.isArray(given) ? Array.from(given as unknown[]) : [given];
	const ids = groupIdsFrom(given, entries, true);
	const [id] = ids;
	if (id === undefined) throw new InvalidInput({ name: 'noGroup', facts: {} });
	if (ids.length > 1) throw new InvalidInput({ name: 'severalGroups', facts: { value: given } });
	return id;
}

/**
 * Puts a list of group ids into the form that WAHA takes, each once; blank entries are passed over.
 * In: text with commas, semicolons or lines between the ids, or an array. Throws InvalidInput for the first that is none.
 */
export function toGroupIds(value: unknown): string[] {
	return groupIdsFrom(value, elementsOf(value, 'groupId'), false);
}
