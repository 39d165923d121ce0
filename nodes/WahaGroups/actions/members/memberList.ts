import type { IDataObject } from 'n8n-workflow';

import type { Reply } from '../../waha/http/reply';
import { jsonOf } from '../../waha/http/reply';
import type { Member, Role } from '../../waha/answers/shapes';
import { toMembers } from '../../waha/answers/shapes';
import type { Fields } from '../../fields/fields';
import { choices, groupId } from '../../fields/fields';
import { fetchMembers, membersIn } from '../../waha/groupMembers';
import type { Operation } from '../framework/operation';
import { operation } from '../framework/operation';
import { item, raw, simplify } from '../framework/outputs';
import { includeNames, withNames } from './names';
import { resolvePhoneNumbers, withPhones } from './phones';
import { listedSubjectOf } from './subjects';
import { tellUnreadable } from './unreadable';

const roles = choices<Exclude<Role, 'left'>>({
	displayName: 'Roles',
	description: 'Which members to return; none chosen means all',
	choices: [
		{ name: 'Admin', value: 'admin' },
		{ name: 'Participant', value: 'participant' },
		{ name: 'Super Admin', value: 'superadmin' },
	],
});

function hasRole(wanted: readonly Role[]): (member: Member) => boolean {
	return ({ role }) => wanted.length === 0 || wanted.some((one) => one === role);
}

/** The list as the server sent it, but only the elements of members with these roles. */
function rawMembers(reply: Reply, wanted: readonly Role[]): IDataObject[] {
	if (wanted.length === 0 || !Array.isArray(jsonOf(reply))) return raw(reply);
	return raw(reply).filter((element) => toMembers([element]).some(hasRole(wanted)));
}

interface ListWords {
	name: string;
	action: string;
	description: string;
}

/** An operation that lists members, one item for each: those with some roles, or whichever the user chooses. */
export function memberList(words: ListWords, only: readonly Role[] = []): Operation {
	const choosable: { roles?: typeof roles } & Fields = only.length === 0 ? { roles } : {};
	return operation({
		...words,
		effect: 'none',
		fields: { groupId, simplify },
		options: { ...choosable, includeNames, resolvePhoneNumbers },
		async run(context, { groupId: group, simplify: simplified }, options): Promise<IDataObject[]> {
			const wanted = only.length === 0 ? (options.roles ?? []) : only;
			const reply = await fetchMembers(context, group);
			const { members: all, unreadable } = membersIn(reply);
			if (!simplified) return rawMembers(reply, wanted);
			tellUnreadable(context, unreadable, 'member', group, 'returned');
			const members = all.filter(hasRole(wanted));
			const full = options.resolvePhoneNumbers ? await withPhones(context, members) : members;
			const named = options.includeNames ? await withNames(context, full) : full;
			const groupSubject = await listedSubjectOf(context, group);
			return named.map((member) => item({ groupId: group, groupSubject, ...member }));
		},
	});
}
