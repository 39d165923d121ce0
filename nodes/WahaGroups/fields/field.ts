import type { INodeProperties, NodePropertyTypes } from 'n8n-workflow';

import { lazy } from '../waha/once';

/** A parameter as the editor shows it; its name is the key under which a node or an operation lists it. */
export type FieldProperty = Omit<INodeProperties, 'name' | 'displayOptions'> & {
	type: NodePropertyTypes;
};

/** One parameter: how it looks, what holds where it is not set, and how its value is put right. */
export interface Field<T> {
	readonly property: FieldProperty;
	/** Where it stands among the fields of an operation; in the order listed where not said. */
	readonly place?: 'first' | 'last';
	/** Shown only while another parameter, of the operation or the trigger, has one of these values. */
	readonly shownFor?: Record<string, string[]>;
	/** Not shown while another parameter has one of these values, because it would do nothing then. */
	readonly hiddenFor?: Record<string, string[]>;
	/** Whether `read` has to see the options of the operation, too. */
	readonly needsOptions?: boolean;
	/**
	 * In: the parameter as n8n gives it; undefined where it is not set, null where an expression gives nothing.
	 * The options, put right, where it needs them. Throws InputError, which names field and value, for what is no value
	 * of its kind.
	 */
	read(value: unknown, options?: Readonly<Record<string, unknown>>): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What comes out of fields. */
export type ValuesOf<F extends Fields> = { [K in keyof F]: ReturnType<F[K]['read']> };

/** What was stored under a name. An expression that gives nothing is null, and not the same as what is not set. */
function storedIn(values: Readonly<Record<string, unknown>>, name: string): unknown {
	return Object.hasOwn(values, name) ? (values[name] ?? null) : undefined;
}

/** All values of some fields, put right. In: what is stored of them. Throws InputError. */
export function readAll<F extends Fields>(
	fields: F,
	values: Readonly<Record<string, unknown>>,
): ValuesOf<F> {
	const read = Object.entries(fields).map(([name, field]) => [
		name,
		field.read(storedIn(values, name)),
	]);
	// Object.fromEntries knows no names.
	return Object.fromEntries(read) as ValuesOf<F>;
}

/** The same, each value put right when it is asked for, which throws InputError then. */
export function lazily<F extends Fields>(
	fields: F,
	values: Readonly<Record<string, unknown>>,
): ValuesOf<F> {
	const readers = Object.entries(fields).map(([name, field]) => [
		name,
		() => field.read(storedIn(values, name)),
	]);
	return lazy<ValuesOf<F>>(Object.fromEntries(readers));
}

/** The same field, where something else than its default holds while nobody has added it. */
export function unset<T, U>(field: Field<T>, value: U): Field<T | U> {
	return {
		...field,
		read: (given, options) => (given === undefined ? value : field.read(given, options)),
	};
}
