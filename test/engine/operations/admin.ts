import type { Cases } from './case';
import { byId, HIDDEN, TEAM } from './case';
import { HIDDEN_MEMBERS, TEAM_MEMBERS } from './groups';
import { inGroup, refused, result } from './results';

export const admin: Cases = {
	getAll: [
		{
			title: 'gives one item for each admin',
			parameters: { groupId: byId(TEAM) },
			requests: [
				'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567890%40g.us',
			],
			items: inGroup(TEAM, TEAM_MEMBERS.slice(0, 4)),
		},
		{
			title: 'asks the older endpoint where the server has no other',
			version: '2024.10',
			parameters: { groupId: byId(TEAM) },
			requests: [
				'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567890%40g.us/participants',
				'GET /api/default/groups/120363041234567890%40g.us',
			],
			items: inGroup(TEAM, TEAM_MEMBERS.slice(0, 4)),
		},
		{
			title: 'asks for the numbers of those who hide them',
			parameters: { groupId: byId(HIDDEN), options: { resolvePhoneNumbers: true } },
			prepare: (world) => world.setPerson('4915300003002', { resolvable: true }),
			requests: {
				WEBJS: [
					'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
					'GET /api/default/lids/11958095020002%40lid',
					'GET /api/default/groups/120363041234567893%40g.us',
				],
				NOWEB: [
					'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
					'GET /api/default/lids/11958095020002%40lid',
					'GET /api/default/groups/120363041234567893%40g.us',
				],
				GOWS: [
					'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
					'GET /api/default/groups/120363041234567893%40g.us',
				],
			},
			items: inGroup(HIDDEN, [
				...HIDDEN_MEMBERS(true).slice(0, 3),
				{ participantId: '11958095020002@lid', phoneNumber: '4915300003002', role: 'admin' },
			]),
		},
		{
			title: 'tells their names',
			parameters: { groupId: byId(TEAM), options: { includeNames: true } },
			requests: [
				'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
				'GET /api/contacts/all?session=default&limit=1000&offset=0',
				'GET /api/default/groups/120363041234567890%40g.us',
			],
			items: inGroup(
				TEAM,
				TEAM_MEMBERS.slice(0, 4).map((one, index) => ({
					...one,
					name: index === 3 ? 'Ada Lovelace' : null,
				})),
			),
		},
		{
			title: 'gives the bodies as they came',
			engines: ['WEBJS'],
			version: '2024.10',
			parameters: { groupId: byId(HIDDEN), simplify: false },
			prepare(world) {
				for (const name of ['4915100001002', '4915100001003']) world.setRole(HIDDEN, name, 'left');
			},
			requests: [
				'GET /api/default/groups/120363041234567893%40g.us/participants/v2',
				'GET /api/default/groups/120363041234567893%40g.us/participants',
			],
			items: [
				{
					id: { server: 'c.us', user: '4915100001001', _serialized: '4915100001001@c.us' },
					isAdmin: true,
					isSuperAdmin: true,
				},
				{
					id: { server: 'lid', user: '11958095020002', _serialized: '11958095020002@lid' },
					isAdmin: true,
					isSuperAdmin: false,
				},
			],
		},
	],
	promote: [
		{
			title: 'tells what became of each, in the order given',
			parameters: { groupId: byId(TEAM), participants: '4915400004001,4915200002002' },
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/admin/promote {"participants":[{"id":"4915400004001@c.us"},{"id":"4915200002002@c.us"}]}',
			],
			items: {
				WEBJS: [result('4915400004001'), result('4915200002002')],
				NOWEB: [refused('4915400004001', 404, 'Is not in the group'), result('4915200002002')],
				GOWS: [refused('4915400004001', 404, 'Is not in the group'), result('4915200002002')],
			},
			changed: { [`${TEAM} 4915200002002`]: 'admin' },
		},
	],
	demote: [
		{
			title: 'tells what became of each, in the order given',
			parameters: { groupId: byId(TEAM), participants: '4915200002001,4915400004001' },
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/admin/demote {"participants":[{"id":"4915200002001@c.us"},{"id":"4915400004001@c.us"}]}',
			],
			items: {
				WEBJS: [result('4915200002001'), result('4915400004001')],
				NOWEB: [result('4915200002001'), refused('4915400004001', 404, 'Is not in the group')],
				GOWS: [result('4915200002001'), refused('4915400004001', 404, 'Is not in the group')],
			},
			changed: { [`${TEAM} 4915200002001`]: 'participant' },
		},
		{
			title: 'gives the body as it came',
			engines: ['WEBJS'],
			parameters: { groupId: byId(TEAM), participants: '4915200002001', simplify: false },
			requests: [
				'POST /api/default/groups/120363041234567890%40g.us/admin/demote {"participants":[{"id":"4915200002001@c.us"}]}',
			],
			items: [{ status: 200 }],
			changed: { [`${TEAM} 4915200002001`]: 'participant' },
		},
	],
};
