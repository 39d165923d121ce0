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
