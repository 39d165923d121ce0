import type { Execution } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import { readExample } from '../../../demo/workflows';
import { SEED } from '../../../sandbox';
import { activateExample, importExample, itFor, phonesIn } from '../support/examples';
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
	groupId: string | undefined,
	fields: Record<string, string | number | boolean> = {},
	trigger = 'Run by Hand',
): Promise<Execution> =>
	await world.client.runToEnd(await importExample(world, file, groupId, fields), trigger);

const pinned = (file: string, node: string, column: string): string[] =>
	(readExample(file).pinData?.[node] ?? []).map(({ json }) =>
		String(json[column]).replace(/\D/g, ''),
	);

it.each([
	'nightly-tidy-up.json',
	'weekly-invite-link.json',
	'quiet-hours.json',
	'monthly-report.json',
])('examples/%s can be activated: n8n takes its schedule', async (file) => {
	const workflow = await activateExample(world, file, await addGroup());
	expect((await world.client.getWorkflow(workflow.id)).active).toBe(true);
});

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
			new RegExp(`^${SEED.phones.notOnWhatsApp}@c\\.us could not be told the new link: \\S`),
		);
		expect(await world.control.messages()).toHaveLength(3);
	});
});

describe('examples/project-groups.json', () => {
	const file = 'project-groups.json';

	it('opens a group for each row that has none, and sends the link to whom it could not add', async () => {
		const { world: whatsApp } = world.sandbox;
		const [, refused = '', unknown = ''] = ['12025550101', '12025550102', '12025550103'];
		whatsApp.setAddResult(refused, 403, { inviteSent: false });
		whatsApp.setAddResult(unknown, 404);
		const known = new Set(whatsApp.groups.all().map(({ id }) => id));
		const execution = await run(file, undefined, { openGroups: true });
		// Who has no WhatsApp at all is told.
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(
			new RegExp(`^${unknown}@c\\.us was neither added to New website nor invited: \\S.*$`),
		);
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
				text: `You are invited to join the WhatsApp group "Summer fair": https://chat.whatsapp.com/${fair?.inviteCode}`,
			},
		]);
	});
});

it('examples/project-groups.json goes on where a group cannot be opened, and tells all that failed', async () => {
	const file = 'project-groups.json';
	for (const phone of ['12025550101', '12025550103']) {
		world.sandbox.world.setAddResult(phone, 404);
	}
	world.sandbox.world.faults.add({ kind: 'answer', status: 400, method: 'POST', times: 1 });
	const execution = await run(file, undefined, { openGroups: true });
	expect(execution.status).toBe('error');
	expect(execution.error?.message.split('\n')).toEqual([
		expect.stringMatching(/^12025550101@c\.us was neither added to New website nor invited: \S/),
		expect.stringMatching(/^12025550103@c\.us was neither added to New website nor invited: \S/),
		expect.stringMatching(/^The group Summer fair could not be opened: \S/),
	]);
	expect(execution.json('Open the Group')).toMatchObject([{ subject: 'New website' }]);
	expect(execution.runData).toHaveProperty('Describe and Protect It');
});

describe('examples/broadcast.json', () => {
	const file = 'broadcast.json';
	const text = 'Rehearsal is on Thursday';
	let both: string[] = [];

	beforeAll(async () => {
		const members = ['default', ...people.guests];
		const made = ['Tenors', 'Altos'].map(
			async (subject) => await world.control.addGroup({ subject, members }),
		);
		both = (await Promise.all(made)).map(({ id }) => id);
	});

	const named = { groups: 'Tenors\n  Altos \n', text, seconds: 0 };

	it('first only looks', async () => {
		const execution = await run(file, undefined, named);
		expect(execution.status).toBe('success');
		expect(execution.json('Only Looked').map(({ subject }) => subject)).toEqual(
			expect.arrayContaining(['Altos', 'Tenors']),
		);
		expect(execution.items('Only Looked')).toHaveLength(2);
		expect(await world.control.messages()).toEqual([]);
	});

	it('then writes once to each group that is named, with the pace that is set', async () => {
		const execution = await run(file, undefined, { ...named, seconds: 1, send: true });
		expect(execution.status).toBe('success');
		const sent = await world.control.messages();
		expect(sent.map(({ chatId }) => chatId).sort()).toEqual([...both].sort());
		expect(sent.map((one) => one.text)).toEqual([text, text]);
		const { startedAt, stoppedAt } = execution;
		expect(Date.parse(stoppedAt ?? '') - Date.parse(startedAt ?? '')).toBeGreaterThanOrEqual(1000);
	});

	it.each([
		['no group has one of the names', 'Tenors\nSopranos', 'Sopranos'],
		['none is named', '', 'none was entered'],
	])('sends nothing where %s', async (_when, groups, told) => {
		const execution = await run(file, undefined, { ...named, groups, send: true });
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(new RegExp(`^Nothing was sent\\..*: ${told}$`));
		expect(await world.control.messages()).toEqual([]);
	});

	it('writes to the others where one group cannot be reached, and says so', async () => {
		world.sandbox.world.faults.add({ kind: 'answer', status: 400, method: 'POST', times: 1 });
		const execution = await run(file, undefined, { ...named, send: true });
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/^The group \w+ did not get the message: /);
		expect(await world.control.messages()).toHaveLength(1);
	});
});

describe('examples/monthly-report.json', () => {
	const file = 'monthly-report.json';

	itFor(file)('tells one group the numbers, and the next time what changed', async () => {
		const groupId = await addGroup();
		const counted = await world.control.addGroup({
			subject: 'Counted',
			members: ['default', ...people.guests],
		});
		const report = async (): Promise<string[]> => {
			world.sandbox.world.messages.clear();
			expect((await run(file, groupId)).status).toBe('success');
			const [only, ...others] = await world.control.messages();
			expect([only?.chatId, others]).toEqual([groupId, []]);
			return (only?.text ?? '').split('\n');
		};
		expect(await report()).toContain('Counted: 4');
		world.sandbox.world.join(counted.id, people.strangers);
		expect(await report()).toContain('Counted: 6 (+2)');
		world.sandbox.world.leave(counted.id, [people.strangers[0] ?? '']);
		const last = await report();
		expect(last).toContain('Counted: 5 (-1)');
		expect(last[0]).toMatch(/^📊 Members of our groups on \d+ \p{L}+ \d{4}$/u);
	});
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
			const imported = await importExample(world, 'ai-group-assistant.json', undefined);
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
