import { N8nClient, startN8n } from '../../harness/n8n';
import { logFile } from './support/live';
import { type SharedN8n, keepForTeardown, owner, sharedVariable } from './support/shared';

/** Starts the one n8n that all end-to-end files share (installing it first, once per user). */
export default async function setup(): Promise<void> {
	const n8n = await startN8n({ env: logFile });
	keepForTeardown(n8n);
	await new N8nClient(n8n.url).setupOwner(owner);
	const shared: SharedN8n = { url: n8n.url, userFolder: n8n.userFolder, startLog: n8n.log() };
	process.env[sharedVariable] = JSON.stringify(shared);
}
