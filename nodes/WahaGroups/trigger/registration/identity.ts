import type { IHookFunctions } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';
import { markOf } from './entries';

/** What hooks and webhooks know of the trigger that they belong to. */
export type Identified = Pick<
	IHookFunctions,
	'getInstanceId' | 'getNode' | 'getNodeWebhookUrl' | 'getWorkflow'
>;

/** The trigger's address as n8n has it. Throws InputError where n8n gave it none. */
export function n8nUrl(context: Identified): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw new InputError(
		'n8n gave this trigger no webhook address',
		'Save the workflow and try again.',
	);
}

/**
 * The mark of this trigger's entry. n8n tells the test address from the production one only in the path, whose
 * end is the same wherever n8n is reached: `webhook-test/<id>/webhook`.
 */
export function identify(context: Identified): string {
	const { id, webhookId } = context.getNode();
	const parts = new URL(n8nUrl(context)).pathname.split('/').slice(webhookId ? -3 : -4);
	return markOf(context.getInstanceId(), context.getWorkflow().id ?? '', id, ...parts);
}
