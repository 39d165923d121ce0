import { TriggerContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeTypes,
	ITriggerFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { WahaGroupsLiveTrigger } from '../../..';
import { pause } from '../../../harness/n8n';
import { type Sandbox, type SandboxOptions, startSandbox, type World } from '../../../sandbox';
import { additionalData } from './run';

/** How a test starts a live trigger. */
export interface LiveSetup {
	server: { url: string; apiKey: string };
	parameters?: INodeParameters;
	/** What n8n's database has of the workflow. */
	staticData?: IDataObject;
	credential?: IDataObject;
	/** `manual` listens for one test event. */
	activation?: WorkflowActivateMode;
}

/** Waits until something holds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
	const deadline = Date.now() + 20_000;
	while (!holds()) {
		if (Date.now() > deadline) throw new Error(`Not in time: ${what}`);
		await pause(20);
	}
}

/** Whose message it is in n8n's log. */
const inLog = '"Live" of the workflow "workflow": ';

/** What the node sees of n8n. Up to 2.4, n8n saves no failed execution for a trigger: there its log has the message. */
function telling(context: TriggerContext, tell: (error: Error) => void): ITriggerFunctions {
	if (Reflect.has(context, 'saveFailedExecution')) return context;
	const error = (line: string): void => {
		expect(line.startsWith(inLog)).toBe(true);
		tell(new Error(line.slice(inLog.length)));
	};
	// n8n's logger has its methods by its class, so a copy of it would have none.
	const logger: unknown = Object.create(context.logger, { error: { value: error } });
	return Object.create(context, { logger: { value: logger } });
}

/** One active live trigger, as n8n's core runs it. */
export class LiveNode {
	/** The items of each execution that n8n would start. */
	readonly executions: IDataObject[][] = [];
	/** The messages of the failed executions that the trigger saved, or of the log where n8n saves none. */
	readonly failures: string[] = [];
	/** How many executions ran at once at most. */
	mostAtOnce = 0;
	/** What each execution waits for. */
	running: () => Promise<unknown> = async () => await pause(1);
	close: () => Promise<void> = async () => await Promise.resolve();
	private atOnce = 0;
	private readonly workflow: Workflow;

	private constructor(private readonly setup: LiveSetup) {
		const type = new WahaGroupsLiveTrigger();
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const node: INode = {
			id: 'live',
			name: 'Live',
			type: 'n8n-nodes-waha-groups.wahaGroupsLiveTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				session: { __rl: true, mode: 'name', value: 'default' },
				events: ['join', 'leave'],
				...setup.parameters,
			},
			credentials: { wahaApi: { id: setup.server.url, name: 'WAHA' } },
		};
		this.workflow = new Workflow({
			id: 'workflow',
			name: 'workflow',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: structuredClone(setup.staticData ?? {}),
		});
	}

	/** Activates one, or listens for a test event. Throws what the node throws. */
	static async start(setup: LiveSetup): Promise<LiveNode> {
		const live = new LiveNode(setup);
		await live.activate();
		return live;
	}

	/** The items of all executions. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	/** What n8n's database has of the workflow when it saves it now. */
	get staticData(): IDataObject {
		return JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}

	private async activate(): Promise<void> {
		const activation = this.setup.activation ?? 'activate';
		const mode = activation === 'manual' ? 'manual' : 'trigger';
		const node = this.workflow.getNode('Live');
		if (node === null) throw new Error('unreachable');
		const emit: ITriggerFunctions['emit'] = (data, _response, done) => {
			void this.execute(data).then(() => done?.resolve({} as never));
		};
		const tell = ({ message }: Error): void => void this.failures.push(message);
		const context = new TriggerContext(
			this.workflow,
			node,
			additionalData(this.setup),
			mode,
			activation,
			emit,
			() => {
				throw new Error('A trigger that reports an error for good does not come back');
			},
			tell,
		);
		const response = await new WahaGroupsLiveTrigger().trigger.call(telling(context, tell));
		this.close = async () => await response.closeFunction?.();
		await response.manualTriggerFunction?.();
	}

	private async execute(data: INodeExecutionData[][]): Promise<void> {
		this.executions.push((data[0] ?? []).map(({ json }) => json));
		this.atOnce += 1;
		this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
		await this.running();
		this.atOnce -= 1;
	}
}

/** A sandbox for each test of a file, and the live triggers that listen to it. */
export class LiveStage {
	/** The live triggers of this test, in the order of their start. */
	readonly all: LiveNode[] = [];
	private opened: Sandbox | undefined;

	/** Opens it before each test of the file, and closes it after. */
	constructor() {
		beforeEach(async () => {
			jest.useRealTimers();
			this.opened = await startSandbox();
		});
		afterEach(async () => {
			jest.useRealTimers();
			for (const one of this.all.splice(0)) await one.close();
			await this.sandbox.close();
		});
	}

	get sandbox(): Sandbox {
		if (this.opened === undefined) throw new Error('There is a sandbox in a test only');
		return this.opened;
	}

	get world(): World {
		return this.sandbox.world;
	}

	/** Takes another sandbox for the rest of the test. */
	async reopen(options: SandboxOptions): Promise<void> {
		await this.sandbox.close();
		this.opened = await startSandbox(options);
	}

	/** Activates a live trigger, which is closed after the test. Throws what the node throws. */
	async live(parameters: INodeParameters = {}, more: Partial<LiveSetup> = {}): Promise<LiveNode> {
		const one = await LiveNode.start({ server: this.sandbox, parameters, ...more });
		this.all.push(one);
		return one;
	}
}
