import type { IDataObject } from 'n8n-workflow';

import { groupId } from '../../fields/fields';
import { WahaError } from '../../waha/errors';
import type { Call } from '../../waha/http/client';
import { groupPath } from '../../waha/paths';
import { settle } from '../../waha/settle';
import type { Context } from '../framework/operation';
import { operation } from '../framework/operation';
import { outcome, UNTOLD_REFUSAL } from '../framework/outputs';

const isUnknown = (error: unknown): boolean =>
	error instanceof WahaError && error.kind === 'groupNotFound';

/** What some engines say to an account that is no member, and to one that may not do it. */
const isForbidden = (error: unknown): boolean =>
	error instanceof WahaError && error.kind === 'refused' && /forbidden|\b403\b/i.test(error.words);

/**
 * Takes the account out of a group. Where an earlier try broke off, the group that is unknown now tells that it has
 * worked. In: what "forbidden" tells then. Throws WahaError.
 */
async function ended(
	context: Context,
	id: string,
	call: Call,
	isOut: () => Promise<boolean>,
): Promise<IDataObject> {
	const settled = await settle(context.send({ ...call, effect: 'repeatable' }));
	if (settled.ok) return outcome(settled.value, { groupId: id }, UNTOLD_REFUSAL);
	const { error } = settled;
	const isDone =
		error instanceof WahaError &&
		error.afterDoubt &&
		(isUnknown(error) || (isForbidden(error) && (await isOut())));
	if (!isDone) throw error;
	return { success: true, groupId: id };
}

/** Whether a group is gone for the account: a member may always read it. */
async function isGone(context: Context, id: string): Promise<boolean> {
	const looked = await settle(context.send({ method: 'GET', path: groupPath(id) }));
	return !looked.ok && (isUnknown(looked.error) || isForbidden(looked.error));
}

/** What takes the account out of a group. */
export const exitOperations = {
	delete: operation({
		name: 'Delete',
		action: 'Delete a group',
		description:
			'Delete a group from the account. This cannot be undone. Only the engines WEBJS and WPP can do this.',
		effect: 'repeatable',
		fields: { groupId },
		run: async (context, { groupId: id }) =>
			await ended(
				context,
				id,
				{ method: 'DELETE', path: groupPath(id) },
				// It may also mean that the account may not delete it.
				async () => await isGone(context, id),
			),
	}),

	leave: operation({
		name: 'Leave',
		action: 'Leave a group',
		description:
			'Let the account leave a group. It cannot come back by itself: somebody has to add or invite it.',
		effect: 'repeatable',
		fields: { groupId },
		run: async (context, { groupId: id }) =>
			await ended(context, id, { method: 'POST', path: groupPath(id, 'leave') }, async () => true),
	}),
};
