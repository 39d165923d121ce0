import { memberList } from '../members/memberList';
import { memberChange } from '../members/memberChange';
import type { Resource } from '../framework/operation';
import { sync } from '../members/sync';

export const participantsResource: Resource = {
	name: 'Participant',
	description: 'The members of a group',
	operations: {
		getAll: memberList({
			name: 'Get Many',
			action: 'Get many members of a group',
			description: 'Get the members of a group with ID, phone number and role, one item for each',
		}),
		add: memberChange('add', {
			name: 'Add',
			action: 'Add members to a group',
			description:
				'Add people to a group. Returns for each of them whether it worked, and if not, why.',
			who: 'The people to add',
		}),
		remove: memberChange('remove', {
			name: 'Remove',
			action: 'Remove members from a group',
			description:
				'Remove people from a group. Some can only come back by invitation. Returns for each whether it worked, and if not, why.',
			who: 'The people to remove',
		}),
		sync,
	},
};
