import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';
import { namesItem } from './itemField';

/** How many items the node before gave; 0 where n8n does not tell. */
export function givenBefore(context: IExecuteFunctions): number {
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
 * In: the list as it is stored, and how many rows the node before gave. Throws InputError where n8n's setting Execute
 * Once keeps back all rows but the first, although each of them adds to the list: the first would count as the whole.
 */
export function refuseFirstRowAlone(node: INode, list: unknown, given: number): void {
	if (!node.executeOnce || given <= 1 || !namesItem(list)) return;
	throw new InputError(
		`Execute Once is on, so the first of ${given} rows alone would be the whole list`,
		'Turn Execute Once off under Settings: all rows of a group are one list.',
	);
}
