import { WahaError } from '../../waha/errors';
import { idsOf, keysOf, keysOfAll, personKey } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import type { Member } from '../../waha/answers/shapes';
import { isAdmin } from '../../waha/answers/shapes';
import { fetchMembers, membersIn } from '../../waha/groupMembers';
import type { Context } from '../framework/operation';
import type { Listed } from './people';
import { asGiven, isHidden, isPhone, mayBeSame, oneOfEachSort } from './people';
import { withPhones, withPhonesBehind } from './phones';
import { tellUnreadable } from './unreadable';

interface Kept {
	participantId: string;
	/** Why this member stays although not found on the list. */
	reason: string;
}

/** Somebody who is not in the group. */
interface Missing {
	id: string;
	/** All the forms in which the list names this person. */
	given: readonly string[];
}

/** What it takes to make a group equal to a list. */
export interface Differences {
	add: Missing[];
	remove: string[];
	/** Members of whom nobody can tell whether they may go. */
	kept: Kept[];
}

export interface Rules {
	removeOthers: boolean;
	keepAdmins: boolean;
}

/** The list, the group and the account, as far as the phone numbers behind hidden ids are known. */
interface Compared {
	list: readonly Listed[];
	members: readonly Member[];
	/** All ids of the account; empty where they are not needed. */
	own: readonly string[];
}

interface Sides extends Compared {
	/** Each person once. */
	list: ReadonlyArray<Listed & Missing>;
}

/** Members who are not found on the list, without the account and, if they are to be kept, the admins. */
function othersIn({ list, members, own }: Compared, { removeOthers, keepAdmins }: Rules): Member[] {
	if (!removeOthers) return [];
	const stay = new Set(keysOf([...own, ...list.flatMap(({ ids }) => ids)]));
	return members.filter(
		(member) =>
			!keysOf(idsOf(member)).some((key) => stay.has(key)) && !(keepAdmins && isAdmin(member)),
	);
}

/** Each person once: of several ids of one, the first stays; the others are told beside it. */
function withoutDoubles(list: readonly Listed[]): Array<Listed & Missing> {
	const known = new Map<string, { ids: string[]; given: string[] }>();
	return list.flatMap(({ id, ids }) => {
		const keys = keysOf(ids);
		const same = keys.flatMap((key) => known.get(key) ?? [])[0];
		const person = same ?? { ids: [], given: [] };
		person.ids.push(...ids);
		person.given.push(id);
		for (const key of keys) if (!known.has(key)) known.set(key, person);
		return same ? [] : [{ id, ...person }];
	});
}

/** The account's ids where somebody is to be removed. Throws WahaError, also where nobody knows them. */
async function ownIdsToRemove(context: Context): Promise<string[]> {
	const own = await context.ownIds();
	if (own.length > 0) return own;
	throw new WahaError({ name: 'ownAccountUnknown', facts: {} });
}

/** The account's ids where people are only added: a key that may not read the session may add all the same. */
async function ownIdsToAdd(context: Context): Promise<string[]> {
	const settled = await settle(context.ownIds());
	if (settled.ok) return settled.value;
	if (settled.error instanceof WahaError && settled.error.kind === 'forbidden') return [];
	throw settled.error;
}

/** The account's ids if they matter: where members may have to go, or a missing one may be the account itself. */
async function ownIdsFor(
	context: Context,
	wanted: readonly string[],
	members: readonly Member[],
	rules: Rules,
): Promise<string[]> {
	if (othersIn({ list: asGiven(wanted), members, own: [] }, rules).length > 0)
		return await ownIdsToRemove(context);
	const present = keysOfAll(members);
	const missing = wanted.filter((id) => !present.has(personKey(id)));
	// Where nothing is hidden, the account is listed by its phone number and so never missing.
	const mayBeOwn = missing.length > 0 && (members.some(isHidden) || !missing.every(isPhone));
	return mayBeOwn ? await ownIdsToAdd(context) : [];
}

/** Reads the group and looks up hidden phone numbers, but only where it takes them to compare. Throws WahaError. */
async function sidesOf(
	context: Context,
	group: string,
	wanted: readonly string[],
	rules: Rules,
): Promise<Sides> {
	const { members, unreadable } = membersIn(await fetchMembers(context, group));
	// Whoever cannot be read is never removed, and may be added although they are there.
	tellUnreadable(context, unreadable, 'member', group, 'compared with the list');
	const own = await ownIdsFor(context, wanted, members, rules);
	const present = new Set([...keysOfAll(members), ...keysOf(own)]);
	const list = withoutDoubles(await withPhonesBehind(context, wanted, present));
	const isNeeded =
		list.some(({ id }) => isPhone(id) && !present.has(personKey(id))) ||
		othersIn({ list, members, own }, rules).some(isHidden);
	return { list, members: isNeeded ? await withPhones(context, members) : members, own };
}

const MAY_BE_LISTED =
	'Not removed: the phone number of this member is hidden, so it may be on the list';
const MAY_BE_LISTED_HIDDEN =
	'Not removed: the phone number of a hidden ID on the list is not known, so it may be this member';
const MAY_BE_ADMIN =
	'Not removed: WAHA reports a role of this member that this node does not recognize, so it may be an admin';
const MAY_BE_ACCOUNT =
	'Not removed: the phone number of this member is hidden and the account was not found among the members, so it may be this account';

/** Tells for a member who is not found on the list why it stays all the same; null where it may go. */
function doubts(
	{ list, members, own }: Sides,
	missing: readonly Listed[],
	{ keepAdmins }: Rules,
): (member: Member) => string | null {
	const ownKeys = keysOf(own);
	const isRecognised = members.some((member) =>
		keysOf(idsOf(member)).some((key) => ownKeys.includes(key)),
	);
	// Also where each number was found: a removal cannot be taken back.
	const listHasPhones = list.some(({ id }) => isPhone(id));
	// Thousands on a list times a thousand members would keep n8n busy for seconds.
	const sorts = oneOfEachSort(missing);
	return (member) => {
		if (keepAdmins && member.role === null) return MAY_BE_ADMIN;
		if (isHidden(member) && listHasPhones) return MAY_BE_LISTED;
		if (!isRecognised && (isHidden(member) || mayBeSame(own, idsOf(member)))) return MAY_BE_ACCOUNT;
		const isMissing = sorts.some(({ ids }) => mayBeSame(ids, idsOf(member)));
		return isMissing ? MAY_BE_LISTED_HIDDEN : null;
	};
}

/**
 * Compares a group with a list. In: the list as participant ids. Nobody is removed of whom it is not sure that they are
 * neither on the list nor the account itself. Throws WahaError.
 */
export async function differencesOf(
	context: Context,
	group: string,
	wanted: readonly string[],
	rules: Rules,
): Promise<Differences> {
	const sides = await sidesOf(context, group, wanted, rules);
	const present = new Set([...keysOfAll(sides.members), ...keysOf(sides.own)]);
	const missing = sides.list.filter(({ ids }) => !keysOf(ids).some((key) => present.has(key)));
	const doubtOf = doubts(sides, missing, rules);
	const others = othersIn(sides, rules).map((member) => ({
		participantId: member.participantId,
		reason: doubtOf(member),
	}));
	return {
		add: missing.map(({ id, given }) => ({ id, given })),
		remove: others.flatMap(({ participantId, reason }) => (reason === null ? participantId : [])),
		kept: others.flatMap(({ participantId, reason }) =>
			reason === null ? [] : { participantId, reason },
		),
	};
}
