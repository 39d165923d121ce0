import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import type { Operation, RowByRow } from './operation';

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

/** Of what a group has only one of. */
export const LAST_STANDS: RowByRow = {
	by: 'groupId',
	hint: (count) =>
		`${count} input items set this for the same group, one after the other: what the last one says stands. If one is enough, turn on Execute Once under Settings.`,
};

/**
 * What may not have been meant where an operation on the whole of something was fed row by row, and what the operation
 * itself told. Out: hints for the editor's output panel.
 */
export function hintsFor(
	operation: Operation,
	outputs: readonly INodeExecutionData[],
	told: readonly string[],
): NodeExecutionHint[] {
	const { rowByRow } = operation;
	const most = rowByRow ? Math.max(0, ...itemsBy(outputs, rowByRow.by)) : 0;
	const messages = rowByRow && most > 1 ? [rowByRow.hint(most), ...told] : told;
	return messages.map((message) => ({ message, type: 'warning', location: 'outputPane' }));
}
