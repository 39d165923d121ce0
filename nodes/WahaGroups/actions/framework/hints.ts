import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import type { Operation } from './operation';

/** How many items each value of a field of the output came from; errors and what has no such field count as none. */
function itemsBy(outputs: readonly INodeExecutionData[], field: string): number[] {
	const items = new Map<string, Set<number>>();
	for (const { json, pairedItem } of outputs) {
		const value = json[field];
		const isOne = typeof pairedItem === 'object' && 'item' in pairedItem;
		if (typeof value !== 'string' || json.success === false || !isOne) continue;
		items.set(value, (items.get(value) ?? new Set()).add(pairedItem.item));
	}
	return [...items.values()].map(({ size }) => size);
}

/** Whether an operation sets something of a group that it has only one of. */
function setsOne({ effect, fields }: Operation): boolean {
	const others = Object.keys(fields).filter((name) => name !== 'groupId');
	return (
		effect === 'repeatable' &&
		'groupId' in fields &&
		!('participants' in fields) &&
		others.length > 0
	);
}

function wordsFor(
	operation: Operation,
	outputs: readonly INodeExecutionData[],
): string | undefined {
	const { fields } = operation;
	if ('name' in fields && operation.effect === 'once') {
		const most = Math.max(0, ...itemsBy(outputs, 'subject'));
		return most > 1
			? `${most} groups of the same name were made, one for each input item. To make one group of all rows, put n8n's Aggregate node before this one.`
			: undefined;
	}
	const most = setsOne(operation) ? Math.max(0, ...itemsBy(outputs, 'groupId')) : 0;
	return most > 1
		? `${most} input items set this for the same group, one after the other: what the last one says stands. If one is enough, turn on Execute Once under Settings.`
		: undefined;
}

/**
 * What may not have been meant where an operation on the whole of something was fed row by row, and what the operation
 * itself told. Out: hints for the editor's output panel.
 */
export function hintsFor(
	operation: Operation,
	outputs: readonly INodeExecutionData[],
	told: readonly string[],
): NodeExecutionHint[] {
	const message = wordsFor(operation, outputs);
	const messages = message === undefined ? told : [message, ...told];
	return messages.map((one) => ({ message: one, type: 'warning', location: 'outputPane' }));
}
