import type { IDataObject } from 'n8n-workflow';

import type { Case } from './case';
import { ALONE, byId, HIDDEN, TEAM } from './case';
import { refused, result } from './results';

const add = (phone: string, more: IDataObject = {}) => result(phone, { action: 'add', ...more });
const remove = (phone: string, more: IDataObject = {}) =>
	result(phone, { action: 'remove', ...more });
const plan = { success: null, code: null, reason: null };

const TEAM_V2 = 'GET /api/default/groups/120363041234567890%40g.us/participants/v2';
const HIDDEN_V2 = 'GET /api/default/groups/120363041234567893%40g.us/participants/v2';
const LIDS = [
	'GET /api/default/lids/11958095020002%40lid',
	'GET /api/default/lids/12008427877001%40lid',
];

export const sync: readonly Case[] = [
	{
		title: 'only adds unless told otherwise',
		parameters: {
			groupId: byId(TEAM),
			participants: '4915400004403, 4915200002002, 4915400004001',
		},
		requests: [
			TEAM_V2,
			'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004403@c.us"},{"id":"4915400004001@c.us"}]}',
		],
		items: {
			WEBJS: [
				refused('4915400004403', 403, 'Can only join by private invitation: one was sent', {
					action: 'add',
				}),
				add('4915400004001'),
			],
			NOWEB: [
				refused('4915400004403', 403, 'This person can only be added by private invitation', {
					action: 'add',
				}),
				add('4915400004001'),
			],
			GOWS: [
				refused('4915400004403', 403, 'This person can only be added by private invitation', {
					action: 'add',
				}),
				add('4915400004001'),
			],
		},
		changed: { [`${TEAM} 4915400004001`]: 'participant' },
	},
	{
		title: 'sends nothing where nobody is missing',
		parameters: { groupId: byId(TEAM), participants: '4915200002002' },
		requests: [TEAM_V2],
		items: [],
	},
	{
		title: 'removes the others, but no admins',
		parameters: {
			groupId: byId(TEAM),
			participants: '4915200002002,4915200002003,4915400004001',
			removeOthers: true,
		},
		requests: [
			TEAM_V2,
			'GET /api/sessions/default',
			'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"}]}',
			'POST /api/default/groups/120363041234567890%40g.us/participants/remove {"participants":[{"id":"4915200002004@c.us"},{"id":"4915200002005@c.us"}]}',
		],
		items: [add('4915400004001'), remove('4915200002004'), remove('4915200002005')],
		changed: {
			[`${TEAM} 4915400004001`]: 'participant',
			[`${TEAM} 4915200002004`]: 'left',
			[`${TEAM} 4915200002005`]: 'left',
		},
	},
	{
		title: 'removes admins where it may, but never the account itself',
		parameters: {
			groupId: byId(ALONE),
			participants: '4915400004001',
			removeOthers: true,
			keepAdmins: false,
		},
		requests: [
			'GET /api/default/groups/120363041234567894%40g.us/participants/v2',
			'GET /api/sessions/default',
			'POST /api/default/groups/120363041234567894%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"}]}',
			'POST /api/default/groups/120363041234567894%40g.us/participants/remove {"participants":[{"id":"4915100001002@c.us"},{"id":"4915100001003@c.us"}]}',
		],
		items: [
			add('4915400004001', { groupId: ALONE }),
			remove('4915100001002', { groupId: ALONE }),
			remove('4915100001003', { groupId: ALONE }),
		],
		changed: {
			[`${ALONE} 4915400004001`]: 'participant',
			[`${ALONE} 4915100001002`]: 'left',
			[`${ALONE} 4915100001003`]: 'left',
		},
	},
	{
		title: 'only tells what it would do in a dry run',
		parameters: {
			groupId: byId(TEAM),
			participants: '4915200002002,4915200002003,4915400004001',
			removeOthers: true,
			dryRun: true,
		},
		requests: [TEAM_V2, 'GET /api/sessions/default'],
		items: [
			add('4915400004001', plan),
			remove('4915200002004', plan),
			remove('4915200002005', plan),
		],
	},
	{
		title: 'tells in a dry run what an empty list would do',
		parameters: { groupId: byId(TEAM), participants: '', removeOthers: true, dryRun: true },
		requests: [TEAM_V2, 'GET /api/sessions/default'],
		items: ['4915200002002', '4915200002003', '4915200002004', '4915200002005'].map((phone) =>
			remove(phone, plan),
		),
	},
	{
		title: 'only removes where nobody is to be added',
		parameters: {
			groupId: byId(TEAM),
			participants: '4915200002002,4915200002003,4915200002004,4915400004001',
			addMissing: false,
			removeOthers: true,
		},
		requests: [
			TEAM_V2,
			'GET /api/sessions/default',
			'POST /api/default/groups/120363041234567890%40g.us/participants/remove {"participants":[{"id":"4915200002005@c.us"}]}',
		],
		items: [remove('4915200002005')],
		changed: { [`${TEAM} 4915200002005`]: 'left' },
	},
	{
		title: 'changes nothing where more would go than may',
		parameters: {
			groupId: byId(TEAM),
			participants: '4915200002002,4915400004001',
			removeOthers: true,
			options: { maxRemovals: 2 },
		},
		requests: [TEAM_V2, 'GET /api/sessions/default'],
		error: { message: '3 members would be removed, but Max Removals is 2' },
	},
	{
		title: 'takes two forms of a number for one person',
		prepare(world) {
			for (const member of ['541123456789', '551187654321', '5215512345678'])
				world.setRole(ALONE, member, 'participant');
		},
		parameters: {
			groupId: byId(ALONE),
			participants:
				'+54 9 11 2345-6789, +55 11 98765-4321, +52 55 1234 5678, 4915100001002, 4915100001003',
			removeOthers: true,
			keepAdmins: false,
		},
		requests: [
			'GET /api/default/groups/120363041234567894%40g.us/participants/v2',
			'GET /api/sessions/default',
		],
		items: [],
	},
	{
		title: 'does not empty a group',
		parameters: { groupId: byId(TEAM), participants: '', removeOthers: true },
		requests: [],
		error: {
			message: 'The list of participants is empty: this would remove everybody from the group',
		},
	},
	{
		title: 'knows the numbers of those who hide them',
		engines: ['WEBJS', 'NOWEB'],
		anyOrder: true,
		parameters: {
			groupId: byId(HIDDEN),
			participants: '4915300003001',
			removeOthers: true,
			dryRun: true,
		},
		requests: [HIDDEN_V2, ...LIDS, 'GET /api/sessions/default'],
		items: [remove('4915200002002', { groupId: HIDDEN, ...plan })],
	},
	{
		title: 'does not remove who may be on the list under a number that nobody knows',
		engines: ['GOWS'],
		anyOrder: true,
		parameters: {
			groupId: byId(HIDDEN),
			participants: '4915300003001,4915200002002,4915100001002,4915100001003',
			removeOthers: true,
			keepAdmins: false,
		},
		requests: [
			HIDDEN_V2,
			'GET /api/default/lids/11958095020002%40lid',
			'GET /api/sessions/default',
		],
		items: [
			{
				groupId: HIDDEN,
				participantId: '11958095020002@lid',
				action: 'remove',
				success: false,
				code: null,
				reason: 'Not removed: the phone number of this member is hidden, so it may be on the list',
			},
		],
	},
	{
		title: 'never removes the account, also where it cannot be told from other hidden members',
		version: '2024.12',
		prepare(world) {
			world.setPerson('default', { hidden: true, resolvable: false });
			world.setPerson('4915100001002', { hidden: true, resolvable: false });
		},
		parameters: {
			groupId: byId(ALONE),
			participants: '11883728516002@lid',
			removeOthers: true,
			keepAdmins: false,
		},
		requests: [
			'GET /api/default/groups/120363041234567894%40g.us/participants/v2',
			'GET /api/default/groups/120363041234567894%40g.us/participants',
			'GET /api/sessions/default',
			'GET /api/default/lids/11934061373001%40lid',
			'GET /api/default/lids/11883728516002%40lid',
			'POST /api/default/groups/120363041234567894%40g.us/participants/remove {"participants":[{"id":"4915100001003@c.us"}]}',
		],
		items: [
			remove('4915100001003', { groupId: ALONE }),
			{
				groupId: ALONE,
				participantId: '11934061373001@lid',
				action: 'remove',
				success: false,
				code: null,
				reason:
					'Not removed: the phone number of this member is hidden and the account was not found among the members, so it may be this account',
			},
		],
		changed: { [`${ALONE} 4915100001003`]: 'left' },
	},
	{
		title: 'finds the account by its hidden id',
		prepare(world) {
			for (const who of ['default', '4915100001002'])
				world.setPerson(who, { hidden: true, resolvable: false });
		},
		parameters: {
			groupId: byId(ALONE),
			participants: '4915100001003@c.us,11883728516002@lid',
			removeOthers: true,
			keepAdmins: false,
		},
		requests: [
			'GET /api/default/groups/120363041234567894%40g.us/participants/v2',
			'GET /api/sessions/default',
		],
		items: [],
	},
	{
		title: 'adds nobody twice who is on the list by number and by hidden id',
		prepare: (world) => world.setPerson('4915400004001', { hidden: true }),
		parameters: {
			groupId: byId(TEAM),
			participants: '12089582371001@lid, 4915400004001, 4915200002002',
		},
		requests: [
			TEAM_V2,
			'GET /api/sessions/default',
			'GET /api/default/lids/12089582371001%40lid',
			'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"12089582371001@lid"}]}',
		],
		items: [add('', { participantId: '12089582371001@lid' })],
		changed: { [`${TEAM} 4915400004001`]: 'participant' },
	},
	{
		title: 'never adds the account itself',
		prepare: (world) => world.setPerson('default', { hidden: true, resolvable: false }),
		parameters: { groupId: byId(TEAM), participants: '4915100001001, 4915200002002' },
		requests: [TEAM_V2, 'GET /api/sessions/default'],
		items: [],
	},
	{
		title: 'looks up nobody where everybody on the list is found',
		parameters: { groupId: byId(HIDDEN), participants: '4915200002002, 12008427877001@lid' },
		requests: [HIDDEN_V2],
		items: [],
	},
	{
		title: 'looks up nobody where only members with a number are to be removed',
		parameters: {
			groupId: byId(HIDDEN),
			participants: '12008427877001@lid',
			removeOthers: true,
			dryRun: true,
		},
		requests: [HIDDEN_V2, 'GET /api/sessions/default'],
		items: [remove('4915200002002', { groupId: HIDDEN, ...plan })],
	},
	{
		title: 'does not remove who may be on the list under a hidden id that nobody knows',
		prepare: (world) => world.setPerson('4915200002005', { resolvable: false }),
		parameters: {
			groupId: byId(TEAM),
			participants: '4915200002002,4915200002003,4915200002004,11030663443005@lid',
			removeOthers: true,
			dryRun: true,
		},
		requests: [TEAM_V2, 'GET /api/sessions/default', 'GET /api/default/lids/11030663443005%40lid'],
		items: [
			add('', { participantId: '11030663443005@lid', ...plan }),
			remove('4915200002005', {
				...plan,
				reason:
					'Not removed: the phone number of a hidden ID on the list is not known, so it may be this member',
			}),
		],
	},
	{
		title: 'works with a server of 2024.10',
		version: '2024.10',
		parameters: {
			groupId: byId(TEAM),
			participants: '4915200002002,4915200002003,4915200002004',
			removeOthers: true,
		},
		requests: [
			TEAM_V2,
			'GET /api/default/groups/120363041234567890%40g.us/participants',
			'GET /api/sessions/default',
			'POST /api/default/groups/120363041234567890%40g.us/participants/remove {"participants":[{"id":"4915200002005@c.us"}]}',
		],
		items: [remove('4915200002005')],
		changed: { [`${TEAM} 4915200002005`]: 'left' },
	},
];
