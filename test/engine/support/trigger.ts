import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

import { WahaGroupsTrigger } from '../../..';
import { pause } from '../../../harness/n8n';
import { additionalData } from './run';

const TYPE = 'n8n-nodes-waha-groups.wahaGroupsTrigger';

/** One WAHA Groups Trigger node as it stands in a workflow. */
export interface TriggerSetup {
	parameters?: INodeParameters;
	id?: string;
	name?: string;
	/** null: an imported node that n8n gave none yet. */
	webhookId?: string | null;
}

/** An execution that n8n would start. */
export interface Execution {
	workflowId: string;
	node: string;
	mode: 'webhook' | 'manual';
	items: INodeExecutionData[];
	/** What the node threw: n8n then starts an execution that only shows the error. */
	error?: unknown;
}

/** What the sender of a delivery got. */
export interface Answer {
	path: string;
	status: number;
	body: string;
}

export interface N8nOptions {
	server: { url: string; apiKey: string };
	instanceId?: string;
	/** Keeps static data over restarts: hand the one of the n8n before. */
	database?: Map<string, string>;
	/** The built node; another one stands for another process. */
	trigger?: INodeType;
	/** The address that n8n believes to have; its own one where left out. */
	publicUrl?: string;
	/** A key for each workflow, so that a server can tell who asks; that of the server where left out. */
	apiKeyOf?: (workflowId: string) => string;
	/** Whether it saves the static data before it starts the workflow, as n8n before 2.41 does. */
	savesFirst?: boolean;
}

interface Workflows {
	id: string;
	nodes: INode[];
}

interface Listening {
	webhook: IWebhookData;
	staticData: IDataObject;
}

type ExpressRequest = NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
type ExpressResponse = NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;
type Method = 'checkExists' | 'create' | 'delete';

let nodes = 0;

function nodeOf({ parameters, id, name, webhookId }: TriggerSetup, server: { url: string }): INode {
	nodes += 1;
	const unique = `00000000-0000-4000-8000-${String(nodes).padStart(12, '0')}`;
	return {
		id: id ?? unique,
		name: name ?? `WAHA Groups Trigger ${nodes}`,
		type: TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			session: { __rl: true, mode: 'name', value: 'default' },
			events: ['join', 'leave'],
			...parameters,
		},
		// A credential for each server, so that what one answered is not remembered of another.
		credentials: { wahaApi: { id: server.url, name: 'WAHA' } },
		...(webhookId === null ? {} : { webhookId: webhookId ?? unique }),
	};
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** A request as n8n's middleware hands it on; false where n8n itself answers that it cannot be parsed. */
async function parsed(request: IncomingMessage): Promise<ExpressRequest | false> {
	const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	const extended = Object.assign(request, {
		params: {},
		query: {},
		contentType,
		body: {} as unknown,
		rawBody: undefined as Buffer | undefined,
		async readRawBody(): Promise<void> {
			if (extended.rawBody) return;
			if (request.destroyed || !request.readable) {
				throw new Error('Request body stream was aborted or is not readable');
			}
			extended.rawBody = await readAll(request);
		},
	});
	if (contentType === 'multipart/form-data') {
		// n8n's form parser empties the stream, and keeps no raw body.
		await readAll(request);
		return extended as unknown as ExpressRequest;
	}
	await extended.readRawBody();
	const text = extended.rawBody?.toString() ?? '';
	try {
		if (text !== '' && contentType === 'application/json') extended.body = JSON.parse(text);
	} catch {
		return false;
	}
	return extended as unknown as ExpressRequest;
}

/** The part of Express's response that nodes use. */
function expressLike(response: ServerResponse): ExpressResponse {
	const extended = Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return extended;
		},
		json(body: unknown) {
			response.setHeader('Content-Type', 'application/json; charset=utf-8');
			response.end(JSON.stringify(body));
			return extended;
		},
	});
	return extended as unknown as ExpressResponse;
}

/** Lets a context belong to an n8n with this id: one test process stands for several. */
function inInstance<T extends HookContext | WebhookContext>(context: T, instanceId: string): T {
	const own: unknown = Reflect.get(context, 'instanceSettings');
	if (typeof own !== 'object' || own === null) throw new Error('n8n keeps its id elsewhere now');
	const instanceSettings: unknown = Object.create(own, { instanceId: { value: instanceId } });
	return Object.assign(context, { instanceSettings });
}

/**
 * What one n8n process does around a trigger node: activates and deactivates workflows, listens for test events,
 * keeps static data, and takes deliveries over HTTP. The contexts that the node sees are n8n's own; the order of
 * the calls is that of n8n's ActiveWorkflowManager, TestWebhooks, LiveWebhooks and WebhookHelpers.
 */
export class N8n {
	readonly executions: Execution[] = [];
	/** What goes before the start of an execution; where it throws, n8n cannot start it and answers 500. */
	starting: (execution: Execution) => Promise<void> | void = () => undefined;
	readonly answers: Answer[] = [];
	/** What `delete` threw after a failed activation: n8n only logs it. */
	readonly logged: unknown[] = [];
	/** How often the credential was read since the last `forget`. */
	credentialReads = 0;
	/** Static data by workflow, as n8n's database has it. */
	readonly database: Map<string, string>;
	private readonly workflows = new Map<string, Workflows>();
	private readonly live = new Map<string, { workflowId: string; node: string }>();
	private readonly listening = new Map<string, Listening>();
	private readonly underWay = new Set<Promise<void>>();
	private readonly trigger: INodeType;
	private readonly server: Server;
	private ownUrl = '';
	private lastWrite = Promise.resolve();
	private isKilled = false;

	private constructor(private readonly options: N8nOptions) {
		this.database = options.database ?? new Map();
		this.trigger = options.trigger ?? new WahaGroupsTrigger();
		this.server = createServer((request, response) => {
			const work = this.receive(request, response);
			this.underWay.add(work);
			const done = (): unknown => this.underWay.delete(work);
			work.then(done, done);
		});
	}

	/** Starts one; it listens on a free port. */
	static async start(options: N8nOptions): Promise<N8n> {
		const n8n = new N8n(options);
		await new Promise<void>((resolve) => n8n.server.listen(0, '127.0.0.1', resolve));
		const address = n8n.server.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		n8n.ownUrl = `http://127.0.0.1:${port}`;
		return n8n;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Ends it as a SIGKILL does: what is under way gets no answer and starts nothing. */
	async kill(): Promise<void> {
		this.isKilled = true;
		await this.close();
	}

	/** How many senders still wait for an answer. */
	async connections(): Promise<number> {
		return await new Promise((resolve, reject) => {
			this.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
		});
	}

	/** Waits until it is done with all that came, also with what it does after the answer. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** Where it really listens. */
	get url(): string {
		return this.ownUrl;
	}

	/** Puts a workflow of triggers into the database, or changes it. */
	workflow(id: string, ...setups: TriggerSetup[]): void {
		this.workflows.set(id, {
			id,
			nodes: setups.map((setup) => nodeOf(setup, this.options.server)),
		});
	}

	/** The one trigger of a workflow. */
	node(id: string): INode {
		const [node] = this.nodesOf(id);
		if (node === undefined) throw new Error(`No workflow ${id}`);
		return node;
	}

	/** Changes a parameter of all triggers of a workflow. */
	setParameters(id: string, parameters: INodeParameters): void {
		for (const node of this.nodesOf(id)) Object.assign(node.parameters, parameters);
	}

	productionUrl(id: string, index = 0): string {
		return `${this.publicUrl}/webhook/${this.path(id, index)}`;
	}

	testUrl(id: string, index = 0): string {
		return `${this.publicUrl}/webhook-test/${this.path(id, index)}`;
	}

	/** What the node keeps for itself, as the database has it. */
	notes(id: string, index = 0): IDataObject {
		const data = JSON.parse(this.database.get(id) ?? '{}') as Record<string, IDataObject>;
		return data[`node:${this.nodesOf(id)[index]?.name}`] ?? {};
	}

	/** The same of a test that is listened for, which n8n keeps in its memory. */
	testNotes(id: string, index = 0): IDataObject {
		const { staticData } = this.listening.get(this.path(id, index)) ?? {};
		const notes = staticData?.[`node:${this.nodesOf(id)[index]?.name}`];
		return (notes ?? {}) as IDataObject;
	}

	/** The signing key in the notes. */
	key(id: string, index = 0): string {
		return String(this.notes(id, index).key);
	}

	/** ActiveWorkflowManager.addWebhooks, as on activation and on a start of n8n. */
	async activate(id: string, activation: WorkflowActivateMode = 'activate'): Promise<void> {
		const workflow = this.load(id);
		for (const webhook of this.webhooksOf(workflow)) {
			this.live.set(webhook.path, { workflowId: id, node: webhook.node });
			try {
				await this.createIfNotExists(workflow, webhook, 'trigger', activation);
			} catch (error) {
				try {
					await this.deactivate(id);
				} catch (second) {
					this.logged.push(second);
				}
				throw error;
			}
		}
		this.save(workflow);
	}

	/** ActiveWorkflowManager.clearWebhooks, as on deactivation, a graceful stop, and after a failed activation. */
	async deactivate(id: string): Promise<void> {
		const workflow = this.load(id);
		for (const webhook of this.webhooksOf(workflow)) {
			await this.run('delete', workflow, webhook, 'internal', 'update');
		}
		this.save(workflow);
		for (const [path, { workflowId }] of this.live) if (workflowId === id) this.live.delete(path);
	}

	/** TestWebhooks.needsWebhook: "Listen for test event" in the editor. */
	async listen(id: string): Promise<void> {
		const workflow = this.load(id, {});
		for (const webhook of this.webhooksOf(workflow)) {
			webhook.isTest = true;
			const registration: Listening = { webhook, staticData: {} };
			this.listening.set(webhook.path, registration);
			try {
				await this.createIfNotExists(workflow, webhook, 'manual', 'manual');
				registration.staticData = workflow.staticData;
			} catch (error) {
				await this.stopListening(id);
				throw error;
			}
		}
	}

	/** TestWebhooks.deactivateWebhooks: the event came, the user gave up, or two minutes are over. */
	async stopListening(id: string): Promise<void> {
		const workflow = this.load(id, {});
		for (const [path, { webhook, staticData }] of this.listening) {
			if (webhook.workflowId !== id) continue;
			workflow.staticData = staticData;
			await this.run('delete', workflow, webhook, 'internal', 'update');
			this.listening.delete(path);
		}
	}

	/**
	 * WorkflowTriggerActivator.activate, as n8n 2.41 does it where nothing else is set: each trigger some times, with
	 * `delete` after each failure, and the static data saved whatever comes out.
	 */
	async publish(
		id: string,
		tries = 5,
		activation: WorkflowActivateMode = 'activate',
	): Promise<void> {
		const workflow = this.load(id);
		try {
			for (const webhook of this.webhooksOf(workflow)) {
				for (let left = tries; !(await this.added(workflow, webhook, activation, left)); left--);
			}
		} finally {
			this.save(workflow);
		}
	}

	/** WorkflowTriggerActivator.deactivate: a failing `delete` is tried some times, then given up. */
	async unpublish(id: string, tries = 3): Promise<void> {
		const workflow = this.load(id);
		for (const [path, { workflowId }] of this.live) if (workflowId === id) this.live.delete(path);
		try {
			for (const webhook of this.webhooksOf(workflow)) {
				for (let left = tries; !(await this.removed(workflow, webhook, left)); left--);
			}
		} finally {
			this.save(workflow);
		}
	}

	/** One hook alone, in production; the static data is kept. */
	async hook(id: string, method: Method, index = 0): Promise<boolean> {
		const workflow = this.load(id);
		const webhook = this.webhooksOf(workflow)[index];
		if (webhook === undefined) throw new Error(`No trigger ${index} in ${id}`);
		const result = await this.run(method, workflow, webhook, 'trigger', 'activate');
		this.save(workflow);
		return result;
	}

	/** The `json` of all items of all executions since the last `forget`. */
	get items(): IDataObject[] {
		return this.executions.flatMap(({ items }) => items.map(({ json }) => json));
	}

	forget(): void {
		this.executions.length = 0;
		this.answers.length = 0;
		this.credentialReads = 0;
	}

	private get instanceId(): string {
		return this.options.instanceId ?? 'instance-1';
	}

	private get publicUrl(): string {
		return this.options.publicUrl ?? this.ownUrl;
	}

	private nodesOf(id: string): INode[] {
		return this.workflows.get(id)?.nodes ?? [];
	}

	private path(id: string, index: number): string {
		const node = this.nodesOf(id)[index];
		if (node === undefined) throw new Error(`No trigger ${index} in ${id}`);
		return NodeHelpers.getNodeWebhookPath(id, node, 'webhook', false);
	}

	private additionalData(workflowId: string): IWorkflowExecuteAdditionalData {
		const { server, apiKeyOf } = this.options;
		const apiKey = apiKeyOf?.(workflowId) ?? server.apiKey;
		return {
			...additionalData({ server: { ...server, apiKey } }, () => this.credentialReads++),
			instanceBaseUrl: `${this.publicUrl}/`,
			webhookBaseUrl: `${this.publicUrl}/webhook`,
			webhookTestBaseUrl: `${this.publicUrl}/webhook-test`,
		};
	}

	private stored(id: string): IDataObject {
		return JSON.parse(this.database.get(id) ?? '{}') as IDataObject;
	}

	private load(id: string, staticData = this.stored(id)): Workflow {
		const type = this.trigger;
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		return new Workflow({
			id,
			name: id,
			nodes: structuredClone(this.nodesOf(id)),
			connections: {},
			active: true,
			nodeTypes,
			staticData,
		});
	}

	private save({ id, staticData }: Workflow): void {
		// n8n writes only what has changed.
		if (staticData.__dataChanged !== true) return;
		this.database.set(id, JSON.stringify(staticData));
	}

	/** The same beside other deliveries: n8n makes the text at once, which then waits for its turn to be written. */
	private async saveInTurn({ id, staticData }: Workflow): Promise<void> {
		if (staticData.__dataChanged !== true) return;
		const text = JSON.stringify(staticData);
		await this.written();
		if (!this.isKilled) this.database.set(id, text);
	}

	private webhooksOf(workflow: Workflow): IWebhookData[] {
		const [webhookDescription] = this.trigger.description.webhooks ?? [];
		if (webhookDescription === undefined) throw new Error('The trigger has no webhook');
		return Object.values(workflow.nodes).map((node) => ({
			httpMethod: 'POST',
			node: node.name,
			path: NodeHelpers.getNodeWebhookPath(workflow.id, node, webhookDescription.path, false),
			webhookDescription,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: this.additionalData(workflow.id),
		}));
	}

	private async added(
		workflow: Workflow,
		webhook: IWebhookData,
		activation: WorkflowActivateMode,
		left: number,
	): Promise<boolean> {
		this.live.set(webhook.path, { workflowId: workflow.id, node: webhook.node });
		try {
			await this.createIfNotExists(workflow, webhook, 'trigger', activation);
			return true;
		} catch (error) {
			if (!(await this.removed(workflow, webhook, 2))) this.logged.push(error);
			this.live.delete(webhook.path);
			if (left <= 1) throw error;
			return false;
		}
	}

	private async removed(workflow: Workflow, webhook: IWebhookData, left: number): Promise<boolean> {
		try {
			return await this.run('delete', workflow, webhook, 'internal', 'update');
		} catch (error) {
			if (left <= 1) throw error;
			return false;
		}
	}

	private async createIfNotExists(
		workflow: Workflow,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<void> {
		const exists = await this.run('checkExists', workflow, webhook, mode, activation);
		if (!exists) await this.run('create', workflow, webhook, mode, activation);
	}

	private async run(
		method: Method,
		workflow: Workflow,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean> {
		const { workflowExecuteAdditionalData: data } = webhook;
		const hook = this.trigger.webhookMethods?.default?.[method];
		const node = workflow.getNode(webhook.node);
		if (hook === undefined || node === null) throw new Error(`The trigger has no ${method}`);
		const context = new HookContext(workflow, node, data, mode, activation, webhook);
		return await hook.call(inInstance(context, this.instanceId));
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = request.url ?? '';
		response.on('finish', () => {
			this.answers.push({ path, status: response.statusCode, body: sent });
		});
		let sent = '';
		const end = response.end.bind(response);
		response.end = (chunk?: unknown) => {
			sent = typeof chunk === 'string' ? chunk : '';
			return end(sent);
		};
		const answer = (status: number, body: unknown): void => {
			response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
		};
		const [, kind, ...rest] = path.split('/');
		const found =
			kind === 'webhook' ? this.findLive(rest.join('/')) : this.findTest(rest.join('/'));
		if (found === undefined) return answer(404, { message: 'This webhook is not registered' });
		const httpRequest = await parsed(request);
		if (httpRequest === false) return answer(422, { message: 'Failed to parse request body' });
		const { workflow, webhook, mode } = found;
		const result = await this.call(found, httpRequest, expressLike(response));
		const { savesFirst = false } = this.options;
		if (mode === 'webhook' && savesFirst) await this.saveInTurn(workflow);
		const started = 'error' in result || result.workflowData !== undefined;
		if (started) {
			// n8n builds the workflow anew on the same static data and writes the execution to its database.
			this.load(workflow.id, found.staticData);
			try {
				await this.written();
				await this.starting(this.executionOf(found, result));
			} catch {
				return answer(500, { message: 'The workflow could not be started' });
			}
			// Killed meanwhile: nothing is written any more, and nobody answers.
			if (this.isKilled) return;
			this.executions.push(this.executionOf(found, result));
		}
		// Only then n8n 2.41 saves the static data, and answers after that.
		if (mode === 'webhook' && !savesFirst) await this.saveInTurn(workflow);
		if ('error' in result) {
			answer(500, { message: 'Error in workflow' });
		} else {
			const { webhookResponse, noWebhookResponse } = result;
			if (noWebhookResponse !== true) answer(200, webhookResponse ?? {});
		}
		if (mode === 'manual' && started) await this.stopListening(webhook.workflowId);
	}

	/** One write after the other, as with n8n's one connection for them. */
	private async written(): Promise<void> {
		this.lastWrite = this.lastWrite.then(() => pause(2));
		await this.lastWrite;
	}

	/** What n8n starts; where the node threw, an execution that shows the error. */
	private executionOf({ webhook, mode }: Found, result: Called): Execution {
		const execution = { workflowId: webhook.workflowId, node: webhook.node, mode };
		if ('error' in result) return { ...execution, items: [{ json: {} }], error: result.error };
		return { ...execution, items: result.workflowData?.[0] ?? [] };
	}

	private findLive(path: string): Found | undefined {
		const known = this.live.get(path);
		if (known === undefined) return undefined;
		const staticData = this.stored(known.workflowId);
		const workflow = this.load(known.workflowId, staticData);
		const webhook = this.webhooksOf(workflow).find(({ node }) => node === known.node);
		return webhook && { workflow, webhook, mode: 'webhook', staticData };
	}

	private findTest(path: string): Found | undefined {
		const known = this.listening.get(path);
		if (known === undefined) return undefined;
		const staticData = {};
		const workflow = this.load(known.webhook.workflowId, staticData);
		workflow.setTestStaticData(known.staticData);
		return { workflow, webhook: known.webhook, mode: 'manual', staticData };
	}

	private async call(
		{ workflow, webhook, mode }: Found,
		httpRequest: ExpressRequest,
		httpResponse: ExpressResponse,
	): Promise<Called> {
		const data = { ...this.additionalData(workflow.id), httpRequest, httpResponse };
		const node = workflow.getNode(webhook.node);
		const { trigger } = this;
		if (node === null || trigger.webhook === undefined) throw new Error('No webhook to call');
		const context = new WebhookContext(workflow, node, data, mode, webhook, [], null);
		try {
			return await trigger.webhook.call(inInstance(context, this.instanceId));
		} catch (error) {
			return { error };
		}
	}
}

/** What the trigger made of a delivery. */
type Called = IWebhookResponseData | { error: unknown };

/** A registered webhook that a request was sent to. */
interface Found {
	workflow: Workflow;
	webhook: IWebhookData;
	mode: 'webhook' | 'manual';
	/** The very object that the workflow was built on. */
	staticData: IDataObject;
}
