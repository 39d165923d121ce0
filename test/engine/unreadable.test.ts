import type { INodeParameters } from 'n8n-workflow';

import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, NEWEST, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ version: NEWEST });
});
afterEach(() => sandbox.close());

const [LISTED, OTHER] = ['4915200002002', '4915400004001'];
const ACCOUNT = { id: `${SEED.phones.default}@c.us`, role: 'superadmin' };
const UNREADABLE = [{ id: null, role: 'participant' }];

const answer = (path: string, body: unknown, status = 200): number =>
	sandbox.world.faults.add({ kind: 'answer', path, status, body });

async function run(parameters: INodeParameters) {
	const ended = await runNode({
		server: sandbox,
		parameters: { groupId: byId(TEAM), ...parameters },
	});
	const hints = ended.run.data.resultData.runData['WAHA Groups']?.[0]?.hints ?? [];
	return { ...ended, hints: hints.map(({ message }) => message) };
}

const listed = (what: string, notDone: string): string =>
	`WAHA lists ${what} of ${TEAM} without an ID that this node can read: ${notDone}.`;

describe('members whose IDs cannot be read', () => {
	beforeEach(() => {
		answer('**/participants/v2', [ACCOUNT, { id: `${LISTED}@c.us`, role: 'admin' }, ...UNREADABLE]);
	});

	it.each(['participants', 'admin'])('are told by Get Many: %s', async (resource) => {
		const { items, hints } = await run({ resource, operation: 'getAll' });
		expect(items.map(({ participantId }) => participantId)).toEqual([ACCOUNT.id, `${LISTED}@c.us`]);
		expect(hints).toEqual([listed('1 member', 'this one was not returned')]);
	});

	it('come as they are where the body is asked for as it came', async () => {
		const { items, hints } = await run({
			resource: 'participants',
			operation: 'getAll',
			simplify: false,
		});
		expect(items).toHaveLength(3);
		expect(hints).toEqual([]);
	});

	it('are told where everyone is mentioned', async () => {
		sandbox.world.setEngine('default', 'WPP');
		const { items, hints } = await run({
			resource: 'message',
			operation: 'send',
			text: 'Hello',
			mentionEveryone: true,
		});
		expect(items).toHaveLength(1);
		expect(hints).toEqual([listed('1 member', 'this one was not mentioned')]);
	});

	it('may be whom a look afterwards does not find', async () => {
		answer('**/participants/remove', { success: true });
		answer('**/participants/add', { success: true });
		for (const operation of ['remove', 'add']) {
			const { items } = await run({
				resource: 'participants',
				operation,
				participants: OTHER,
				options: { verify: true },
			});
			expect(items).toEqual([
				expect.objectContaining({
					success: null,
					reason:
						'Nobody can tell whether it worked: this person was not found afterwards, but WAHA lists a member without an ID that this node can read',
				}),
			]);
		}
	});

	it('may be whom an add that broke off has brought in', async () => {
		sandbox.world.faults.add({ kind: 'reset', path: '**/participants/add' });
		const { items, error } = await run({
			resource: 'participants',
			operation: 'add',
			participants: `${LISTED}, ${OTHER}`,
		});
		expect(error).toBeUndefined();
		expect(items.map(({ success, reason }) => [success, reason])).toEqual([
			[true, null],
			[
				null,
				expect.stringMatching(
					/broke off.*\. Nobody can tell whether this person is in the group now: WAHA lists a member without an ID/,
				),
			],
		]);
	});
});

describe('a new group with members whose IDs cannot be read', () => {
	const members = [
		{ id: `${SEED.phones.default}@s.whatsapp.net`, admin: 'superadmin' },
		{ id: `${LISTED}@s.whatsapp.net`, admin: null },
		...UNREADABLE,
	];
	const create = {
		resource: 'group',
		operation: 'create',
		name: 'Choir',
		participants: `${LISTED}, ${OTHER}`,
	};

	it.each([
		[false, /^WAHA did not say whether this person is in the new group: it lists a member without/],
		[
			true,
			/^Nobody can tell whether it worked: this person was not found afterwards, but WAHA lists/,
		],
	])('does not say that somebody is not in it; looked at: %s', async (verify, reason) => {
		answer('**/groups', { id: TEAM, subject: 'Choir', participants: members }, 201);
		answer('**/participants/v2', members);
		const { items } = await run({ ...create, options: { verify } });
		expect(items).toEqual([
			expect.objectContaining({
				participantCount: 3,
				participants: [
					expect.objectContaining({ participantId: `${LISTED}@c.us`, success: true }),
					expect.objectContaining({
						participantId: `${OTHER}@c.us`,
						success: null,
						reason: expect.stringMatching(reason),
					}),
				],
			}),
		]);
	});

	it('counts them', async () => {
		answer('**/groups/*', { id: TEAM, subject: 'Choir', participants: members });
		const { items } = await run({ resource: 'group', operation: 'get' });
		expect(items).toEqual([expect.objectContaining({ participantCount: 3 })]);
	});
});

describe('join requests whose IDs cannot be read', () => {
	beforeEach(() => {
		const waiting = [{ requesterId: `${LISTED}@c.us` }, { requesterId: null }, {}];
		sandbox.world.faults.add({
			kind: 'answer',
			method: 'GET',
			path: '**/join-requests',
			status: 200,
			body: waiting,
		});
	});

	const sent = () =>
		sandbox.world.requests.flatMap(({ method, body }) =>
			method === 'POST' ? [JSON.parse(body)] : [],
		);

	it('are told by Get Many', async () => {
		const { items, hints } = await run({ resource: 'joinRequest', operation: 'getAll' });
		expect(items.map(({ requesterId }) => requesterId)).toEqual([`${LISTED}@c.us`]);
		expect(hints).toEqual([listed('2 join requests', 'they were not returned')]);
	});

	it.each(['approve', 'reject'])('are told where everyone is decided: %s', async (operation) => {
		const { hints } = await run({ resource: 'joinRequest', operation, everyone: true });
		expect(sent()).toEqual([{ participants: [{ id: `${LISTED}@c.us` }] }]);
		expect(hints).toEqual([listed('2 join requests', 'they were not decided')]);
	});

	it.each(['approve', 'reject'])(
		'may be of whoever is named, so only the server can tell: %s',
		async (operation) => {
			const { hints } = await run({ resource: 'joinRequest', operation, requesters: OTHER });
			expect(sent()).toEqual([{ participants: [{ id: `${OTHER}@c.us` }] }]);
			expect(hints).toEqual([]);
		},
	);
});
