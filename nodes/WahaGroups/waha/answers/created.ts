import { WahaError } from '../errors';
import { firstText, isRecord, plainWords } from '../json';
import type { Reply } from '../http/reply';
import { jsonOf, textOf, toldError, toldStatus, yesOrNo } from '../http/reply';
import type { ParticipantResult } from './results';
import { resultsOf, sameForAll } from './results';
import { keysOf, keysOfAll, personKey } from '../phones/samePerson';
import type { Group } from './shapes';
import { toGroup, toMemberList } from './shapes';

/** A group just made, with what became of each person who was to be in it. */
export interface CreatedGroup extends Omit<Group, 'participants'> {
	participants: Array<{ groupId: string | null } & ParticipantResult>;
}

const NOT_IN = 'Is not in the new group: WhatsApp may only allow to invite this person';
const MAY_BE_HIDDEN =
	'WAHA did not say whether this person is in the new group: some of its members hide their number';
const MAY_BE_UNREADABLE =
	'WAHA did not say whether this person is in the new group: it lists a member without an ID that this node can read';

/** Who was added, where the engine lists the members of the new group instead of a result for each. */
function membersAsResults(list: unknown, asked: readonly string[]): ParticipantResult[] {
	const { members, unreadable } = toMemberList(list);
	// Somebody who hides the number may be any of those asked for by number; the maker of the group is none of them.
	const wanted = new Set(keysOf(asked));
	const hidden = members.some(
		({ participantId, phoneNumber, role }) =>
			phoneNumber === null && role !== 'superadmin' && !wanted.has(personKey(participantId)),
	);
	const doubt = hidden ? MAY_BE_HIDDEN : unreadable > 0 ? MAY_BE_UNREADABLE : undefined;
	const present = keysOfAll(members);
	return asked.flatMap((id) => {
		if (present.has(personKey(id))) return sameForAll([id], true, 200, null);
		return doubt === undefined
			? sameForAll([id], false, null, NOT_IN)
			: sameForAll([id], null, null, doubt);
	});
}

/** What a text says that does not tell whether there is a group. */
const NOTHING_TOLD = /^(?:|null|undefined|true|ok|success|done)$/i;

const GROUP_ID = /^\d[\d-]{2,}(?:@g\.us)?$/;

/** The engine's object of a new group. Throws WahaError where there is none, or nobody knows. */
function createdBody(reply: Reply): Record<string, unknown> {
	const json = jsonOf(reply);
	const { status } = reply;
	if (isRecord(json) && GROUP_ID.test(toGroup(json).groupId ?? '')) return json;
	const isRefused = yesOrNo(json) === false;
	const words = isRefused
		? (isRecord(json) && firstText(json, ['error', 'message'])) || ''
		: (toldError(reply) ?? toldStatus(reply) ?? textOf(reply));
	// Without a group's id there is no group that anybody could go on with.
	if (!isRefused && NOTHING_TOLD.test(words))
		throw new WahaError({ name: 'maybeCreated', facts: {} }, { status, inDoubt: true });
	const details = { status, words: plainWords(words, 300) };
	throw new WahaError({ name: 'notCreated', facts: {} }, details);
}

/** The list that tells a result for each person asked for, and not just who is a member now. */
function tellsResults(list: unknown): boolean {
	return (
		!Array.isArray(list) ||
		list.some((entry) => isRecord(entry) && ('Error' in entry || 'status' in entry))
	);
}

/**
 * A new group in our shape.
 * In: the reply, the name and the participants asked for. Throws WahaError where no group was made.
 */
export function createdGroup(reply: Reply, name: string, asked: readonly string[]): CreatedGroup {
	const body = createdBody(reply);
	const group = toGroup(body);
	const list = body.Participants ?? body.participants;
	const results = tellsResults(list)
		? resultsOf(reply, asked, 'add')
		: membersAsResults(list, asked);
	const added = results.filter(({ success }) => success === true).length;
	return {
		...group,
		subject: group.subject ?? name,
		// WEBJS lists only those who were asked for; the account that made the group is a member too.
		participantCount: group.participantCount ?? added + 1,
		participants: results.map((result) => ({ groupId: group.groupId, ...result })),
	};
}
