import type { PickerQuery } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { session, types } from './support/nodes';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => await world.close());

function query(more: Partial<PickerQuery>): PickerQuery {
	return {
		nodeType: types.action,
		methodName: 'searchGroups',
		path: 'parameters.groupId',
		credential: world.credential,
		parameters: { resource: 'group', operation: 'get', session: session() },
		...more,
	};
}

it('lists the sessions with their status, for both nodes', async () => {
	for (const nodeType of [types.action, types.trigger]) {
		const { results } = await world.client.pick(
			query({ nodeType, methodName: 'searchSessions', path: 'parameters.session' }),
		);
		expect(results).toEqual(
			expect.arrayContaining([
				{ name: 'default (working, Sandbox)', value: 'default' },
				{ name: 'stopped (stopped)', value: 'stopped' },
			]),
		);
	}
});

it('lists the groups by name and finds them by a part of it', async () => {
	const { results } = await world.client.pick(query({}));
	expect(results.map(({ name }) => name)).toEqual([
		'Community',
		'Customers 🌷 Spring "Sale" & more',
		'Neighbours',
		'Notes to self',
		'Old friends',
		'Team Berlin',
	]);
	const found = await world.client.pick(query({ filter: 'berlin' }));
	expect(found.results).toEqual([{ name: 'Team Berlin', value: SEED.groups.team }]);
});

it('asks for no participants', async () => {
	world.sandbox.world.clearRequests();
	await world.client.pick(query({}));
	await world.client.pick(query({ filter: 'x' }));
	const asked = world.sandbox.world.requests.map(({ url }) => url);
	expect(asked).toEqual([
		'/api/default/groups?limit=100&offset=0&sortBy=subject&sortOrder=asc&exclude=participants',
		'/api/default/groups?sortBy=subject&sortOrder=asc&exclude=participants',
	]);
});

it('pages through many groups', async () => {
	world.sandbox.world.addGroups(250, 2);
	const seen: unknown[] = [];
	let paginationToken: string | undefined;
	let pages = 0;
	do {
		const page = await world.client.pick(query({ paginationToken }));
		seen.push(...page.results.map(({ value }) => value));
		paginationToken = page.paginationToken === undefined ? undefined : String(page.paginationToken);
		pages++;
	} while (paginationToken !== undefined && pages < 10);
	expect(pages).toBe(3);
	expect(new Set(seen).size).toBe(256);
});

it('lists the groups of the trigger by name, with one request, and what is chosen and gone by its ID', async () => {
	const gone = '120363000000000000@g.us';
	const listed = async () =>
		await world.client.options(
			query({
				nodeType: types.trigger,
				methodName: 'loadGroups',
				path: 'parameters.filters.groups',
				parameters: { session: session(), filters: { groups: [SEED.groups.team, gone] } },
			}),
		);
	const { length: before } = await listed();
	world.sandbox.world.addGroups(5000, 2);
	world.sandbox.world.clearRequests();
	const choices = await listed();
	expect(choices).toHaveLength(before + 5000);
	expect(choices).toContainEqual({ name: 'Team Berlin', value: SEED.groups.team });
	expect(choices.at(-1)).toEqual({ name: gone, value: gone });
	expect(world.sandbox.world.requests.map(({ url }) => url)).toEqual([
		'/api/default/groups?sortBy=subject&sortOrder=asc&exclude=participants',
	]);
});

it('tells in the list what is wrong', async () => {
	const { client, credential } = world;
	const wrongKey = await client.createCredential('Wrong key', 'wahaApi', {
		...credential.data,
		apiKey: 'wrong',
	});
	await expect(client.pick(query({ credential: wrongKey }))).rejects.toThrow(
		'WAHA did not accept the API key',
	);
	const nowhere = await client.createCredential('Nowhere', 'wahaApi', {
		...credential.data,
		url: 'http://localhost:1',
	});
	await expect(client.pick(query({ credential: nowhere }))).rejects.toThrow(
		'WAHA cannot be reached at http://localhost:1',
	);
	await expect(client.pick(query({ credential: undefined }))).rejects.toThrow(/credential/i);
	const parameters = { resource: 'group', operation: 'get', session: session('unpaired') };
	await expect(client.pick(query({ parameters }))).rejects.toThrow(
		'The WhatsApp session "unpaired" is not ready: waiting for the QR code (SCAN_QR_CODE)',
	);
});
