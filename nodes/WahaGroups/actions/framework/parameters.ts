import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { visible } from '../../waha/input/visible';
import { isRecord, recordOf } from '../../waha/json';
import { once } from '../../waha/once';
import type { Field } from '../../fields/fields';
import { readAll, sessionField } from '../../fields/fields';
import { itemField, namesItem } from './itemField';
import type { Operation } from './operation';
import type { PaceValues } from './pacing';
import { paceOptions } from './pacing';

/** Whether a stored parameter holds an expression anywhere; n8n marks one with "=" in front. */
function isDynamic(stored: unknown): boolean {
	if (typeof stored === 'string') return stored.startsWith('=');
	if (Array.isArray(stored)) return stored.some(isDynamic);
	return isRecord(stored) && Object.values(stored).some(isDynamic);
}

/** Whether a parameter, or what a resource locator holds, is nothing. */
function isBlank(value: unknown): boolean {
	if (isRecord(value) && value.__rl === true) return isBlank(value.value);
	return visible(String(value ?? '')) === '';
}

export interface ParameterReader {
	/** The session of an item. Throws InputError. */
	session(index: number): string;
	/** The fields of the operation for an item, put right. Throws InputError. */
	fields(index: number): Record<string, unknown>;
	/** One field of the operation for an item, put right. Throws InputError. */
	field(name: string, index: number): unknown;
	/** Where a field comes from: the node itself, an expression that names the item, or one that does not. */
	sourceOf(name: string): 'typed' | 'item' | 'expression';
	/** Whether a field is an empty cell in an item, e.g. in the last lines of a spreadsheet. Throws what n8n throws. */
	isBlank(name: string, index: number): boolean;
	/** The options of the operation for an item, put right. Throws InputError. */
	options(index: number): Record<string, unknown>;
	/** The options of the whole run, from its first item. Throws InputError. */
	pace(): PaceValues;
}

/**
 * Reads the parameters of an operation: each one that is the same for all items is evaluated and put right once,
 * because every evaluation costs n8n an expression run.
 */
export function parameterReader(
	context: IExecuteFunctions,
	node: INode,
	operation: Operation,
): ParameterReader {
	// What is not stored is undefined; what an expression gives as nothing is null.
	const evaluate = (name: string, index: number): unknown =>
		node.parameters[name] === undefined
			? undefined
			: (context.getNodeParameter(name, index, null) ?? null);

	const isStatic = (name: string): boolean => !isDynamic(node.parameters[name]);

	// A look at the item replaces n8n's evaluation only where both gave the same for the first item asked for.
	const evaluator = (name: string): ((index: number) => unknown) => {
		const items = context.getInputData();
		let lookIsEnough: boolean | undefined;
		return (index) => {
			const seen =
				lookIsEnough === false ? undefined : itemField(node.parameters[name], items[index]?.json);
			if (seen === undefined) return evaluate(name, index);
			if (lookIsEnough) return seen;
			const value = evaluate(name, index);
			lookIsEnough = JSON.stringify(value) === JSON.stringify(seen);
			return value;
		};
	};

	const reader = <T>(name: string, read: (value: unknown) => T): ((index: number) => T) => {
		if (isStatic(name)) return once(() => read(evaluate(name, 0)));
		const value = evaluator(name);
		return (index) => read(value(index));
	};

	const options = reader('options', (value) => readAll(operation.options, recordOf(value)));

	const fieldReader = (name: string, field: Field<unknown>): ((index: number) => unknown) => {
		if (!field.needsOptions) return reader(name, field.read);
		const value = reader(name, (given) => given);
		const read = (index: number) => field.read(value(index), recordOf(options(index)));
		return isStatic(name) && isStatic('options') ? once(() => read(0)) : read;
	};

	const visibility = ({ shownFor }: Field<unknown>): ((index: number) => boolean) => {
		const conditions = Object.entries(shownFor ?? {}).map(([name, values]) => ({
			read: reader(name, operation.fields[name]?.read ?? ((value) => value)),
			values,
		}));
		return (index) => conditions.every(({ read, values }) => values.includes(String(read(index))));
	};

	const readers = Object.entries(operation.fields).map(([name, field]) => ({
		name,
		isShown: visibility(field),
		read: fieldReader(name, field),
	}));

	return {
		session: reader('session', sessionField.read),
		fields: (index) =>
			Object.fromEntries(
				readers.flatMap(({ name, isShown, read }) => (isShown(index) ? [[name, read(index)]] : [])),
			),
		field: (name, index) => readers.find((one) => one.name === name)?.read(index),
		sourceOf(name) {
			if (isStatic(name)) return 'typed';
			return namesItem(node.parameters[name]) ? 'item' : 'expression';
		},
		isBlank: (name, index) => isBlank(evaluate(name, index)),
		options: (index) => recordOf(options(index)),
		pace: () => readAll(paceOptions, recordOf(evaluate('options', 0))),
	};
}
