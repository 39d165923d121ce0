import { SandboxControl } from '../../../demo/control';
import {
	type CredentialRef,
	type N8nClient,
	type Workflow,
	type WorkflowDraft,
	until,
} from '../../../harness/n8n';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox';
import { sharedClient } from './shared';

/** One test file's world: a sandbox of its own, and the shared n8n with a credential for it. */
export interface E2eWorld {
	client: N8nClient;
	sandbox: Sandbox;
	control: SandboxControl;
	credential: CredentialRef;
	/** Saves a workflow; `close` deletes it. */
	create(draft: WorkflowDraft): Promise<Workflow>;
	/** Saves and activates a workflow, and waits until the session is back after its restart. */
	createActive(draft: WorkflowDraft): Promise<Workflow>;
	/** Waits until a session works (again). */
	working(session?: string): Promise<void>;
	/** Deletes this world's workflows and ends its sandbox. */
	close(): Promise<void>;
}

/** Makes a world; call it in `beforeAll` and its `close` in `afterAll`. */
export async function openWorld(options: SandboxOptions = {}): Promise<E2eWorld> {
	return await openWorldAt(await sharedClient(), options);
}

/** The same in another n8n. In: its client, logged in. */
export async function openWorldAt(
	client: N8nClient,
	options: SandboxOptions = {},
): Promise<E2eWorld> {
	const sandbox = await startSandbox({ stripConfig: false, ...options });
	const control = new SandboxControl(sandbox.url);
	const credential = await client.createCredential(`WAHA at ${sandbox.url}`, 'wahaApi', {
		url: sandbox.url,
		apiKey: sandbox.apiKey,
		allowUnauthorizedCerts: false,
	});
	const created: string[] = [];
	const create = async (draft: WorkflowDraft): Promise<Workflow> => {
		const workflow = await client.createWorkflow(draft);
		created.push(workflow.id);
		return workflow;
	};
	const working = async (session = 'default'): Promise<void> => {
		await until(`Session ${session} working`, async () =>
			(await control.session(session)).status === 'WORKING' ? true : undefined,
		);
	};
	return {
		client,
		sandbox,
		control,
		credential,
		create,
		working,
		async createActive(draft) {
			const workflow = await create(draft);
			await client.activate(workflow.id);
			await working();
			return workflow;
		},
		async close() {
			// A test may have deleted its own already.
			for (const id of created) await client.deleteWorkflow(id).catch(() => undefined);
			await sandbox.close();
		},
	};
}
