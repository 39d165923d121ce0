import type { Case, Cases } from './case';
import { ALONE, byId, TEAM } from './case';
import { team, withoutMembers } from './groups';

/** A code that looks like a number or like a word of JSON comes out as it is. */
const code = (text: string, jsonStrings: boolean): Case => ({
	title: `gives the code ${text} as text${jsonStrings ? ', sent as JSON' : ''}`,
	parameters: { groupId: byId(TEAM) },
	prepare(world) {
		world.configure({ jsonStrings });
		world.setInviteCode(TEAM, text);
	},
	requests: ['GET /api/default/groups/120363041234567890%40g.us/invite-code'],
	items: [{ groupId: TEAM, inviteCode: text, inviteUrl: `https://chat.whatsapp.com/${text}` }],
});

export const inviteCode: Cases = {
	get: [
		{
			title: 'gives code and link',
			parameters: { groupId: byId(TEAM) },
			requests: ['GET /api/default/groups/120363041234567890%40g.us/invite-code'],
			items: [
				{
					groupId: TEAM,
					inviteCode: 'TeamBerlinInviteCode01',
					inviteUrl: 'https://chat.whatsapp.com/TeamBerlinInviteCode01',
				},
			],
		},
		...['true', 'true1', '0123456789012345678901', '1e5', '12345678901234567890123'].flatMap(
			(text) => [code(text, false), code(text, true)],
		),
		{
			title: 'does not take an empty answer for a code',
			parameters: { groupId: byId(TEAM) },
			prepare: (world) => world.faults.add({ kind: 'answer', status: 200, body: '' }),
			requests: ['GET /api/default/groups/120363041234567890%40g.us/invite-code'],
			error: {
				message: 'WAHA gave no invite link: the account is probably not an admin of this group',
			},
		},
	],
	getInfo: [
		{
			title: 'gives the group behind a link',
			parameters: {
				inviteCode: ' https://chat.whatsapp.com/TeamBerlinInviteCode01?mode=ems_copy_t ',
			},
			requests: ['GET /api/default/groups/join-info?code=TeamBerlinInviteCode01'],
			items: { WEBJS: [withoutMembers(team, true)], NOWEB: [team], GOWS: [team] },
		},
		{
			title: 'gives the body as it came',
			engines: ['WEBJS'],
			parameters: { inviteCode: 'NotesToSelfInviteCod06', simplify: false },
			requests: ['GET /api/default/groups/join-info?code=NotesToSelfInviteCod06'],
			items: [
				{
					id: { server: 'g.us', user: '120363041234567894', _serialized: ALONE },
					creation: 1_700_000_000,
					owner: { server: 'c.us', user: '4915100001001', _serialized: '4915100001001@c.us' },
					subject: 'Notes to self',
					subjectTime: 1_700_000_000,
					restrict: false,
					announce: false,
					memberAddMode: 'admin_add',
					membershipApprovalMode: false,
					size: 3,
					status: 200,
				},
			],
		},
	],
	join: [
		{
			title: 'joins the group behind a link',
			parameters: { inviteCode: 'chat.whatsapp.com/TeamBerlinInviteCode01/' },
			prepare: (world) => world.setRole(TEAM, 'default', 'left'),
			requests: ['POST /api/default/groups/join {"code":"TeamBerlinInviteCode01"}'],
			items: [{ success: true, groupId: TEAM }],
			changed: { [`${TEAM} 4915100001001`]: 'participant' },
		},
		{
			title: 'tells that a server of 2024.10 cannot',
			version: '2024.10',
			parameters: { inviteCode: 'TeamBerlinInviteCode01' },
			requests: [
				'POST /api/default/groups/join {"code":"TeamBerlinInviteCode01"}',
				'GET /api/server/version',
				'GET /api/version',
			],
			error: { message: 'WAHA 2024.10.1 cannot do this yet', httpCode: '404' },
		},
	],
	revoke: [
		{
			title: 'gives the new code and link',
			parameters: { groupId: byId(TEAM) },
			requests: ['POST /api/default/groups/120363041234567890%40g.us/invite-code/revoke'],
			items: [
				{
					groupId: TEAM,
					inviteCode: 'mAg88Rlsa9ceIZPJeEYvRL',
					inviteUrl: 'https://chat.whatsapp.com/mAg88Rlsa9ceIZPJeEYvRL',
				},
			],
			changed: { [`${TEAM} inviteCode`]: 'mAg88Rlsa9ceIZPJeEYvRL' },
		},
	],
};
