import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';

/** How many items the node before gave; 0 where n8n does not tell. */
function givenBefore(context: IExecuteFunctions): number {
	try {
		const { previousNode, previousNodeOutput, previousNodeRun } = context.getInputSourceData();
		const items: unknown = context
			.getWorkflowDataProxy(0)
			.$items(previousNode, previousNodeOutput ?? 0, previousNodeRun ?? 0);
		return Array.isArray(items) ? items.length : 0;
	} catch {
		return 0;
	}
}

/** Whether an expression goes through all items of a node, whatever n8n's setting keeps back. */
const gathersAll = (list: unknown): boolean =>
	typeof list === 'string' &&
	/(?:\.all\(\)|\$items\([^)]*\))\s*\.(?:map|flatMap|filter|reduce)\(/.test(list);

/**
 * In: the list as it is stored, and whether it is an expression.
 * Throws InputError where n8n's setting Execute Once keeps back all rows but the first, and an expression gives the
 * list that does not go through all rows by itself: the first would count as the whole.
 */
export function refuseFirstRowAlone(
	context: IExecuteFunctions,
	node: INode,
	list: unknown,
	isExpression: boolean,
): void {
	if (!node.executeOnce || !isExpression || gathersAll(list)) return;
	const given = givenBefore(context);
	if (given <= 1) return;
	throw new InputError(
		`Execute Once is on, so the first of ${given} rows alone would be the whole list`,
		'Turn Execute Once off under Settings: all rows of a group are one list.',
	);
}
