import type { WorkflowNode } from '../../harness/n8n';
import type { FaultRuleInput, SettingsInput } from '../../sandbox';
import { type Traffic, groupIds } from './sandbox-process';
import type { BenchStage } from './stage';
import { httpRequestNode, itemsWorkflow, measuredNode, ourNode } from './workflows';

/** What became of one run against a server that has had enough. */
export interface OverloadResult extends Traffic {
	server: string;
	variant: string;
	items: number;
	status: string;
	/** Items that came out without an error. */
	succeeded: number;
	seconds: number;
}

interface Server {
	name: string;
	settings: SettingsInput;
	faults(): FaultRuleInput[];
}

const servers: Server[] = [
	{
		name: '503 above 50 in flight, 1 s latency',
		settings: { latencyMs: 1000 },
		faults: () => [{ kind: 'overload', above: 50 }],
	},
	{
		name: '5 % of the requests answered 429 once',
		settings: { latencyMs: 20 },
		// Every 20th group, so that each is refused exactly once, however often it is asked.
		faults: () =>
			groupIds
				.filter((_, n) => n % 20 === 7)
				.map((id) => ({ kind: '429', path: `/api/default/groups/${id}/subject`, times: 1 })),
	},
];

/** Changes 300 groups on servers that refuse some of it: our node and the HTTP Request node. */
export async function measureOverload(stage: BenchStage): Promise<OverloadResult[]> {
	const { credential, sandbox } = stage;
	const variants: Array<[string, () => WorkflowNode]> = [
		['WAHA Groups, 10 at once', () => ourNode(credential, { maxParallelRequests: 10 })],
		['WAHA Groups, 60 at once', () => ourNode(credential, { maxParallelRequests: 60 })],
		['HTTP Request node', () => httpRequestNode(credential, sandbox.url)],
	];
	const results: OverloadResult[] = [];
	for (const server of servers) {
		for (const [variant, node] of variants) {
			const result = await runAgainst(stage, server, variant, node());
			console.log(
				`${server.name}: ${variant}: ${result.status}, ${result.succeeded} items out, ` +
					`${result.applied} changes made, ${result.seconds.toFixed(1)} s`,
			);
			results.push(result);
		}
	}
	await sandbox.prepare({ latencyMs: 0 });
	return results;
}

async function runAgainst(
	stage: BenchStage,
	server: Server,
	variant: string,
	node: WorkflowNode,
): Promise<OverloadResult> {
	const items = groupIds.length;
	await stage.sandbox.prepare(server.settings, server.faults());
	const workflow = await stage.client.createWorkflow(itemsWorkflow(node, items, `${Date.now()}`));
	const execution = await stage.run(workflow);
	const out = execution.items(measuredNode);
	const result = {
		...(await stage.sandbox.traffic()),
		server: server.name,
		variant,
		items,
		status: execution.status,
		succeeded: out.filter(({ json, error }) => error === undefined && json.error === undefined)
			.length,
		seconds: (execution.runData[measuredNode]?.at(-1)?.executionTime ?? NaN) / 1000,
	};
	await stage.client.deleteWorkflow(workflow.id);
	return result;
}
