import { createHmac } from 'node:crypto';
import axios from 'axios';

import type { Workflow, WorkflowNode } from '../../harness/n8n';
import { pause } from '../../harness/n8n';
import type { Delivery } from '../../sandbox';
import { SEED } from '../../sandbox';
import { action, chain, session, trigger, webhookUrl } from './support/nodes';
import { writesTo } from './support/session';
import { sharedN8n } from './support/shared';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

const FOREIGN = { url: 'http://127.0.0.1:9/other', events: ['message'], customHeaders: null };
const CONFIG = { proxy: null, metadata: { owner: 'us' }, noweb: { store: { enabled: true } } };

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
beforeEach(() => {
	world.sandbox.world.setConfig('default', { ...CONFIG, webhooks: [FOREIGN] });
	world.sandbox.world.clearRequests();
});
afterAll(async () => await world.close());

type Config = Record<string, unknown> & { webhooks: Array<Record<string, unknown>> };

const config = (): Config => world.sandbox.world.session('default').config as Config;
const writes = (): number => writesTo(world.sandbox);

/** An active workflow that begins with this trigger. */
async function activeWith(node: WorkflowNode): Promise<Workflow> {
	return await world.createActive(chain(node));
}

/** Lets somebody new join the team; gives the delivery that this caused. */
async function join(phone: string): Promise<Delivery> {
	await world.control.move('join', SEED.groups.team, [phone]);
	const [delivery] = (await world.control.deliveries()).slice(-1);
	if (!delivery) throw new Error('WAHA delivered nothing');
	return delivery;
}

async function countExecutions({ id }: Workflow): Promise<number> {
	return (await world.client.executions(id)).length;
}

describe('registration', () => {
	it('adds one webhook, with one write, and leaves the rest of the config as it was', async () => {
		const node = trigger(world.credential);
		const workflow = await activeWith(node);
		expect(config()).toEqual({
			...CONFIG,
			webhooks: [
				FOREIGN,
				{
					url: webhookUrl(sharedN8n().url, node),
					events: ['group.v2.participants'],
					hmac: { key: expect.stringMatching(/.{64,}/) },
				},
			],
		});
		expect(writes()).toBe(1);

		await world.client.deactivate(workflow.id);
		expect(config()).toEqual({ ...CONFIG, webhooks: [FOREIGN] });
		expect(writes()).toBe(2);
	});

	it('listens for a test without touching the production webhook', async () => {
		const node = trigger(world.credential);
		const workflow = await activeWith(node);
		const production = config().webhooks[1];
		await world.client.run(workflow, node.name);
		expect(config().webhooks).toEqual([
			FOREIGN,
			production,
			expect.objectContaining({ url: webhookUrl(sharedN8n().url, node, true) }),
		]);
		await world.client.stopListening(workflow.id);
		// n8n answers first and removes the test webhook afterwards.
		for (let tries = 0; config().webhooks.length > 2 && tries < 50; tries++) await pause(100);
		expect(config().webhooks).toEqual([FOREIGN, production]);
		// Each write restarts the session: one for publishing, one for each end of the test.
		expect(writes()).toBe(3);
	});

	it('a test event runs the workflow in the editor', async () => {
		const node = trigger(world.credential);
		const workflow = await world.create(chain(node));
		await world.client.run(workflow, node.name);
		await world.working();
		const delivery = await join('4917000000201');
		expect(delivery.url).toBe(webhookUrl(sharedN8n().url, node, true));
		expect(delivery.attempts.at(-1)?.status).toBe(200);
		const [execution] = await world.client.waitForExecutions(workflow.id, 1);
		expect(execution?.mode).toBe('manual');
		expect(execution?.status).toBe('success');
	});

	it('says why a session that does not exist cannot be used, and which exist', async () => {
		const draft = chain(trigger(world.credential, { session: session('nobody') }));
		await expect(world.createActive(draft)).rejects.toThrow(
			'There is no WhatsApp session "nobody" on this server. These sessions exist: default,',
		);
	});

	it('says that the events cannot come where the session ignores groups', async () => {
		world.sandbox.world.setConfig('default', { ignore: { groups: true } });
		await expect(world.createActive(chain(trigger(world.credential)))).rejects.toThrow(
			'Session "default" ignores groups',
		);
		expect(config()).toEqual({ ignore: { groups: true } });
	});

	it('manual: touches nothing, and takes events that are signed with the secret', async () => {
		const node = trigger(world.credential, { registration: 'manual', signingSecret: 'a secret' });
		const workflow = await activeWith(node);
		expect(writes()).toBe(0);
		const url = webhookUrl(sharedN8n().url, node);
		world.sandbox.world.setConfig('default', {
			webhooks: [{ url, events: ['group.v2.participants'], hmac: { key: 'a secret' } }],
		});
		const delivery = await join('4917000000202');
		expect(delivery.attempts.at(-1)?.status).toBe(200);
		await world.client.waitForExecutions(workflow.id, 1);
	});
});

describe('the main job', () => {
	it.each([
		['2026.7', 'group.v2.participants', 'v2'],
		['2024.10', 'group.join', 'legacy'],
	])(
		'a member joins at WAHA %s: the action node answers in the group',
		async (version, event, source) => {
			world.sandbox.world.configure({ version });
			const options = version === '2024.10' ? { verifySignature: false } : {};
			const node = trigger(world.credential, { events: ['join'], options });
			const answer = action(world.credential, {
				resource: 'group',
				operation: 'setDescription',
				groupId: { __rl: true, mode: 'id', value: '={{ $json.groupId }}' },
				description: '=Welcome {{ $json.phoneNumber }}',
			});
			const workflow = await world.createActive(chain(node, answer));
			expect(config().webhooks.at(-1)).toMatchObject({ events: [event] });
			const phone = version === '2024.10' ? '4917000000203' : '4917000000204';
			await join(phone);
			const [execution] = await world.client.waitForExecutions(workflow.id, 1);
			expect(execution?.status).toBe('success');
			const [run] = execution?.runData[node.name] ?? [];
			expect(run?.data?.main?.[0]?.map(({ json }) => json)).toEqual([
				{
					event: 'join',
					groupId: SEED.groups.team,
					participantId: `${phone}@c.us`,
					phoneNumber: phone,
					role: 'participant',
					actorId: `${phone}@c.us`,
					participants: [
						{ participantId: `${phone}@c.us`, phoneNumber: phone, role: 'participant' },
					],
					groupSubject: 'Team Berlin',
					group: null,
					session: 'default',
					engine: 'WEBJS',
					timestamp: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
					eventId: version === '2024.10' ? null : expect.stringMatching(/^evt_/),
					source,
				},
			]);
			expect((await world.control.group(SEED.groups.team)).description).toBe(`Welcome ${phone}`);
			await world.client.deactivate(workflow.id);
			world.sandbox.world.configure({ version: '2026.7' });
		},
	);

	it('a member leaves at WAHA 2024.10: group.leave starts the workflow', async () => {
		world.sandbox.world.configure({ version: '2024.10' });
		const node = trigger(world.credential, {
			events: ['leave'],
			options: { verifySignature: false },
		});
		const workflow = await activeWith(node);
		expect(config().webhooks.at(-1)).toMatchObject({ events: ['group.leave'] });
		await world.control.move('leave', SEED.groups.team, [SEED.phones.members[0] ?? '']);
		const [execution] = await world.client.waitForExecutions(workflow.id, 1);
		const [run] = execution?.runData[node.name] ?? [];
		expect(run?.data?.main?.[0]?.[0]?.json).toMatchObject({
			event: 'leave',
			participantId: `${SEED.phones.members[0]}@c.us`,
			role: 'left',
			source: 'legacy',
		});
		await world.client.deactivate(workflow.id);
		world.sandbox.world.configure({ version: '2026.7' });
	});
});

describe('deliveries', () => {
	let node: WorkflowNode;
	let workflow: Workflow;
	let taken: Delivery;

	beforeEach(async () => {
		node = trigger(world.credential, { events: ['join'] });
		workflow = await activeWith(node);
	});
	afterEach(async () => await world.client.deactivate(workflow.id));

	/** Sends a body as somebody would who knows the address. */
	async function post(body: string, headers: Record<string, string>): Promise<number> {
		const { status } = await axios.post(webhookUrl(sharedN8n().url, node), Buffer.from(body), {
			headers: { 'Content-Type': 'application/json', ...headers },
			validateStatus: () => true,
		});
		return status;
	}

	const sign = (body: string, key: string): Record<string, string> => ({
		'X-Webhook-Hmac': createHmac('sha512', key).update(body).digest('hex'),
		'X-Webhook-Hmac-Algorithm': 'sha512',
	});

	it('start exactly one execution each, however often they come', async () => {
		taken = await join('4917000000211');
		await world.client.waitForExecutions(workflow.id, 1);
		world.sandbox.world.resend(taken.n);
		world.sandbox.world.resend(taken.n);
		const all = await world.control.deliveries();
		expect(all.slice(-2).map(({ attempts }) => attempts.at(-1)?.status)).toEqual([200, 200]);
		await join('4917000000212');
		await world.client.waitForExecutions(workflow.id, 2);
		expect(await countExecutions(workflow)).toBe(2);
	});

	it('that are forged start nothing', async () => {
		taken = await join('4917000000213');
		await world.client.waitForExecutions(workflow.id, 1);
		const { body } = taken;
		const forged = body
			.replace('4917000000213', '4917000000999')
			.replace(/evt_[^"]+/, 'evt_forged');
		const key = String(
			config()
				.webhooks.map(({ hmac }) => Object(hmac).key)
				.at(-1),
		);
		const old = body.replace(/"timestamp":\d{13}/, `"timestamp":${Date.now() - 3_700_000}`);
		expect(await post(forged, {})).toBe(401);
		expect(await post(forged, sign(forged, 'guessed'))).toBe(401);
		expect(await post(forged, sign(body, key))).toBe(401);
		expect(await post(old, sign(old, key))).toBe(401);
		expect(await post('[]', sign('[]', key))).toBe(400);
		expect(await post('{}', sign('{}', key))).toBe(400);
		const other = body.replace('"type":"join"', '"type":"promote"');
		expect(await post(other, sign(other, key))).toBe(200);
		expect(await countExecutions(workflow)).toBe(1);
	});
});
