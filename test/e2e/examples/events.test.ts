import type { Execution, Workflow } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import { readExample } from '../../../demo/workflows';
import { SEED } from '../../../sandbox';
import { activateExample, activateLiveExample, itFor } from '../support/examples';
import { type E2eWorld, openWorld } from '../support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => await world.close());
afterEach(() => world.sandbox.world.messages.clear());

const [admin, first, second] = people.guests;

const addGroup = async (): Promise<string> => {
	const members = [
		{ id: 'default', role: 'superadmin' },
		{ id: admin ?? '', role: 'admin' },
		...people.guests.slice(1),
	];
	return (await world.control.addGroup({ subject: 'Choir', members })).id;
};

/** What came of the workflow's executions once there are so many. */
const statuses = async ({ id }: Workflow, count: number): Promise<string[]> =>
	(await world.client.waitForExecutions(id, count)).map(({ status }: Execution) => status);

describe('examples/welcome-new-members.json', () => {
	it.each([
		['the trigger', activateExample],
		['the live trigger in its place', activateLiveExample],
	])(
		'with %s greets all who come at once in one message that mentions each of them',
		async (_, activate) => {
			const groupId = await addGroup();
			const file = 'welcome-new-members.json';
			const workflow = await activate(world, file, groupId);
			const sending = readExample(file).nodes.find(({ name }) => name === 'Send the Greeting');
			const greeting = String(sending?.parameters.text);
			await world.control.move('join', groupId, [people.newcomer, SEED.phones.secret]);
			expect(await statuses(workflow, 1)).toEqual(['success']);
			const lid = world.sandbox.world.who(SEED.phones.secret).lid;
			expect(await world.control.messages()).toMatchObject([
				{
					session: 'default',
					chatId: groupId,
					text: `${greeting} @${people.newcomer} @${lid}`,
					mentions: [`${people.newcomer}@c.us`, `${lid}@lid`],
				},
			]);
		},
	);
});

describe('examples/goodbye-survey.json', () => {
	it('asks who left, and not who was removed', async () => {
		const groupId = await addGroup();
		const question = 'Why did you go?';
		const fields = { minutes: 0, question };
		const workflow = await activateExample(world, 'goodbye-survey.json', groupId, fields);
		// Removed by this account: not even an execution.
		world.sandbox.world.leave(groupId, [second ?? ''], { author: 'default' });
		await world.sandbox.world.settled();
		// Removed by another admin: an execution that ends at the filter.
		world.sandbox.world.join(groupId, [second ?? '']);
		world.sandbox.world.leave(groupId, [second ?? ''], { author: admin ?? '' });
		expect(await statuses(workflow, 1)).toEqual(['success']);
		expect(await world.control.messages()).toEqual([]);
		await world.control.move('leave', groupId, [first ?? '']);
		expect(await statuses(workflow, 2)).toEqual(['success', 'success']);
		expect(await world.control.messages()).toMatchObject([
			{ session: 'default', chatId: `${first}@c.us`, text: question },
		]);
	});

	it('asks the others when one cannot be reached, and says so', async () => {
		const groupId = await addGroup();
		world.sandbox.world.setAddResult(first ?? '', 404);
		const workflow = await activateExample(world, 'goodbye-survey.json', groupId, { minutes: 0 });
		for (const phone of [first, second]) await world.control.move('leave', groupId, [phone ?? '']);
		const ended = await world.client.waitForExecutions(workflow.id, 2);
		expect(ended.map(({ status }) => status).sort()).toEqual(['error', 'success']);
		const failed = ended.find(({ status }) => status === 'error');
		expect(failed?.error?.message).toContain(`${first}@c.us could not be asked: `);
		expect(await world.control.messages()).toMatchObject([{ chatId: `${second}@c.us` }]);
	});
});

describe('examples/raid-guard.json', () => {
	const file = 'raid-guard.json';
	const newcomers = Array.from({ length: 12 }, (_, at) => `49170111${String(1000 + at)}`);

	itFor(file)(
		'locks the group when too many come within a minute, and tells the admins once',
		async () => {
			const groupId = await addGroup();
			const before = await world.control.group(groupId);
			const workflow = await activateExample(world, file, groupId, { mostJoins: 5 });
			const join = async (phones: string[]): Promise<unknown> =>
				await Promise.all(phones.map((phone) => world.control.move('join', groupId, [phone])));
			await join(newcomers.slice(0, 5));
			expect(await statuses(workflow, 5)).toEqual(newcomers.slice(0, 5).map(() => 'success'));
			expect(await world.control.group(groupId)).toMatchObject({
				messagesAdminOnly: false,
				infoAdminOnly: false,
				inviteCode: before.inviteCode,
			});
			await join(newcomers.slice(5, 6));
			await statuses(workflow, 6);
			const locked = await world.control.group(groupId);
			expect(locked).toMatchObject({ messagesAdminOnly: true, infoAdminOnly: true });
			expect(locked.inviteCode).not.toBe(before.inviteCode);
			const told = await world.control.messages();
			expect(told.map(({ chatId }) => chatId).sort()).toEqual(
				[SEED.phones.default, admin].map((phone) => `${phone}@c.us`).sort(),
			);
			expect(told[0]?.text).toMatch(
				/^⚠️ 6 people joined the group Choir within a minute\. Only admins may write now\. .* renewed\./,
			);
			// The raid goes on: it is known already.
			await join(newcomers.slice(6));
			expect(await statuses(workflow, 12)).toEqual(newcomers.map(() => 'success'));
			expect(await world.control.messages()).toHaveLength(2);
			expect((await world.control.group(groupId)).inviteCode).toBe(locked.inviteCode);
		},
	);

	itFor(file)('tells the admins also where the account may not lock the group', async () => {
		const groupId = await addGroup();
		const workflow = await activateExample(world, file, groupId, { mostJoins: 1 });
		world.sandbox.world.setRole(groupId, 'default', 'participant');
		await world.control.move('join', groupId, newcomers.slice(0, 2));
		await statuses(workflow, 1);
		const [told] = await world.control.messages();
		expect(told).toMatchObject({ chatId: `${admin}@c.us` });
		expect(told?.text).toMatch(/could NOT be locked.*could NOT be renewed/);
	});
});
