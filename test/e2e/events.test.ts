import { until, type Workflow, type WorkflowNode } from '../../harness/n8n';
import { SEED, startSandbox } from '../../sandbox';
import { action, chain, trigger, webhookUrl } from './support/nodes';
import { writesTo } from './support/session';
import { sharedN8n } from './support/shared';
import { type E2eWorld, openWorld } from './support/world';

const { groups, phones } = SEED;
const [free, other] = phones.free;
const author = { author: phones.admin };

let world: E2eWorld;
let node: WorkflowNode;
let workflow: Workflow;

beforeEach(async () => {
	world = await openWorld({ restartMs: 0 });
});
afterEach(async () => await world.close());

/** Publishes a workflow that begins with a trigger. */
async function publish(parameters: Record<string, unknown>): Promise<void> {
	node = trigger(world.credential, parameters);
	workflow = await world.createActive(chain(node));
}

type Json = Record<string, unknown>;

/** What the trigger gave, execution by execution, once so many have ended and nothing is on its way any more. */
async function started(count: number): Promise<Json[][]> {
	await world.sandbox.world.settled();
	const executions = await world.client.waitForExecutions(workflow.id, count);
	expect(executions).toHaveLength(count);
	return executions.map((execution) => execution.items(node.name).map(({ json }) => json as Json));
}

const webhook = (): Json => {
	const { webhooks } = Object(world.sandbox.world.session('default').config);
	return Object(webhooks?.[0]);
};

it('each of the seven events of WAHA 2026.7 starts the workflow', async () => {
	const events = ['join', 'leave', 'promote', 'demote', 'accountJoin', 'accountLeave', 'update'];
	await publish({ events });
	const { sandbox } = world;
	const deeds = [
		() => sandbox.world.join(groups.team, [free], author),
		() => sandbox.world.promote(groups.team, [free], author),
		() => sandbox.world.demote(groups.team, [free], author),
		() => sandbox.world.leave(groups.team, [free]),
		() => sandbox.world.updateGroup(groups.team, { subject: 'Berlin' }, author),
		() => sandbox.world.leave(groups.team, ['default'], author),
		() => sandbox.world.join(groups.team, ['default'], author),
	];
	for (const deed of deeds) {
		deed();
		await sandbox.world.settled();
	}
	const items = (await started(9)).flat();
	// WAHA tells what the account itself does twice: as its own event, and as that of a member.
	expect(items.map(({ event }) => event).sort()).toEqual([...events, 'join', 'leave'].sort());
	expect(new Set(items.map(({ groupId }) => groupId))).toEqual(new Set([groups.team]));
	expect(items.find(({ event }) => event === 'promote')).toMatchObject({
		phoneNumber: free,
		role: 'admin',
		actorId: `${phones.admin}@c.us`,
	});
	expect(items.find(({ event }) => event === 'update')).toMatchObject({
		group: { subject: 'Berlin' },
	});
});

it('the old events, one item for all who came, and the retries as set', async () => {
	const retries = { retryAttempts: 7, retryDelay: 3, retryPolicy: 'exponential' };
	const options = { eventSource: 'legacy', splitParticipants: false, ...retries };
	await publish({ options });
	expect(webhook()).toMatchObject({
		events: ['group.join', 'group.leave'],
		retries: { attempts: 7, delaySeconds: 3, policy: 'exponential' },
	});
	world.sandbox.world.join(groups.team, [free, other], author);
	expect(await started(1)).toMatchObject([
		[
			{
				event: 'join',
				source: 'legacy',
				participants: [{ phoneNumber: free }, { phoneNumber: other }],
			},
		],
	]);
});

it('the event as WAHA sent it, at another address, and only what the filters let through', async () => {
	const { port } = new URL(sharedN8n().url);
	const webhookBaseUrl = `http://localhost:${port}`;
	await publish({
		filters: { groupIds: groups.team, participants: `+${free}`, ignoreOwnActions: true },
		options: { simplify: false, webhookBaseUrl },
	});
	expect(webhook().url).toBe(webhookUrl(webhookBaseUrl, node));
	const { sandbox } = world;
	sandbox.world.join(groups.customers, [free], author);
	sandbox.world.join(groups.team, [other], author);
	sandbox.world.join(groups.team, [free], { author: 'default' });
	await sandbox.world.settled();
	sandbox.world.leave(groups.team, [free], author);
	const [[item] = []] = await started(1);
	const all = sandbox.world.deliveries.list();
	expect(all.map(({ attempts }) => attempts.at(-1)?.status)).toEqual([200, 200, 200, 200]);
	expect(item).toEqual(JSON.parse(all.at(-1)?.body ?? ''));
});

it('WAHA stopped and started again: events start the workflow as before, and nothing is written', async () => {
	await publish({ events: ['join'] });
	const { config } = world.sandbox.world.session('default');
	await world.sandbox.close();
	const port = Number(new URL(world.sandbox.url).port);
	const again = await startSandbox({ port, restartMs: 0, stripConfig: false });
	try {
		again.world.setConfig('default', config);
		again.world.join(groups.team, [free]);
		await again.world.settled();
		expect(await started(1)).toMatchObject([[{ event: 'join', phoneNumber: free }]]);
		expect(again.world.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		await world.client.deactivate(workflow.id);
		expect(again.world.session('default').config).toBeNull();
	} finally {
		await again.close();
	}
});

it('a trigger that is changed and published again is taken out and added again: two writes, the same key', async () => {
	await publish({ events: ['join'] });
	const before = webhook();
	world.sandbox.world.clearRequests();
	const { name, settings, versionId } = await world.client.getWorkflow(workflow.id);
	const parameters = { ...node.parameters, filters: { groupIds: groups.customers } };
	const nodes = [{ ...node, parameters }];
	const next = { name, settings, versionId, nodes, connections: {} };
	await world.client.http.rest('PATCH', `/workflows/${workflow.id}`, next);
	await world.client.activate(workflow.id);
	const written = (): number => writesTo(world.sandbox);
	await until('Two writes', () => (written() >= 2 ? true : undefined));
	await until('Back', () => (webhook().url === before.url ? true : undefined));
	expect(webhook()).toEqual(before);
	world.sandbox.world.join(groups.team, [free]);
	world.sandbox.world.join(groups.customers, [free]);
	expect(await started(1)).toMatchObject([[{ groupId: groups.customers }]]);
	expect(written()).toBe(2);
});

it('somebody asks to join, is told by the trigger, and let in by the next node', async () => {
	await world.close();
	world = await openWorld({ restartMs: 0, version: '2026.8.2' });
	const { sandbox } = world;
	sandbox.world.group(groups.team).newMembersApprovalRequired = true;
	node = trigger(world.credential, { events: ['joinRequest'] });
	const approve = action(world.credential, {
		resource: 'joinRequest',
		operation: 'approve',
		groupId: { __rl: true, mode: 'id', value: '={{ $json.groupId }}' },
		requesters: '={{ $json.participantId }}',
	});
	workflow = await world.createActive(chain(node, approve));
	sandbox.world.askToJoin(groups.team, [free]);
	const [[item] = []] = await started(1);
	expect(item).toMatchObject({
		event: 'joinRequest',
		groupSubject: 'Team Berlin',
		phoneNumber: free,
		role: null,
	});
	expect(sandbox.world.group(groups.team).members.get(free)?.role).toBe('participant');
	expect(sandbox.world.group(groups.team).requests.size).toBe(0);
});
