import { WahaError } from './errors';
import { isRecord } from './json';
import type { Reply } from './reply';
import { jsonOf, textOf } from './reply';
import type { ParticipantResult } from './results';
import { resultsOf } from './results';
import type { Group } from './shapes';
import { toGroup } from './shapes';

/** A group just made, with what became of each person who was to be in it. */
export interface CreatedGroup extends Omit<Group, 'participants'> {
	participants: Array<{ groupId: string | null } & ParticipantResult>;
}

/** Who was added, where the engine lists the members of the new group instead of a result for each. */
function membersAsResults(group: Group, asked: readonly string[]): ParticipantResult[] {
	const members = group.participants ?? [];
	return asked.map((participantId) => {
		const isIn = members.some(
			(member) =>
				member.participantId === participantId || `${member.phoneNumber}@c.us` === participantId,
		);
		return {
			participantId,
			success: isIn,
			code: isIn ? 200 : null,
			reason: isIn
				? null
				: 'Is not in the new group: WhatsApp may only allow to invite this person',
		};
	});
}

/** The engine's object of a new group. Throws WahaError where the engine tells in a text why there is none. */
function createdBody(reply: Reply): Record<string, unknown> {
	const json = jsonOf(reply);
	if (isRecord(json)) return json;
	throw new WahaError(
		'refused',
		`WhatsApp did not create the group: ${textOf(reply).slice(0, 300)}`,
		'Check the name and the phone numbers, wait some minutes and try again: WhatsApp limits how many groups an account may create.',
		reply.status,
	);
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
		: membersAsResults(group, asked);
	const added = results.filter(({ success }) => success === true).length;
	return {
		...group,
		subject: group.subject ?? name,
		// WEBJS lists only those who were asked for; the account that made the group is a member too.
		participantCount: group.participantCount ?? added + 1,
		participants: results.map((result) => ({ groupId: group.groupId, ...result })),
	};
}
