import { z } from 'zod';
import { type Workflow, type WorkflowNode, pause, until } from '../../harness/n8n';
import { chain, webhookUrl } from '../e2e/support/nodes';
import { type DeliveryRun, deliver } from './deliveries';
import type { BenchStage } from './stage';
import { median, rotated } from './statistics';
import { cpuSeconds } from './watch';
import { emptyTrigger, ourTrigger, storingTrigger, webhookTrigger } from './workflows';

/** One line of the table: the medians of all rounds. */
export interface TriggerResult extends DeliveryRun {
	engine: string;
	variant: string;
	deliveries: number;
	/** Processor time of n8n for each delivery, its execution included, in milliseconds. */
	cpuMs: number;
	/** Executions that started, of all rounds together. */
	started: number;
	expected: number;
	/** Each round by itself. */
	rounds: Run[];
}

export const triggers = {
	ours: 'WAHA Groups Trigger',
	empty: 'Empty community trigger (floor)',
	storing: 'Empty community trigger that stores each event',
	webhook: "n8n's Webhook node",
} as const;

export const engines = { default: "n8n's default", legacy: 'legacy' } as const;
export type Engine = (typeof engines)[keyof typeof engines];

export const atOnce = 20;
export const warmUp = 40;

export type Run = DeliveryRun & { cpuMs: number };

/** An active workflow that takes deliveries. */
export interface Receiver {
	variant: string;
	workflow: Workflow;
	url: string;
	key: string;
}

/** Activates a workflow that begins with this trigger. */
export async function activate(
	stage: BenchStage,
	variant: string,
	node: WorkflowNode,
): Promise<Receiver> {
	const { client, n8n } = stage;
	const workflow = await client.createWorkflow(chain(node));
	await client.activate(workflow.id);
	return { variant, workflow, url: webhookUrl(n8n.url, node), key: 'not checked' };
}

const webhooks = z.array(z.object({ hmac: z.object({ key: z.string() }) })).nonempty();

async function registeredKey({ sandbox }: BenchStage): Promise<string> {
	const { config } = await sandbox.control.session('default');
	return webhooks.parse(config?.['webhooks'])[0].hmac.key;
}

async function started({ client }: BenchStage, workflowId: string): Promise<number> {
	const query = { filter: JSON.stringify({ workflowId, status: ['success'] }), limit: 1 };
	const { count } = await client.http.rest<{ count: number }>(
		'GET',
		'/executions',
		undefined,
		query,
	);
	return count;
}

/** Waits until so many executions have ended, and then a while for any that should not be there. */
export async function settled(
	stage: BenchStage,
	workflowId: string,
	expected: number,
): Promise<number> {
	await until(
		`${expected} executions`,
		async () => ((await started(stage, workflowId)) >= expected ? true : undefined),
		{ timeout: 120_000, every: 200 },
	).catch(() => undefined);
	await pause(500);
	return await started(stage, workflowId);
}

/** Does the work with each of n8n's engines for expressions; n8n is restarted in between. */
export async function withEachEngine(
	stage: BenchStage,
	work: (engine: Engine) => Promise<void>,
): Promise<void> {
	await stage.sandbox.prepare({ latencyMs: 0 });
	await work(engines.default);
	await stage.n8n.restart({ env: { N8N_EXPRESSION_ENGINE: 'legacy' } });
	await work(engines.legacy);
}

/** Our trigger, active, with the key that it registered. */
export async function activateOurs(stage: BenchStage): Promise<Receiver> {
	const ours = await activate(stage, triggers.ours, ourTrigger(stage.credential));
	return { ...ours, key: await registeredKey(stage) };
}

/** Sends the same deliveries to our trigger and to others of one n8n. */
export async function measureTriggers(
	stage: BenchStage,
	engine: string,
	deliveries: number,
	rounds: number,
): Promise<TriggerResult[]> {
	const receivers: Receiver[] = [
		await activateOurs(stage),
		await activate(stage, triggers.empty, emptyTrigger()),
		await activate(stage, triggers.storing, storingTrigger(stage.credential)),
		await activate(stage, triggers.webhook, webhookTrigger()),
	];
	const runs = new Map<Receiver, Run[]>(receivers.map((receiver) => [receiver, []]));
	for (const receiver of receivers) await deliver(receiver.url, receiver.key, warmUp, atOnce);
	for (let round = 0; round < rounds; round++) {
		for (const receiver of rotated(receivers, round)) {
			const sent = warmUp + (runs.get(receiver)?.length ?? 0) * deliveries;
			await settled(stage, receiver.workflow.id, sent);
			const before = cpuSeconds(stage.n8n.pid);
			const delivered = await deliver(receiver.url, receiver.key, deliveries, atOnce);
			await settled(stage, receiver.workflow.id, sent + deliveries);
			const cpuMs = ((cpuSeconds(stage.n8n.pid) - before) / deliveries) * 1000;
			const run = { ...delivered, cpuMs };
			console.log(`${engine}, round ${round + 1}: ${receiver.variant}: ${show(run)}`);
			runs.get(receiver)?.push(run);
		}
	}
	const results: TriggerResult[] = [];
	for (const [{ workflow, variant }, list] of runs) {
		const expected = warmUp + rounds * deliveries;
		const count = await settled(stage, workflow.id, expected);
		const line = { engine, variant, deliveries, started: count - warmUp };
		results.push({ ...line, ...summary(list), expected: expected - warmUp });
		await stage.client.deactivate(workflow.id);
	}
	return results;
}

/** A run in one line. */
export function show({ perSecond, p50, p99, refused, cpuMs }: Run): string {
	const times = `CPU ${cpuMs.toFixed(0)} ms, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
	return `${perSecond.toFixed(1)} a second, ${times}, ${refused} refused`;
}

/** The medians of several runs. */
export function summary(runs: Run[]): Run & { rounds: Run[] } {
	return {
		perSecond: median(runs.map(({ perSecond }) => perSecond)),
		cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
		p50: median(runs.map(({ p50 }) => p50)),
		p99: median(runs.map(({ p99 }) => p99)),
		refused: runs.reduce((sum, { refused }) => sum + refused, 0),
		rounds: runs,
	};
}
