import type { ITriggerFunctions } from 'n8n-workflow';

import { toActivationError } from '../../n8n/nodeErrors';

/** Tells the owner of a workflow what went wrong while it listens: as a failed execution, and the trigger goes on. */
export function tellOwner(context: ITriggerFunctions, error: unknown): void {
	const node = context.getNode();
	const shown = toActivationError(node, error);
	const { logger } = context;
	const { name = '' } = context.getWorkflow();
	// n8n can save none while it listens for a test event, nor can its older versions.
	const isTest = context.getMode() === 'manual';
	if (!isTest && 'saveFailedExecution' in context) context.saveFailedExecution(shown);
	// The log is one for all workflows.
	else logger.error(`"${node.name}" of the workflow "${name}": ${shown.message}`);
}
