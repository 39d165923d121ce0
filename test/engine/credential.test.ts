import fastify, { type FastifyInstance } from 'fastify';
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';

import { WahaApi, WahaGroups } from '../..';
import { freePort } from '../../harness/n8n';
import { type Sandbox, startSandbox } from '../../sandbox';
import { runNode } from './support/run';

let close: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	await Promise.all(close.map((end) => end()));
	close = [];
});

async function sandboxOf(...options: Parameters<typeof startSandbox>): Promise<Sandbox> {
	const sandbox = await startSandbox(...options);
	close.push(() => sandbox.close());
	return sandbox;
}

/** A server that is no WAHA. */
async function other(prepare: (app: FastifyInstance) => void): Promise<string> {
	const app = fastify({ forceCloseConnections: true });
	prepare(app);
	close.push(() => app.close());
	return await app.listen({ host: '127.0.0.1', port: 0 });
}

async function test(data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const { wahaApiTest } = new WahaGroups().methods.credentialTest;
	const credential = { id: '1', name: 'WAHA', type: 'wahaApi', data };
	return await wahaApiTest.call(new CredentialTestContext(), credential);
}

it.each([
	['2026.7', '2026.7.1', ['/api/server/version']],
	['2024.10', '2024.10.1', ['/api/server/version', '/api/version']],
])('is content with WAHA %s', async (version, told, paths) => {
	const { url, apiKey, world } = await sandboxOf({ version });
	expect(await test({ url, apiKey })).toEqual({
		status: 'OK',
		message: `Connected to WAHA ${told}`,
	});
	expect(world.requests.map(({ method, url: sent }) => `${method} ${sent}`)).toEqual(
		paths.map((path) => `GET ${path}`),
	);
});

it.each(['/', '/api', '/dashboard/'])('forgives %s behind the address', async (end) => {
	const { url, apiKey } = await sandboxOf();
	expect(await test({ url: `${url}${end}`, apiKey })).toMatchObject({ status: 'OK' });
});

it('sends no header without a key', async () => {
	const { url, world } = await sandboxOf({ apiKey: '' });
	expect(await test({ url, apiKey: '' })).toMatchObject({ status: 'OK' });
	expect(world.requests[0]?.headers).not.toHaveProperty('x-api-key');
});

it.each([['wrong'], ['']])('tells that the key is wrong: "%s"', async (apiKey) => {
	const { url } = await sandboxOf();
	expect(await test({ url, apiKey })).toEqual({
		status: 'Error',
		message: 'The API key is wrong: it has to be the same as WAHA_API_KEY of the server',
	});
});

it('does not blame the key where a proxy asks for a password, and takes one in the address', async () => {
	const { url: waha, apiKey } = await sandboxOf();
	const url = await other((app) =>
		app.get('*', async ({ headers, url: path }, reply) => {
			const given = Buffer.from('name:p@ss').toString('base64');
			if (headers.authorization === `Basic ${given}`) return await reply.redirect(`${waha}${path}`);
			return await reply.code(401).type('text/html').send('<html>Authorization Required</html>');
		}),
	);
	const { status, message } = await test({ url, apiKey });
	expect(status).toBe('Error');
	expect(message).toMatch(/^Something in front of WAHA at .* does not let n8n in \(401\)\. /);
	const withPassword = await test({ url: url.replace('//', '//name:p%40ss@'), apiKey });
	expect(withPassword.message).toContain(`sends requests on to ${waha}`);
});

it('is content with a key that may do little', async () => {
	const { url } = await sandboxOf({ apiKeys: [{ key: 'limited', scopes: ['send'] }] });
	expect(await test({ url, apiKey: 'limited' })).toEqual({
		status: 'OK',
		message: 'Connected. This key is limited, so some operations may not be allowed.',
	});
});

it.each<[string, (app: FastifyInstance) => void]>([
	[
		'a web page',
		(app) => app.get('*', (_, reply) => reply.type('text/html').send('<html></html>')),
	],
	['other JSON', (app) => app.get('*', () => ({ version: '1.0' }))],
	['a text', (app) => app.get('*', () => 'hello')],
	['an empty answer', (app) => app.get('*', (_, reply) => reply.send())],
	['no such path', () => undefined],
	[
		'a page that forbids',
		(app) => app.get('*', (_, reply) => reply.code(403).type('text/html').send('<html></html>')),
	],
	['a fault', (app) => app.get('*', (_, reply) => reply.code(500).send({ message: 'no' }))],
])('tells that it is no WAHA server: %s', async (_name, prepare) => {
	const url = await other(prepare);
	const { status, message } = await test({ url, apiKey: 'key-that-nobody-may-see' });
	expect(status).toBe('Error');
	expect(message).toMatch(
		new RegExp(
			`^The server at ${url} is not a WAHA server( \\(it answered with status \\d+\\))?\\. Check the Host URL\\.$`,
		),
	);
});

it.each([502, 503, 504])('does not call a WAHA that is down no WAHA: %d', async (status) => {
	const url = await other((app) =>
		app.get('*', (_, reply) => reply.code(status).type('text/html').send('<html></html>')),
	);
	expect(await test({ url, apiKey: 'key-that-nobody-may-see' })).toEqual({
		status: 'Error',
		message: `A proxy in front of WAHA answered with an error page (${status}). WAHA may be restarting or overloaded. Try again, and look whether the WAHA container is running.`,
	});
});

it('tells that nothing answers, with a hint at Docker', async () => {
	const url = `http://localhost:${await freePort()}`;
	const { status, message } = await test({ url, apiKey: 'key-that-nobody-may-see' });
	expect(status).toBe('Error');
	expect(message).toMatch(
		new RegExp(`^WAHA cannot be reached at ${url}\\. Nothing answers there: .*Docker`),
	);
	expect(message).not.toContain('key-that-nobody-may-see');
});

it.each(['', 'my server', 'ftp://example.com'])('tells that "%s" is no address', async (url) => {
	const { status, message } = await test({ url, apiKey: '' });
	expect(status).toBe('Error');
	expect(message).toBe(
		`The Host URL in the credential is not an address: "${url}". Use the address of your WAHA server, e.g. http://localhost:3000.`,
	);
});

it('does not send the key on to another server', async () => {
	const { url: elsewhere, world, apiKey } = await sandboxOf();
	const url = await other((app) =>
		app.get('*', (request, reply) => reply.redirect(`${elsewhere}${request.url}`, 301)),
	);
	expect(await test({ url, apiKey })).toEqual({
		status: 'Error',
		message: `The server sends requests on to ${elsewhere}. Enter that address as Host URL in the credential.`,
	});
	expect(world.requests).toEqual([]);
});

it('tells that the server does not speak HTTPS', async () => {
	const { url, apiKey } = await sandboxOf();
	const secure = url.replace('http:', 'https:');
	expect(await test({ url: secure, apiKey })).toEqual({
		status: 'Error',
		message: `${secure} does not speak HTTPS. Try http:// in place of https:// in the Host URL of the credential.`,
	});
});

it('tells what n8n says where it does not send the request', async () => {
	const { wahaApiTest } = new WahaGroups().methods.credentialTest;
	const context = new CredentialTestContext();
	const url = 'http://admin:secret@waha:3000';
	jest
		.spyOn(context.helpers, 'request')
		.mockRejectedValue(new Error(`The request to ${url} was blocked`));
	const credential = { id: '1', name: 'WAHA', type: 'wahaApi', data: { url } };
	expect(await wahaApiTest.call(context, credential)).toEqual({
		status: 'Error',
		message:
			'n8n could not send the request to http://waha:3000: The request to http://waha:3000 was blocked',
	});
});

describe('a password in the address is not shown', () => {
	const withPassword = (url: string): string => url.replace('//', '//admin:secret@');

	it('where nothing answers', async () => {
		const url = `http://127.0.0.1:${await freePort()}`;
		const { message } = await test({ url: withPassword(url), apiKey: '' });
		expect(message).toMatch(new RegExp(`^WAHA cannot be reached at ${url}\\. `));
		expect(message).not.toMatch(/admin|secret/);
	});

	it.each([200, 404, 500])('where something else answers with %d', async (status) => {
		const url = await other((app) =>
			app.get('*', (_, reply) => reply.code(status).send({ message: 'no' })),
		);
		const { message } = await test({ url: withPassword(url), apiKey: '' });
		expect(message).toMatch(new RegExp(`^The server at ${url} is not a WAHA server`));
		expect(message).not.toMatch(/admin|secret/);
	});

	it('where the address is none', async () => {
		const { message } = await test({ url: 'http://admin:secret@my server', apiKey: '' });
		expect(message).toMatch(/is not an address: "http:\/\/my server"/);
	});
});

describe('how a request gets the key', () => {
	it('is declared, so that the HTTP Request node offers the credential', () => {
		expect(new WahaApi().authenticate).toMatchObject({ type: 'generic' });
	});

	it.each([
		['a key', 'secret', 'secret'],
		['a key with blanks around it', '  secret\n', 'secret'],
		['no key', '', undefined],
		['blanks', ' \t ', undefined],
	])('%s', async (_title, apiKey, sent) => {
		const server = await sandboxOf({ apiKey: sent ?? '' });
		const parameters = { resource: 'group', operation: 'count' };
		const { items } = await runNode({ server: { url: server.url, apiKey }, parameters });
		expect(items).toEqual([{ count: 6 }]);
		const { headers = {} } = server.world.requests[0] ?? {};
		expect('x-api-key' in headers).toBe(sent !== undefined);
		expect(headers['x-api-key']).toBe(sent);
	});
});
