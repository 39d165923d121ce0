import type { INodeParameters } from 'n8n-workflow';

import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, ENGINES, HIDDEN, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

afterEach(() => sandbox.close());

const STRANGER = SEED.phones.free[0];
const [MEMBER] = SEED.phones.members;
const GROUP = '120363099999999999@g.us';
const MEMBERS = '**/participants/v2';

async function run(parameters: INodeParameters) {
	const { items, error } = await runNode({
		server: sandbox,
		parameters: { groupId: byId(TEAM), resource: 'participants', ...parameters },
	});
	return { items, error };
}

const answer = (path: string, body: unknown, status = 200): number =>
	sandbox.world.faults.add({ kind: 'answer', path, status, body });

const reads = (): string[] =>
	sandbox.world.requests.flatMap(({ method, url }) => (method === 'GET' ? [url] : []));

describe('a create whose answer names a member who never came in', () => {
	const create = { resource: 'group', operation: 'create', name: 'Choir', participants: STRANGER };

	beforeEach(async () => {
		sandbox = await startSandbox({ engine: 'NOWEB' });
		// As measured on NOWEB 2026.7.2: two members in the answer, one in the list right after it.
		const participants = [
			{ id: `${SEED.phones.default}@s.whatsapp.net`, admin: 'superadmin' },
			{ id: `${STRANGER}@s.whatsapp.net`, admin: null },
		];
		answer('**/groups', { id: GROUP, subject: 'Choir', participants }, 201);
	});

	it('is told as it is', async () => {
		answer(MEMBERS, [{ id: `${SEED.phones.default}@c.us`, role: 'superadmin' }]);
		const { items } = await run(create);
		expect(items).toEqual([
			expect.objectContaining({
				groupId: GROUP,
				participantCount: 1,
				participants: [
					{
						groupId: GROUP,
						participantId: `${STRANGER}@c.us`,
						success: false,
						code: null,
						reason: 'WAHA answered that it worked, but this person is not in the group',
					},
				],
			}),
		]);
	});

	it.each([
		['the second answer is no better', 200, ''],
		['the second try fails', 500, 'Internal Server Error'],
	])('is told as it is, also with Send Invite Link, where %s', async (_, status, body) => {
		answer(MEMBERS, [{ id: `${SEED.phones.default}@c.us`, role: 'superadmin' }]);
		answer('**/participants/add', body, status);
		const { items, error } = await run({ ...create, options: { sendInviteLink: true } });
		expect(error).toBeUndefined();
		expect(items).toEqual([
			expect.objectContaining({
				participantCount: 1,
				participants: [
					expect.objectContaining({
						success: false,
						reason: 'WAHA answered that it worked, but this person is not in the group',
					}),
				],
			}),
		]);
	});

	it('is unknown where nobody can look, and the group is told all the same', async () => {
		answer('**/participants/**', 'Internal Server Error', 500);
		answer('**/participants', 'Internal Server Error', 500);
		const { items, error } = await run(create);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			expect.objectContaining({
				groupId: GROUP,
				participants: [
					expect.objectContaining({
						success: null,
						reason: expect.stringContaining('Nobody could look whether it worked'),
					}),
				],
			}),
		]);
	});

	it('is unknown where some hide their number', async () => {
		answer(MEMBERS, [
			{ id: `${SEED.phones.default}@c.us`, role: 'superadmin' },
			{ id: '77@lid', role: 'participant' },
		]);
		const { items } = await run(create);
		expect(items[0]?.participants).toEqual([
			expect.objectContaining({ success: null, reason: expect.stringContaining('hide') }),
		]);
	});

	it('is told as WAHA answered, without a look, where Verify is off', async () => {
		const { items } = await run({ ...create, options: { verify: false } });
		expect(items[0]?.participants).toEqual([expect.objectContaining({ success: true })]);
		expect(reads()).toEqual([]);
	});

	it('knows somebody under the other form of the number', async () => {
		sandbox.world.faults.clear();
		answer('**/groups', { id: GROUP, subject: 'Choir', participants: [] }, 201);
		answer(MEMBERS, [{ id: '541123456789@c.us', role: 'participant' }]);
		const { items } = await run({ ...create, participants: '+54 9 11 2345 6789' });
		expect(items[0]?.participants).toEqual([
			expect.objectContaining({ participantId: '5491123456789@c.us', success: true }),
		]);
	});
});

describe.each(ENGINES)('with Verify on %s', (engine) => {
	beforeEach(async () => {
		sandbox = await startSandbox({ engine });
	});
	const options = { verify: true };
	const both = `${STRANGER}, ${MEMBER}`;

	it('remove tells who is out', async () => {
		const { items } = await run({ operation: 'remove', participants: MEMBER, options });
		expect(items).toEqual([
			expect.objectContaining({ participantId: `${MEMBER}@c.us`, success: true, reason: null }),
		]);
		expect(reads()).toHaveLength(1);
	});

	it('an answer of success for somebody who is still there is none', async () => {
		answer('**/participants/remove', { status: 200 });
		const { items } = await run({ operation: 'remove', participants: MEMBER, options });
		expect(items).toEqual([
			expect.objectContaining({
				success: false,
				reason: 'WAHA answered that it worked, but this person is still in the group',
			}),
		]);
	});

	it('promote tells strangers and members apart, by one look for all parts', async () => {
		answer('**/admin/promote', { status: 200 });
		sandbox.world.setRole(TEAM, MEMBER, 'admin');
		const { items } = await run({
			resource: 'admin',
			operation: 'promote',
			participants: both,
			options: { ...options, chunkSize: 1 },
		});
		expect(items).toEqual([
			expect.objectContaining({
				participantId: `${STRANGER}@c.us`,
				success: false,
				reason: 'WAHA answered that it worked, but this person is not in the group',
			}),
			expect.objectContaining({ participantId: `${MEMBER}@c.us`, success: true, reason: null }),
		]);
		expect(reads()).toHaveLength(1);
	});

	it('demote of somebody who stays an admin is told', async () => {
		answer('**/admin/demote', { status: 200 });
		sandbox.world.setRole(TEAM, MEMBER, 'admin');
		const { items } = await run({
			resource: 'admin',
			operation: 'demote',
			participants: MEMBER,
			options,
		});
		expect(items).toEqual([
			expect.objectContaining({
				success: false,
				reason: 'WAHA answered that it worked, but this person is still an admin',
			}),
		]);
	});

	it('add keeps the word with which WhatsApp refused somebody', async () => {
		const refused = SEED.phones.leftRecently;
		const { items } = await run({
			operation: 'add',
			participants: `${refused}, ${STRANGER}`,
			options,
		});
		expect(items).toEqual([
			expect.objectContaining({ participantId: `${refused}@c.us`, success: false }),
			expect.objectContaining({ participantId: `${STRANGER}@c.us`, success: true }),
		]);
	});
});

describe('answers of NOWEB in a group that hides numbers', () => {
	beforeEach(async () => {
		sandbox = await startSandbox({ engine: 'NOWEB' });
	});
	const said = (status: string, lid: string, phone: string) => ({
		status,
		jid: `${lid}@lid`,
		content: {
			tag: 'participant',
			attrs: { jid: `${lid}@lid`, phone_number: `${phone}@s.whatsapp.net` },
		},
	});

	it.each([
		['participants', 'remove', '**/participants/remove', 'Is not in the group'],
		['admin', 'promote', '**/admin/promote', 'Is not in the group'],
		['admin', 'demote', '**/admin/demote', 'Is not in the group'],
		['participants', 'add', '**/participants/add', 'Is not on WhatsApp'],
	])('%s %s: each is matched by the number inside', async (resource, operation, path, reason) => {
		answer(path, [said('200', '11', '491700000001'), said('404', '22', '491700000002')]);
		const { items } = await run({
			resource,
			operation,
			groupId: byId(HIDDEN),
			participants: '491700000002, 491700000001',
		});
		expect(items).toEqual([
			expect.objectContaining({
				participantId: '491700000002@c.us',
				success: false,
				code: 404,
				reason,
			}),
			expect.objectContaining({ participantId: '491700000001@c.us', success: true, code: 200 }),
		]);
		expect(reads()).toEqual([]);
	});

	it('code 451 is told in words', async () => {
		answer('**/participants/add', [{ status: '451', jid: '491700000001@s.whatsapp.net' }]);
		const { items } = await run({ operation: 'add', participants: '491700000001' });
		expect(items).toEqual([
			expect.objectContaining({
				success: false,
				code: 451,
				reason: 'There is no such number on WhatsApp',
			}),
		]);
	});
});

it('what a look shows counts more than that the answer did not say', async () => {
	sandbox = await startSandbox();
	answer('**/participants/remove', []);
	const { items } = await run({
		operation: 'remove',
		participants: MEMBER,
		options: { verify: true },
	});
	expect(items).toMatchObject([
		{ success: false, reason: 'Afterwards this person is still in the group' },
	]);
});
