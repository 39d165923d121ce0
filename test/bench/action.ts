import axios from 'axios';
import type { Execution, WorkflowNode } from '../../harness/n8n';
import { groupIds } from './sandbox-process';
import type { BenchStage } from './stage';
import { median, rotated } from './statistics';
import { memoryMb, watch } from './watch';
import { floorNode, httpRequestNode, itemsWorkflow, measuredNode, ourNode } from './workflows';

/** One line of the table: the medians of all rounds. */
export interface ActionResult {
	variant: string;
	items: number;
	seconds: number;
	/** null outside n8n. */
	blockedMs: number | null;
	/** Processor time of n8n, in seconds. */
	cpuSeconds: number | null;
	/** How much the memory grew at most while it ran, in MB. */
	peakMb: number | null;
	/** How much more memory there was afterwards, in MB. */
	keptMb: number | null;
	/** Seconds of each round. */
	rounds: number[];
}

type Sample = Pick<ActionResult, 'seconds' | 'blockedMs' | 'cpuSeconds' | 'peakMb' | 'keptMb'>;

export const latencyMs = 20;
const atOnce = 10;

/** Names as in the table. */
export const variants = {
	ours: 'WAHA Groups, default (1 at a time)',
	ours10: 'WAHA Groups, 10 at once',
	computed10: 'WAHA Groups, 10 at once, expressions that compute',
	http: 'HTTP Request node',
	floor: 'Floor in n8n, 1 at a time',
	floor10: 'Floor in n8n, 10 at once',
	reading10: 'Floor in n8n, 10 at once, expressions that compute',
	axios10: 'axios outside n8n, 10 at once',
} as const;

type VariantKey = keyof typeof variants;

const variantKeys = Object.keys(variants) as VariantKey[];

function measured(stage: BenchStage, key: VariantKey): WorkflowNode | undefined {
	const { credential, sandbox } = stage;
	switch (key) {
		case 'ours':
			return ourNode(credential, {});
		case 'ours10':
			return ourNode(credential, { maxParallelRequests: atOnce });
		case 'computed10':
			return ourNode(credential, { maxParallelRequests: atOnce }, true);
		case 'http':
			return httpRequestNode(credential, sandbox.url);
		case 'floor':
			return floorNode(credential, 1);
		case 'floor10':
			return floorNode(credential, atOnce);
		case 'reading10':
			return floorNode(credential, atOnce, true);
		default:
			return undefined;
	}
}

// One at a time takes longer than a minute for 3,000 items, and tells nothing that 1,000 do not.
const onlyUpTo: Partial<Record<VariantKey, number>> = { ours: 1000, floor: 1000 };

/** Measures all variants side by side: in every round each once, beginning with another. */
export async function measureActions(
	stage: BenchStage,
	counts: readonly number[],
	rounds: number,
	only?: readonly string[],
): Promise<ActionResult[]> {
	const chosen = variantKeys.filter((key) => only?.includes(key) ?? true);
	// The first run of each kind pays for n8n's loading and compiling; nobody measures that here.
	for (const key of chosen) await sample(stage, key, 20);
	const results: ActionResult[] = [];
	for (const count of counts) {
		const keys = chosen.filter((key) => count <= (onlyUpTo[key] ?? Infinity));
		const samples = new Map<VariantKey, Sample[]>(keys.map((key) => [key, []]));
		for (let round = 0; round < rounds; round++) {
			for (const key of rotated(keys, round * 2)) {
				const one = await sample(stage, key, count);
				console.log(`${count} items, round ${round + 1}: ${variants[key]}: ${show(one)}`);
				samples.get(key)?.push(one);
			}
		}
		for (const [key, list] of samples) results.push(summary(key, count, list));
	}
	return results;
}

function show({ seconds, blockedMs, peakMb, keptMb }: Sample): string {
	const more = [blockedMs, peakMb, keptMb].map((value) => (value ?? NaN).toFixed(0));
	return `${seconds.toFixed(2)} s, blocked ${more[0]} ms, memory at most +${more[1]}, kept +${more[2]} MB`;
}

function summary(key: VariantKey, items: number, samples: Sample[]): ActionResult {
	const middle = (name: 'blockedMs' | 'cpuSeconds' | 'peakMb' | 'keptMb'): number | null => {
		const values = samples.flatMap((one) => one[name] ?? []);
		return values.length === 0 ? null : median(values);
	};
	const rounds = samples.map(({ seconds }) => seconds);
	return {
		variant: variants[key],
		items,
		seconds: median(rounds),
		blockedMs: middle('blockedMs'),
		cpuSeconds: middle('cpuSeconds'),
		peakMb: middle('peakMb'),
		keptMb: middle('keptMb'),
		rounds,
	};
}

async function sample(stage: BenchStage, key: VariantKey, count: number): Promise<Sample> {
	await stage.sandbox.prepare({ latencyMs });
	const node = measured(stage, key);
	const taken =
		node === undefined
			? await outside(stage, count)
			: await inside(stage, node, count, `${key} ${Date.now()}`);
	const { applied } = await stage.sandbox.traffic();
	if (applied !== count) throw new Error(`${variants[key]} made ${applied} of ${count} changes`);
	return taken;
}

async function inside(
	stage: BenchStage,
	node: WorkflowNode,
	count: number,
	word: string,
): Promise<Sample> {
	const workflow = await stage.client.createWorkflow(itemsWorkflow(node, count, word));
	const { n8n } = stage;
	await stage.collect();
	const before = memoryMb(n8n.pid);
	const { result, watched } = await watch(n8n, async () => await stage.run(workflow));
	await stage.collect();
	const keptMb = memoryMb(n8n.pid) - before;
	await stage.client.deleteWorkflow(workflow.id);
	return {
		seconds: secondsOf(result, count),
		blockedMs: watched.blockedMs,
		cpuSeconds: watched.cpuSeconds,
		peakMb: watched.peakMb - before,
		keptMb,
	};
}

function secondsOf(execution: Execution, count: number): number {
	const run = execution.runData[measuredNode]?.at(-1);
	if (execution.status !== 'success' || run === undefined) {
		throw new Error(`The run ended with ${execution.status}: ${execution.error?.message ?? ''}`);
	}
	const { length } = execution.items(measuredNode);
	if (length !== count) throw new Error(`${length} of ${count} items came out`);
	return run.executionTime / 1000;
}

async function outside({ sandbox }: BenchStage, count: number): Promise<Sample> {
	const headers = { 'X-Api-Key': sandbox.apiKey };
	let next = 0;
	const start = performance.now();
	const worker = async (): Promise<void> => {
		while (next < count) {
			const n = next++;
			const id = encodeURIComponent(groupIds[n % groupIds.length] ?? '');
			const url = `${sandbox.url}/api/default/groups/${id}/subject`;
			await axios.put(url, { subject: `outside ${start} ${n}` }, { headers });
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	const seconds = (performance.now() - start) / 1000;
	return { seconds, blockedMs: null, cpuSeconds: null, peakMb: null, keptMb: null };
}
