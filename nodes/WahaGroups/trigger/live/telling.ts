import type { ITriggerFunctions } from 'n8n-workflow';

import { toActivationError } from '../../n8n/nodeErrors';

/** Tells the owner of a workflow what went wrong while it listens: as a failed execution, and the trigger goes on. */
export function tellOwner(context: ITriggerFunctions, error: unknown): void {
	const shown = toActivationError(context.getNode(), error);
	// Older versions of n8n cannot save one.
	if ('saveFailedExecution' in context) context.saveFailedExecution(shown);
	else (context as ITriggerFunctions).logger.error(shown.message);
}
