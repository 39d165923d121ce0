import { sleep } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';
import { InvalidInput } from '../../waha/errors';
import { LABELS } from '../../wording/labels';
import { wordsOf } from '../../wording/wording';
import { quote } from '../../waha/input/quote';
import type { Settled } from '../../waha/settle';
import type { Operation, Row } from './operation';
import type { ParameterReader } from './parameters';

/** Input items that are run as one. */
export interface Unit {
	/** Of the items, from 0, in their order. */
	indexes: readonly number[];
	session(): string;
	/** The items, read. Throws InputError for one that nobody can act on. */
	rows(): Row[];
	/** Why single items of it could not be read. */
	unread: ReadonlyMap<number, unknown>;
}

function tried<T>(work: () => T): Settled<T> {
	try {
		return { ok: true, value: work() };
	} catch (error) {
		return { ok: false, error };
	}
}

function readRow(parameters: ParameterReader, index: number): Row {
	return { index, input: parameters.fields(index), options: parameters.options(index) };
}

/** Each item by itself, read when its turn comes. */
export function unitsOfItems(parameters: ParameterReader, count: number): Unit[] {
	return Array.from({ length: count }, (_, index) => ({
		indexes: [index],
		session: () => parameters.session(index),
		rows: () => [readRow(parameters, index)],
		unread: new Map(),
	}));
}

interface ReadItem {
	index: number;
	/** Session and thing that the item belongs to; undefined where that cannot be read. */
	belongsTo: { session: string; thing: string; key: string } | undefined;
	row: Settled<Row>;
}

type Together = NonNullable<Operation['together']>;

function readItem(parameters: ParameterReader, { by }: Together, index: number): ReadItem {
	const row = tried(() => readRow(parameters, index));
	const belongsTo = tried(() => {
		const session = parameters.session(index);
		const thing = row.ok ? row.value.input[by] : parameters.field(by, index);
		return { session, thing: JSON.stringify(thing), key: JSON.stringify([session, thing]) };
	});
	if (belongsTo.ok) return { index, belongsTo: belongsTo.value, row };
	return { index, belongsTo: undefined, row: row.ok ? belongsTo : row };
}

/** The last lines of many spreadsheets: neither the thing nor anybody on the list. */
function isBlankRow(parameters: ParameterReader, { by, listedBy }: Together, index: number) {
	const blank = tried(() => parameters.isBlank(by, index) && parameters.isBlank(listedBy, index));
	return blank.ok && blank.value;
}

/** An error of a row that is a part of the list, with the row, if it is given (from 0); its first value's place tells nothing more. */
function ofRow(error: unknown, index?: number): unknown {
	if (!(error instanceof InvalidInput) || error.problem.name !== 'noPerson') return error;
	const { value, place, reason } = error.problem.facts;
	const facts = {
		value,
		place: place === 1 ? undefined : place,
		...(index !== undefined && { row: index + 1 }),
		reason,
	};
	return new InvalidInput({ name: 'noPerson', facts });
}

/** Why the others of a thing stay undone. People count rows from 1. */
function notAll(index: number, error: unknown): InputError {
	const { message } = wordsOf(ofRow(error), true) ?? {};
	const why = message === undefined ? '' : `: ${message}`;
	return new InputError(
		`Nothing was changed in this group, because row ${index + 1} of the input could not be read${why}`,
		'All rows of a group are one list, and who is missing from it could be removed. Correct that row in the previous node.',
	);
}

/** Two accounts that each make one group equal to their own list remove each other's people. */
function twoSessions(sessions: Iterable<string>): InputError {
	const names = [...sessions].map(quote).join(' and ');
	return new InputError(
		`Nothing was changed in this group, because the input has it for more than one session: ${names}`,
		`Each session has a list of its own, and would remove the people of the other. Give all rows of a group the same session, or turn off ${LABELS.removeOthers}.`,
	);
}

/** A row that an expression takes by itself, such as the first, is no list of all rows. */
function onePersonOnly(count: number, person: unknown): InputError {
	return new InputError(
		`${count} rows came in, and the list is the same single person for each of them: ${quote(person)}`,
		`An expression for ${LABELS.participants} that takes the first row gives only that one: let it take the row itself, e.g. {{ $json.phone }}. If nobody else is to stay, type the number without an expression.`,
	);
}

/** What speaks against rows for all of which an expression gives one and the same person; undefined where that is not so. */
function sameForAllRows(
	parameters: ParameterReader,
	{ listedBy }: Together,
	items: readonly ReadItem[],
	given: number,
): InputError | undefined {
	if (given < 2 || parameters.sourceOf(listedBy) !== 'expression') return undefined;
	const people = items.map(({ row }) => {
		const list: unknown = row.ok ? row.value.input[listedBy] : undefined;
		return Array.isArray(list) && list.length === 1 ? (list[0] as unknown) : undefined;
	});
	const [first] = people;
	const isSame = first !== undefined && people.every((one) => one === first);
	return isSame ? onePersonOnly(given, first) : undefined;
}

function isUnread({ row }: ReadItem): boolean {
	return !row.ok;
}

/**
 * A unit of items that are known to belong together; `stray` is an item that may belong to it, too, `rivals` are all
 * sessions under which the thing stands where there is more than one, `objection` is what speaks against all units.
 */
function unitOf(
	items: readonly ReadItem[],
	stray: ReadItem | undefined,
	rivals: ReadonlySet<string> | undefined,
	objection: InputError | undefined,
): Unit {
	const unread = new Map(
		items.flatMap(
			({ index, row }): Array<[number, unknown]> => (row.ok ? [] : [[index, row.error]]),
		),
	);
	const [firstUnread] = unread;
	return {
		indexes: items.map(({ index }) => index),
		session: () => items[0]?.belongsTo?.session ?? '',
		rows() {
			if (objection) throw objection;
			if (firstUnread) throw notAll(firstUnread[0], firstUnread[1]);
			if (rivals) throw twoSessions(rivals);
			if (stray && !stray.row.ok) throw notAll(stray.index, stray.row.error);
			return items.flatMap(({ row }) => (row.ok ? [row.value] : []));
		},
		unread,
	};
}

/** How many items are read before n8n gets its turn: their expressions can take a second in all. */
const AT_ONCE = 200;

/** What was read of a row; where that failed, the error names it. */
function named({ row, index }: ReadItem): Settled<Row> {
	return row.ok ? row : { ok: false, error: ofRow(row.error, index) };
}

/** Reads all items; none where the user stops it meanwhile. */
async function readAll(
	parameters: ParameterReader,
	together: Together,
	count: number,
	signal: AbortSignal | undefined,
): Promise<ReadItem[]> {
	const items: ReadItem[] = [];
	for (let index = 0; index < count; index++) {
		if (index > 0 && index % AT_ONCE === 0) await sleep(0);
		if (signal?.aborted) return [];
		const item = readItem(parameters, together, index);
		items.push(count > 1 ? { ...item, row: named(item) } : item);
	}
	return items;
}

/** The sessions of each thing that stands under several, and from whose list one of them would remove the others' people. */
function rivalSessions(
	items: readonly ReadItem[],
	removes: (item: ReadItem) => boolean,
): Map<string | undefined, Set<string>> {
	const sessions = new Map<string | undefined, Set<string>>();
	const removed = new Set<string | undefined>();
	for (const item of items) {
		if (!item.belongsTo) continue;
		const { session, thing } = item.belongsTo;
		sessions.set(thing, (sessions.get(thing) ?? new Set()).add(session));
		if (removes(item)) removed.add(thing);
	}
	return new Map([...sessions].filter(([thing, { size }]) => size > 1 && removed.has(thing)));
}

/**
 * Puts the items together that are one thing, in the order of their first items. All are read before anything is sent:
 * an item that cannot be read may name somebody whom the others would have removed. Throws the error of the lowest such
 * item, with its index, unless the node goes on; then the things that it may belong to stay as they are. In: how many
 * items the node has, and how many rows the one before gave, of which Execute Once keeps all but the first back.
 */
export async function unitsOfThings(
	parameters: ParameterReader,
	together: Together,
	{ count, given }: { count: number; given: number },
	signal: AbortSignal | undefined,
): Promise<{ units: Unit[]; firstUnread: { index: number; error: unknown } | undefined }> {
	const all = await readAll(parameters, together, count, signal);
	const filled = all.filter(
		(item) => item.belongsTo || !isBlankRow(parameters, together, item.index),
	);
	// A table with nothing in it is a mistake, not a success.
	const items = filled.length === 0 ? all : filled;
	const things = new Map<string, ReadItem[]>();
	for (const item of items) {
		const key = item.belongsTo?.key ?? String(item.index);
		const thing = things.get(key);
		if (thing) thing.push(item);
		else things.set(key, [item]);
	}
	const stray = items.find(({ belongsTo }) => belongsTo === undefined);
	const isWhole = ({ row }: ReadItem): boolean =>
		row.ok && row.value.input[together.wholeIf] !== false;
	const rivalsOf = rivalSessions(
		items,
		(item) => isWhole(item) && item.row.ok && item.row.value.input[together.plannedIf] !== true,
	);
	const objection = sameForAllRows(parameters, together, items, Math.max(given, items.length));
	const units = [...things.values()].map((thing) =>
		unitOf(
			thing,
			thing.some(isWhole) ? stray : undefined,
			rivalsOf.get(thing[0]?.belongsTo?.thing),
			thing.some(isWhole) ? objection : undefined,
		),
	);
	const unread = items.find(isUnread);
	return {
		units,
		firstUnread:
			unread && !unread.row.ok ? { index: unread.index, error: unread.row.error } : undefined,
	};
}
