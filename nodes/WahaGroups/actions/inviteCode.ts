import { groupId } from './fields';
import type { Resource } from './operation';
import { operation } from './operation';
import { invitation } from './outputs';
import { groupPath } from './paths';

export const inviteCodeResource: Resource = {
	name: 'Invite Code',
	description: 'The code in the link with which people join a group',
	operations: {
		get: operation({
			name: 'Get',
			action: 'Get the invite code of a group',
			description: 'Get the invite code of a group and the link that people open to join',
			effect: 'none',
			fields: { groupId },
			request: ({ groupId: id }) => ({ method: 'GET', path: groupPath(id, 'invite-code') }),
			output: (reply, { groupId: id }) => invitation(reply, id),
		}),

		revoke: operation({
			name: 'Revoke',
			action: 'Revoke the invite code of a group',
			description: 'Make the invite link of a group invalid and get a new one',
			effect: 'repeatable',
			fields: { groupId },
			request: ({ groupId: id }) => ({
				method: 'POST',
				path: groupPath(id, 'invite-code', 'revoke'),
			}),
			output: (reply, { groupId: id }) => invitation(reply, id),
		}),
	},
};
