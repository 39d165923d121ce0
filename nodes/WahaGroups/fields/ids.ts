import { toGroupIds, toInviteCode } from '../waha/input/ids';
import type { Field } from './field';

/** The groups of a filter by their ids; none means all. */
export const groupIds: Field<string[]> = {
	property: {
		displayName: 'Group IDs',
		type: 'string',
		default: '',
		placeholder: 'e.g. 120363041234567890@g.us',
		description:
			'Only events of these groups, separated by commas, semicolons or line breaks. Empty means all groups.',
	},
	read: toGroupIds,
};

export const inviteCode: Field<string> = {
	property: {
		displayName: 'Invite Link',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv',
		description: 'The invite link of the group, or only its last part',
	},
	read: (value) => toInviteCode(value),
};
