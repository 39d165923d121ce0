import type { Browser } from 'playwright-core';
import { SandboxControl } from '../../../demo/control';
import { people } from '../../../demo/people';
import {
	type CredentialRef,
	type Login,
	N8nClient,
	type RunningN8n,
	startN8n,
} from '../../../harness/n8n';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { Editor } from '../../../harness/browser/editor';

/** What the pictures of the editor are taken in. */
export interface Studio {
	n8n: RunningN8n;
	client: N8nClient;
	sandbox: Sandbox;
	control: SandboxControl;
	credential: CredentialRef;
	/** The id of the group "Choir". */
	choir: string;
	/** Opens a window; sharp enough for a screen with fine pixels. */
	open(look?: { dark?: boolean; width?: number; height?: number }): Promise<Editor>;
	close(): Promise<void>;
}

const login: Login = { email: 'owner@example.com', password: 'WahaGroups1' };
const others = [
	'Book Club',
	'Gardeners',
	'Neighbours',
	'Parents 3b',
	'Running Group',
	'Volunteers',
];

/** Starts n8n and a sandbox with some groups, and saves a credential. */
export async function openStudio(browser: Browser): Promise<Studio> {
	const sandbox = await startSandbox({ port: 3000, seed: { empty: true } });
	const control = new SandboxControl(sandbox.url);
	const members = [{ id: 'default', role: 'superadmin' }, ...people.guests];
	const choir = await control.addGroup({ subject: 'Choir', members });
	for (const subject of others) await control.addGroup({ subject, members });
	const n8n = await startN8n({ port: 5678 });
	const client = new N8nClient(n8n.url);
	await client.setupOwner(login);
	const credential = await client.createCredential('WAHA account', 'wahaApi', {
		// As people type it.
		url: 'http://localhost:3000',
		apiKey: sandbox.apiKey,
		allowUnauthorizedCerts: false,
	});
	return {
		n8n,
		client,
		sandbox,
		control,
		credential,
		choir: choir.id,
		open: async ({ dark, width = 1280, height = 860 } = {}) =>
			await Editor.open(browser, n8n.url, login, {
				viewport: { width, height },
				deviceScaleFactor: 1.5,
				colorScheme: dark ? 'dark' : 'light',
				reducedMotion: 'reduce',
			}),
		async close() {
			await n8n.stop();
			await sandbox.close();
		},
	};
}
