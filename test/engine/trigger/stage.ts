import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox';
import { N8n, type N8nOptions, type TriggerSetup } from '../support/trigger';

/** One webhook in a session's config, as our node writes it. */
export interface Entry {
	url: string;
	events: string[];
	hmac: { key: string };
	retries?: IDataObject;
}

/** A sandbox and one or more n8n around it; `close` ends them all. */
export class Stage {
	private readonly all: N8n[] = [];

	private constructor(readonly sandbox: Sandbox) {}

	static async start(options: SandboxOptions = {}): Promise<Stage> {
		// The config is kept as it is sent, so that a test sees what the node does with fields that nobody knows.
		const keeps = { stripConfig: false, restartMs: 0, webhookDelayFactor: 0.001 };
		return new Stage(await startSandbox({ ...keeps, ...options }));
	}

	async n8n(options: Partial<N8nOptions> = {}): Promise<N8n> {
		const n8n = await N8n.start({ server: this.sandbox, ...options });
		this.all.push(n8n);
		return n8n;
	}

	/** Another process with the workflow "w" of this n8n and what its database holds now, as after a start. */
	async startedAgain(n8n: N8n, options: Partial<N8nOptions> = {}): Promise<N8n> {
		const database = new Map(n8n.database);
		const again = await this.n8n({ database, trigger: freshTrigger(), ...options });
		const { id, name, webhookId } = n8n.node('w');
		again.workflow('w', trigger({}, { id, name, webhookId }));
		await again.activate('w', 'init');
		return again;
	}

	async close(): Promise<void> {
		await this.sandbox.close();
		for (const n8n of this.all) await n8n.close();
	}

	/** The webhooks of a session. */
	entries(session = 'default'): Entry[] {
		const webhooks = this.sandbox.world.session(session).config?.webhooks;
		return Array.isArray(webhooks) ? (webhooks as Entry[]) : [];
	}

	/** The webhooks of a session that lead to an address. */
	entriesAt(url: string, session = 'default'): Entry[] {
		return this.entries(session).filter((entry) => entry.url === url);
	}

	/** The requests that change something. */
	get writes(): string[] {
		return this.sandbox.world.requests.flatMap(({ method, path }) =>
			method === 'GET' ? [] : [`${method} ${decodeURIComponent(path)}`],
		);
	}

	/** Waits until a session is up again, after a write or a change of its status. */
	async working(session = 'default'): Promise<void> {
		const deadline = Date.now() + 10_000;
		while (this.sandbox.world.session(session).status !== 'WORKING') {
			if (Date.now() > deadline) throw new Error(`Session ${session} did not come up`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	/** Lets something happen and waits until all that it sends was answered. */
	async happen(deed: () => unknown, session = 'default'): Promise<void> {
		await this.working(session);
		await deed();
		await this.sandbox.world.settled();
		for (const n8n of this.all) await n8n.settled();
	}
}

/** Parameters of a trigger, with options and filters as n8n stores them. */
export function trigger(parameters: INodeParameters = {}, more: TriggerSetup = {}): TriggerSetup {
	return { ...more, parameters };
}

/** What n8n shows of a failed activation: the sentence of what happened, and the advice after it. */
export async function refusal(work: Promise<unknown>): Promise<{
	name: string;
	message: string;
	description: string;
}> {
	try {
		await work;
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const [message = '', ...advice] = error.message.split(/(?<=[\w")])\. (?=[A-Z])/);
		const description = advice.join('. ');
		// Some versions of n8n show the one only, some the other.
		if (description !== '') expect(error).toHaveProperty('description', error.message);
		return { name: error.name, message, description };
	}
	throw new Error('It was not refused');
}

const BUILT = '../../../dist/nodes/WahaGroups';

/** The built node as a new process has it: nothing in memory. */
export function freshTrigger(): INodeType {
	let fresh: INodeType | undefined;
	jest.isolateModules(() => {
		const built = jest.requireActual<{ WahaGroupsTrigger: new () => INodeType }>('../../..');
		// What the node loads later would come from outside and be shared, so it is loaded here already.
		const onDemand = jest.requireActual<Record<string, unknown>>(`${BUILT}/onDemand`);
		const { hooks, delivery } = jest.requireActual<Record<string, unknown>>(`${BUILT}/code`);
		onDemand.hooksCode = async () => await Promise.resolve(hooks);
		onDemand.deliveryCode = async () => await Promise.resolve(delivery);
		fresh = new built.WahaGroupsTrigger();
	});
	if (fresh === undefined) throw new Error('unreachable');
	return fresh;
}
