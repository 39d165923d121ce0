import type { CredentialRef, RunningN8n, WorkflowNode } from '../../harness/n8n';
import { N8nClient, freePort, startN8n } from '../../harness/n8n';
import { certificateFile, type Front, openFront } from '../../harness/proxy/front';
import { SEED } from '../../sandbox';
import { hasSockets, hasStarted, joinTeam, sockets } from './support/live';
import { action, byId, chain, liveTrigger, manual, session, trigger, types } from './support/nodes';
import { webhookUrlsOf } from './support/session';
import { owner } from './support/shared';
import { type E2eWorld, openWorld, openWorldAt } from './support/world';

/** A world whose WAHA is reached by HTTPS, under a path, with a certificate that only itself has signed. */
interface Behind extends E2eWorld {
	front: Front;
	/** A credential with the address of the proxy. */
	credentialWith(allowUnauthorizedCerts: boolean): Promise<CredentialRef>;
}

async function putBehind(world: E2eWorld): Promise<Behind> {
	const { client, sandbox } = world;
	const front = await openFront({ behind: sandbox.url, prefix: '/waha', tls: true });
	return {
		...world,
		front,
		credentialWith: async (allowUnauthorizedCerts) =>
			await client.createCredential(`WAHA at ${front.url}`, 'wahaApi', {
				url: front.url,
				apiKey: sandbox.apiKey,
				allowUnauthorizedCerts,
			}),
		async close() {
			await world.close();
			await front.close();
		},
	};
}

/** Changes a group and reads it. */
async function writesAndReads(world: Behind, credential: CredentialRef): Promise<void> {
	const team = { resource: 'group', groupId: byId(SEED.groups.team) };
	const write = { ...team, operation: 'setDescription', description: 'By HTTPS' };
	const workflow = await world.create(
		chain(
			manual(),
			action(credential, write, 'Write'),
			action(credential, { ...team, operation: 'get' }, 'Read'),
		),
	);
	const execution = await world.client.runToEnd(workflow, 'Manual');
	expect(execution.error).toBeUndefined();
	expect(execution.json('Read')).toMatchObject([
		{ subject: 'Team Berlin', description: 'By HTTPS' },
	]);
}

/** The names in the list of groups. */
async function pickedGroups(world: Behind, credential: CredentialRef): Promise<string[]> {
	const { results } = await world.client.pick({
		nodeType: types.action,
		methodName: 'searchGroups',
		path: 'parameters.groupId',
		credential,
		parameters: { resource: 'group', operation: 'get', session: session() },
		filter: 'berlin',
	});
	return results.map(({ name }) => name);
}

/** Publishes a webhook trigger, and lets an event come. Out: the address that it has registered. */
async function takesAnEvent(
	world: Behind,
	credential: CredentialRef,
	options: Record<string, unknown> = {},
): Promise<string | undefined> {
	const workflow = await world.createActive(chain(trigger(credential, { options })));
	const [url] = webhookUrlsOf(world.sandbox);
	const phone = joinTeam(world.sandbox);
	await hasStarted(world.client, workflow, [phone]);
	await world.client.deactivate(workflow.id);
	expect(webhookUrlsOf(world.sandbox)).toEqual([]);
	return url;
}

describe('a WAHA behind HTTPS and a path, with a certificate of its own', () => {
	let world: Behind;
	let checking: CredentialRef;
	let ignoring: CredentialRef;
	/** Why n8n does not publish the webhook trigger, and the live trigger without and with "Ignore SSL Issues". */
	let refusals: string[];

	const refusalOf = async (node: WorkflowNode): Promise<string> =>
		await world.createActive(chain(node)).then(
			() => 'published',
			({ message }: Error) => message,
		);

	beforeAll(async () => {
		world = await putBehind(await openWorld());
		checking = await world.credentialWith(false);
		ignoring = await world.credentialWith(true);
		const nodes = [trigger(checking), liveTrigger(checking), liveTrigger(ignoring)];
		// All at once: n8n tries each five times in 15 seconds.
		refusals = await Promise.all(nodes.map(refusalOf));
	});
	afterAll(async () => await world.close());

	it('is refused, by name and with the way out, as long as certificates are checked', async () => {
		const refused = `The certificate of ${world.front.url} is not trusted`;
		const tested = await world.client.testCredential(checking);
		expect(tested).toEqual({
			status: 'Error',
			message: expect.stringMatching(/ is not trusted\. .*turn on "Ignore SSL Issues"/),
		});
		expect(tested.message).toContain(refused);

		const read = action(checking, { resource: 'group', operation: 'count' });
		const workflow = await world.create(chain(manual(), read));
		const { error } = await world.client.runToEnd(workflow, 'Manual');
		expect(error?.message).toBe(refused);

		await expect(pickedGroups(world, checking)).rejects.toThrow(refused);
		expect(refusals[0]).toContain(refused);
		expect(world.sandbox.world.requests).toEqual([]);
	});

	it('works with "Ignore SSL Issues": test, operations, lists, events by webhook', async () => {
		expect(await world.client.testCredential(ignoring)).toMatchObject({ status: 'OK' });
		await writesAndReads(world, ignoring);
		expect(await pickedGroups(world, ignoring)).toEqual(['Team Berlin']);
		await takesAnEvent(world, ignoring);
	});

	it('a live connection is refused with it and without it, in words of its own', () => {
		for (const message of refusals.slice(1)) {
			expect(message).toContain(
				`The certificate of ${world.front.url} is not trusted, and a live connection cannot do without`,
			);
			expect(message).toContain('"Ignore SSL Issues" does not help here. Set NODE_EXTRA_CA_CERTS');
		}
		expect(sockets(world.sandbox)).toEqual([]);
	});
});

describe('an n8n behind a path, with NODE_EXTRA_CA_CERTS', () => {
	let n8n: RunningN8n;
	let front: Front;
	let world: Behind;
	let credential: CredentialRef;

	beforeAll(async () => {
		const port = await freePort();
		front = await openFront({ behind: `http://127.0.0.1:${port}`, prefix: '/n8n' });
		n8n = await startN8n({
			port,
			webhookUrl: `${front.url}/`,
			env: { N8N_PATH: '/n8n/', NODE_EXTRA_CA_CERTS: certificateFile },
		});
		const client = new N8nClient(front.url);
		await client.setupOwner(owner);
		world = await putBehind(await openWorldAt(client));
		credential = await world.credentialWith(false);
	});
	afterAll(async () => {
		await world.close();
		await n8n.stop();
		await front.close();
	});

	it('trusts the certificate: test, operations, lists', async () => {
		expect(await world.client.testCredential(credential)).toMatchObject({ status: 'OK' });
		await writesAndReads(world, credential);
		expect(await pickedGroups(world, credential)).toEqual(['Team Berlin']);
	});

	it('registers its address with the path, and the events arrive', async () => {
		expect(await takesAnEvent(world, credential)).toMatch(
			new RegExp(`^${front.url}/webhook/[^/]+/webhook$`),
		);
	});

	it('puts an address without the path in its place, where it is asked to', async () => {
		expect(await takesAnEvent(world, credential, { webhookBaseUrl: n8n.url })).toMatch(
			new RegExp(`^${n8n.url}/webhook/[^/]+/webhook$`),
		);
	});

	it('opens a live connection through the proxy of WAHA', async () => {
		const workflow = await world.createActive(chain(liveTrigger(credential)));
		const [socket] = await hasSockets(world.sandbox, 1);
		expect(socket).toMatchObject({ session: 'default' });
		const phone = joinTeam(world.sandbox);
		await hasStarted(world.client, workflow, [phone]);
		await world.client.deactivate(workflow.id);
		await hasSockets(world.sandbox, 0);
	});
});
