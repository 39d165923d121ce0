import fs from 'node:fs';
import {
	type CredentialRef,
	type Execution,
	N8nClient,
	type N8nInstall,
	type RunningN8n,
	type Workflow,
	ensureN8n,
	startN8n,
	until,
} from '../../harness/n8n';
import { hasEnded } from '../../harness/n8n/executions';
import { prepareUserFolder } from './install';
import { type BenchSandbox, startBenchSandbox } from './sandbox-process';
import { collectNode, collectWorkflow } from './workflows';

/** Everything that the measurements share. */
export interface BenchStage {
	install: N8nInstall;
	n8n: RunningN8n;
	client: N8nClient;
	sandbox: BenchSandbox;
	credential: CredentialRef;
	/** Runs a workflow by its manual trigger and gives its execution, without asking n8n often meanwhile. */
	run(workflow: Workflow): Promise<Execution>;
	/** The same, without reading it: gives its id. */
	runToEnd(workflow: Workflow): Promise<string>;
	/** Collects the garbage of n8n's process; gives what is left in its heap, in MB. */
	collect(): Promise<number>;
	close(): Promise<void>;
}

const longestRun = 300_000;

async function runToEnd(client: N8nClient, workflow: Workflow): Promise<string> {
	const { executionId } = await client.run(workflow, 'Manual');
	if (executionId === undefined) throw new Error('n8n did not start the workflow');
	const ended = async (): Promise<true | undefined> => {
		const [last] = await client.executions(workflow.id, 1);
		return last !== undefined && last.id === executionId && hasEnded(last) ? true : undefined;
	};
	await until(`End of execution ${executionId}`, ended, { timeout: longestRun, every: 250 });
	return executionId;
}

async function runQuietly(client: N8nClient, workflow: Workflow): Promise<Execution> {
	return await client.getExecution(await runToEnd(client, workflow));
}

/** Starts n8n with both packages, and the sandbox beside it. */
export async function openStage(): Promise<BenchStage> {
	const install = await ensureN8n();
	const userFolder = await prepareUserFolder();
	const sandbox = await startBenchSandbox();
	// NODE_OPTIONS of the caller reaches n8n, so that it can be profiled.
	const nodeOptions = process.env['BENCH_N8N_NODE_OPTIONS'];
	const env: Record<string, string> =
		nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions };
	const n8n = await startN8n({ install, userFolder, tarball: false, env });
	const client = new N8nClient(n8n.url);
	await client.setupOwner({ email: 'owner@example.com', password: 'WahaGroups1' });
	const credential = await client.createCredential('WAHA', 'wahaApi', {
		url: sandbox.url,
		apiKey: sandbox.apiKey,
		allowUnauthorizedCerts: false,
	});
	const collecting = await client.createWorkflow(collectWorkflow());
	return {
		install,
		n8n,
		client,
		sandbox,
		credential,
		run: async (workflow) => await runQuietly(client, workflow),
		runToEnd: async (workflow) => await runToEnd(client, workflow),
		async collect() {
			const execution = await runQuietly(client, collecting);
			return Number(execution.json(collectNode)[0]?.['heapUsed']) / 2 ** 20;
		},
		async close() {
			await n8n.stop();
			sandbox.stop();
			fs.rmSync(userFolder, { recursive: true, force: true });
		},
	};
}
