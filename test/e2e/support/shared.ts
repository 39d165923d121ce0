import { type Login, N8nClient, type RunningN8n } from '../../../harness/n8n';

/** What test files know of the n8n that setup.ts has started. */
export interface SharedN8n {
	url: string;
	userFolder: string;
	/** What it printed at its start. */
	startLog: string;
}

/** The owner of every n8n in these tests. */
export const owner: Login = { email: 'owner@example.com', password: 'WahaGroups1' };

/** jest hands the environment, and nothing else, from its global setup on to the test files. */
export const sharedVariable = 'WAHA_GROUPS_E2E_N8N';

// Setup and teardown are two modules loaded apart from each other, in one process.
const kept = globalThis as { wahaGroupsN8n?: RunningN8n };

/** Remembers the running n8n from setup to teardown. */
export function keepForTeardown(n8n: RunningN8n): void {
	kept.wahaGroupsN8n = n8n;
}

/** The n8n that setup started, if it came that far. */
export function keptForTeardown(): RunningN8n | undefined {
	return kept.wahaGroupsN8n;
}

/** The shared n8n's address and start log. */
export function sharedN8n(): SharedN8n {
	const text = process.env[sharedVariable];
	if (text === undefined) throw new Error('No shared n8n: run this with "npm run test:e2e"');
	const shared: SharedN8n = JSON.parse(text);
	return shared;
}

/** A client of the shared n8n, logged in as its owner. */
export async function sharedClient(): Promise<N8nClient> {
	const client = new N8nClient(sharedN8n().url);
	await client.login(owner);
	return client;
}
