import type { Execution } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import { readExample } from '../../../demo/workflows';
import { SEED } from '../../../sandbox';
import { activateExample, importExample, phonesIn } from '../support/examples';
import { startChatModel } from '../support/chatModel';
import { type E2eWorld, openWorld } from '../support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => await world.close());
afterEach(() => world.sandbox.world.messages.clear());

const [admin = ''] = people.guests;
const own = SEED.phones.default;

const addGroup = async (): Promise<string> => {
	const members = [
		{ id: 'default', role: 'superadmin' },
		{ id: admin, role: 'admin' },
		...people.guests.slice(1),
		...people.strangers,
	];
	return (await world.control.addGroup({ subject: 'Choir', members })).id;
};

/** Imports an example for a group and runs it from one of its triggers. */
const run = async (
	file: string,
	groupId: string,
	fields: Record<string, string | number | boolean> = {},
	trigger = 'Run by Hand',
): Promise<Execution> =>
	await world.client.runToEnd(await importExample(world, file, groupId, fields), trigger);

const pinned = (file: string, node: string, column: string): string[] =>
	(readExample(file).pinData?.[node] ?? []).map(({ json }) =>
		String(json[column]).replace(/\D/g, ''),
	);

it.each(['nightly-tidy-up.json', 'weekly-invite-link.json', 'quiet-hours.json'])(
	'examples/%s can be activated: n8n takes its schedule',
	async (file) => {
		const workflow = await activateExample(world, file, await addGroup());
		expect((await world.client.getWorkflow(workflow.id)).active).toBe(true);
	},
);

describe('examples/group-equals-list.json', () => {
	const file = 'group-equals-list.json';
	const sync = 'Keep the Group Equal';
	const list = pinned(file, 'Read the List', 'Phone');

	it('first only looks', async () => {
		const groupId = await addGroup();
		const before = await world.control.group(groupId);
		const execution = await run(file, groupId);
		expect(execution.status).toBe('success');
		expect(execution.json(sync).map(({ action }) => action)).toEqual([
			...list.map(() => 'add'),
			'remove',
			'remove',
			'remove',
			'remove',
		]);
		expect(await world.control.group(groupId)).toEqual(before);
	});

	it('then makes the group equal to the list; admins stay', async () => {
		const groupId = await addGroup();
		expect((await run(file, groupId, { changeTheGroup: true })).status).toBe('success');
		expect(phonesIn(await world.control.group(groupId))).toEqual([own, admin, ...list].sort());
		const again = await run(file, groupId, { changeTheGroup: true });
		expect([again.status, again.lastNode]).toEqual(['success', sync]);
	});

	it('stops where more would go than is sensible', async () => {
		const groupId = await addGroup();
		const before = await world.control.group(groupId);
		const execution = await run(file, groupId, { changeTheGroup: true, mostRemovals: 3 });
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/^4 members would be removed, but Max Removals is 3$/);
		expect(await world.control.group(groupId)).toEqual(before);
	});
});

describe('examples/nightly-tidy-up.json', () => {
	const file = 'nightly-tidy-up.json';

	it('removes who is not on the list, however it is written, but nobody with a hidden number, and renews the link', async () => {
		const groupId = await addGroup();
		world.sandbox.world.setRole(groupId, people.hidden, 'participant');
		const before = await world.control.group(groupId);
		const [, one = '', other = ''] = people.guests;
		const guests = `+${one.slice(0, 2)} (${one.slice(2, 5)}) ${one.slice(5)}\n00${other}`;
		expect((await run(file, groupId, { guests })).status).toBe('success');
		const after = await world.control.group(groupId);
		expect(phonesIn(after)).toEqual([own, ...people.guests, people.hidden].sort());
		expect(after.inviteCode).not.toBe(before.inviteCode);
	});

	it.each([
		['the list is empty', '', 'success'],
		['a number on it is none', '+49 170 0000002, Ada', 'error'],
	])('removes nobody while %s', async (_when, guests, status) => {
		const groupId = await addGroup();
		const before = await world.control.group(groupId);
		expect((await run(file, groupId, { guests })).status).toBe(status);
		expect(await world.control.group(groupId)).toEqual(before);
	});
});

describe('examples/weekly-invite-link.json', () => {
	const file = 'weekly-invite-link.json';

	it('sends the new link to each admin and to nobody else', async () => {
		const groupId = await addGroup();
		const { inviteCode } = await world.control.group(groupId);
		expect((await run(file, groupId, { message: 'New:' })).status).toBe('success');
		const after = await world.control.group(groupId);
		expect(after.inviteCode).not.toBe(inviteCode);
		const text = `New: https://chat.whatsapp.com/${after.inviteCode}`;
		expect(await world.control.messages()).toMatchObject([
			{ chatId: `${own}@c.us`, text },
			{ chatId: `${admin}@c.us`, text },
		]);
	});

	it('tells the others when one cannot be reached, and fails with the reason', async () => {
		const groupId = await addGroup();
		world.sandbox.world.setRole(groupId, SEED.phones.notOnWhatsApp, 'admin');
		world.sandbox.world.setRole(groupId, people.guests[1] ?? '', 'admin');
		const execution = await run(file, groupId);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(
			new RegExp(
				`^${SEED.phones.notOnWhatsApp}@c\\.us could not be told the new link: The service`,
			),
		);
		expect(await world.control.messages()).toHaveLength(3);
	});
});

describe('examples/project-groups.json', () => {
	const file = 'project-groups.json';

	it('opens a group for each row that has none, and invites whom it could not add', async () => {
		const { world: whatsApp } = world.sandbox;
		const [, refused = '', unknown = ''] = ['12025550101', '12025550102', '12025550103'];
		whatsApp.setAddResult(refused, 403, { inviteSent: false });
		whatsApp.setAddResult(unknown, 404);
		const known = new Set(whatsApp.groups.all().map(({ id }) => id));
		const execution = await run(file, '', { openGroups: true, invitation: 'Come:' });
		expect(execution.status).toBe('success');
		const opened = whatsApp.groups.all().filter(({ id }) => !known.has(id));
		expect(opened).toMatchObject([
			{ subject: 'Summer fair', description: 'Who brings what, and when', infoAdminOnly: true },
			{ subject: 'New website', description: 'Texts, photos and a date', infoAdminOnly: true },
		]);
		const [fair, site] = opened;
		expect([fair?.picture !== null, site?.picture]).toEqual([true, null]);
		expect(phonesIn(await world.control.group(fair?.id ?? ''))).toEqual(['12025550101', own]);
		expect(await world.control.messages()).toMatchObject([
			{
				chatId: `${refused}@c.us`,
				text: `Come: https://chat.whatsapp.com/${fair?.inviteCode}`,
			},
		]);
	});
});

it('examples/project-groups.json goes on with the other rows where one group cannot be opened', async () => {
	const file = 'project-groups.json';
	world.sandbox.world.faults.add({ kind: 'answer', status: 400, method: 'POST', times: 1 });
	const execution = await run(file, '', { openGroups: true });
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toMatch(/^The group Summer fair could not be opened: /);
	expect(execution.json('Open the Group')).toMatchObject([{ subject: 'New website' }]);
	expect(execution.runData).toHaveProperty('Only Admins Edit It');
});

describe('examples/quiet-hours.json', () => {
	const file = 'quiet-hours.json';

	it('closes the group in the evening and opens it in the morning', async () => {
		const groupId = await addGroup();
		for (const [trigger, messagesAdminOnly] of [
			['In the Evening', true],
			['In the Morning', false],
		] as const) {
			expect((await run(file, groupId, {}, trigger)).status).toBe('success');
			expect(await world.control.group(groupId)).toMatchObject({ messagesAdminOnly });
		}
	});

	it('fails with the reason where the account is no admin', async () => {
		const groupId = await addGroup();
		world.sandbox.world.setRole(groupId, 'default', 'participant');
		const execution = await run(file, groupId, {}, 'In the Evening');
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/admin/);
	});
});

describe('examples/ai-group-assistant.json', () => {
	it('does what the model asks for with the tool that it names', async () => {
		const subject = 'Named in the chat';
		const model = await startChatModel({ groupId: SEED.groups.team, subject }, 'Rename_the_Group');
		try {
			const { name, id, type } = await world.client.createCredential('Scripted', 'openAiApi', {
				apiKey: 'none',
				url: model.url,
			});
			const imported = await importExample(world, 'ai-group-assistant.json', '');
			const chat = 'When a Chat Message Comes';
			const workflow = await world.create({
				...imported,
				nodes: imported.nodes.map((node) =>
					node.name === 'Chat Model' ? { ...node, credentials: { [type]: { id, name } } } : node,
				),
				pinData: { [chat]: [{ json: { chatInput: 'Rename it', sessionId: '1' } }] },
			});
			const execution = await world.client.runToEnd(workflow, chat);
			expect(execution.status).toBe('success');
			expect((await world.control.group(SEED.groups.team)).subject).toBe(subject);
			const offered = (model.requests[0]?.tools ?? []).map((tool) => tool.function.name);
			expect(offered.sort()).toEqual([
				'Add_Members',
				'Get_the_Invite_Link',
				'List_the_Groups',
				'List_the_Members',
				'Rename_the_Group',
			]);
			expect(JSON.stringify(execution.json('Assistant'))).toContain(subject);
		} finally {
			await model.close();
		}
	});
});
