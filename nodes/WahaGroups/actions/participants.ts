import { groupId } from './fields';
import { fetchMembers, memberChange, memberItems, membersIn, rawMembers, roles } from './members';
import type { Resource } from './operation';
import { operation } from './operation';
import { simplify } from './outputs';

export const participantsResource: Resource = {
	name: 'Participant',
	description: 'The members of a group',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many participants of a group',
			description: 'Get the members of a group with ID, phone number and role, one item for each',
			effect: 'none',
			fields: { groupId, simplify },
			options: { roles },
			async run(context, { groupId: group, simplify: simplified }, options) {
				const reply = await fetchMembers(context, group);
				const wanted = options.roles ?? [];
				return simplified
					? memberItems(group, membersIn(reply), wanted)
					: rawMembers(reply, wanted);
			},
		}),
		add: memberChange('add', {
			name: 'Add',
			action: 'Add participants to a group',
			description:
				'Add people to a group. Returns for each of them whether it worked, and if not, why.',
			who: 'The people to add',
		}),
		remove: memberChange('remove', {
			name: 'Remove',
			action: 'Remove participants from a group',
			description:
				'Remove people from a group. Returns for each of them whether it worked, and if not, why.',
			who: 'The people to remove',
		}),
	},
};
