import { parse } from 'flatted';
import { z } from 'zod';
import type { Execution, ExecutionSummary, NodeRun, RunError, RunItem } from './types';

/** An execution as `GET /rest/executions/:id` gives it: its data is a string in flatted's format. */
export type StoredExecution = ExecutionSummary & { data: string };

const shape = z.object({
	resultData: z
		.object({
			runData: z.record(z.custom<NodeRun[]>(Array.isArray)).default({}),
			error: z.custom<RunError>().optional(),
			lastNodeExecuted: z.string().optional(),
		})
		.default({}),
});

/** Turns n8n's storage format into plain data with readers for items. */
export function readExecution({ data, ...summary }: StoredExecution): Execution {
	// Before the first node has run, there is nothing but an empty list.
	const { resultData } = shape.parse(parse(data) ?? {});
	const items = (node: string, output = 0): RunItem[] =>
		resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
	return {
		...summary,
		runData: resultData.runData,
		error: resultData.error,
		lastNode: resultData.lastNodeExecuted,
		items,
		json: (node, output) => items(node, output).map((item) => item.json),
	};
}

/** Whether nothing more will happen to an execution. */
export function hasEnded({ status }: Pick<ExecutionSummary, 'status'>): boolean {
	return (
		status === 'success' || status === 'error' || status === 'crashed' || status === 'canceled'
	);
}

/** Whether one has ended and its outcome is stored: n8n 1.123 writes the status first, and the outcome after that. */
export function isStored(execution: Execution): boolean {
	const { status, error, lastNode } = execution;
	if (status === 'error') return error !== undefined;
	if (status === 'success') return lastNode !== undefined;
	return hasEnded(execution);
}
