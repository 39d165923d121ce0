import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, NEWEST, TEAM } from './operations/case';
import { runNode } from './support/run';

// What WPP lacks of what the other engines have; the cases of the operations run on those.
let server: Sandbox;

beforeEach(async () => {
	server = await startSandbox({ engine: 'WPP', version: NEWEST });
});

afterEach(() => server.close());

it('tells the settings that it has, and null for the one that it lacks', async () => {
	const { items } = await runNode({
		server,
		parameters: { resource: 'group', operation: 'getSettings', groupId: byId(TEAM) },
	});
	expect(items).toEqual([
		{
			groupId: TEAM,
			infoAdminOnly: false,
			messagesAdminOnly: false,
			membersCanAddNewMember: false,
			newMembersApprovalRequired: false,
			membersCanShareHistory: null,
		},
	]);
});

it('changes what it can, and says which change it cannot make', async () => {
	const changes = { membersCanShareHistory: true, membersCanAddNewMember: true };
	const { items } = await runNode({
		server,
		parameters: { resource: 'group', operation: 'update', groupId: byId(TEAM), changes },
	});
	expect(items).toEqual([
		{
			groupId: TEAM,
			success: false,
			membersCanAddNewMember: true,
			failed: [
				{
					field: 'membersCanShareHistory',
					reason: expect.stringMatching(/^The engine WPP of session "default" cannot do this/),
				},
			],
		},
	]);
	expect(server.world.group(TEAM).membersCanAddNewMember).toBe(true);
});

it('mentions everyone one by one, as it knows no word for all', async () => {
	const { items } = await runNode({
		server,
		parameters: {
			resource: 'message',
			operation: 'send',
			groupId: byId(TEAM),
			text: 'Hello',
			mentionEveryone: true,
		},
	});
	expect(items).toMatchObject([{ success: true, chatId: TEAM }]);
	const sent = server.world.requests.find(({ url }) => url === '/api/sendText');
	const { mentions } = JSON.parse(sent?.body ?? '{}');
	expect(mentions).toHaveLength(server.world.group(TEAM).members.size);
	expect(mentions).not.toContain('all');
});

it('lists and approves who asks to join', async () => {
	server.world.group(TEAM).newMembersApprovalRequired = true;
	server.world.askToJoin(TEAM, ['4915100009001']);
	const { items } = await runNode({
		server,
		parameters: {
			resource: 'joinRequest',
			operation: 'approve',
			groupId: byId(TEAM),
			everyone: true,
		},
	});
	expect(items).toMatchObject([{ requesterId: '4915100009001@c.us', success: true }]);
	expect(server.world.group(TEAM).members.has('4915100009001')).toBe(true);
});

describe('one who cannot be changed, for whom WPP does not change the others either', () => {
	const [ADMIN, PLAIN, STRANGER] = [
		SEED.phones.admin,
		SEED.phones.members[0] ?? '',
		'4915400004001',
	];

	const NOT_IN = 'Is not in the group';
	it.each([
		[
			'promote',
			[ADMIN, PLAIN, STRANGER],
			[/^WhatsApp did not do this: probably an admin/, null, NOT_IN],
		],
		[
			'demote',
			[PLAIN, ADMIN, STRANGER],
			[/^WhatsApp did not do this: probably no admin/, null, NOT_IN],
		],
	])('is told, and the others are changed: %s', async (operation, people, reasons) => {
		const { items, error } = await runNode({
			server,
			parameters: {
				resource: 'admin',
				operation,
				groupId: byId(TEAM),
				participants: people.join(),
			},
		});
		expect(error).toBeUndefined();
		expect(items.map(({ success }) => success)).toEqual(reasons.map((reason) => reason === null));
		expect(items.map(({ reason }) => reason)).toEqual(
			reasons.map((reason) =>
				reason === null || reason === NOT_IN ? reason : expect.stringMatching(reason),
			),
		);
	});

	it('is told where nobody of a removal is there, and a founder who cannot be removed', async () => {
		const remove = (participants: string) =>
			runNode({
				server,
				parameters: {
					resource: 'participants',
					operation: 'remove',
					groupId: byId(TEAM),
					participants,
				},
			});
		expect((await remove(STRANGER)).items).toMatchObject([{ success: false, reason: NOT_IN }]);
		const both = await remove(`${SEED.phones.default}, ${PLAIN}`);
		expect(both.items).toMatchObject([
			{ success: false, reason: 'WhatsApp does not let the account remove this person' },
			{ success: true, reason: null },
		]);
		expect(server.world.group(TEAM).members.get(PLAIN)?.role).toBe('left');
	});

	const SECOND = SEED.phones.members[1] ?? '';
	it.each([
		['participants', 'remove', [PLAIN, SECOND], { success: true, reason: null }],
		[
			'admin',
			'promote',
			[PLAIN, SECOND],
			{ success: null, reason: expect.stringMatching(/probably an admin/) },
		],
		[
			'admin',
			'demote',
			[ADMIN],
			{ success: null, reason: expect.stringMatching(/probably no admin/) },
		],
	])(
		'what a first try may have done is not told as failed: %s %s',
		async (resource, operation, people, told) => {
			server.world.faults.add({ kind: 'reset', effect: true, times: 1, path: `**/${operation}` });
			const { items, error } = await runNode({
				server,
				parameters: { resource, operation, groupId: byId(TEAM), participants: people.join() },
			});
			expect(error).toBeUndefined();
			expect(items).toMatchObject(people.map((id) => ({ participantId: `${id}@c.us`, ...told })));
		},
	);

	it('the account that is no admin is told so', async () => {
		const { error } = await runNode({
			server,
			parameters: {
				resource: 'admin',
				operation: 'promote',
				groupId: byId(SEED.groups.neighbours),
				participants: PLAIN,
			},
		});
		expect(error?.message).toMatch(/admin/);
	});
});
