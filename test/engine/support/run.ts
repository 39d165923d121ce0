import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeApiError,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';

import { WahaGroups, WahaGroupsTrigger } from '../../..';
import { CredentialsInMemory } from './credentials';

/** Where the items of a test come from; they are pinned to it. */
class Start implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Gives the items of the test',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};
}

const TYPES: Record<string, INodeType> = {
	start: new Start(),
	'n8n-nodes-waha-groups.wahaGroups': new WahaGroups(),
	'n8n-nodes-waha-groups.wahaGroupsTrigger': new WahaGroupsTrigger(),
};

export const nodeTypes: INodeTypes = {
	getByName: (name) => nodeTypes.getByNameAndVersion(name),
	getByNameAndVersion(name) {
		const type = TYPES[name];
		if (!type) throw new Error(`The tests know no node ${name}`);
		return type;
	},
	getKnownTypes: () => ({}),
};

/** What the user of a test node would set. */
export interface Setup {
	/** The server's address and key. */
	server: { url: string; apiKey: string };
	parameters: INodeParameters;
	/** The input items; one empty item where left out. */
	items?: IDataObject[] | INodeExecutionData[];
	/** Settings of the node, such as onError or retryOnFail. */
	settings?: Partial<INode>;
	credential?: IDataObject;
	/** Called with a function that does what n8n's stop button does. */
	onStart?: (stop: () => void) => void;
}

/** How a node ended. */
export interface Ended {
	run: IRun;
	/** The items of each output; none where the node failed. */
	outputs: INodeExecutionData[][];
	/** The `json` of the items of the first output. */
	items: IDataObject[];
	error: NodeApiError | undefined;
}

function isItem(value: IDataObject | INodeExecutionData): value is INodeExecutionData {
	return 'json' in value && typeof value.json === 'object';
}

function fail(what: string) {
	return () => {
		throw new Error(`A test asked the engine for ${what}`);
	};
}

/** What n8n gives to each run of a node. */
export function additionalData(
	setup: Pick<Setup, 'server' | 'credential'>,
	onCredentialRead?: () => void,
): IWorkflowExecuteAdditionalData {
	const local = 'http://localhost';
	return {
		credentialsHelper: new CredentialsInMemory(
			() => ({ url: setup.server.url, apiKey: setup.server.apiKey, ...setup.credential }),
			onCredentialRead,
		),
		executeWorkflow: fail('another workflow'),
		getRunExecutionData: fail('another execution'),
		getRuntimeCredential: fail('a runtime credential'),
		startRunnerTask: fail('a task runner'),
		logAiEvent: () => undefined,
		currentNodeExecutionIndex: 0,
		restApiUrl: local,
		instanceBaseUrl: local,
		formBaseUrl: local,
		formWaitingBaseUrl: local,
		formTestBaseUrl: local,
		webhookBaseUrl: local,
		webhookWaitingBaseUrl: local,
		webhookTestBaseUrl: local,
		mcpBaseUrl: local,
		mcpTestBaseUrl: local,
		variables: {},
		externalSecretsProxy: new ExternalSecretsProxy(),
	};
}

type StartOf = Parameters<WorkflowExecute['run']>[0];
type StartOfOld = (
	workflow: StartOf['workflow'],
	startNode: StartOf['startNode'],
	destination: undefined,
	pinData: StartOf['pinData'],
) => ReturnType<WorkflowExecute['run']>;

/** Starts an execution; n8n up to 2.4 takes one by one what newer ones take as one object. */
function started(
	execute: WorkflowExecute,
	workflow: Workflow,
	startNode: INode,
	items: INodeExecutionData[],
): ReturnType<WorkflowExecute['run']> {
	const pinData = { Start: items };
	if (execute.run.length === 1) return execute.run({ workflow, startNode, pinData });
	const run = execute.run.bind(execute) as unknown as StartOfOld;
	return run(workflow, startNode, undefined, pinData);
}

/** n8n gives a pattern of a parameter a quarter of a second, which a machine with much to do may not let it have. Nothing was sent then. */
const isTooBusy = (error: unknown): boolean =>
	error instanceof Error && error.message === 'Regular expression execution timed out';

/** Runs one WAHA Groups node in n8n's execution engine, with its input pinned before it. */
export async function runNode(setup: Setup): Promise<Ended> {
	for (let tries = 1; ; tries++) {
		try {
			return await run(setup);
		} catch (error) {
			if (tries === 10 || !isTooBusy(error)) throw error;
		}
	}
}

async function run(setup: Setup): Promise<Ended> {
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: 'start',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const node: INode = {
		id: 'node',
		name: 'WAHA Groups',
		type: 'n8n-nodes-waha-groups.wahaGroups',
		typeVersion: 1,
		position: [200, 0],
		parameters: { session: { __rl: true, mode: 'name', value: 'default' }, ...setup.parameters },
		credentials: { wahaApi: { id: '1', name: 'WAHA' } },
		...setup.settings,
	};
	const connections: IConnections = {
		Start: { main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] },
	};
	const workflow = new Workflow({
		id: 'test',
		name: 'test',
		nodes: [start, node],
		connections,
		active: false,
		nodeTypes,
	});
	const data = additionalData(setup);
	const workflowData = {
		id: 'test',
		name: 'test',
		nodes: [start, node],
		connections,
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
	};
	data.hooks = new ExecutionLifecycleHooks('manual', 'test', workflowData);
	const items = (setup.items ?? [{}]).map((item) => (isItem(item) ? item : { json: item }));
	const execution = started(new WorkflowExecute(data, 'manual'), workflow, start, items);
	setup.onStart?.(() => execution.cancel());
	const ended = await execution;
	const [task] = ended.data.resultData.runData[node.name] ?? [];
	const outputs = (task?.data?.main ?? []).map((output) => output ?? []);
	return {
		run: ended,
		outputs,
		items: (outputs[0] ?? []).map(({ json }) => json),
		error: task?.error as NodeApiError | undefined,
	};
}
