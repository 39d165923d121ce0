import { memberList } from '../members/memberList';
import { memberChange } from '../members/memberChange';
import type { Resource } from '../framework/operation';

export const admin: Resource = {
	name: 'Admin',
	description: 'Who may manage a group',
	operations: {
		getAll: memberList(
			{
				name: 'Get Many',
				action: 'Get many admins of a group',
				description: 'Get the admins of a group with ID, phone number and role, one item for each',
			},
			['admin', 'superadmin'],
		),
		promote: memberChange('promote', {
			name: 'Promote',
			action: 'Promote members to admins',
			description:
				'Make members of a group admins. Returns for each of them whether it worked, and if not, why.',
			who: 'The members to make admins',
		}),
		demote: memberChange('demote', {
			name: 'Demote',
			action: 'Demote admins to members',
			description:
				'Make admins of a group ordinary members again. Returns for each of them whether it worked, and if not, why.',
			who: 'The admins to make ordinary members',
		}),
	},
};
