import { CredentialTestContext } from 'n8n-core';

import { WahaGroups } from '../..';
import { type Front, openFront } from '../../harness/proxy/front';
import { type Sandbox, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';
import { search } from './support/search';

let sandbox: Sandbox;
let front: Front;

beforeEach(async () => {
	sandbox = await startSandbox();
	front = await openFront({ behind: sandbox.url, tls: true });
});
afterEach(async () => {
	await front.close();
	await sandbox.close();
});

const credentialOf = (allowUnauthorizedCerts: boolean) => ({
	url: front.url,
	apiKey: sandbox.apiKey,
	allowUnauthorizedCerts,
});

async function run(ignore: boolean, operation = 'get') {
	return await runNode({
		server: sandbox,
		credential: credentialOf(ignore),
		parameters: { resource: 'group', operation, groupId: byId(TEAM), name: 'Choir' },
	});
}

async function test(ignore: boolean) {
	const { wahaApiTest } = new WahaGroups().methods.credentialTest;
	const credential = { id: '1', name: 'WAHA', type: 'wahaApi', data: credentialOf(ignore) };
	return await wahaApiTest.call(new CredentialTestContext(), credential);
}

const ADVICE =
	'If this is your own server with a certificate of your own, turn on "Ignore SSL Issues" in the credential.';

describe('a certificate that nobody knows is refused, by name and with the way out', () => {
	it.each(['get', 'create'])('in a run: %s', async (operation) => {
		const { error, items } = await run(false, operation);
		expect(error?.message).toBe(`The certificate of ${front.url} is not trusted`);
		expect(error?.description).toBe(ADVICE);
		expect(error?.name).toBe('NodeApiError');
		expect(items).toEqual([]);
	});

	it.each(['searchGroups', 'searchSessions'] as const)('in a list: %s', async (method) => {
		const opened = search({ server: sandbox, credential: credentialOf(false), method });
		await expect(opened).rejects.toMatchObject({
			message: `The certificate of ${front.url} is not trusted`,
			description: ADVICE,
		});
	});

	it("in the credential's test", async () => {
		expect(await test(false)).toEqual({
			status: 'Error',
			message: `The certificate of ${front.url} is not trusted. ${ADVICE}`,
		});
	});

	afterEach(() => expect(sandbox.world.requests).toEqual([]));
});

describe('with "Ignore SSL Issues" it works', () => {
	it('in a run', async () => {
		const { error, items } = await run(true);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ groupId: TEAM, subject: 'Team Berlin' }]);
		expect(sandbox.world.requests[0]?.headers['x-api-key']).toBe(sandbox.apiKey);
	});

	it('in a list', async () => {
		const opened = search({
			server: sandbox,
			credential: credentialOf(true),
			method: 'searchGroups',
		});
		expect((await opened).results).toHaveLength(6);
	});

	it("in the credential's test", async () => {
		expect(await test(true)).toEqual({ status: 'OK', message: 'Connected to WAHA 2026.7.1' });
	});
});
