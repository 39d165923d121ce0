import { ensureN8n } from '../../harness/n8n';

/** Installs n8n before the tests where it is missing: that takes longer than any of them. */
export default async function setup(): Promise<void> {
	await ensureN8n();
}
