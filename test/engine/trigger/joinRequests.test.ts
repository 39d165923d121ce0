import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { envelope, post, signed } from '../../support/deliveries';
import type { N8n } from '../support/trigger';
import { Stage, trigger } from './stage';

const { groups, phones } = SEED;
const [free, other] = phones.free;
const EVENT = 'group.v2.participants.join-request';

let stage: Stage;
let n8n: N8n;

afterEach(() => stage.close());

async function start(engine: 'WEBJS' | 'WPP' | 'NOWEB' | 'GOWS', parameters: INodeParameters = {}) {
	stage = await Stage.start({ engine, version: '2026.8.2' });
	stage.sandbox.world.group(groups.team).newMembersApprovalRequired = true;
	n8n = await stage.n8n();
	n8n.workflow('w', trigger({ events: ['joinRequest'], ...parameters }));
	await n8n.activate('w');
}

const ask = (who: string[]) => stage.happen(() => stage.sandbox.world.askToJoin(groups.team, who));

/** Posts a request as WAHA sends it, with what an engine tells otherwise. */
async function told(payload: IDataObject): Promise<IDataObject[]> {
	const body = JSON.stringify(
		envelope({
			event: EVENT,
			payload: {
				group: { id: groups.team },
				action: 'created',
				requesterId: `${free}@c.us`,
				requesterPn: `${free}@c.us`,
				requestMethod: 'invite_link',
				timestamp: Math.floor(Date.now() / 1000),
				...payload,
			},
		}),
	);
	const { status } = await post(n8n.productionUrl('w'), {
		body,
		headers: signed(body, n8n.key('w')),
	});
	expect(status).toBe(200);
	await n8n.settled();
	return n8n.items;
}

describe.each(['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const)('%s', (engine) => {
	it('a request to join gives one item about who asks', async () => {
		await start(engine);
		await ask([free]);
		const [who] = [{ participantId: `${free}@c.us`, phoneNumber: free, role: null }];
		expect(n8n.items).toEqual([
			{
				event: 'joinRequest',
				groupId: groups.team,
				...who,
				actorId: `${free}@c.us`,
				participants: [who],
				groupSubject: 'Team Berlin',
				group: null,
				session: 'default',
				engine,
				timestamp: expect.stringMatching(/^20.*Z$/),
				eventId: expect.stringMatching(/^evt_/),
				source: 'v2',
			},
		]);
	});

	it('one that is taken back starts nothing, nor does a join', async () => {
		await start(engine);
		const { world } = stage.sandbox;
		await ask([free]);
		await stage.happen(() => world.revokeRequest(groups.team, [free]));
		await stage.happen(() => world.join(groups.team, [free]));
		expect(n8n.items).toHaveLength(1);
	});

	it('is filtered by person and by group', async () => {
		await start(engine, { filters: { participants: other } });
		await ask([free]);
		expect(n8n.items).toEqual([]);
		await ask([other]);
		expect(n8n.items).toMatchObject([{ phoneNumber: other }]);
		n8n.forget();
		n8n.setParameters('w', { filters: { groupIds: '120363049999999999@g.us' } });
		await stage.happen(() => stage.sandbox.world.askToJoin(groups.team, [phones.hidden]));
		expect(n8n.items).toEqual([]);
	});
});

describe('who asks', () => {
	const LID = '98765432101239@lid';

	it('is told by the number beside a hidden id', async () => {
		await start('GOWS');
		expect(await told({ requesterId: LID })).toMatchObject([
			{ participantId: LID, phoneNumber: free, actorId: LID },
		]);
	});

	it('is told by the number in the data of NOWEB', async () => {
		await start('NOWEB');
		const _data = { participant: LID, participantPn: `${free}@s.whatsapp.net` };
		expect(await told({ requesterId: LID, requesterPn: null, _data })).toMatchObject([
			{ participantId: LID, phoneNumber: free },
		]);
	});

	it('has no number where nobody knows it', async () => {
		await start('WEBJS');
		expect(await told({ requesterId: LID, requesterPn: null })).toMatchObject([
			{ participantId: LID, phoneNumber: null, role: null },
		]);
	});

	it('did not ask where a member added somebody', async () => {
		await start('WEBJS');
		expect(await told({ requestMethod: 'non_admin_add' })).toMatchObject([
			{ phoneNumber: free, actorId: null },
		]);
	});

	it('is left out with Ignore Own Actions where the account did it', async () => {
		await start('NOWEB', { filters: { ignoreOwnActions: true } });
		const _data = { author: `${phones.default}@s.whatsapp.net` };
		expect(await told({ requestMethod: 'non_admin_add', _data })).toEqual([]);
		expect(await told({})).toHaveLength(1);
	});
});
