import { WahaError } from '../waha/errors';
import type { MemberChange, ParticipantResult } from '../waha/results';
import { personKey } from '../waha/samePerson';
import { settle } from '../waha/settle';
import type { Member } from '../waha/shapes';
import { toggle } from './fields';
import { fetchMembers, membersIn } from './members';
import type { Context } from './operation';
import type { Listed } from './people';
import { asGiven, idsOf, isHidden, isPhone, mayBeSame } from './people';
import { withPhones, withPhonesBehind } from './phones';

/** Whether to look at the group afterwards. In: whether it does so where the user says nothing. */
export const verifyOption = (initial: boolean) =>
	toggle({
		displayName: 'Verify',
		description:
			'Whether to read the members once afterwards and return what is true then, not only what WhatsApp answered. Needs one more request.',
		default: initial,
	});

/** The members, or why nobody can tell who they are. */
type Look = { members: Member[]; people: Listed[] } | { failed: string };

const MAY_BE_HIDDEN_NOW =
	'Checked afterwards: nobody can tell, because phone numbers are hidden in this group';

async function look(context: Context, group: string, ids: readonly string[]): Promise<Look> {
	const read = await settle((async () => membersIn(await fetchMembers(context, group)))());
	if (!read.ok) {
		if (!(read.error instanceof WahaError)) throw read.error;
		return { failed: read.error.message };
	}
	const found = read.value;
	const present = new Set(found.flatMap(idsOf).map(personKey));
	const isMissing = ids.some((id) => !present.has(personKey(id)));
	if (!isMissing) return { members: found, people: asGiven(ids) };
	const numbers = await settle(
		(async () => ({
			people: await withPhonesBehind(context, ids, present),
			members: ids.some(isPhone) && found.some(isHidden) ? await withPhones(context, found) : found,
		}))(),
	);
	// Where numbers cannot be looked up, it has to do with what the group shows.
	return numbers.ok ? numbers.value : { members: found, people: asGiven(ids) };
}

/** What holds of one person afterwards: a member, none (null), or nobody can tell (undefined). */
function memberOf(members: readonly Member[], { ids }: Listed): Member | null | undefined {
	const keys = new Set(ids.map(personKey));
	const found = members.find((member) => idsOf(member).some((id) => keys.has(personKey(id))));
	if (found !== undefined) return found;
	return members.some((member) => mayBeSame(ids, idsOf(member))) ? undefined : null;
}

const isAdmin = ({ role }: Member): boolean => role === 'admin' || role === 'superadmin';

/** Whether a change holds, and if it does not, how it is. */
function held(change: MemberChange, member: Member | null): { holds: boolean; reason: string } {
	switch (change) {
		case 'add':
			return {
				holds: member !== null,
				reason: 'Checked afterwards: this person is not in the group',
			};
		case 'remove':
			return {
				holds: member === null,
				reason: 'Checked afterwards: this person is still in the group',
			};
		case 'promote':
			return {
				holds: member !== null && isAdmin(member),
				reason:
					member === null
						? 'Checked afterwards: this person is not in the group'
						: 'Checked afterwards: this member is no admin',
			};
		case 'demote':
			return {
				holds: member !== null && !isAdmin(member),
				reason:
					member === null
						? 'Checked afterwards: this person is not in the group'
						: 'Checked afterwards: this member is still an admin',
			};
	}
}

function verified(
	result: ParticipantResult,
	change: MemberChange,
	member: Member | null | undefined,
): ParticipantResult {
	if (member === undefined) {
		return result.success === false
			? result
			: { ...result, success: null, reason: MAY_BE_HIDDEN_NOW };
	}
	const { holds, reason } = held(change, member);
	// "Not in the group" after a removal is no removal: who was never in it has not been removed.
	if (result.success === false && (change === 'remove' || !holds)) return result;
	if (result.success === false && change === 'add' && result.code === 409) return result;
	return holds ? { ...result, success: true, reason: null } : { ...result, success: false, reason };
}

/**
 * What is, in place of what was answered: one look at the members after a change, for all who were asked for.
 * Where the look fails or hidden ids cannot be compared, what was a success is null, with the reason; never an error,
 * because the change is done. `count`: how many members there are then, where the look has told.
 */
export async function verify(
	context: Context,
	group: string,
	change: MemberChange,
	results: readonly ParticipantResult[],
): Promise<{ results: ParticipantResult[]; count?: number }> {
	// Of refusals alone there is nothing to look for.
	if (results.every(({ success }) => success === false)) return { results: [...results] };
	const seen = await look(
		context,
		group,
		results.map(({ participantId }) => participantId),
	);
	if ('failed' in seen) {
		const { failed } = seen;
		const told = results.map((result) =>
			result.success === false
				? result
				: {
						...result,
						success: null,
						reason: `It could not be checked afterwards: ${failed}`,
					},
		);
		return { results: told };
	}
	const byId = new Map(seen.people.map((person) => [person.id, person]));
	const told = results.map((result) => {
		const id = result.participantId;
		const person = byId.get(id) ?? { id, ids: [id] };
		return verified(result, change, memberOf(seen.members, person));
	});
	return { results: told, count: seen.members.length };
}
