import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { SEED, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

const PICTURE = { data: 'iVBORw0KGgo=', mimeType: 'image/png', fileName: 'choir.png' };

async function run(parameters: INodeParameters, items?: Parameters<typeof runNode>[0]['items']) {
	return await runNode({ server: sandbox, parameters, items });
}

const urls = () => sandbox.world.requests.map(({ method, url }) => `${method} ${url}`);

describe('values as expressions give them', () => {
	it('a file itself in place of its name', async () => {
		const { items, error } = await run(
			{
				resource: 'group',
				operation: 'setPicture',
				groupId: byId(SEED.groups.team),
				pictureSource: 'binary',
				binaryPropertyName: '={{ $binary.data }}',
			},
			[{ json: {}, binary: { data: PICTURE } }],
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([{ success: true, groupId: SEED.groups.team }]);
		expect(JSON.parse(sandbox.world.requests[0]?.body ?? '')).toEqual({
			file: { mimetype: 'image/png', filename: 'choir.png', data: PICTURE.data },
		});
	});

	it.each([
		['a flag is one', '🇩🇪'],
		['a family is one', '👨‍👩‍👧‍👦'],
		['a letter with its accent is one', 'e\u0301'],
	])('a subject of 100 characters as people count them is sent: %s', async (_title, character) => {
		const parameters = { resource: 'group', operation: 'setSubject', groupId: byId(TEAM) };
		const subject = character.repeat(100);
		await run({ ...parameters, subject });
		expect(sandbox.world.requests.map(({ body }) => body)).toEqual([JSON.stringify({ subject })]);
		const { error } = await run({ ...parameters, subject: `${subject}x` });
		expect(error?.message).toMatch(/^Subject has 101 characters, but WhatsApp allows 100/);
		expect(urls()).toHaveLength(1);
	});

	it('a very long subject is not counted character by character', async () => {
		const { error } = await run({
			resource: 'group',
			operation: 'setSubject',
			groupId: byId(TEAM),
			subject: '={{ "x".repeat(3000000) }}',
		});
		expect(error?.message).toMatch(/^Subject has 3000000 characters, but WhatsApp allows 100/);
	});

	it('a choice with spaces around it', async () => {
		const { error } = await run({
			resource: 'group',
			operation: 'getAll',
			options: { sortBy: '={{ " subject " }}' },
		});
		expect(error).toBeUndefined();
		expect(urls()).toEqual([
			'GET /api/default/groups?limit=50&sortBy=subject&sortOrder=asc&exclude=participants',
		]);
	});

	it.each(['={{ false }}', '={{ [] }}', '={{ ({}) }}', '={{ true }}'])(
		'what is no number is not taken for one: %s',
		async (maxRetries) => {
			const { error } = await run({
				resource: 'group',
				operation: 'count',
				options: { maxRetries },
			});
			expect(error?.message).toMatch(/^Max Retries has to be a whole number from 0 to 10, but/);
			expect(urls()).toEqual([]);
		},
	);

	it('an empty file', async () => {
		const { error } = await run(
			{ resource: 'group', operation: 'setPicture', groupId: byId(TEAM), pictureSource: 'binary' },
			[{ json: {}, binary: { data: { ...PICTURE, data: '' } } }],
		);
		expect(error?.message).toBe('The file in "data" is empty');
		expect(urls()).toEqual([]);
	});

	it('half a character in the name of a session', async () => {
		const { error } = await run({
			resource: 'group',
			operation: 'count',
			session: { __rl: true, mode: 'name', value: 'a\ud83d' },
		});
		expect(error?.message).toMatch(/ is not the name of a session$/);
		expect(urls()).toEqual([]);
	});

	it('nothing for a choice means its default', async () => {
		const { error } = await run({
			resource: 'group',
			operation: 'setPicture',
			groupId: byId(SEED.groups.team),
			pictureSource: '={{ "" }}',
			pictureUrl: 'https://example.com/a.png',
		});
		expect(error).toBeUndefined();
	});

	it.each([
		['={{ null }}', 8],
		['={{ "admin,superadmin" }}', 4],
		['={{ ["participant"] }}', 4],
	])('roles %s', async (roles, count) => {
		const { items, error } = await run({
			resource: 'participants',
			operation: 'getAll',
			groupId: byId(SEED.groups.team),
			options: { roles },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(count);
	});
});

it('a sort order alone sorts by what the editor shows as default', async () => {
	const { items } = await run({
		resource: 'group',
		operation: 'getAll',
		options: { sortOrder: 'desc' },
	});
	expect(urls()).toEqual([
		'GET /api/default/groups?limit=50&sortBy=id&sortOrder=desc&exclude=participants',
	]);
	const ids = items.map(({ groupId }) => String(groupId));
	expect(ids).toEqual([...ids].sort().reverse());
});

describe('answers out of the ordinary', () => {
	const answer = (body: string) =>
		sandbox.world.faults.add({ kind: 'answer', path: '/api/default/groups/**', status: 200, body });

	it.each([
		['"120363041234567890@g.us"', '120363041234567890@g.us'],
		['120363041234567890@g.us', '120363041234567890@g.us'],
	])('joining is a success however the server names the group: %s', async (body, groupId) => {
		answer(body);
		const { items, error } = await run({
			resource: 'inviteCode',
			operation: 'join',
			inviteCode: 'TeamBerlinInviteCode01',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([{ success: true, groupId }]);
	});

	it('false: the account was not let in', async () => {
		answer('false');
		const { items, error } = await run({
			resource: 'inviteCode',
			operation: 'join',
			inviteCode: 'TeamBerlinInviteCode01',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				success: false,
				groupId: null,
				reason: 'WhatsApp did not let the account in: the link may be old, or the group full',
			},
		]);
	});

	it('nothing at all is no group, also where it is not to be simplified', async () => {
		answer('null');
		const { items, error } = await run({
			resource: 'group',
			operation: 'get',
			groupId: byId(SEED.groups.team),
			simplify: false,
		});
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/an object|does not know this group/);
	});

	it('a link in place of a code', async () => {
		answer('https://chat.whatsapp.com/TeamBerlinInviteCode01');
		const { items } = await run({
			resource: 'inviteCode',
			operation: 'get',
			groupId: byId(SEED.groups.team),
		});
		expect(items).toEqual([
			{
				groupId: SEED.groups.team,
				inviteCode: 'TeamBerlinInviteCode01',
				inviteUrl: 'https://chat.whatsapp.com/TeamBerlinInviteCode01',
			},
		]);
	});

	it('a count that is none: the groups are counted', async () => {
		sandbox.world.faults.add({
			kind: 'answer',
			path: '/api/default/groups/count',
			status: 200,
			body: '{}',
		});
		const { items } = await run({ resource: 'group', operation: 'count' });
		expect(items).toEqual([{ count: 6 }]);
	});

	it('a creation whose answer broke off may have happened, and is not sent again', async () => {
		sandbox.world.faults.add({ kind: 'truncated-json', method: 'POST' });
		const { error } = await run({ resource: 'group', operation: 'create', name: 'Choir' });
		expect(error?.message).toMatch(/broke off before WAHA answered/);
		expect(error?.description).toContain('It may have happened all the same');
		expect(urls()).toEqual(['POST /api/default/groups']);
	});

	it('an add whose answer broke off: a look tells who is in', async () => {
		sandbox.world.faults.add({ kind: 'truncated-json', method: 'POST' });
		const { items, error } = await run({
			resource: 'participants',
			operation: 'add',
			groupId: byId(SEED.groups.team),
			participants: '4917000000301',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			expect.objectContaining({ participantId: '4917000000301@c.us', success: true }),
		]);
	});
});

describe('the stop button', () => {
	it('ends the run as stopped, not as failed, and keeps what was done', async () => {
		sandbox.world.faults.add({ kind: 'hang', after: 2 });
		const { run: ended, items } = await runNode({
			server: sandbox,
			parameters: {
				resource: 'group',
				operation: 'setSubject',
				groupId: byId(SEED.groups.team),
				subject: 'Stopped',
			},
			items: [{}, {}, {}, {}],
			onStart: (stop) => setTimeout(stop, 400),
		});
		expect(ended.status).toBe('canceled');
		expect(items).toHaveLength(2);
	});

	it('ends a wait for the next start', async () => {
		const { run: ended } = await runNode({
			server: sandbox,
			parameters: {
				resource: 'group',
				operation: 'setSubject',
				groupId: byId(SEED.groups.team),
				subject: 'Slow',
				options: { requestInterval: 3_600_000 },
			},
			items: [{}, {}],
			onStart: (stop) => setTimeout(stop, 300),
		});
		expect(ended.status).toBe('canceled');
		expect(sandbox.world.requests).toHaveLength(1);
	});
});

describe('an expression that finds nothing', () => {
	it.each([
		['setDescription', { description: '={{ $json.desription }}' }],
		['update', { changes: { description: '={{ $json.desription }}' } }],
	])('does not remove the description, and an empty text does: %s', async (operation, given) => {
		const parameters = { resource: 'group', operation, groupId: byId(TEAM) };
		const { error } = await run({ ...parameters, ...given }, [{ json: { description: '' } }]);
		expect(error?.message).toBe('Description comes from an expression that found nothing');
		expect(urls()).toEqual([]);
		const text = JSON.stringify(given).replace('desription', 'description');
		const { items } = await run({ ...parameters, ...JSON.parse(text) }, [
			{ json: { description: '' } },
		]);
		expect(items).toMatchObject([{ success: true, description: '' }]);
	});
});

it('everyone cannot be mentioned in a session that is not there, and the others are named', async () => {
	const { error } = await run({
		session: { __rl: true, mode: 'name', value: 'choir' },
		resource: 'message',
		operation: 'send',
		groupId: byId(TEAM),
		text: 'Hello',
		mentionEveryone: true,
	});
	expect(error?.message).toBe('There is no WhatsApp session "choir" on this server');
	expect(error).toHaveProperty('description', expect.stringContaining('default'));
});
