import { sentMessage } from '../../waha/answers/message';
import type { ParticipantResult } from '../../waha/answers/results';
import { WahaError } from '../../waha/errors';
import { messageOf } from '../../wording/wording';
import { sendText } from '../../waha/messages';
import { groupPath } from '../../waha/paths';
import { personKey } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import type { Field } from '../../fields/fields';
import { ofSimplified, toggle } from '../../fields/fields';
import type { Context, Invited } from '../framework/operation';
import { invitation } from '../framework/outputs';
import { subjectOf } from './subjects';

/** The option to send the link. In: a sentence on what else it does. */
const inviting = (more = ''): Field<boolean> =>
	ofSimplified(
		toggle({
			displayName: 'Send Invite Link',
			description: `Whether to send the invite link of the group, once, to each person who can only be added by invitation and got none from WhatsApp. Only admins can.${more}`,
			default: false,
		}),
	);

export const sendInviteLink = inviting();

/** The same for a new group, whose answer need not tell who can only be invited. */
export const sendInviteLinkCreated = inviting(
	' Whoever is missing is first added once more, because only that tells who it is.',
);

const ONLY_INVITED = 'Can only join by private invitation';

/** How an invitation ended that did not go out. In: whether the text was sent at all. Throws what is not WAHA's. */
function notInvited(error: unknown, wasSent: boolean): Invited {
	if (!(error instanceof WahaError)) throw error;
	const isOpen = wasSent && error.inDoubt;
	const inviteSent = isOpen ? null : false;
	const how = isOpen ? 'nobody knows whether the invite link was sent' : 'no link was sent';
	return { inviteSent, reason: `${ONLY_INVITED}: ${how}. ${messageOf(error)}` };
}

/** What somebody is written who can only be added by invitation. Throws WahaError. */
async function invitationText(context: Context, group: string): Promise<string> {
	const reply = await context.send({ method: 'GET', path: groupPath(group, 'invite-code') });
	const { inviteUrl } = invitation(reply, group);
	const subject = await subjectOf(context, group);
	const name = subject === null ? 'a WhatsApp group' : `the WhatsApp group "${subject}"`;
	return `You are invited to join ${name}: ${String(inviteUrl)}`;
}

async function invite(context: Context, group: string, chatId: string): Promise<Invited> {
	const text = await settle(invitationText(context, group));
	// Nothing has gone to this person yet, so there is no doubt.
	if (!text.ok) return notInvited(text.error, false);
	const sent = await settle(context.send(sendText({ chatId, text: text.value })));
	if (!sent.ok) return notInvited(sent.error, true);
	const { success, reason = '' } = sentMessage(sent.value, chatId);
	if (success === true)
		return {
			inviteSent: true,
			reason: 'Can only join by private invitation: the invite link was sent',
		};
	return { inviteSent: success, reason: `${ONLY_INVITED}. ${reason}` };
}

/**
 * The results of an add in which whoever can only be added by invitation (code 403) and got none from WhatsApp is sent
 * the link of the group: each person once in a run, and never again where nobody knows whether it went out.
 */
export async function withInvitations<T extends ParticipantResult>(
	context: Context,
	group: string,
	results: readonly T[],
): Promise<T[]> {
	const told: T[] = [];
	for (const result of results) {
		const { participantId, code, inviteSent } = result;
		if (code !== 403 || inviteSent === true) {
			told.push(result);
			continue;
		}
		const key = JSON.stringify([group, personKey(participantId)]);
		const end = await context.invitations.get(
			key,
			async () => await invite(context, group, participantId),
		);
		told.push({ ...result, ...end });
	}
	return told;
}
