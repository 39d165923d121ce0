import type { IDataObject } from 'n8n-workflow';

import { countryCode, participants, text } from '../../fields/fields';
import type { CreatedGroup } from '../../waha/answers/created';
import { createdGroup } from '../../waha/answers/created';
import type { ParticipantResult } from '../../waha/answers/results';
import { ofSecondTry } from '../../waha/answers/results';
import { personKey } from '../../waha/phones/samePerson';
import type { Context } from '../framework/operation';
import { operation } from '../framework/operation';
import { raw, simplify } from '../framework/outputs';
import { sendInviteLinkCreated, withInvitations } from '../members/invitations';
import { changeMembers, USUAL_CHUNK } from '../members/members';
import { verified, verifyCreated } from '../members/verify';

/** A new group with who is in it by a look at its members; those who were asked for only. */
async function lookedAt(context: Context, created: CreatedGroup): Promise<CreatedGroup> {
	const { groupId: id, participants } = created;
	if (id === null || participants.length === 0) return created;
	const { results, count } = await verified(context, id, 'add', participants);
	return {
		...created,
		participantCount: count ?? created.participantCount,
		participants: results.map((result) => ({ groupId: id, ...result })),
	};
}

/**
 * What became of those who are known to be missing from a new group, by adding them once more: the answer to an add tells
 * who can only be invited. NOWEB lists the members of a new group, at times with somebody who never came in (measured on
 * 2026.7.2). Out: only of whom the second try tells more than the first.
 */
async function addedAgain(
	context: Context,
	group: string,
	participants: readonly ParticipantResult[],
): Promise<ParticipantResult[]> {
	const missing = participants.filter(({ success, code }) => success === false && code === null);
	if (missing.length === 0) return [];
	const ids = missing.map(({ participantId }) => participantId);
	const change = { change: 'add', group, ids, chunkSize: USUAL_CHUNK, afterOthers: true } as const;
	const { parts } = await changeMembers(context, change);
	return parts
		.flatMap(({ results }) => results)
		.filter(({ success, code }) => success !== false || code !== null)
		.map((result) => ofSecondTry(result, 'add'));
}

/** A new group with the results of the second try in place of the first, and whoever came in counted. */
function withResults(created: CreatedGroup, results: readonly ParticipantResult[]): CreatedGroup {
	const { participants, participantCount } = created;
	const told = new Map(results.map((result) => [result.participantId, result]));
	const came = results.filter(({ success, code }) => success === true && code !== null);
	const added = new Set(came.map(({ participantId }) => personKey(participantId))).size;
	return {
		...created,
		participantCount: participantCount === null ? null : participantCount + added,
		participants: participants.map((one) => ({ ...one, ...told.get(one.participantId) })),
	};
}

/** A new group whose link was sent to those who can only be added by invitation. In: whether to look who is in it. */
async function invited(
	context: Context,
	created: CreatedGroup,
	isVerified: boolean,
): Promise<CreatedGroup> {
	const { groupId: id } = created;
	if (id === null) return created;
	const results = await addedAgain(context, id, created.participants);
	const again = withResults(created, results);
	const isToBeSeen = isVerified && results.some(({ success }) => success !== false);
	const seen = isToBeSeen ? await lookedAt(context, again) : again;
	return { ...seen, participants: await withInvitations(context, id, seen.participants) };
}

/** What is known of a new group: the rest is left out. */
function knownOf(group: object): IDataObject {
	return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== null));
}

/** Makes a group with its first members. */
export const create = operation({
	name: 'Create',
	action: 'Create a group',
	description:
		'Create a group, optionally with its first members. Returns it with what became of each member.',
	effect: 'once',
	rowByRow: {
		by: 'subject',
		hint: (count) =>
			`${count} groups of the same name were made, one for each input item. To make one group of all rows, put n8n's Aggregate node before this one.`,
	},
	fields: {
		name: text({
			displayName: 'Subject',
			description: 'The name of the new group, at most 100 characters',
			placeholder: 'e.g. Project Alpha',
			sort: 'name',
			maxLength: 100,
		}),
		participants: participants({
			description: 'The first members of the group',
			hint: "Each input item makes a group of its own. For one group of all rows, put n8n's Aggregate node before this one.",
			optional: true,
		}),
		simplify,
	},
	options: { countryCode, sendInviteLink: sendInviteLinkCreated, verify: verifyCreated },
	async run(context, { name, participants: ids, simplify: simplified }, options) {
		const reply = await context.send({
			method: 'POST',
			path: ['groups'],
			body: { name, participants: ids.map((id) => ({ id })) },
			effect: 'once',
		});
		const created = createdGroup(reply, name, ids);
		if (!simplified) return raw(reply);
		const seen = options.verify ? await lookedAt(context, created) : created;
		return knownOf(options.sendInviteLink ? await invited(context, seen, options.verify) : seen);
	},
});
