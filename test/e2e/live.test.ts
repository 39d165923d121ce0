import type { Workflow } from '../../harness/n8n';
import { until } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { hasSockets, hasStarted, joinTeam, sockets } from './support/live';
import { action, byId, chain, liveTrigger, session, trigger } from './support/nodes';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

const CONFIG = { webhooks: [{ url: 'http://127.0.0.1:9/other', events: ['message'] }] };
const live = (parameters: Record<string, unknown> = {}) =>
	liveTrigger(world.credential, parameters);

let world: E2eWorld;

// One for each test: a connection that one leaves open would serve the next.
beforeEach(async () => {
	world = await openWorld();
	world.sandbox.world.setConfig('default', CONFIG);
});
afterEach(async () => await world.close());

/** Nothing was written to the session, and it was not restarted. */
function expectUntouched(): void {
	const { config, restarts } = world.sandbox.world.session('default');
	expect({ config, restarts }).toEqual({ config: CONFIG, restarts: 0 });
}

async function runsOf({ id }: Workflow): Promise<string[]> {
	return (await world.client.executions(id)).map(({ mode, status }) => `${mode} ${status}`);
}

describe('published', () => {
	it('a member joins: the action node answers in the group; unpublished, nothing listens', async () => {
		const answer = action(world.credential, {
			resource: 'group',
			operation: 'setDescription',
			groupId: byId('={{ $json.groupId }}'),
			description: '=Welcome {{ $json.phoneNumber }}',
		});
		const workflow = await world.createActive(chain(live(), answer));
		const [socket] = await hasSockets(world.sandbox, 1);
		expect(socket).toMatchObject({ session: 'default', events: ['group.v2.participants'] });
		const phone = joinTeam(world.sandbox);
		await hasStarted(world.client, workflow, [phone]);
		expect((await world.control.group(SEED.groups.team)).description).toBe(`Welcome ${phone}`);

		await world.client.deactivate(workflow.id);
		await hasSockets(world.sandbox, 0);
		joinTeam(world.sandbox);
		expect(await runsOf(workflow)).toEqual(['trigger success']);
		expectUntouched();
	});

	it('gives the items that the webhook trigger gives', async () => {
		const byWebhook = await world.createActive(chain(trigger(world.credential)));
		const byConnection = await world.createActive(chain(live()));
		await hasSockets(world.sandbox, 1);
		const phone = joinTeam(world.sandbox);
		const [one] = await world.client.waitForExecutions(byConnection.id, 1);
		const [other] = await world.client.waitForExecutions(byWebhook.id, 1);
		expect(one?.json('Live Trigger')).toEqual(other?.json('Trigger'));
		expect(one?.json('Live Trigger')).toEqual([expect.objectContaining({ phoneNumber: phone })]);
	});

	it('one connection for several workflows, each of which gets what is its own', async () => {
		const of = (group: string) => chain(live({ filters: { groupIds: group } }));
		const team = await world.createActive(of(SEED.groups.team));
		const customers = await world.createActive(of(SEED.groups.customers));
		const updates = await world.createActive(chain(live({ events: ['update'] })));
		const isForAll = () => {
			const open = sockets(world.sandbox);
			const hasUpdates = open.some(({ events }) => events.includes('group.v2.update'));
			return open.length === 1 && hasUpdates ? true : undefined;
		};
		await until('One connection for all', isForAll, { timeout: 90_000 });
		const first = joinTeam(world.sandbox);
		const second = joinTeam(world.sandbox, SEED.groups.customers);
		world.sandbox.world.updateGroup(SEED.groups.team, { subject: 'Another name' });
		await hasStarted(world.client, team, [first]);
		await hasStarted(world.client, customers, [second]);
		await hasStarted(world.client, updates, [null]);

		await world.client.deactivate(team.id);
		const third = joinTeam(world.sandbox, SEED.groups.customers);
		await hasStarted(world.client, customers, [second, third]);
		await world.client.deactivate(customers.id);
		await world.client.deactivate(updates.id);
		await hasSockets(world.sandbox, 0);
	});
});

describe('listening in the editor', () => {
	it('takes one event, runs the workflow with it, and lets go', async () => {
		const workflow = await world.create(chain(live()));
		const { executionId = '' } = await world.client.run(workflow, 'Live Trigger');
		await hasSockets(world.sandbox, 1);
		const phones = [joinTeam(world.sandbox), joinTeam(world.sandbox)];
		const execution = await world.client.waitForExecution(executionId);
		expect([execution.mode, execution.status]).toEqual(['manual', 'success']);
		// Of two in one moment either may be it.
		const [item, ...others] = execution.json('Live Trigger');
		expect(phones).toContain(item?.phoneNumber);
		expect(others).toEqual([]);
		await hasSockets(world.sandbox, 0);
		expect(await runsOf(workflow)).toEqual(['manual success']);
		expectUntouched();
	});

	it('stopped by hand, nothing listens any more', async () => {
		const workflow = await world.create(chain(live()));
		const { executionId = '' } = await world.client.run(workflow, 'Live Trigger');
		await hasSockets(world.sandbox, 1);
		await world.client.stopExecution(executionId);
		await hasSockets(world.sandbox, 0);
		expect((await world.client.waitForExecution(executionId)).status).toBe('canceled');
		expectUntouched();
	});

	it('the published workflow goes on after the end of a test', async () => {
		const workflow = await world.createActive(chain(live()));
		const { executionId = '' } = await world.client.run(workflow, 'Live Trigger');
		await world.client.stopExecution(executionId);
		await world.client.waitForExecution(executionId);
		const phone = joinTeam(world.sandbox);
		await hasStarted(world.client, workflow, [phone]);
		await hasSockets(world.sandbox, 1);
	});

	it('says what stands in the way', async () => {
		world.sandbox.world.faults.add({ kind: 'reset', path: '/ws' });
		const workflow = await world.create(chain(live()));
		const { executionId = '' } = await world.client.run(workflow, 'Live Trigger');
		const { status, error } = await world.client.waitForExecution(executionId);
		expect(status).toBe('error');
		expect(error?.message).toContain('opens no live connection (WebSocket) there');
		expect(JSON.stringify(error)).not.toContain(world.sandbox.apiKey);
	});
});

describe('publishing is refused, and nothing is left listening, where', () => {
	const limited = { key: 'limited', session: 'noweb' };

	it.each<[string, { apiKey?: string; session?: string }, () => unknown, string]>([
		[
			'there is no such session',
			{ session: 'nobody' },
			() => undefined,
			'There is no WhatsApp session "nobody" on this server. These sessions exist: default,',
		],
		['the key is wrong', { apiKey: 'wrong' }, () => undefined, 'WAHA did not accept the API key'],
		[
			'the key is for another session',
			{ apiKey: limited.key },
			() => world.sandbox.world.configure({ apiKeys: [limited] }),
			'The API key is for another session',
		],
		[
			'the server sends only session.status',
			{},
			() => world.sandbox.world.configure({ version: '2024.10' }),
			'sends no events of groups over a live connection',
		],
		[
			'a proxy lets no WebSocket through',
			{},
			() => world.sandbox.world.faults.add({ kind: 'answer', path: '/ws', status: 403 }),
			'opens no live connection (WebSocket) there',
		],
		[
			'the server takes connections and drops them',
			{},
			() => world.sandbox.world.faults.add({ kind: 'reset', path: '/ws' }),
			'opens no live connection (WebSocket) there',
		],
	])('%s', async (_, { apiKey, session: name }, arrange, words) => {
		arrange();
		const data = { ...world.credential.data, ...(apiKey !== undefined && { apiKey }) };
		const credential = await world.client.createCredential('Another', 'wahaApi', data);
		const node = liveTrigger(credential, name === undefined ? {} : { session: session(name) });
		const message = await world.createActive(chain(node)).then(
			() => 'published',
			(error: unknown) => String(error),
		);
		expect(message).toContain(words);
		expect(message).not.toContain(world.sandbox.apiKey);
		expect(sockets(world.sandbox)).toEqual([]);
	});
});
