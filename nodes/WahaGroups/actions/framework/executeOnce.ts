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

/**
 * Throws InputError where n8n's setting Execute Once keeps back all rows but the first, and an expression gives the
 * list: nobody can tell whether it takes one row or all. Without the setting all rows are one list either way.
 */
export function refuseFirstRowAlone(
	context: IExecuteFunctions,
	node: INode,
	isExpression: boolean,
): void {
	if (!node.executeOnce || !isExpression) return;
	const given = givenBefore(context);
	if (given <= 1) return;
	throw new InputError(
		`Execute Once is on, so the first of ${given} rows alone could be the whole list`,
		'Turn Execute Once off under Settings: all rows of a group are one list, also where the expression gathers them itself.',
	);
}
