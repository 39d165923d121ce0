import { isRecord } from '../../waha/json';
import { WahaError } from '../../waha/errors';
import type { Reply } from '../../waha/http/reply';
import { jsonOf, objectOf, textOf, yesOrNo } from '../../waha/http/reply';
import type { Group } from '../../waha/answers/shapes';
import { toGroup } from '../../waha/answers/shapes';
import { SINCE } from '../../waha/versions';
import { groupId, inviteCode } from '../../fields/fields';
import type { Resource } from '../framework/operation';
import { operation } from '../framework/operation';
import { invitation, item, raw, simplify } from '../framework/outputs';
import { groupPath } from '../../waha/paths';

/** The id of the group that was joined, as an object or bare; null where the server does not say. */
function joinedGroup(reply: Reply): string | null {
	const json = jsonOf(reply);
	const found = isRecord(json) ? toGroup(json).groupId : textOf(reply);
	return found !== null && /^[\d-]+@g\.us$/.test(found) ? found : null;
}

/** The group behind a link. Throws WahaError where the body holds none. */
function groupInfo(reply: Reply): Group {
	const group = toGroup(objectOf(reply));
	if (group.groupId !== null || group.subject !== null) return group;
	throw new WahaError({ name: 'deadInvite', facts: {} }, { status: reply.status });
}

const NOT_JOINED_YET =
	'WAHA did not say that the account is in the group: it may wait for an admin to approve it';

export const inviteCodeResource: Resource = {
	name: 'Invite Link',
	description: 'The link with which people join a group',
	operations: {
		get: operation({
			name: 'Get',
			action: 'Get the invite link of a group',
			description: 'Get the link that people open to join a group, and the code in it',
			effect: 'none',
			fields: { groupId },
			request: ({ groupId: id }) => ({ method: 'GET', path: groupPath(id, 'invite-code') }),
			output: (reply, { groupId: id }) => invitation(reply, id),
		}),

		getInfo: operation({
			name: 'Get Info',
			action: 'Get the group of an invite link',
			description: 'Get the group that an invite link leads to, without joining it',
			effect: 'none',
			fields: { inviteCode, simplify },
			request: ({ inviteCode: code }) => ({
				method: 'GET',
				path: ['groups', 'join-info'],
				since: SINCE.countAndPictures,
				query: { code },
			}),
			output(reply, { simplify: simplified }) {
				const group = groupInfo(reply);
				return simplified ? item(group) : raw(reply);
			},
		}),

		join: operation({
			name: 'Join',
			action: 'Join a group by invite link',
			description: 'Let the account join a group by its invite link',
			effect: 'once',
			fields: { inviteCode },
			request: ({ inviteCode: code }) => ({
				method: 'POST',
				path: ['groups', 'join'],
				since: SINCE.joining,
				body: { code },
			}),
			output(reply) {
				const isRefused = yesOrNo(jsonOf(reply)) === false;
				const group = joinedGroup(reply);
				if (isRefused) {
					return {
						success: false,
						groupId: group,
						reason: 'WhatsApp did not let the account in: the link may be old, or the group full',
					};
				}
				return group === null
					? { success: null, groupId: null, reason: NOT_JOINED_YET }
					: { success: true, groupId: group };
			},
		}),

		revoke: operation({
			name: 'Revoke',
			action: 'Revoke the invite link of a group',
			description:
				'Make the invite link of a group invalid and get a new one. The old link never works again.',
			effect: 'repeatable',
			rowByRow: {
				by: 'groupId',
				hint: (count) =>
					`The link of the same group was revoked ${count} times, once for each input item: only the last one works. If once is enough, turn on Execute Once under Settings.`,
			},
			fields: { groupId },
			request: ({ groupId: id }) => ({
				method: 'POST',
				path: groupPath(id, 'invite-code', 'revoke'),
			}),
			output: (reply, { groupId: id }) => invitation(reply, id),
		}),
	},
};
