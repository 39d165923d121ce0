import Fastify from 'fastify';

import { startTlsDoor } from '../fixtures/tls';
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
	const { url, close } = await startTlsDoor(world.sandbox.url);
	const refused = await tested({ url });
	const ignored = await tested({ url, allowUnauthorizedCerts: true });
	await close();
	expect(refused.status).toBe('Error');
	expect(refused.message).toMatch(
		/^The certificate of https:\/\/localhost:\d+ is not trusted\. .*turn on "Ignore SSL Issues"/,
	);
	expect(ignored).toEqual({ status: 'OK', message: 'Connected to WAHA 2026.7.1' });
});
