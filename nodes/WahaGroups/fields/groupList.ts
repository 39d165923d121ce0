import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { toGroupIds } from '../waha/input/ids';
import type { Field } from './field';
import { groupChoices, inTheEditor, sortByName } from './locators';

/** Groups of a filter, picked by name; none means all. */
export const groupsFilter: Field<string[]> = {
	property: {
		displayName: 'Group Names or IDs',
		type: 'multiOptions',
		default: [],
		typeOptions: { loadOptionsMethod: 'loadGroups', loadOptionsDependsOn: ['session.value'] },
		description:
			'Only events of these groups. None means all groups. Type to search the list. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	read: toGroupIds,
};

/** The ids that are chosen already; none where an expression gives them. */
function chosenIn(context: ILoadOptionsFunctions): string[] {
	const chosen = context.getCurrentNodeParameter('filters.groups');
	return Array.isArray(chosen) ? chosen.filter((id) => typeof id === 'string') : [];
}

/** All groups of the session by name, as n8n calls it for the list; one that is chosen and gone is shown as its id. */
export async function loadGroups(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await inTheEditor(context, async (client) => {
		const { groups } = await groupChoices(context, client);
		sortByName(groups);
		const there = new Set(groups.map(({ value }) => value));
		const gone = chosenIn(context).filter((id) => !there.has(id));
		return [...groups, ...gone.map((id) => ({ name: id, value: id }))];
	});
}
