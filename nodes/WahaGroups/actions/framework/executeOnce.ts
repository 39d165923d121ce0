import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';
import type { Operation } from './operation';

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

/** Whether an expression names the item that it is evaluated for. */
const namesItem = (stored: unknown): boolean =>
	typeof stored === 'string' && /^=[^]*(?:\$json|\$input\.item)\b/.test(stored);

/**
 * Throws InputError where n8n's setting Execute Once keeps back all rows but the first, although each of them adds to
 * the list: the first would count as the whole.
 */
export function refuseFirstRowAlone(
	context: IExecuteFunctions,
	node: INode,
	{ listedBy }: NonNullable<Operation['together']>,
): void {
	if (!node.executeOnce || !namesItem(node.parameters[listedBy])) return;
	const given = givenBefore(context);
	if (given <= 1) return;
	throw new InputError(
		`Execute Once is on, so the first of ${given} rows alone would be the whole list`,
		'Turn Execute Once off under Settings: all rows of a group are one list.',
	);
}
