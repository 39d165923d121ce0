import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox';
import { byId, ENGINES, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

const onTeam = (resource: string, operation: string) => ({
	resource,
	operation,
	groupId: byId(TEAM),
});
const raw = (parameters: INodeParameters) => ({ ...parameters, simplify: false });
const bodies = (...list: unknown[]) => list;
const setSubject = {
	resource: 'group',
	operation: 'setSubject',
	groupId: byId(TEAM),
	subject: 'A',
};
const create = { resource: 'group', operation: 'create', name: 'A', participants: '' };
const setPicture = { ...onTeam('group', 'setPicture'), pictureUrl: 'https://example.com/a.png' };
const refresh = { resource: 'group', operation: 'refresh' };
const SOMEBODY = '+49 170 1234567';
const NOT_TOLD = 'WAHA did not say whether this worked';
const setting = {
	resource: 'group',
	operation: 'setInfoAdminOnly',
	groupId: byId(TEAM),
	adminsOnly: true,
};
const inviteCode = { resource: 'inviteCode', operation: 'get', groupId: byId(TEAM) };
const TOLD = bodies(
	{ error: 'bad-request' },
	{ status: 'error' },
	{ message: 'Error: no' },
	{ statusCode: 500, message: 'no' },
	{ exception: { message: 'no' } },
	'ERROR: no',
);

/** What is no code, and would be sent to people as one. */
const NO_CODES = bodies(
	'forbidden',
	'Forbidden',
	'not-authorized',
	'bad-request',
	'unauthorized',
	'failed',
	'403',
	500,
	'NaN',
	false,
	{ code: 'forbidden' },
	'https://chat.whatsapp.com/undefined',
);

const count = { resource: 'group', operation: 'count' };
const getPicture = { resource: 'group', operation: 'getPicture', groupId: byId(TEAM) };
const join = { resource: 'inviteCode', operation: 'join', inviteCode: 'TeamBerlinInviteCode01' };
const REFUSED = 'WhatsApp did not let the account in: the link may be old, or the group full';

const codeItem = (code: string) => ({
	groupId: TEAM,
	inviteCode: code,
	inviteUrl: `https://chat.whatsapp.com/${code}`,
});

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
	[join, { ok: false }, { success: false, groupId: null, reason: REFUSED }],
	[join, { id: TEAM }, { success: true, groupId: TEAM }],
	[inviteCode, 'AbCdEf123', codeItem('AbCdEf123')],
	[inviteCode, '12345678901234567890', codeItem('12345678901234567890')],
	[inviteCode, { inviteCode: 'ABCDEFGHIJ' }, codeItem('ABCDEFGHIJ')],
];

/** Only WEBJS deletes a group: the others refuse before they could answer like this. */
const only = { delete: ['WEBJS'] } as Record<string, readonly string[]>;

const TELLS_ERROR: Array<[INodeParameters, unknown[]]> = [
	[create, [...TOLD, {}, [], '', 'true', 'null', { success: false }, 'CreateGroupError: no']],
	[raw(create), [...TOLD, {}, [], '', 'true', 'null', { success: false }, 'CreateGroupError: no']],
	[setSubject, [...TOLD, { status: 500 }, { code: 403 }, { errors: ['x'] }, 'not-authorized']],
	[onTeam('group', 'setDescription'), TOLD],
	[setting, TOLD],
	[{ ...setting, operation: 'setMessagesAdminOnly' }, TOLD],
	[onTeam('group', 'leave'), TOLD],
	[onTeam('group', 'delete'), TOLD],
	[onTeam('group', 'deletePicture'), TOLD],
	[setPicture, TOLD],
	[getPicture, [...TOLD, { ok: false }, { result: 'error' }, { code: 'x' }, 'forbidden']],
	[onTeam('group', 'get'), [...TOLD, '', 'null', {}]],
	[raw(onTeam('group', 'get')), [...TOLD, '', 'null', {}]],
	[refresh, TOLD],
	[{ resource: 'group', operation: 'getAll' }, TOLD],
	[raw({ resource: 'group', operation: 'getAll' }), TOLD],
	[onTeam('group', 'getInfoAdminOnly'), [...TOLD, '', {}]],
	[onTeam('group', 'getMessagesAdminOnly'), [...TOLD, '', {}]],
	[join, TOLD],
	[{ ...join, operation: 'getInfo' }, [...TOLD, '', {}]],
	[raw({ ...join, operation: 'getInfo' }), [...TOLD, '', {}]],
	[inviteCode, [...TOLD, '', 'undefined', 'null', '{}', 'no code at all', ...NO_CODES]],
	[onTeam('inviteCode', 'revoke'), [...TOLD, '', 'undefined', 'null', {}, ...NO_CODES]],
	[onTeam('participants', 'getAll'), [...TOLD, [], '{}']],
	[raw(onTeam('participants', 'getAll')), [...TOLD, [], '{}']],
	[onTeam('admin', 'getAll'), [...TOLD, []]],
];
const MEMBER_CHANGES = [
	onTeam('participants', 'add'),
	onTeam('participants', 'remove'),
	onTeam('admin', 'promote'),
	onTeam('admin', 'demote'),
];
/** What is changed by a request that may be answered with yes or no. */
const SETTERS = [
	setSubject,
	onTeam('group', 'setDescription'),
	setting,
	{ ...setting, operation: 'setMessagesAdminOnly' },
	onTeam('group', 'leave'),
	onTeam('group', 'delete'),
	onTeam('group', 'deletePicture'),
	setPicture,
	refresh,
];
const product = (list: ReadonlyArray<readonly [INodeParameters, unknown[]]>) =>
	list.flatMap(([parameters, answers]) =>
		answers.map((body): [INodeParameters, unknown] => [parameters, body]),
	);

describe.each(ENGINES)('%s', (engine) => {
	const isOf = ([{ operation }]: [INodeParameters, ...unknown[]]) =>
		only[String(operation)]?.includes(engine) ?? true;

	beforeAll(async () => {
		sandbox = await startSandbox({ engine });
	});
	afterEach(() => sandbox.world.faults.clear());
	afterAll(() => sandbox.close());

	async function answered(parameters: INodeParameters, body: unknown) {
		const status = parameters.operation === 'create' ? 201 : 200;
		sandbox.world.faults.add({ kind: 'answer', status, body });
		return await runNode({ server: sandbox, parameters });
	}

	it.each(ANSWERS)('%j, answered with %j', async (parameters, body, item) => {
		sandbox.world.faults.add({ kind: 'answer', status: 200, body, times: 1 });
		const { items, error } = await runNode({ server: sandbox, parameters });
		expect(error).toBeUndefined();
		expect(items).toEqual([item]);
	});

	describe('a success that tells an error is none', () => {
		const cases = product(TELLS_ERROR)
			.filter(isOf)
			.flatMap(([parameters, body]) =>
				[true, false].map((simplify): [INodeParameters, unknown] => [
					{ ...parameters, simplify },
					body,
				]),
			);

		it.each(cases)('%j, answered with %j', async (parameters, body) => {
			const { items, error } = await answered(parameters, body);
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/^(?:WhatsApp|WAHA|This invite link|The account) /);
		});

		it.each(product(MEMBER_CHANGES.map((change) => [change, TOLD])))(
			'%j, answered with %j',
			async (parameters, body) => {
				const { items, error } = await answered({ ...parameters, participants: SOMEBODY }, body);
				const isTold = error !== undefined || items.every(({ success }) => success === false);
				expect(isTold).toBe(true);
			},
		);
	});

	describe('an answer that says neither yes nor no is not known', () => {
		it.each(
			product(SETTERS.map((setter) => [setter, [{}, { id: TEAM }, { status: 'queued' }]])).filter(
				isOf,
			),
		)('%j, answered with %j', async (parameters, body) => {
			const { items, error } = await answered(parameters, body);
			expect(error).toBeUndefined();
			expect(items).toEqual([expect.objectContaining({ success: null, reason: NOT_TOLD })]);
		});

		it.each(product(MEMBER_CHANGES.map((change) => [change, [{}, [], { id: TEAM }]])))(
			'%j, answered with %j',
			async (parameters, body) => {
				const { items } = await answered({ ...parameters, participants: SOMEBODY }, body);
				expect(items).toEqual([expect.objectContaining({ success: null, code: null })]);
			},
		);

		it.each(['', {}, 'null', { id: '' }])('a join, answered with %j', async (body) => {
			const { items } = await answered(join, body);
			expect(items).toEqual([
				{ success: null, groupId: null, reason: expect.stringMatching(/may wait for an admin/) },
			]);
		});
	});

	describe('what an engine answers to a success', () => {
		it.each(
			product(
				SETTERS.map((setter) => [setter, ['', 'true', true, { success: true }, { status: 200 }]]),
			).filter(isOf),
		)('%j, answered with %j', async (parameters, body) => {
			const { items, error } = await answered(parameters, body);
			expect(error).toBeUndefined();
			expect(items).toEqual([expect.objectContaining({ success: true })]);
		});
	});
});
