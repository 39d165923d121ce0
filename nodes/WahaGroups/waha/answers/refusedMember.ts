import type { WahaError } from '../errors';

/**
 * What WPP says where one of those asked for cannot be changed, upon which it changes none of them (wa-js, functions of
 * `WPP.group`; `canPromote` and the like have more reasons than their words name).
 */
const REASONS: ReadonlyArray<{ says: RegExp; reason: string }> = [
	{
		says: /participant '.*' not found|no valid participants found/i,
		reason: 'Is not in the group',
	},
	{
		says: /participant is already a group admin/i,
		reason:
			'WhatsApp did not do this: probably an admin already, or the account is not an admin itself',
	},
	{
		says: /participant is already not a group admin/i,
		reason: 'WhatsApp did not do this: probably no admin, or the creator of the group',
	},
	{
		says: /participant is not a group member/i,
		reason: 'WhatsApp does not let the account remove this person',
	},
];

/** Why one of the people of a change could not be changed, so that nothing was done; undefined for other errors. */
export function refusedMember({ kind, words }: WahaError): string | undefined {
	if (kind !== 'refused') return undefined;
	return REASONS.find(({ says }) => says.test(words))?.reason;
}
