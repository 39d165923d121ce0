import type { IDataObject } from 'n8n-workflow';

import type { MemberChange, ParticipantResult } from '../../waha/answers/results';
import { isYesForAll } from '../../waha/answers/results';
import type { Fields } from '../../fields/fields';
import { countryCode, groupId, participants } from '../../fields/fields';
import { changeMembers, chunkSize, EFFECTS } from './members';
import type { Operation } from '../framework/operation';
import { operation } from '../framework/operation';
import { item, raw, simplify } from '../framework/outputs';
import { verified, verify } from './verify';
import { sendInviteLink, withInvitations } from './invitations';

function memberItem(group: string, result: ParticipantResult): IDataObject {
	return item({ groupId: group, ...result });
}

/** Whoever is removed without being in the group is out of it all the same; a role needs a member. */
const NEEDS_MEMBER: ReadonlySet<MemberChange> = new Set(['promote', 'demote']);

const YES_FOR_ALL =
	'WAHA answered once for everybody, as the engine WEBJS does even for people who are not in the group. Turn on Verify to see who really was.';

interface ChangeWords {
	name: string;
	action: string;
	description: string;
	who: string;
}

/** An operation that changes members: one output item for each participant, in the order given. */
export function memberChange(change: MemberChange, { who, ...words }: ChangeWords): Operation {
	const invites: { sendInviteLink?: typeof sendInviteLink } & Fields =
		change === 'add' ? { sendInviteLink } : {};
	return operation({
		...words,
		effect: EFFECTS[change],
		fields: { groupId, participants: participants({ description: who }), simplify },
		options: { ...invites, chunkSize, countryCode, verify },
		async run(context, { groupId: group, participants: ids, simplify: simplified }, options) {
			const { parts, brokeOff } = await changeMembers(context, {
				change,
				group,
				ids,
				chunkSize: options.chunkSize,
			});
			const answered = parts.flatMap(({ results }) => results);
			const { results } =
				options.verify && simplified
					? await verified(context, group, change, answered, brokeOff)
					: { results: answered };
			if (!simplified)
				return parts.flatMap(({ reply, results: part }) =>
					reply ? raw(reply) : part.map((result) => memberItem(group, result)),
				);
			const isUnsure = NEEDS_MEMBER.has(change) && !options.verify;
			if (isUnsure && parts.some(({ reply }) => reply && isYesForAll(reply)))
				context.hint(YES_FOR_ALL);
			const told = options.sendInviteLink
				? await withInvitations(context, group, results)
				: results;
			return told.map((result) => memberItem(group, result));
		},
	});
}
