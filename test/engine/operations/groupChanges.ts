import type { Cases } from './case';
import { byId, NEWEST, TEAM } from './case';

const url = '/api/default/groups/120363041234567890%40g.us';
const setting = (path: string) => `GET ${url}/settings/security/${path}`;
const ALL = [
	'info-admin-only',
	'member-add-mode',
	'member-share-history-mode',
	'membership-approval',
	'messages-admin-only',
].map(setting);

const MISSING = '120363049999999999@g.us';
const UNKNOWN = 'WhatsApp does not know this group, or the account is not in it';

export const groupChanges: Cases = {
	getSettings: [
		{
			title: 'gives all five',
			version: NEWEST,
			parameters: { groupId: byId(TEAM) },
			prepare(world) {
				Object.assign(world.group(TEAM), {
					infoAdminOnly: true,
					messagesAdminOnly: false,
					membersCanAddNewMember: true,
					newMembersApprovalRequired: true,
					membersCanShareHistory: false,
				});
			},
			requests: ALL,
			anyOrder: true,
			items: [
				{
					groupId: TEAM,
					infoAdminOnly: true,
					messagesAdminOnly: false,
					membersCanAddNewMember: true,
					newMembersApprovalRequired: true,
					membersCanShareHistory: false,
				},
			],
		},
		{
			title: 'gives null for what an older server does not have',
			version: '2026.7.2',
			parameters: { groupId: byId(TEAM) },
			prepare: (world) =>
				void Object.assign(world.group(TEAM), {
					infoAdminOnly: false,
					messagesAdminOnly: true,
					membersCanAddNewMember: false,
				}),
			requests: ALL,
			anyOrder: true,
			items: [
				{
					groupId: TEAM,
					infoAdminOnly: false,
					messagesAdminOnly: true,
					membersCanAddNewMember: false,
					newMembersApprovalRequired: null,
					membersCanShareHistory: null,
				},
			],
		},
		{
			title: 'fails where the group is unknown',
			version: NEWEST,
			engines: ['WEBJS'],
			parameters: { groupId: byId(MISSING) },
			requests: ALL.map((one) => one.replace('120363041234567890', '120363049999999999')),
			anyOrder: true,
			error: { message: UNKNOWN },
		},
	],
	update: [
		{
			title: 'changes what is in it, and nothing else',
			parameters: {
				groupId: byId(TEAM),
				changes: { messagesAdminOnly: true, subject: ' New name ', infoAdminOnly: 'true' },
			},
			requests: [
				`PUT ${url}/subject {"subject":"New name"}`,
				`PUT ${url}/settings/security/info-admin-only {"adminsOnly":true}`,
				`PUT ${url}/settings/security/messages-admin-only {"adminsOnly":true}`,
			],
			items: [
				{
					groupId: TEAM,
					success: true,
					subject: 'New name',
					infoAdminOnly: true,
					messagesAdminOnly: true,
					failed: [],
				},
			],
			changed: {
				[`${TEAM} subject`]: 'New name',
				[`${TEAM} infoAdminOnly`]: true,
				[`${TEAM} messagesAdminOnly`]: true,
			},
		},
		{
			title: 'tells of each that fails, and makes the others',
			version: '2026.7.2',
			parameters: {
				groupId: byId(TEAM),
				changes: { description: '', newMembersApprovalRequired: true, messagesAdminOnly: true },
			},
			requests: [
				`PUT ${url}/description {"description":""}`,
				`PUT ${url}/settings/security/messages-admin-only {"adminsOnly":true}`,
				`PUT ${url}/settings/security/membership-approval {"newMembersApprovalRequired":true}`,
				'GET /api/server/version',
			],
			items: [
				{
					groupId: TEAM,
					success: false,
					description: '',
					messagesAdminOnly: true,
					failed: [
						{
							field: 'newMembersApprovalRequired',
							reason:
								'WAHA 2026.7.2 cannot do this yet. It came with WAHA 2026.8.2: update the server.',
						},
					],
				},
			],
			changed: { [`${TEAM} description`]: '', [`${TEAM} messagesAdminOnly`]: true },
		},
		{
			title: 'tells a refusal in the words that come with it',
			parameters: { groupId: byId(TEAM), changes: { subject: 'One' } },
			prepare: (world) =>
				world.faults.add({
					kind: 'answer',
					path: '**/subject',
					status: 200,
					body: { success: false, message: 'too many changes' },
				}),
			requests: [`PUT ${url}/subject {"subject":"One"}`],
			items: [
				{
					groupId: TEAM,
					success: false,
					failed: [{ field: 'subject', reason: 'WhatsApp did not do this: too many changes' }],
				},
			],
		},
		{
			title: 'stops where nothing more can work, and tells what was done before',
			parameters: { groupId: byId(TEAM), changes: { subject: 'One', description: 'Two' } },
			prepare: (world) =>
				world.faults.add({ kind: 'answer', path: '**/description', status: 401, body: {} }),
			requests: [
				`PUT ${url}/subject {"subject":"One"}`,
				`PUT ${url}/description {"description":"Two"}`,
			],
			items: [
				{
					groupId: TEAM,
					success: false,
					subject: 'One',
					failed: [
						{
							field: 'description',
							reason:
								'WAHA did not accept the API key. Check the API Key in the credential: it has to be the same as WAHA_API_KEY of the server.',
						},
					],
				},
			],
			changed: { [`${TEAM} subject`]: 'One' },
		},
		{
			title: 'fails where nothing can work',
			parameters: { groupId: byId(MISSING), changes: { infoAdminOnly: true } },
			engines: ['WEBJS'],
			requests: [
				`PUT ${url.replace('120363041234567890', '120363049999999999')}/settings/security/info-admin-only {"adminsOnly":true}`,
			],
			error: { message: UNKNOWN },
		},
		...[
			[{}, 'Changes is empty'],
			[{ subject: '' }, 'Subject is empty'],
			[{ subject: 'x', infoAdminOnly: 'perhaps' }, undefined],
			// n8n leaves out what the field does not have.
			[{ colour: 'red' }, 'Changes is empty'],
		].map(([changes, message]) => ({
			title: `sends nothing for ${JSON.stringify(changes)}`,
			parameters: { groupId: byId(TEAM), changes: changes as Record<string, string> },
			requests: [],
			error: {
				message:
					typeof message === 'string'
						? message
						: 'Only Admins Can Edit has to be true or false, but it is "perhaps"',
			},
		})),
	],
};
