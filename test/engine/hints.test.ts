import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, OLD, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ webjsAddMs: 0 });
});
afterEach(() => sandbox.close());

async function hintsOf(parameters: INodeParameters, items: IDataObject[]): Promise<string[]> {
	const { run } = await runNode({ server: sandbox, parameters, items });
	const [task] = run.data.resultData.runData['WAHA Groups'] ?? [];
	return (task?.hints ?? []).map(({ message }) => message);
}

const items = (...values: string[]): IDataObject[] => values.map((value) => ({ value }));
const create = { resource: 'group', operation: 'create', participants: '={{ $json.value }}' };
describe('a create that is fed row by row', () => {
	it('tells that it made several groups of one name', async () => {
		const phones = items('4915400004001', '4915400004002', '4915400004003');
		expect(await hintsOf({ ...create, name: 'Choir' }, phones)).toEqual([
			expect.stringMatching(/^3 groups of the same name were made, one for each input item\./),
		]);
	});

	it('says nothing where each has its own name', async () => {
		expect(
			await hintsOf({ ...create, name: '={{ $json.value }}', participants: '' }, items('A', 'B')),
		).toEqual([]);
	});
});

describe('a setting that is fed row by row', () => {
	it.each([
		['setSubject', { subject: '={{ $json.value }}' }],
		['setDescription', { description: '={{ $json.value }}' }],
		['setMessagesAdminOnly', { adminsOnly: true }],
		[
			'setPicture',
			{ pictureSource: 'url', pictureUrl: '=https://example.com/{{ $json.value }}.jpg' },
		],
	])('tells that the last one stands: %s', async (operation, parameters) => {
		const all = { resource: 'group', operation, groupId: byId(TEAM), ...parameters };
		expect(await hintsOf(all, items('A', 'B'))).toEqual([
			expect.stringMatching(/^2 input items set this for the same group/),
		]);
	});

	it('says nothing of different groups, nor of what only reads or adds', async () => {
		const groupId = byId('={{ $json.value }}');
		const set = { resource: 'group', operation: 'setSubject', groupId, subject: 'New' };
		expect(await hintsOf(set, items(TEAM, OLD))).toEqual([]);
		const get = { resource: 'group', operation: 'get', groupId: byId(TEAM) };
		expect(await hintsOf(get, items('A', 'B'))).toEqual([]);
		const add = {
			resource: 'participants',
			operation: 'add',
			groupId: byId(TEAM),
			participants: '={{ $json.value }}',
		};
		expect(await hintsOf(add, items('4915400004001', '4915400004002'))).toEqual([]);
	});
});

describe('an answer that is the same for members and strangers', () => {
	const change = (operation: string, options = {}) => ({
		resource: operation === 'remove' ? 'participants' : 'admin',
		operation,
		groupId: byId(TEAM),
		participants: '4915200002002, 4915400004001',
		options,
	});

	it.each(['promote', 'demote'])('brings advice: %s', async (operation) => {
		expect(await hintsOf(change(operation), [{}])).toEqual([
			expect.stringMatching(/^WAHA answered once for everybody, .* Turn on Verify/),
		]);
		expect(await hintsOf(change(operation, { verify: true }), [{}])).toEqual([]);
	});

	it('brings none where whoever was no member is out all the same', async () => {
		expect(await hintsOf(change('remove'), [{}])).toEqual([]);
	});

	it('brings none where WAHA tells each one', async () => {
		const session = { __rl: true, mode: 'name', value: 'noweb' };
		const team = byId(SEED.groups.team);
		const promote = { ...change('promote'), groupId: team, session };
		expect(await hintsOf(promote, [{}])).toEqual([]);
	});
});

it('several links of one group: only the last one works', async () => {
	const revoke = { resource: 'inviteCode', operation: 'revoke', groupId: byId(TEAM) };
	expect(await hintsOf(revoke, items('A', 'B', 'C'))).toEqual([
		expect.stringMatching(/^The link of the same group was revoked 3 times/),
	]);
	expect(await hintsOf(revoke, items('A'))).toEqual([]);
});

it('several messages to one chat', async () => {
	const send = { resource: 'message', operation: 'send', text: 'Welcome' };
	const mentioned = { ...send, groupId: byId(TEAM), mentions: '={{ $json.value }}' };
	expect(await hintsOf(mentioned, items('4915200002002', '4915200002003'))).toEqual([
		expect.stringMatching(/^2 messages went to the same chat, one for each input item\./),
	]);
	const groupId = byId('={{ $json.value }}');
	expect(await hintsOf({ ...send, groupId }, items(TEAM, OLD))).toEqual([]);
});

it('join requests can be decided row by row', async () => {
	sandbox.world.configure({ version: '2026.8.2' });
	const group = sandbox.world.addGroup({ members: [] });
	const decide = { resource: 'joinRequest', operation: 'reject', groupId: byId(group) };
	expect(
		await hintsOf(
			{ ...decide, requesters: '={{ $json.value }}' },
			items('4915400004001', '4915400004002'),
		),
	).toEqual([]);
});
