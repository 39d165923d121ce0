import type { WahaError } from '../errors';
import type { MemberChange, ParticipantResult } from './results';

/** What WPP says of one person, and what is told of that. */
interface Refusal {
	says: RegExp;
	reason: string;
	/** How it stands where a first try broke off, which may have done it. */
	afterDoubt?: Partial<Record<MemberChange, true | null>>;
}

/**
 * What WPP says where one of those asked for cannot be changed, upon which it changes none of them (wa-js, functions of
 * `WPP.group`; `canPromote` and the like have more reasons than their words name).
 */
const REASONS: readonly Refusal[] = [
	{
		says: /participant '.*' not found|no valid participants found/i,
		reason: 'Is not in the group',
		afterDoubt: { remove: true },
	},
	{
		says: /participant is already a group admin/i,
		reason:
			'WhatsApp did not do this: probably an admin already, or the account is not an admin itself',
		afterDoubt: { promote: null },
	},
	{
		says: /participant is already not a group admin/i,
		reason: 'WhatsApp did not do this: probably no admin, or the creator of the group',
		afterDoubt: { demote: null },
	},
	{
		says: /participant is not a group member/i,
		reason: 'WhatsApp does not let the account remove this person',
	},
];

type Told = Pick<ParticipantResult, 'success' | 'code' | 'reason'>;

/**
 * What is told of a person whom a change was refused for, so that nothing was done; undefined for other errors.
 * In: also whether a first try broke off, after which a refusal may mean that it is done.
 */
export function refusedMember(
	{ kind, words }: WahaError,
	change: MemberChange,
	afterDoubt: boolean,
): Told | undefined {
	const found = kind === 'refused' ? REASONS.find(({ says }) => says.test(words)) : undefined;
	if (found === undefined) return undefined;
	const done = afterDoubt ? found.afterDoubt?.[change] : undefined;
	const success = done === undefined ? false : done;
	return { success, code: null, reason: success === true ? null : found.reason };
}
