import axios from 'axios';

import type { N8nClient, RunningN8n, Workflow, WorkflowNode } from '../../harness/n8n';
import { N8nClient as Client, startN8n, until } from '../../harness/n8n';
import type { Delivery, Sandbox } from '../../sandbox';
import { SEED, startSandbox } from '../../sandbox';
import { chain, trigger, webhookUrl } from '../e2e/support/nodes';
import { webhookUrlsOf, writesTo } from '../e2e/support/session';
import { owner } from '../e2e/support/shared';
import { inVersion } from '../e2e/support/versions';

const FOREIGN = { url: 'http://127.0.0.1:9/other', events: ['message'] };

let n8n: RunningN8n;
let client: N8nClient;
let sandbox: Sandbox;
let node: WorkflowNode;
let workflow: Workflow;

beforeAll(async () => {
	sandbox = await startSandbox({ restartMs: 50 });
	n8n = await startN8n();
	client = new Client(n8n.url);
	await client.setupOwner(owner);
	const credential = await client.createCredential('WAHA', 'wahaApi', {
		url: sandbox.url,
		apiKey: sandbox.apiKey,
	});
	sandbox.world.setConfig('default', { webhooks: [FOREIGN] });
	node = trigger(credential, {
		events: ['join'],
		options: { retryPolicy: 'constant', retryDelay: 1, retryAttempts: 60 },
	});
	workflow = await client.createWorkflow(chain(node));
	await client.activate(workflow.id);
	await working();
});
beforeEach(() => sandbox.world.clearRequests());
afterAll(async () => {
	await n8n.stop();
	await sandbox.close();
});

async function working(): Promise<void> {
	await until('Session working', async () =>
		sandbox.world.session('default').status === 'WORKING' ? true : undefined,
	);
}

/** Waits until the workflow's trigger listens again after a start. */
async function listening(): Promise<void> {
	const url = webhookUrl(n8n.url, node);
	await until('Webhook listening', async () => {
		const { status } = await axios.post(url, {}, { validateStatus: () => true });
		return status === 401 ? true : undefined;
	});
	await working();
}

const urls = (): string[] => webhookUrlsOf(sandbox);
const writes = (): number => writesTo(sandbox);

let people = 0;
async function join(): Promise<Delivery> {
	people++;
	sandbox.world.join(SEED.groups.team, [`49170000${4000 + people}`]);
	const delivery = sandbox.world.deliveries.list().at(-1);
	if (!delivery) throw new Error('WAHA delivers nothing');
	return delivery;
}

/** How many executions there are once nothing is on its way any more. */
async function executions(): Promise<number> {
	await sandbox.world.settled();
	return (await client.executions(workflow.id, 100)).length;
}

/** Deactivates and activates the workflow, as a user does when n8n or WAHA was set up anew. */
async function activateAnew(): Promise<void> {
	await client.deactivate(workflow.id);
	await client.activate(workflow.id);
	await working();
}

/** Lets somebody join and waits until that has started the workflow. */
async function joinStartsWorkflow(): Promise<void> {
	const before = await executions();
	await join();
	await client.waitForExecutions(workflow.id, before + 1);
}

it('stopped and started: the webhook stays, and nothing is written', async () => {
	await n8n.restart();
	await listening();
	expect(urls()).toEqual([FOREIGN.url, webhookUrl(n8n.url, node)]);
	expect(writes()).toBe(0);
	await joinStartsWorkflow();
});

it('killed and started: the webhook is known again, and nothing is written', async () => {
	await n8n.kill();
	await n8n.restart();
	await listening();
	expect(urls()).toEqual([FOREIGN.url, webhookUrl(n8n.url, node)]);
	expect(writes()).toBe(0);
	await joinStartsWorkflow();
});

it('an event that was taken before a restart starts nothing after it', async () => {
	const before = await executions();
	const delivery = await join();
	await client.waitForExecutions(workflow.id, before + 1);
	await n8n.kill();
	await n8n.restart();
	await listening();
	sandbox.world.resend(delivery.n);
	await sandbox.world.settled();
	expect(sandbox.world.deliveries.list().at(-1)?.attempts.at(-1)?.status).toBe(200);
	expect(await executions()).toBe(before + 1);
});

/** How often the start itself writes, where WAHA has the webhook under another address. */
const writesOfTheStart = inVersion(
	'2.41',
	0,
	1,
	'looks at every start whether WAHA has the webhook',
);

it('activated after a start under another address: one webhook with the new one, no orphan', async () => {
	await n8n.kill();
	const webhookUrlOfN8n = n8n.url.replace('127.0.0.1', 'localhost');
	await n8n.restart({ webhookUrl: webhookUrlOfN8n });
	await listening();
	await until('Written', () => (writes() >= writesOfTheStart ? true : undefined));
	await working();
	expect(writes()).toBe(writesOfTheStart);
	await activateAnew();
	expect(urls()).toEqual([FOREIGN.url, webhookUrl(webhookUrlOfN8n, node)]);
	// Deactivating and activating.
	expect(writes()).toBe(writesOfTheStart + 2);
});

/** Asks WAHA for a change of its sessions. */
async function ask(method: string, path: string, data?: object): Promise<void> {
	const headers = { 'X-Api-Key': sandbox.apiKey };
	await axios.request({ method, url: `${sandbox.url}/api/sessions${path}`, data, headers });
}

it('a session that was deleted and made anew under the same name gets its webhook with the next activation', async () => {
	sandbox.world.configure({ version: '2026.7' });
	await ask('DELETE', '/default');
	await ask('POST', '', { name: 'default', config: { webhooks: [FOREIGN] } });
	// Somebody scans the QR code with the phone.
	sandbox.world.setSessionStatus('default', 'WORKING');
	expect(urls()).toEqual([FOREIGN.url]);
	await activateAnew();
	expect(urls()).toHaveLength(2);
	await joinStartsWorkflow();
});

it('a session that is gone does not keep a workflow from being deactivated', async () => {
	await ask('DELETE', '/default');
	await client.deactivate(workflow.id);
	expect((await client.getWorkflow(workflow.id)).active).toBe(false);
});
