import type { IDataObject } from 'n8n-workflow';

import type { Cases } from './case';
import { byId, HIDDEN, NEIGHBOURS, OLD, TEAM } from './case';
import { HIDDEN_MEMBERS, TEAM_MEMBERS } from './groups';
import { inGroup, refused, result } from './results';
import { sync } from './sync';

const MEMBER = 'Is a member already';
const INVITED = 'Can only join by private invitation: one was sent';
const INVITE_ONLY = 'This person can only be added by private invitation';
const LINK_SENT = 'Can only join by private invitation: the invite link was sent';
const NOWHERE = 'Is not on WhatsApp';
const RECENTLY = 'Left the group recently and cannot be added yet';

/** The fourth hides the number and has a name to go by, the last one is saved as somebody. */
const named = (members: IDataObject[]): IDataObject[] =>
	members.map((one, index) => ({ ...one, name: { 3: 'Dora', 5: 'Ben Okri' }[index] ?? null }));

export const participants: Cases = {
	getAll: [
		{
			title: 'asks for the numbers of those who hide them',
			parameters: { groupId: byId(HIDDEN), options: { resolvePhoneNumbers: true } },
			anyOrder: true,
			requests: {
				WEBJS: [
					'GET /api/default/groups/120363041234567893%40g.us',
					'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
					'GET /api/default/lids/11958095020002%40lid',
					'GET /api/default/lids/12008427877001%40lid',
				],
				NOWEB: [
					'GET /api/default/groups/120363041234567893%40g.us',
					'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
					'GET /api/default/lids/11958095020002%40lid',
					'GET /api/default/lids/12008427877001%40lid',
				],
				GOWS: [
					'GET /api/default/groups/120363041234567893%40g.us',
					'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
					'GET /api/default/lids/11958095020002%40lid',
				],
			},
			items: inGroup(HIDDEN, HIDDEN_MEMBERS(true)),
		},
		{
			title: 'tells the names that the contacts know',
			parameters: { groupId: byId(HIDDEN), options: { includeNames: true } },
			requests: [
				'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
				'GET /api/contacts/all?session=default&limit=1000&offset=0',
				'GET /api/default/groups/120363041234567893%40g.us',
			],
			items: {
				WEBJS: inGroup(HIDDEN, named(HIDDEN_MEMBERS(false))),
				NOWEB: inGroup(HIDDEN, named(HIDDEN_MEMBERS(false))),
				GOWS: inGroup(HIDDEN, named(HIDDEN_MEMBERS(true))),
			},
		},
		{
			title: 'gives one item for each member',
			parameters: { groupId: byId(TEAM) },
			requests: [
				'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567890%40g.us',
			],
			items: inGroup(TEAM, TEAM_MEMBERS),
		},
		{
			title: 'tells the members who hide their number',
			parameters: { groupId: byId(HIDDEN) },
			requests: [
				'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567893%40g.us',
			],
			items: {
				WEBJS: inGroup(HIDDEN, HIDDEN_MEMBERS(false)),
				NOWEB: inGroup(HIDDEN, HIDDEN_MEMBERS(false)),
				GOWS: inGroup(HIDDEN, HIDDEN_MEMBERS(true)),
			},
		},
		{
			title: 'asks the older endpoint where the server has no other',
			version: '2024.10',
			parameters: { groupId: byId(HIDDEN) },
			requests: [
				'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567893%40g.us/participants',
				'GET /api/default/groups/120363041234567893%40g.us',
			],
			items: {
				WEBJS: inGroup(HIDDEN, HIDDEN_MEMBERS(false)),
				NOWEB: inGroup(HIDDEN, HIDDEN_MEMBERS(false)),
				GOWS: inGroup(HIDDEN, HIDDEN_MEMBERS(true)),
			},
		},
		{
			title: 'gives members of some roles',
			parameters: { groupId: byId(TEAM), options: { roles: ['admin', 'superadmin'] } },
			requests: [
				'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567890%40g.us',
			],
			items: inGroup(TEAM, TEAM_MEMBERS.slice(0, 4)),
		},
		{
			title: 'passes over those who have left',
			parameters: { groupId: byId(TEAM) },
			prepare(world) {
				world.configure({ listLeft: true });
				world.setRole(TEAM, '4915200002001', 'left');
			},
			requests: [
				'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567890%40g.us',
			],
			items: inGroup(
				TEAM,
				TEAM_MEMBERS.filter(({ phoneNumber }) => phoneNumber !== '4915200002001'),
			),
		},
		{
			title: 'gives the bodies as they came',
			parameters: { groupId: byId(HIDDEN), simplify: false, options: { roles: ['participant'] } },
			requests: ['GET /api/default/groups/120363041234567893%40g.us/participants/v2'],
			items: {
				WEBJS: [
					{ id: '12008427877001@lid', role: 'participant' },
					{ id: '4915200002002@c.us', pn: '4915200002002@c.us', role: 'participant' },
				],
				NOWEB: [
					{ id: '12008427877001@lid', role: 'participant' },
					{ id: '4915200002002@c.us', pn: '4915200002002@c.us', role: 'participant' },
				],
				GOWS: [
					{ id: '12008427877001@lid', pn: '4915300003001@c.us', role: 'participant' },
					{ id: '4915200002002@c.us', pn: '4915200002002@c.us', role: 'participant' },
				],
			},
		},
	],

	add: [
		{
			title: 'tells what became of each, in the order given',
			parameters: {
				groupId: byId(TEAM),
				participants:
					'+49 (1540) 000-4001; 4915400004403\n4915200002002@c.us, 004915400004404\r\n4915400004408@s.whatsapp.net,4915400004001',
			},
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"},{"id":"4915400004403@c.us"},{"id":"4915200002002@c.us"},{"id":"4915400004404@c.us"},{"id":"4915400004408@c.us"}]}',
			],
			items: {
				WEBJS: [
					result('4915400004001', { inviteSent: false }),
					refused('4915400004403', 403, INVITED, { inviteSent: true }),
					refused('4915200002002', 409, MEMBER, { inviteSent: false }),
					refused('4915400004404', 404, NOWHERE, { inviteSent: false }),
					refused('4915400004408', 408, RECENTLY, { inviteSent: false }),
				],
				NOWEB: [
					result('4915400004001'),
					refused('4915400004403', 403, INVITE_ONLY),
					refused('4915200002002', 409, MEMBER),
					refused('4915400004404', 404, NOWHERE),
					refused('4915400004408', 408, RECENTLY),
				],
				GOWS: [
					result('4915400004001'),
					refused('4915400004403', 403, INVITE_ONLY, { inviteSent: false }),
					refused('4915200002002', 409, MEMBER),
					refused('4915400004404', 404, NOWHERE),
					refused('4915400004408', 408, RECENTLY),
				],
			},
			changed: { [`${TEAM} 4915400004001`]: 'participant' },
		},
		{
			title: 'sends the link, once, to whoever can only be added by invitation and got none',
			parameters: {
				groupId: byId(TEAM),
				participants: '4915400004001,4915400004403',
				options: { sendInviteLink: true },
			},
			prepare: (world) => world.setAddResult('4915400004403', 403, { inviteSent: false }),
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"},{"id":"4915400004403@c.us"}]}',
				'GET /api/default/groups/120363041234567890%40g.us/invite-code',
				'GET /api/default/groups/120363041234567890%40g.us',
				`POST /api/sendText ${JSON.stringify({ session: 'default', chatId: '4915400004403@c.us', text: 'You are invited to join the WhatsApp group "Team Berlin": https://chat.whatsapp.com/TeamBerlinInviteCode01' })}`,
			],
			items: {
				WEBJS: [
					result('4915400004001', { inviteSent: false }),
					refused('4915400004403', 403, LINK_SENT, { inviteSent: true }),
				],
				NOWEB: [
					result('4915400004001'),
					refused('4915400004403', 403, LINK_SENT, { inviteSent: true }),
				],
				GOWS: [
					result('4915400004001'),
					refused('4915400004403', 403, LINK_SENT, { inviteSent: true }),
				],
			},
			changed: { [`${TEAM} 4915400004001`]: 'participant' },
		},
		{
			title: 'sends no second invitation where WhatsApp has sent one',
			engines: ['WEBJS'],
			parameters: {
				groupId: byId(TEAM),
				participants: '4915400004403',
				options: { sendInviteLink: true },
			},
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004403@c.us"}]}',
			],
			items: [refused('4915400004403', 403, INVITED, { inviteSent: true })],
		},
		{
			title: 'sends nobody a link that is none',
			engines: ['NOWEB'],
			parameters: {
				groupId: byId(TEAM),
				participants: '4915400004403',
				options: { sendInviteLink: true },
			},
			prepare: (world) =>
				world.faults.add({ kind: 'answer', status: 200, body: '500', path: '**/invite-code' }),
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004403@c.us"}]}',
				'GET /api/default/groups/120363041234567890%40g.us/invite-code',
			],
			items: [
				refused(
					'4915400004403',
					403,
					'Can only join by private invitation: no link was sent. WAHA sent an answer that is not an invite link',
					{ inviteSent: false },
				),
			],
		},
		{
			title: 'does not call a link sent of which nobody knows',
			engines: ['NOWEB'],
			parameters: {
				groupId: byId(TEAM),
				participants: '4915400004403',
				options: { sendInviteLink: true },
			},
			prepare: (world) => world.faults.add({ kind: 'reset', path: '/api/sendText', effect: true }),
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004403@c.us"}]}',
				'GET /api/default/groups/120363041234567890%40g.us/invite-code',
				'GET /api/default/groups/120363041234567890%40g.us',
				`POST /api/sendText ${JSON.stringify({ session: 'default', chatId: '4915400004403@c.us', text: 'You are invited to join the WhatsApp group "Team Berlin": https://chat.whatsapp.com/TeamBerlinInviteCode01' })}`,
			],
			items: [
				refused(
					'4915400004403',
					403,
					expect.stringMatching(/nobody knows whether the invite link was sent/) as string,
					{ inviteSent: null },
				),
			],
		},
		{
			title: 'takes hidden ids',
			parameters: { groupId: byId(TEAM), participants: '12008427877001@lid' },
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"12008427877001@lid"}]}',
			],
			items: {
				WEBJS: [result('', { participantId: '12008427877001@lid', inviteSent: false })],
				NOWEB: [result('', { participantId: '12008427877001@lid' })],
				GOWS: [result('', { participantId: '12008427877001@lid' })],
			},
			changed: { [`${TEAM} 4915300003001`]: 'participant' },
		},
		{
			title: 'tells for each that the engine answered with an error text',
			engines: ['WEBJS'],
			parameters: { groupId: byId(NEIGHBOURS), participants: '4915400004001,4915400004002' },
			requests: [
				'POST /api/default/groups/120363041234567892%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"},{"id":"4915400004002@c.us"}]}',
			],
			items: ['4915400004001', '4915400004002'].map((phone) =>
				result(phone, {
					groupId: NEIGHBOURS,
					success: false,
					code: null,
					reason:
						'WhatsApp did not do this: AddParticipantsError: the account has no right to add participants here',
				}),
			),
		},
		{
			title: 'tells that the group is full',
			parameters: { groupId: byId(TEAM), participants: '4915400004001,4915400004002' },
			prepare: (world) => world.configure({ maxGroupSize: 9 }),
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"},{"id":"4915400004002@c.us"}]}',
			],
			items: {
				WEBJS: [
					result('4915400004001', { inviteSent: false }),
					refused('4915400004002', 419, 'The group is full', { inviteSent: false }),
				],
				NOWEB: [result('4915400004001'), refused('4915400004002', 419, 'The group is full')],
				GOWS: [result('4915400004001'), refused('4915400004002', 419, 'The group is full')],
			},
			changed: { [`${TEAM} 4915400004001`]: 'participant' },
		},
		{
			title: 'gives the body as it came',
			engines: ['NOWEB'],
			version: '2024.10',
			parameters: { groupId: byId(TEAM), participants: '4915400004001', simplify: false },
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"}]}',
			],
			items: [
				{
					status: '200',
					jid: '4915400004001@s.whatsapp.net',
					content: { tag: 'participant', attrs: { jid: '4915400004001@s.whatsapp.net' } },
				},
			],
			changed: { [`${TEAM} 4915400004001`]: 'participant' },
		},
	],

	remove: [
		{
			title: 'tells what became of each, in the order given',
			parameters: { groupId: byId(TEAM), participants: '4915200002003,4915400004001' },
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/participants/remove {"participants":[{"id":"4915200002003@c.us"},{"id":"4915400004001@c.us"}]}',
			],
			items: {
				WEBJS: [result('4915200002003'), result('4915400004001')],
				NOWEB: [result('4915200002003'), refused('4915400004001', 404, 'Is not in the group')],
				GOWS: [result('4915200002003'), refused('4915400004001', 404, 'Is not in the group')],
			},
			changed: { [`${TEAM} 4915200002003`]: 'left' },
		},
		{
			title: 'takes what a list of members gives, old group and all',
			version: '2024.10',
			parameters: {
				groupId: byId(OLD),
				participants:
					'={{ [{ participantId: "4915200002004@c.us", role: "participant" }, 4915200002005] }}',
			},
			requests: [
				'POST /api/default/groups/4912345-1612345678%40g.us/participants/remove {"participants":[{"id":"4915200002004@c.us"},{"id":"4915200002005@c.us"}]}',
			],
			items: [result('4915200002004', { groupId: OLD }), result('4915200002005', { groupId: OLD })],
			changed: { [`${OLD} 4915200002004`]: 'left', [`${OLD} 4915200002005`]: 'left' },
		},
	],

	sync,
};
