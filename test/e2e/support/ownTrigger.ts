import type { N8nClient, RunningN8n } from '../../../harness/n8n';
import { N8nClient as Client, startN8n, until } from '../../../harness/n8n';
import { openReadyProxy } from '../../../harness/proxy/ready';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { envelope, post, signed } from '../../support/deliveries';
import { countExecutions, startsByEvent } from './database';
import { chain, trigger, webhookUrl } from './nodes';
import { owner } from './shared';

/** An n8n of its own with one active trigger for joins, to which tests send deliveries themselves. */
export interface OwnTrigger {
	n8n: RunningN8n;
	client: N8nClient;
	sandbox: Sandbox;
	/** The production address of the trigger; WAHA gets that of a proxy before it, which asks whether n8n is ready. */
	url: string;
	/** Its signing key. */
	key: string;
	/** Sends an event that is signed rightly; gives the answer's status. */
	send(body: string): Promise<number>;
	/** How many executions there are. */
	started(): Promise<number>;
	/** Waits until there are so many executions. */
	hasStarted(count: number): Promise<void>;
	/** How many executions each event has started, by the event's id. */
	startsByEvent(): Promise<Map<string, number>>;
	close(): Promise<void>;
}

/** The body of an event that nobody has sent yet. */
export function freshEvent(): string {
	return JSON.stringify(envelope());
}

/**
 * Starts it. With n8n's default engine for expressions thousands of deliveries take n8n a quarter of an hour,
 * and its statistics write to the database whenever they like: both are left out.
 */
export async function openOwnTrigger(): Promise<OwnTrigger> {
	const sandbox = await startSandbox({ restartMs: 0 });
	const n8n = await startN8n({
		env: { N8N_EXPRESSION_ENGINE: 'legacy', N8N_DISABLED_MODULES: 'insights' },
	});
	const client = new Client(n8n.url);
	await client.setupOwner(owner);
	const { url: wahaUrl, apiKey } = sandbox;
	const credential = await client.createCredential('WAHA', 'wahaApi', { url: wahaUrl, apiKey });
	const proxy = await openReadyProxy(() => [n8n.url]);
	const retries = { retryPolicy: 'constant', retryDelay: 1, retryAttempts: 120 };
	const options = { ...retries, webhookBaseUrl: proxy.url };
	const node = trigger(credential, { events: ['join'], options });
	const { id } = await client.createWorkflow(chain(node));
	await client.activate(id);
	const url = webhookUrl(n8n.url, node);
	const { webhooks } = Object(sandbox.world.session('default').config);
	const key = String(webhooks[0].hmac.key);

	const started = async () => await countExecutions(n8n.userFolder);
	return {
		n8n,
		client,
		sandbox,
		url,
		key,
		started,
		send: async (body) => (await post(url, { body, headers: signed(body, key) })).status,
		async hasStarted(count) {
			const enough = async () => ((await started()) >= count ? true : undefined);
			await until(`${count} executions`, enough, { timeout: 120_000, every: 200 });
		},
		startsByEvent: async () => await startsByEvent(n8n.userFolder),
		async close() {
			await n8n.stop();
			proxy.close();
			await sandbox.close();
		},
	};
}
