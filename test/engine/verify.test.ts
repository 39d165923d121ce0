import type { INodeParameters } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ engine: 'NOWEB' });
});
afterEach(() => sandbox.close());

const STRANGER = '4915400004001';
const MEMBER = '4915200002002';

async function run(parameters: INodeParameters) {
	return await runNode({ server: sandbox, parameters });
}

const answer = (path: string, body: unknown, status = 200) =>
	sandbox.world.faults.add({ kind: 'answer', status, body, path });

const change = (resource: string, operation: string, participants: string, verify = true) => ({
	resource,
	operation,
	groupId: byId(TEAM),
	participants,
	options: { verify, chunkSize: 1 },
});

const reads = () => sandbox.world.requests.filter(({ method }) => method === 'GET').length;

it('create tells who is not in the group although the answer lists them', async () => {
	const created = {
		id: TEAM,
		subject: 'A',
		participants: [
			{ id: '4915100001001@s.whatsapp.net', admin: 'superadmin' },
			{ id: `${STRANGER}@s.whatsapp.net`, admin: null },
			{ id: `${MEMBER}@s.whatsapp.net`, admin: null },
		],
	};
	answer('/api/default/groups', created, 201);
	const participants = `${STRANGER}, ${MEMBER}`;
	const { items } = await run({ resource: 'group', operation: 'create', name: 'A', participants });
	expect(items[0]?.participants).toMatchObject([
		{ success: false, reason: 'Checked afterwards: this person is not in the group' },
		{ success: true, reason: null },
	]);
	expect(items[0]?.participantCount).toBe(8);
	expect(reads()).toBe(1);
});

it('create is no error where the look fails', async () => {
	answer('**/participants/**', { exception: { message: 'no' } }, 500);
	const parameters = { resource: 'group', operation: 'create', name: 'A', participants: MEMBER };
	const { items, error } = await run(parameters);
	expect(error).toBeUndefined();
	expect(items[0]).toMatchObject({
		groupId: expect.stringMatching(/@g\.us$/),
		participants: [
			{ success: null, reason: expect.stringMatching(/^It could not be checked afterwards: /) },
		],
	});
});

it.each([
	['participants', 'add', STRANGER, 'this person is not in the group'],
	['participants', 'remove', MEMBER, 'this person is still in the group'],
	['admin', 'promote', STRANGER, 'this person is not in the group'],
	['admin', 'promote', MEMBER, 'this member is no admin'],
	['admin', 'demote', '4915200002001', 'this member is still an admin'],
])('%s %s of %s, answered but not done: %s', async (resource, operation, person, reason) => {
	answer(`**/${operation}`, { status: 200 });
	const { items } = await run(change(resource, operation, person));
	expect(items).toMatchObject([{ success: false, reason: `Checked afterwards: ${reason}` }]);
	const unchecked = await run(change(resource, operation, person, false));
	expect(unchecked.items).toMatchObject([{ success: true }]);
});

it.each([
	['participants', 'add', STRANGER],
	['participants', 'remove', MEMBER],
	['admin', 'promote', MEMBER],
	['admin', 'demote', '4915200002001'],
])('%s %s that was done holds', async (resource, operation, person) => {
	const { items } = await run(change(resource, operation, person));
	expect(items).toMatchObject([{ success: true, reason: null }]);
});

it('reads the members once, however many parts there are', async () => {
	await run(change('participants', 'add', '4915400004001,4915400004002,4915200002002'));
	expect(reads()).toBe(1);
});

it('does not guess where numbers are hidden', async () => {
	answer('**/participants/add', { status: 200 });
	answer('**/participants/v2', [{ id: '77@lid', role: 'participant' }]);
	const { items } = await run(change('participants', 'add', STRANGER));
	expect(items).toMatchObject([
		{ success: null, reason: expect.stringMatching(/nobody can tell/) },
	]);
});

it('matches hidden ids by the number that NOWEB keeps beside them', async () => {
	const entry = (phone: string, jid: string, status: string) => ({
		status,
		jid,
		content: { tag: 'participant', attrs: { jid, phone_number: `${phone}@s.whatsapp.net` } },
	});
	for (const operation of ['add', 'remove', 'promote', 'demote']) {
		const body = [entry(STRANGER, '1111111@lid', '404'), entry(MEMBER, '2222222@lid', '200')];
		answer(`**/${operation}`, body);
		const resource = operation === 'add' || operation === 'remove' ? 'participants' : 'admin';
		const { items } = await run({
			...change(resource, operation, `${MEMBER},${STRANGER}`),
			options: {},
		});
		expect(items).toMatchObject([
			{ success: true, code: 200 },
			{ success: false, code: 404 },
		]);
	}
	expect(sandbox.world.requests.some(({ url }) => url.includes('/lids/'))).toBe(false);
});

it('takes two forms of a number for one person', async () => {
	answer('**/participants/add', [
		{ status: '200', jid: '541151234567@s.whatsapp.net' },
		{ status: '403', jid: '5511998765432@s.whatsapp.net' },
	]);
	const { items } = await run({
		...change('participants', 'add', '551198765432, 5491151234567'),
		options: {},
	});
	expect(items.map(({ participantId, code }) => [participantId, code])).toEqual([
		['551198765432@c.us', 403],
		['5491151234567@c.us', 200],
	]);
});

it('tells a number that does not exist', async () => {
	answer('**/participants/add', [{ status: '451', jid: `${STRANGER}@s.whatsapp.net` }]);
	const { items } = await run(change('participants', 'add', STRANGER));
	expect(items).toMatchObject([
		{ success: false, code: 451, reason: 'There is no such number on WhatsApp' },
	]);
});
