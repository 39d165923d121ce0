import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const count = { resource: 'group', operation: 'count' };
const getPicture = { resource: 'group', operation: 'getPicture', groupId: byId(TEAM) };
const join = { resource: 'inviteCode', operation: 'join', inviteCode: 'TeamBerlinInviteCode01' };
const REFUSED = 'WhatsApp did not let the account in: the link may be old, or the group full';

/** Answers as other versions may give them: the operation, the body, and what comes out. */
const ANSWERS: Array<[INodeParameters, unknown, IDataObject]> = [
	[count, '7', { count: 7 }],
	[count, { count: 0 }, { count: 0 }],
	// Says nothing, so the list is counted.
	[count, '', { count: 6 }],
	[getPicture, '', { groupId: TEAM, pictureUrl: null }],
	[getPicture, 'null', { groupId: TEAM, pictureUrl: null }],
	[getPicture, { url: null }, { groupId: TEAM, pictureUrl: null }],
	[join, 'false', { success: false, groupId: null, reason: REFUSED }],
	[join, { success: false }, { success: false, groupId: null, reason: REFUSED }],
	[join, { id: TEAM }, { success: true, groupId: TEAM }],
];

it.each(ANSWERS)('%j, answered with %j', async (parameters, body, item) => {
	sandbox.world.faults.add({ kind: 'answer', status: 200, body, times: 1 });
	const { items, error } = await runNode({ server: sandbox, parameters });
	expect(error).toBeUndefined();
	expect(items).toEqual([item]);
});

const bodies = (...list: unknown[]) => list;
const setSubject = {
	resource: 'group',
	operation: 'setSubject',
	groupId: byId(TEAM),
	subject: 'A',
};
const create = { resource: 'group', operation: 'create', name: 'A', participants: '' };
const setting = {
	resource: 'group',
	operation: 'setInfoAdminOnly',
	groupId: byId(TEAM),
	adminsOnly: true,
};
const inviteCode = { resource: 'inviteCode', operation: 'get', groupId: byId(TEAM) };
const onTeam = (resource: string, operation: string) => ({
	resource,
	operation,
	groupId: byId(TEAM),
});
const TOLD = bodies(
	{ error: 'bad-request' },
	{ status: 'error' },
	{ message: 'Error: no' },
	{ statusCode: 500, message: 'no' },
	{ exception: { message: 'no' } },
	'ERROR: no',
);

describe('a success that tells an error is none', () => {
	const ALL: Array<[INodeParameters, unknown[]]> = [
		[create, [...TOLD, {}, '', 'null', 'CreateGroupError: no']],
		[setSubject, TOLD],
		[onTeam('group', 'setDescription'), TOLD],
		[setting, TOLD],
		[onTeam('group', 'leave'), TOLD],
		[onTeam('group', 'delete'), TOLD],
		[onTeam('group', 'deletePicture'), TOLD],
		[{ ...onTeam('group', 'setPicture'), pictureUrl: 'https://example.com/a.png' }, TOLD],
		[getPicture, TOLD],
		[onTeam('group', 'get'), [...TOLD, '', 'null', {}]],
		[{ resource: 'group', operation: 'refresh' }, TOLD],
		[{ resource: 'group', operation: 'getAll' }, TOLD],
		[onTeam('group', 'getInfoAdminOnly'), [...TOLD, '', {}]],
		[join, TOLD],
		[{ ...join, operation: 'getInfo' }, [...TOLD, '', {}]],
		[inviteCode, [...TOLD, '', 'undefined', 'null', '{}', 'no code at all']],
		[onTeam('inviteCode', 'revoke'), [...TOLD, '', 'undefined']],
		[onTeam('participants', 'getAll'), [...TOLD, [], '{}']],
		[onTeam('admin', 'getAll'), [...TOLD, []]],
	];
	const cases = ALL.flatMap(([parameters, list]) =>
		list.flatMap((body) =>
			[true, false].map(
				(simplify) => [{ ...parameters, simplify }, body] as [INodeParameters, unknown],
			),
		),
	);

	it.each(cases)('%j, answered with %j', async (parameters, body) => {
		const status = parameters.operation === 'create' ? 201 : 200;
		sandbox.world.faults.add({ kind: 'answer', status, body });
		const { items, error } = await runNode({ server: sandbox, parameters });
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^(?:WhatsApp|WAHA|This invite link|The account) /);
	});
});

it.each(bodies('', {}, 'null', { id: '' }))(
	'a join answered with %j is not known',
	async (body) => {
		sandbox.world.faults.add({ kind: 'answer', status: 201, body });
		const { items } = await runNode({ server: sandbox, parameters: join });
		expect(items).toEqual([
			{ success: null, groupId: null, reason: expect.stringMatching(/may wait for an admin/) },
		]);
	},
);
