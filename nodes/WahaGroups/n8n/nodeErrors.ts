import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { WahaError } from '../waha/errors';
import type { Words } from '../wording/words';
import { wordsOf } from '../wording/wording';

/**
 * The error that n8n shows: one sentence of what happened, what to do, the item and the status.
 * In: whatever was thrown, and the index of the item (from 0), which only operations have. Server bodies and stacks stay out.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const words = wordsOf(error, itemIndex !== undefined);
	if (words !== undefined) {
		const { message, description } = words;
		const shown =
			error instanceof WahaError
				? new NodeApiError(node, { message } satisfies JsonObject, {
						message,
						description,
						httpCode: error.status === undefined ? undefined : String(error.status),
						itemIndex,
					})
				: new NodeOperationError(node, message, {
						...(description && { description }),
						itemIndex,
					});
		return withMessage(shown, messageFor(node, words));
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

/** n8n gives a model the message of a tool's error and nothing else, so that one also holds what to do. */
function messageFor({ type }: INode, { message, description }: Words): string {
	return type.endsWith('Tool') && description ? `${message}. ${description}` : message;
}

/** n8n replaces a message in which it finds one of its own code words, e.g. in a value that we quote. */
function withMessage<T extends Error>(error: T, message: string): T {
	error.message = message;
	return error;
}

/**
 * The error of an activation. n8n shows only the message of it (2.41) or only the description (2.4), so each of them
 * says what happened and what to do. In: whatever was thrown.
 */
export function toActivationError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	const shown = toNodeError(node, error);
	if (!shown.description) return shown;
	const all = `${shown.message}. ${shown.description}`;
	shown.description = all;
	return withMessage(shown, all);
}
