import type { World } from '../../../sandbox';
import type { Case, Cases } from './case';
import { byId, NEWEST, TEAM } from './case';

const LIST = 'GET /api/default/groups/120363041234567890%40g.us/participants/join-requests';
const path = (verb: string) =>
	`POST /api/default/groups/120363041234567890%40g.us/participants/join-requests/${verb}`;
const send = (verb: string, ...ids: string[]) =>
	`${path(verb)} ${JSON.stringify({ participants: ids.map((id) => ({ id })) })}`;

const ONE = '4915100009001';
const TWO = '4915100009002';
const AT = 1_790_000_000;

/** Two people wait, the second one without a number that anybody sees. */
function waiting(world: World): void {
	const group = world.group(TEAM);
	group.newMembersApprovalRequired = true;
	world.setPerson(TWO, { hidden: true, resolvable: true });
	world.askToJoin(TEAM, [ONE, TWO]);
	for (const [phone, request] of group.requests) group.requests.set(phone, { ...request, at: AT });
}

const done = (requesterId: string) => ({
	groupId: TEAM,
	requesterId,
	success: true,
	code: 200,
	reason: null,
});
const notWaiting = (requesterId: string) => ({
	groupId: TEAM,
	requesterId,
	success: false,
	code: null,
	reason: 'Has not asked to join this group, or not any more',
});

const decisions = (verb: 'approve' | 'reject'): Case[] => {
	const comesIn = (...phones: string[]) =>
		verb === 'approve'
			? Object.fromEntries(phones.map((phone) => [`${TEAM} ${phone}`, 'participant']))
			: {};
	return [
		{
			title: 'those who are named, in the order given, and nobody who does not wait',
			version: NEWEST,
			parameters: {
				groupId: byId(TEAM),
				requesters: `+49 1510 0001001\n+${TWO}, ${ONE}@c.us`,
			},
			prepare: waiting,
			requests: [LIST, send(verb, '13083036988002@lid', `${ONE}@c.us`)],
			items: [notWaiting('4915100001001@c.us'), done(`${TWO}@c.us`), done(`${ONE}@c.us`)],
			changed: comesIn(ONE, TWO),
		},
		{
			title: 'once who is named by number and by ID',
			version: NEWEST,
			parameters: { groupId: byId(TEAM), requesters: `+${TWO}, 13083036988002@lid` },
			prepare: waiting,
			requests: [LIST, send(verb, '13083036988002@lid')],
			items: [done(`${TWO}@c.us`), done('13083036988002@lid')],
			changed: comesIn(TWO),
		},
		{
			title: 'those whom the trigger names',
			version: NEWEST,
			parameters: {
				groupId: byId(TEAM),
				requesters: `={{ [{ participantId: "${ONE}@c.us", phoneNumber: "+${ONE}", role: null }] }}`,
			},
			prepare: waiting,
			requests: [LIST, send(verb, `${ONE}@c.us`)],
			items: [done(`${ONE}@c.us`)],
			changed: comesIn(ONE),
		},
		{
			title: 'everybody who waits',
			version: NEWEST,
			parameters: { groupId: byId(TEAM), everyone: true },
			prepare: waiting,
			requests: [LIST, send(verb, `${ONE}@c.us`, '13083036988002@lid')],
			items: [done(`${ONE}@c.us`), done('13083036988002@lid')],
			changed: comesIn(ONE, TWO),
		},
		{
			title: 'nobody where nobody waits',
			version: NEWEST,
			parameters: { groupId: byId(TEAM), everyone: true },
			requests: [LIST],
			items: [],
		},
		{
			title: 'in parts',
			version: NEWEST,
			parameters: { groupId: byId(TEAM), everyone: true, options: { chunkSize: 1 } },
			prepare: waiting,
			requests: [LIST, send(verb, `${ONE}@c.us`), send(verb, '13083036988002@lid')],
			items: [done(`${ONE}@c.us`), done('13083036988002@lid')],
			changed: comesIn(ONE, TWO),
		},
		{
			title: 'national numbers with a country code',
			version: NEWEST,
			parameters: {
				groupId: byId(TEAM),
				requesters: '01510 0009001',
				options: { countryCode: '49' },
			},
			prepare: waiting,
			requests: [LIST, send(verb, `${ONE}@c.us`)],
			items: [done(`${ONE}@c.us`)],
			changed: comesIn(ONE),
		},
		{
			title: 'and takes for done what a try has done that broke off',
			version: NEWEST,
			parameters: { groupId: byId(TEAM), everyone: true },
			prepare(world) {
				waiting(world);
				world.faults.add({ kind: 'reset', effect: true, times: 1, path: `**/${verb}` });
			},
			requests: [
				LIST,
				send(verb, `${ONE}@c.us`, '13083036988002@lid'),
				send(verb, `${ONE}@c.us`, '13083036988002@lid'),
			],
			items: [
				{ ...done(`${ONE}@c.us`), code: null },
				{ ...done('13083036988002@lid'), code: null },
			],
			changed: comesIn(ONE, TWO),
		},
		{
			title: 'and says what the server does not say',
			version: NEWEST,
			parameters: { groupId: byId(TEAM), requesters: ONE },
			prepare(world) {
				waiting(world);
				world.faults.add({ kind: 'answer', path: `**/${verb}`, status: 201, body: [] });
			},
			requests: [LIST, send(verb, `${ONE}@c.us`)],
			items: [
				{
					groupId: TEAM,
					requesterId: `${ONE}@c.us`,
					success: null,
					code: null,
					reason: 'WAHA did not say what became of this request',
				},
			],
		},
		{
			title: 'not on an older server',
			version: '2026.7.2',
			parameters: { groupId: byId(TEAM), everyone: true },
			requests: [LIST, 'GET /api/server/version'],
			error: { message: 'WAHA 2026.7.2 cannot do this yet' },
		},
	];
};

export const joinRequest: Cases = {
	getAll: [
		{
			title: 'gives one item for each who waits',
			version: NEWEST,
			parameters: { groupId: byId(TEAM) },
			prepare: waiting,
			requests: [LIST],
			items: [
				{
					groupId: TEAM,
					requesterId: `${ONE}@c.us`,
					phoneNumber: ONE,
					addedById: null,
					requestMethod: 'invite_link',
					requestedAt: '2026-09-21T14:13:20.000Z',
				},
				{
					groupId: TEAM,
					requesterId: '13083036988002@lid',
					phoneNumber: TWO,
					addedById: null,
					requestMethod: 'invite_link',
					requestedAt: '2026-09-21T14:13:20.000Z',
				},
			],
		},
		{
			title: 'gives none where nobody waits',
			version: NEWEST,
			parameters: { groupId: byId(TEAM) },
			requests: [LIST],
			items: [],
		},
	],
	approve: decisions('approve'),
	reject: decisions('reject'),
};
