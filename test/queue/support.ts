import { N8nClient, type RunningN8n, until } from '../../harness/n8n';
import { type N8nQueue, startQueue } from '../../harness/queue';
import { eventPattern } from '../e2e/support/database';
import { owner } from '../e2e/support/shared';
import { type E2eWorld, openWorldAt } from '../e2e/support/world';

/** Five processes and the tests share the machine, perhaps with others. */
export const patience = { timeout: 120_000 };

/** An n8n in queue mode with a sandbox for it. */
export interface QueueStage {
	queue: N8nQueue;
	world: E2eWorld;
	close(): Promise<void>;
}

/**
 * Starts it. With n8n's default engine for expressions a thousand deliveries take minutes, and its statistics write to
 * the database whenever they like: both are left out.
 */
export async function openQueueStage(): Promise<QueueStage> {
	const queue = await startQueue({
		env: { N8N_EXPRESSION_ENGINE: 'legacy', N8N_DISABLED_MODULES: 'insights' },
	});
	try {
		const client = new N8nClient(queue.url);
		await client.setupOwner(owner);
		const world = await openWorldAt(client, { version: '2026.9' });
		const close = async (): Promise<void> => await world.close().finally(queue.stop);
		return { queue, world, close };
	} catch (error) {
		await queue.stop();
		throw error;
	}
}

/** Whether a worker, and nobody else, has run an execution. */
export function ranOnWorker({ main, workers, webhooks }: N8nQueue, executionId: string): boolean {
	const started = `Worker started execution ${executionId} `;
	const has = (one: RunningN8n): boolean => one.log().includes(started);
	return workers.some(has) && ![main, ...webhooks].some(has);
}

/** How often an event has started a workflow, and how often the workflow ran to its end with it. */
export interface Starts {
	started: number;
	succeeded: number;
}

/** What has become of WAHA's events in a workflow, by the event's id. */
export async function startsIn(queue: N8nQueue, workflowId: string): Promise<Map<string, Starts>> {
	const rows = await queue.sql(
		`SELECT e.status, substring(d.data from '${eventPattern}') AS event FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
		WHERE e."workflowId" = '${workflowId}'`,
	);
	const starts = new Map<string, Starts>();
	for (const { status, event: id } of rows) {
		const event = String(id);
		const { started, succeeded } = starts.get(event) ?? { started: 0, succeeded: 0 };
		const one = { started: started + 1, succeeded: succeeded + (status === 'success' ? 1 : 0) };
		starts.set(event, one);
	}
	return starts;
}

/** Waits until so many executions of a workflow have run to their end. */
export async function haveSucceeded(
	queue: N8nQueue,
	workflowId: string,
	count: number,
): Promise<void> {
	const text = `SELECT count(*) AS count FROM execution_entity WHERE "workflowId" = '${workflowId}' AND status = 'success'`;
	const enough = async (): Promise<true | undefined> =>
		Number((await queue.sql(text))[0]?.['count']) >= count ? true : undefined;
	await until(`${count} executions`, enough, { ...patience, every: 500 });
}
