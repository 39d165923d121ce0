import { InvalidInput } from '../errors';
import { isRecord } from '../json';
import { isBlankEntry } from '../phones/cells';
import { elementsOf, refuseObjectText } from './entries';
import { visible } from './visible';

/**
 * Under which names the engines and our own outputs keep the id of a group, in small letters: the surest first, because
 * an `id` may be the number of a row.
 */
const NAMES = ['groupid', 'gid', 'jid', 'chatid', 'serialized', 'group', 'groupmetadata', 'id'];

/** An id in an engine's object stands at most so deep. */
const DEEPEST = 3;

const TYPED = [/^(\d{3,32}(?:-\d{3,32})?)(?:@g\.us)?$/i];

/** In an object, what is shorter than the id of any group is the number of a row, unless it ends in `@g.us`. */
const IN_OBJECT = [/^(\d{3,32}(?:-\d{3,32})?)@g\.us$/i, /^(\d{10,32}|\d{3,32}-\d{3,32})$/];

const textOf = (cell: unknown): string =>
	typeof cell === 'string' ? visible(cell) : Number.isSafeInteger(cell) ? String(cell) : '';

/** What an object has under a name, whatever its spelling. */
const cellsOf = (object: Record<string, unknown>, name: string): unknown[] =>
	Object.entries(object).flatMap(([key, cell]) =>
		key.replace(/[^a-z]/gi, '').toLowerCase() === name ? [cell] : [],
	);

const cellsIn = (value: Record<string, unknown>): unknown[] =>
	NAMES.flatMap((name) => cellsOf(value, name));

/** The id in a value: itself, or of an object what stands under the first name that has one; undefined for none. */
function idIn(value: unknown, depth = 0): string | undefined {
	if (!isRecord(value)) {
		const forms = depth === 0 ? TYPED : IN_OBJECT;
		const [id] = forms.flatMap((form) => form.exec(textOf(value))?.[1] ?? []);
		return id && `${id}@g.us`;
	}
	const { user, server } = value;
	if (typeof user === 'string' && typeof server === 'string')
		return idIn(`${user}@${server}`, DEEPEST);
	if (depth === DEEPEST) return undefined;
	const [id] = cellsIn(value).flatMap((cell) => idIn(cell, depth + 1) ?? []);
	return id;
}

const isTooBig = (cell: unknown): boolean =>
	typeof cell === 'number' && Number.isInteger(cell) && cell > Number.MAX_SAFE_INTEGER;

/** In: also whether one group was asked for. Throws InvalidInput. */
function groupIdFrom(value: unknown, isOne: boolean): string {
	refuseObjectText(value, 'groupId');
	const id = idIn(value);
	if (id !== undefined) return id;
	if ((isRecord(value) ? cellsIn(value) : [value]).some(isTooBig))
		throw new InvalidInput({ name: 'groupIdAsNumber', facts: { value } });
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
 * In: text with commas, semicolons or lines between the ids, or an array. Throws InvalidInput for the first that is
 * none, and for an array of blank entries only: what an expression did not find must not mean all groups.
 */
export function toGroupIds(value: unknown): string[] {
	const ids = groupIdsFrom(value, elementsOf(value, 'groupId'), false);
	if (Array.isArray(value) && value.length > 0 && ids.length === 0)
		throw new InvalidInput({ name: 'notAGroupId', facts: { value, isOne: false } });
	return ids;
}
