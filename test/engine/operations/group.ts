import type { IDataObject } from 'n8n-workflow';

import type { Case, Cases } from './case';
import { ALONE, byId, CUSTOMERS, fromList, HIDDEN, NEIGHBOURS, NEWEST, OLD, TEAM } from './case';
import {
	alone,
	customers,
	hidden,
	neighbours,
	old,
	team,
	TEAM_MEMBERS,
	withoutMembers,
} from './groups';

const NOT_ALLOWED = 'WhatsApp did not allow it: the account is probably not an admin of this group';

const REFUSED = { message: NOT_ALLOWED, httpCode: '500' };

/** How a change ends that only an admin may make: WEBJS says `false`, the engines of the protocol fail. */
const notAllowed = (set: IDataObject): Pick<Case, 'items' | 'error'> => ({
	items: { WEBJS: [{ success: false, ...set, reason: NOT_ALLOWED }], NOWEB: [], GOWS: [] },
	error: { WEBJS: undefined, NOWEB: REFUSED, GOWS: REFUSED },
});

/** The first group id that the sandbox draws. */
const NEW = '120363462707394058@g.us';

const ALL_BUT_HIDDEN = [team, customers, neighbours, old];
const seeded = (numberTold: boolean) => [...ALL_BUT_HIDDEN, hidden(numberTold), alone];

/** As a list gives them. */
const bare = (groups: IDataObject[], counted: boolean) =>
	groups.map((one) => withoutMembers(one, counted));

const newGroup = (participants: object[], count: number) => ({
	groupId: NEW,
	subject: 'Project Alpha',
	owner: '4915100001001@c.us',
	createdAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
	infoAdminOnly: false,
	messagesAdminOnly: false,
	participantCount: count,
	participants,
});

const newGroupOfWebjs = (participants: object[], count: number) => ({
	groupId: NEW,
	subject: 'Project Alpha',
	participantCount: count,
	participants,
});

const createdFacts = {
	[`${NEW} subject`]: 'Project Alpha',
	[`${NEW} description`]: '',
	[`${NEW} infoAdminOnly`]: false,
	[`${NEW} membersCanAddNewMember`]: false,
	[`${NEW} membersCanShareHistory`]: false,
	[`${NEW} newMembersApprovalRequired`]: false,
	[`${NEW} messagesAdminOnly`]: false,
	[`${NEW} picture`]: null,
	[`${NEW} inviteCode`]: expect.stringMatching(/^[A-Za-z0-9]{22}$/),
	[`${NEW} 4915100001001`]: 'superadmin',
};

const added = (phone: string) => ({
	groupId: NEW,
	participantId: `${phone}@c.us`,
	success: true,
	code: 200,
	reason: null,
});

/** Whoever can only be invited, in a new group. */
const onlyInvited = (reason: string, inviteSent: boolean) => ({
	groupId: NEW,
	participantId: '4915400004403@c.us',
	success: false,
	code: 403,
	reason,
	inviteSent,
});

const LINK_SENT = 'Can only join by private invitation: the invite link was sent';

const SENDS_LINK = [
	'GET /api/default/groups/120363462707394058%40g.us/invite-code',
	'GET /api/default/groups/120363462707394058%40g.us',
	`POST /api/sendText ${JSON.stringify({ session: 'default', chatId: '4915400004403@c.us', text: 'You are invited to join the WhatsApp group "Project Alpha": https://chat.whatsapp.com/Ag88Rlsa9ceIZPJeEYvRLC' })}`,
];

/** Set and get of one of the two security settings. */
function setting(path: string, fact: string): { get: Case[]; set: Case[] } {
	return {
		get: [
			{
				title: 'tells that it is on',
				parameters: { groupId: byId(NEIGHBOURS) },
				requests: [`GET /api/default/groups/120363041234567892%40g.us/settings/security/${path}`],
				items: [{ groupId: NEIGHBOURS, adminsOnly: true }],
			},
			{
				title: 'tells that it is off',
				parameters: { groupId: byId(TEAM) },
				requests: [`GET /api/default/groups/120363041234567890%40g.us/settings/security/${path}`],
				items: [{ groupId: TEAM, adminsOnly: false }],
			},
		],
		set: [
			{
				title: 'turns it on',
				parameters: { groupId: byId(TEAM), adminsOnly: true },
				requests: [
					`PUT /api/default/groups/120363041234567890%40g.us/settings/security/${path} {"adminsOnly":true}`,
				],
				items: [{ success: true, groupId: TEAM, adminsOnly: true }],
				changed: { [`${TEAM} ${fact}`]: true },
			},
			{
				title: 'turns it off',
				parameters: { groupId: byId(TEAM), adminsOnly: false },
				prepare: (world) => world.updateGroup(TEAM, { [fact]: true }),
				requests: [
					`PUT /api/default/groups/120363041234567890%40g.us/settings/security/${path} {"adminsOnly":false}`,
				],
				items: [{ success: true, groupId: TEAM, adminsOnly: false }],
				changed: { [`${TEAM} ${fact}`]: false },
			},
			{
				title: 'says why not where the account is no admin',
				parameters: { groupId: byId(NEIGHBOURS), adminsOnly: false },
				requests: [
					`PUT /api/default/groups/120363041234567892%40g.us/settings/security/${path} {"adminsOnly":false}`,
				],
				...notAllowed({ groupId: NEIGHBOURS, adminsOnly: false }),
			},
		],
	};
}

const info = setting('info-admin-only', 'infoAdminOnly');
const messages = setting('messages-admin-only', 'messagesAdminOnly');

export const group: Cases = {
	create: [
		{
			title: 'makes a group of one',
			parameters: { name: '  Project Alpha ', participants: '' },
			requests: ['POST /api/default/groups {"name":"Project Alpha","participants":[]}'],
			items: {
				WEBJS: [newGroupOfWebjs([], 1)],
				NOWEB: [newGroup([], 1)],
				GOWS: [newGroup([], 1)],
			},
			changed: createdFacts,
		},
		{
			title: 'sends the link to whoever can only be added by invitation',
			engines: ['WEBJS'],
			parameters: {
				name: 'Project Alpha',
				participants: '4915400004403',
				options: { sendInviteLink: true },
			},
			prepare: (world) => world.setAddResult('4915400004403', 403, { inviteSent: false }),
			requests: [
				'POST /api/default/groups {"name":"Project Alpha","participants":[{"id":"4915400004403@c.us"}]}',
				...SENDS_LINK,
			],
			items: [newGroupOfWebjs([onlyInvited(LINK_SENT, true)], 1)],
			changed: createdFacts,
		},
		{
			title:
				'adds whoever is missing once more, which tells who can only be invited, and sends the link',
			engines: ['NOWEB'],
			parameters: {
				name: 'Project Alpha',
				participants: '4915400004001,4915400004403',
				options: { sendInviteLink: true },
			},
			requests: [
				'POST /api/default/groups {"name":"Project Alpha","participants":[{"id":"4915400004001@c.us"},{"id":"4915400004403@c.us"}]}',
				'GET /api/default/groups/120363462707394058%40g.us/participants/v2',
				'POST /api/default/groups/120363462707394058%40g.us/participants/add {"participants":[{"id":"4915400004403@c.us"}]}',
				...SENDS_LINK,
			],
			items: [newGroup([added('4915400004001'), onlyInvited(LINK_SENT, true)], 2)],
			changed: { ...createdFacts, [`${NEW} 4915400004001`]: 'participant' },
		},
		{
			title: 'counts whoever turns out to be in the group when added once more',
			engines: ['NOWEB'],
			parameters: {
				name: 'Project Alpha',
				participants: '4915400004001',
				options: { sendInviteLink: true },
			},
			prepare: (world) => {
				const body = [{ id: '4915100001001@c.us', role: 'superadmin' }];
				const path = '**/participants/v2';
				world.faults.add({ kind: 'answer', status: 200, body, path, times: 1 });
			},
			requests: [
				'POST /api/default/groups {"name":"Project Alpha","participants":[{"id":"4915400004001@c.us"}]}',
				'GET /api/default/groups/120363462707394058%40g.us/participants/v2',
				'POST /api/default/groups/120363462707394058%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"}]}',
				'GET /api/default/groups/120363462707394058%40g.us/participants/v2',
			],
			items: [
				newGroup(
					[
						{
							groupId: NEW,
							participantId: '4915400004001@c.us',
							success: true,
							code: 409,
							reason: null,
						},
					],
					2,
				),
			],
			changed: { ...createdFacts, [`${NEW} 4915400004001`]: 'participant' },
		},
		{
			title: 'tells what became of each member',
			parameters: {
				name: 'Project Alpha',
				participants: '+49 1540 0004001, 4915400004403; 4915400004002',
			},
			requests: [
				'POST /api/default/groups {"name":"Project Alpha","participants":[{"id":"4915400004001@c.us"},{"id":"4915400004403@c.us"},{"id":"4915400004002@c.us"}]}',
				'GET /api/default/groups/120363462707394058%40g.us/participants/v2',
			],
			items: {
				WEBJS: [
					newGroupOfWebjs(
						[
							{ ...added('4915400004001'), inviteSent: false },
							onlyInvited('Can only join by private invitation: one was sent', true),
							{ ...added('4915400004002'), inviteSent: false },
						],
						3,
					),
				],
				NOWEB: [
					newGroup(
						[
							added('4915400004001'),
							{
								groupId: NEW,
								participantId: '4915400004403@c.us',
								success: false,
								code: null,
								reason: 'Is not in the new group: WhatsApp may only allow to invite this person',
							},
							added('4915400004002'),
						],
						3,
					),
				],
				GOWS: [
					newGroup(
						[
							added('4915400004001'),
							onlyInvited('This person can only be added by private invitation', false),
							added('4915400004002'),
						],
						3,
					),
				],
			},
			changed: {
				...createdFacts,
				[`${NEW} 4915400004001`]: 'participant',
				[`${NEW} 4915400004002`]: 'participant',
			},
		},
		{
			title: 'gives the body as it came',
			engines: ['WEBJS'],
			parameters: { name: 'Project Alpha', participants: '4915400004001', simplify: false },
			requests: [
				'POST /api/default/groups {"name":"Project Alpha","participants":[{"id":"4915400004001@c.us"}]}',
			],
			items: [
				{
					title: 'Project Alpha',
					gid: { server: 'g.us', user: '120363462707394058', _serialized: NEW },
					participants: {
						'4915400004001@c.us': {
							statusCode: 200,
							message: 'The participant was added',
							isGroupCreator: false,
							isInviteV4Sent: false,
						},
					},
				},
			],
			changed: { ...createdFacts, [`${NEW} 4915400004001`]: 'participant' },
		},
		{
			title: 'fails where the server answers with a text in place of the group',
			engines: ['WEBJS'],
			parameters: { name: 'Project Alpha', participants: '' },
			prepare: (world) =>
				world.faults.add({ kind: 'error-string', body: 'CreateGroupError: an unknown error' }),
			requests: ['POST /api/default/groups {"name":"Project Alpha","participants":[]}'],
			error: {
				message: 'WhatsApp did not create the group: CreateGroupError: an unknown error',
				httpCode: '201',
			},
		},
	],

	get: [
		{
			title: 'gives the group in one shape for all engines',
			parameters: { groupId: byId(' 120363041234567890 ') },
			requests: ['GET /api/default/groups/120363041234567890%40g.us'],
			items: [team],
		},
		{
			title: 'gives descriptions of several lines, and the settings',
			parameters: { groupId: fromList(CUSTOMERS) },
			requests: ['GET /api/default/groups/120363041234567891%40g.us'],
			items: [customers],
		},
		{
			title: 'takes the older form of an id',
			parameters: { groupId: byId('4912345-1612345678') },
			requests: ['GET /api/default/groups/4912345-1612345678%40g.us'],
			items: [old],
		},
		{
			title: 'tells the members who hide their number',
			parameters: { groupId: byId(HIDDEN) },
			requests: ['GET /api/default/groups/120363041234567893%40g.us'],
			items: { WEBJS: [hidden(false)], NOWEB: [hidden(false)], GOWS: [hidden(true)] },
		},
		{
			title: 'does the same with a server of 2024.10',
			version: '2024.10',
			parameters: { groupId: byId(NEIGHBOURS) },
			requests: ['GET /api/default/groups/120363041234567892%40g.us'],
			items: [neighbours],
		},
		{
			title: 'gives the body as it came',
			engines: ['NOWEB'],
			parameters: { groupId: byId(ALONE), simplify: false },
			requests: ['GET /api/default/groups/120363041234567894%40g.us'],
			items: [
				{
					id: ALONE,
					subject: 'Notes to self',
					subjectOwner: '4915100001001@s.whatsapp.net',
					subjectTime: 1_700_000_000,
					size: 3,
					creation: 1_700_000_000,
					owner: '4915100001001@s.whatsapp.net',
					restrict: false,
					announce: false,
					isCommunity: false,
					isCommunityAnnounce: false,
					joinApprovalMode: false,
					memberAddMode: false,
					participants: [
						{ id: '4915100001001@s.whatsapp.net', admin: 'superadmin' },
						{ id: '4915100001002@s.whatsapp.net', admin: 'admin' },
						{ id: '4915100001003@s.whatsapp.net', admin: 'admin' },
					],
				},
			],
		},
	],

	getAll: [
		{
			title: 'gives the members, too, where they are asked for',
			parameters: { limit: 2, options: { includeParticipants: true } },
			requests: ['GET /api/default/groups?limit=2'],
			items: [team, customers],
		},
		{
			title: 'gives 50 groups unless told otherwise',
			parameters: {},
			prepare: (world) => world.addGroups(60, 0),
			requests: ['GET /api/default/groups?limit=50&exclude=participants'],
			items: {
				WEBJS: bare([...seeded(false), ...bulk(44)], true),
				NOWEB: bare([...seeded(false), ...bulk(44)], true),
				GOWS: bare([...seeded(true), ...bulk(44)], false),
			},
		},
		{
			title: 'gives as many as asked for',
			parameters: { returnAll: false, limit: 2 },
			requests: ['GET /api/default/groups?limit=2&exclude=participants'],
			items: {
				WEBJS: bare([team, customers], true),
				NOWEB: bare([team, customers], true),
				GOWS: bare([team, customers], false),
			},
		},
		{
			title: 'gives all',
			parameters: { returnAll: true },
			prepare: (world) => world.addGroups(60, 0),
			requests: ['GET /api/default/groups?exclude=participants'],
			items: {
				WEBJS: bare([...seeded(false), ...bulk(60)], true),
				NOWEB: bare([...seeded(false), ...bulk(60)], true),
				GOWS: bare([...seeded(true), ...bulk(60)], false),
			},
		},
		{
			title: 'sorts',
			parameters: {
				returnAll: true,
				options: { sortBy: 'subject', sortOrder: 'desc' },
			},
			requests: ['GET /api/default/groups?sortBy=subject&sortOrder=desc&exclude=participants'],
			items: {
				WEBJS: [team, old, alone, neighbours, customers, hidden(false)].map((one) =>
					withoutMembers(one, true),
				),
				NOWEB: [team, old, alone, neighbours, customers, hidden(false)].map((one) =>
					withoutMembers(one, true),
				),
				GOWS: [team, old, alone, neighbours, customers, hidden(false)].map((one) =>
					withoutMembers(one, false),
				),
			},
		},
		{
			title: 'sorts upwards unless told otherwise',
			parameters: { returnAll: false, limit: 3, options: { sortBy: 'id' } },
			requests: ['GET /api/default/groups?limit=3&sortBy=id&sortOrder=asc&exclude=participants'],
			items: {
				WEBJS: bare([team, customers, neighbours], true),
				NOWEB: bare([team, customers, neighbours], true),
				GOWS: bare([team, customers, neighbours], false),
			},
		},
		{
			title: 'keeps to the limit and leaves out members where a server of 2024.10 does not',
			version: '2024.10',
			parameters: {
				limit: 2,
				options: { sortBy: 'subject', sortOrder: 'asc' },
			},
			requests: [
				'GET /api/default/groups?limit=2&sortBy=subject&sortOrder=asc&exclude=participants',
			],
			items: [withoutMembers(hidden(false), true), withoutMembers(customers, true)],
		},
		{
			title: 'gives the bodies as they came, also out of the object of an old NOWEB',
			version: '2024.10',
			engines: ['NOWEB'],
			parameters: { returnAll: false, limit: 1, simplify: false },
			requests: ['GET /api/default/groups?limit=1&exclude=participants'],
			items: [
				{
					id: TEAM,
					subject: 'Team Berlin',
					subjectOwner: '4915100001001@s.whatsapp.net',
					subjectTime: 1_700_000_000,
					size: 8,
					creation: 1_700_000_000,
					owner: '4915100001001@s.whatsapp.net',
					desc: 'Who is where, and when',
					descId: 'A1B2C3D4',
					restrict: false,
					announce: false,
					isCommunity: false,
					isCommunityAnnounce: false,
					joinApprovalMode: false,
					memberAddMode: false,
					participants: TEAM_MEMBERS.map(({ phoneNumber, role }) => ({
						id: `${String(phoneNumber)}@s.whatsapp.net`,
						admin: role === 'participant' ? null : role,
					})),
				},
			],
		},
	],

	delete: [
		{
			title: 'deletes where the engine can',
			parameters: { groupId: byId(TEAM) },
			requests: {
				WEBJS: ['DELETE /api/default/groups/120363041234567890%40g.us'],
				NOWEB: [
					'DELETE /api/default/groups/120363041234567890%40g.us',
					'GET /api/sessions/default',
					'GET /api/server/version',
				],
				GOWS: [
					'DELETE /api/default/groups/120363041234567890%40g.us',
					'GET /api/sessions/default',
					'GET /api/server/version',
				],
			},
			items: { WEBJS: [{ success: true, groupId: TEAM }], NOWEB: [], GOWS: [] },
			error: {
				WEBJS: undefined,
				NOWEB: {
					message: 'The engine NOWEB of session "default" cannot do this',
					httpCode: '422',
				},
				GOWS: { message: 'The engine GOWS of session "default" cannot do this', httpCode: '422' },
			},
			changed: { WEBJS: { [`${TEAM} 4915100001001`]: 'left' }, NOWEB: {}, GOWS: {} },
		},
		{
			title: 'takes the empty answer of 2024.10 for success',
			version: '2024.10',
			engines: ['WEBJS'],
			parameters: { groupId: byId(TEAM) },
			requests: ['DELETE /api/default/groups/120363041234567890%40g.us'],
			items: [{ success: true, groupId: TEAM }],
			changed: { [`${TEAM} 4915100001001`]: 'left' },
		},
	],

	leave: [
		{
			title: 'leaves',
			parameters: { groupId: byId(TEAM) },
			requests: ['POST /api/default/groups/120363041234567890%40g.us/leave'],
			items: [{ success: true, groupId: TEAM }],
			changed: { [`${TEAM} 4915100001001`]: 'left' },
		},
		{
			title: 'leaves with a server of 2024.10',
			version: '2024.10',
			parameters: { groupId: byId(OLD) },
			requests: ['POST /api/default/groups/4912345-1612345678%40g.us/leave'],
			items: [{ success: true, groupId: OLD }],
			changed: { [`${OLD} 4915100001001`]: 'left' },
		},
	],

	setSubject: [
		{
			title: 'renames',
			parameters: { groupId: byId(TEAM), subject: '  Team "Ost" 🌍 ' },
			requests: [
				'PUT /api/default/groups/120363041234567890%40g.us/subject {"subject":"Team \\"Ost\\" 🌍"}',
			],
			items: [{ success: true, groupId: TEAM, subject: 'Team "Ost" 🌍' }],
			changed: { [`${TEAM} subject`]: 'Team "Ost" 🌍' },
		},
		{
			title: 'takes the answer as JSON text, too',
			parameters: { groupId: byId(TEAM), subject: 'Team' },
			prepare: (world) => world.configure({ jsonStrings: true }),
			requests: ['PUT /api/default/groups/120363041234567890%40g.us/subject {"subject":"Team"}'],
			items: [{ success: true, groupId: TEAM, subject: 'Team' }],
			changed: { [`${TEAM} subject`]: 'Team' },
		},
		{
			title: 'says why not where the account is no admin',
			parameters: { groupId: byId(NEIGHBOURS), subject: 'Mine' },
			requests: ['PUT /api/default/groups/120363041234567892%40g.us/subject {"subject":"Mine"}'],
			...notAllowed({ groupId: NEIGHBOURS, subject: 'Mine' }),
		},
	],

	setDescription: [
		{
			title: 'sets several lines',
			parameters: { groupId: byId(TEAM), description: 'One\nTwo: 50 %' },
			requests: [
				'PUT /api/default/groups/120363041234567890%40g.us/description {"description":"One\\nTwo: 50 %"}',
			],
			items: [{ success: true, groupId: TEAM, description: 'One\nTwo: 50 %' }],
			changed: { [`${TEAM} description`]: 'One\nTwo: 50 %' },
		},
		{
			title: 'clears',
			parameters: { groupId: byId(CUSTOMERS), description: '' },
			requests: [
				'PUT /api/default/groups/120363041234567891%40g.us/description {"description":""}',
			],
			items: [{ success: true, groupId: CUSTOMERS, description: '' }],
			changed: { [`${CUSTOMERS} description`]: '' },
		},
		{
			title: 'says that the newest GOWS does not clear',
			version: NEWEST,
			engines: ['GOWS'],
			parameters: { groupId: byId(CUSTOMERS), description: '' },
			requests: [
				'PUT /api/default/groups/120363041234567891%40g.us/description {"description":""}',
			],
			error: {
				message: 'WAHA did not accept the input',
				description: 'WAHA says: GOWS does not support empty group description.',
				httpCode: '400',
			},
		},
		{
			title: 'says why not where the account is no admin',
			parameters: { groupId: byId(NEIGHBOURS), description: 'Mine' },
			requests: [
				'PUT /api/default/groups/120363041234567892%40g.us/description {"description":"Mine"}',
			],
			...notAllowed({ groupId: NEIGHBOURS, description: 'Mine' }),
		},
	],

	count: [
		{
			title: 'counts',
			parameters: {},
			requests: ['GET /api/default/groups/count'],
			items: [{ count: 6 }],
		},
		{
			title: 'counts the list of a server that does not count',
			version: '2024.10',
			parameters: {},
			requests: ['GET /api/default/groups/count', 'GET /api/default/groups?exclude=participants'],
			items: [{ count: 6 }],
		},
	],

	refresh: [
		{
			title: 'refreshes',
			parameters: {},
			requests: ['POST /api/default/groups/refresh'],
			items: [{ success: true }],
		},
		{
			title: 'tells that a server of 2024.10 cannot',
			version: '2024.10',
			parameters: {},
			requests: ['POST /api/default/groups/refresh', 'GET /api/server/version', 'GET /api/version'],
			error: { message: 'WAHA 2024.10.1 cannot do this yet', httpCode: '404' },
		},
	],

	getPicture: [
		{
			title: 'gives the address',
			parameters: { groupId: byId(CUSTOMERS) },
			requests: ['GET /api/default/groups/120363041234567891%40g.us/picture'],
			items: [
				{
					groupId: CUSTOMERS,
					pictureUrl: 'https://pps.whatsapp.net/v/t61.24694-24/customers.jpg?oe=1',
				},
			],
		},
		{
			title: 'asks WhatsApp anew',
			parameters: { groupId: byId(CUSTOMERS), options: { refresh: true } },
			requests: ['GET /api/default/groups/120363041234567891%40g.us/picture?refresh=true'],
			items: [
				{
					groupId: CUSTOMERS,
					pictureUrl: 'https://pps.whatsapp.net/v/t61.24694-24/customers.jpg?oe=1&refreshed=true',
				},
			],
		},
		{
			title: 'gives null where there is none',
			parameters: { groupId: byId(TEAM), options: { refresh: false } },
			requests: ['GET /api/default/groups/120363041234567890%40g.us/picture'],
			items: [{ groupId: TEAM, pictureUrl: null }],
		},
	],

	setPicture: [
		{
			title: 'sets it from an address',
			parameters: {
				groupId: byId(TEAM),
				pictureSource: 'url',
				pictureUrl: ' https://example.com/choir.jpg?size=640 ',
			},
			requests: [
				'PUT /api/default/groups/120363041234567890%40g.us/picture {"file":{"url":"https://example.com/choir.jpg?size=640"}}',
			],
			items: [
				{ success: true, groupId: TEAM, pictureUrl: 'https://example.com/choir.jpg?size=640' },
			],
			changed: { [`${TEAM} picture`]: expect.stringMatching(/^https:/) },
		},
		{
			title: 'sets it from a file',
			parameters: {
				groupId: byId(TEAM),
				pictureSource: 'binary',
				binaryPropertyName: 'data',
			},
			file: { mimeType: 'image/png', fileName: 'choir.png', base64: 'iVBORw0KGgo=' },
			requests: [
				'PUT /api/default/groups/120363041234567890%40g.us/picture {"file":{"mimetype":"image/png","filename":"choir.png","data":"iVBORw0KGgo="}}',
			],
			items: [{ success: true, groupId: TEAM }],
			changed: { [`${TEAM} picture`]: expect.stringMatching(/^https:/) },
		},
		{
			title: 'says why not where the account is no admin',
			parameters: {
				groupId: byId(NEIGHBOURS),
				pictureSource: 'url',
				pictureUrl: 'https://example.com/a.png',
			},
			requests: {
				WEBJS: [
					'PUT /api/default/groups/120363041234567892%40g.us/picture {"file":{"url":"https://example.com/a.png"}}',
				],
				NOWEB: [
					'PUT /api/default/groups/120363041234567892%40g.us/picture {"file":{"url":"https://example.com/a.png"}}',
					'GET /api/server/version',
				],
				GOWS: [
					'PUT /api/default/groups/120363041234567892%40g.us/picture {"file":{"url":"https://example.com/a.png"}}',
					'GET /api/server/version',
				],
			},
			items: {
				WEBJS: [
					{
						success: false,
						groupId: NEIGHBOURS,
						pictureUrl: 'https://example.com/a.png',
						reason: NOT_ALLOWED,
					},
				],
				NOWEB: [],
				GOWS: [],
			},
			error: {
				WEBJS: undefined,
				NOWEB: { message: NOT_ALLOWED, httpCode: '500' },
				GOWS: { message: NOT_ALLOWED, httpCode: '500' },
			},
		},
	],

	deletePicture: [
		{
			title: 'deletes',
			parameters: { groupId: byId(CUSTOMERS) },
			requests: ['DELETE /api/default/groups/120363041234567891%40g.us/picture'],
			items: [{ success: true, groupId: CUSTOMERS }],
			changed: { [`${CUSTOMERS} picture`]: null },
		},
		{
			title: 'tells that a server of 2024.10 cannot',
			version: '2024.10',
			parameters: { groupId: byId(CUSTOMERS) },
			requests: [
				'DELETE /api/default/groups/120363041234567891%40g.us/picture',
				'GET /api/server/version',
				'GET /api/version',
			],
			error: { message: 'WAHA 2024.10.1 cannot do this yet', httpCode: '404' },
		},
	],

	getInfoAdminOnly: info.get,
	setInfoAdminOnly: info.set,
	getMessagesAdminOnly: messages.get,
	setMessagesAdminOnly: messages.set,
};

/** The groups that `addGroups(…, 0)` makes. */
function bulk(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, at) => ({
		...alone,
		groupId: `12036305000000${String(at).padStart(4, '0')}@g.us`,
		subject: `Group ${String(at).padStart(5, '0')}`,
		createdAt: new Date((1_700_000_000 + at) * 1000).toISOString(),
	}));
}
