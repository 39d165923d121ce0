import type { Problems } from '../waha/errors';
import { causeOf } from '../waha/http/causes';
import { isForAdmins } from '../waha/http/subject';

const TRY_LATER =
	'Try again in some minutes. If it stays like this, look at the log of the WAHA server.';

/** What a request was made of, in words that follow "check". */
function whatWasEntered({ about, doing }: Problems['refused']): string {
	if (doing === 'admin') return 'the group ID, and what was to be set';
	if (doing !== 'other') return 'the phone numbers, IDs and texts in it';
	return about === 'inviteCode' ? 'the link' : 'the group ID';
}

/** What to do where WhatsApp refused, by what was asked for and what it said. */
export function refusalAdvice({ about, doing }: Problems['refused'], words: string): string {
	const cause = causeOf(words);
	if (cause === 'changed')
		return 'WhatsApp has changed something that this version of WAHA relies on: update WAHA, and restart the session.';
	if (cause === 'unclear') return TRY_LATER;
	if (doing === 'join')
		return 'Check the link: it may be old, the group may be full, or the account may have been removed from it.';
	if (doing === 'create')
		return 'Check the name and the phone numbers, wait some minutes and try again.';
	if (cause === 'badRequest' && (doing !== 'other' || about !== 'other'))
		return `WhatsApp did not accept the request itself: check ${whatWasEntered({ about, doing })}.`;
	if (doing === 'send')
		return 'Check that the number is on WhatsApp, or that the account is a member of the group and may write there.';
	if (isForAdmins(doing))
		return 'The account may not be an admin of the group, or no member. If it is, look at the log of the WAHA server.';
	if (about === 'group')
		return 'Check that the account is a member of the group. If it is, look at the log of the WAHA server.';
	return TRY_LATER;
}
