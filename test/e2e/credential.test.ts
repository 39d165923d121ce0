import { randomUUID } from 'node:crypto';

import Fastify from 'fastify';

import type { WorkflowNode } from '../../harness/n8n';
import { openFront } from '../../harness/proxy/front';
import { startSandbox } from '../../sandbox';
import { chain, manual } from './support/nodes';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => await world.close());

/** Runs n8n's own test of the credential, with some fields changed. */
async function tested(change: Record<string, unknown>) {
	const { client, credential } = world;
	return await client.testCredential({ ...credential, data: { ...credential.data, ...change } });
}

it('is fine with the right address and key', async () => {
	expect(await tested({})).toEqual({ status: 'OK', message: 'Connected to WAHA 2026.7.1' });
});

it.each(['/', '/api', '/api/', '/dashboard', '/dashboard/'])(
	'forgives %s at the end of the address',
	async (end) => {
		expect(await tested({ url: `${world.sandbox.url}${end}` })).toMatchObject({ status: 'OK' });
	},
);

it('tells a wrong key', async () => {
	const { status, message } = await tested({ apiKey: 'wrong' });
	expect(status).toBe('Error');
	expect(message).toBe('The API key is wrong: it has to be the same as WAHA_API_KEY of the server');
});

it('tells that the key is missing', async () => {
	expect(await tested({ apiKey: '' })).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('key is wrong'),
	});
});

it('tells a server that does not answer, with its address and the hint at Docker', async () => {
	const { status, message } = await tested({ url: 'http://localhost:1' });
	expect(status).toBe('Error');
	expect(message).toMatch(/^WAHA cannot be reached at http:\/\/localhost:1\. .*Docker/);
});

it('tells a server that is not WAHA', async () => {
	const other = Fastify();
	other.get('/*', async (_, reply) => await reply.type('text/html').send('<html>Shop</html>'));
	const url = await other.listen({ port: 0, host: '127.0.0.1' });
	const { status, message } = await tested({ url });
	await other.close();
	expect(status).toBe('Error');
	expect(message).toMatch(/is not a WAHA server/);
});

it('tells an address that is none', async () => {
	expect(await tested({ url: 'my server' })).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('my server'),
	});
});

it('tells a certificate that nobody knows, and connects all the same where told', async () => {
	const { url, close } = await openFront({ behind: world.sandbox.url, tls: true });
	const refused = await tested({ url });
	const ignored = await tested({ url, allowUnauthorizedCerts: true });
	await close();
	expect(refused.status).toBe('Error');
	expect(refused.message).toMatch(
		/^The certificate of https:\/\/localhost:\d+ is not trusted\. .*turn on "Ignore SSL Issues"/,
	);
	expect(ignored).toEqual({ status: 'OK', message: 'Connected to WAHA 2026.7.1' });
});

describe('in the HTTP Request node, as a predefined credential', () => {
	async function sessionsBy(url: string, apiKey: string): Promise<unknown> {
		const credential = await world.client.createCredential(`WAHA, ${apiKey}`, 'wahaApi', {
			url,
			apiKey,
			allowUnauthorizedCerts: false,
		});
		const parameters = {
			url: `${url}/api/sessions`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'wahaApi',
			options: {},
		};
		const http: WorkflowNode = {
			id: randomUUID(),
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [0, 0],
			parameters,
			credentials: { wahaApi: { id: credential.id, name: credential.name } },
		};
		const workflow = await world.create(chain(manual(), http));
		const execution = await world.client.runToEnd(workflow, 'Manual');
		return execution.items('HTTP Request').map(({ json }) => json['name']);
	}

	it('sends the key, also one with spaces around it', async () => {
		expect(await sessionsBy(world.sandbox.url, ` ${world.sandbox.apiKey} `)).toContain('default');
		expect(world.sandbox.world.requests.at(-1)?.headers['x-api-key']).toBe(world.sandbox.apiKey);
	});

	it('sends no key where there is none', async () => {
		const open = await startSandbox({ apiKey: '' });
		expect(await sessionsBy(open.url, '')).toContain('default');
		expect(open.world.requests.at(-1)?.headers).not.toHaveProperty('x-api-key');
		await open.close();
	});
});
