import { WahaError } from '../../waha/errors';
import { messageOf } from '../../wording/wording';
import type { MemberChange, ParticipantResult } from '../../waha/answers/results';
import { idsOf, keysOf } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import type { Member } from '../../waha/answers/shapes';
import { isAdmin } from '../../waha/answers/shapes';
import { ofSimplified, toggle } from '../../fields/fields';
import { lookAt, mayBeAmong, mayGoOn } from './members';
import type { Context } from '../framework/operation';

const description =
	'Whether to read the member list afterwards and report what it shows instead of what WAHA answered. Needs one more request.';

/** The option of operations that change members. */
export const verify = ofSimplified(toggle({ displayName: 'Verify', description, default: false }));

/** The same for a new group, where answers were seen to name members who never came in. */
export const verifyCreated = ofSimplified(
	toggle({ displayName: 'Verify', description, default: true }),
);

/** Why a change does not hold for somebody, in words that follow "but this person"; null where it holds. */
function whyNot(change: MemberChange, member: Member | undefined): string | null {
	if (change === 'remove') return member === undefined ? null : 'is still in the group';
	if (member === undefined) return 'is not in the group';
	if (change === 'promote') return isAdmin(member) ? null : 'is not an admin';
	if (change === 'demote') return isAdmin(member) ? 'is still an admin' : null;
	return null;
}

const whyUnknown = (doubt: string): string =>
	`Nobody can tell whether it worked: this person was not found afterwards, but ${doubt}`;

const UNKNOWN_ROLE =
	'Nobody can tell whether it worked: WAHA reports a role of this person that this node does not recognize';

/** What WhatsApp itself refused stays as it was told: its code says more than a look. */
const isRefused = ({ success, code }: ParticipantResult): boolean =>
	success === false && code !== null;

function told(result: ParticipantResult, change: MemberChange, member: Member | undefined) {
	const why = whyNot(change, member);
	if (why === null) return { ...result, success: true, reason: null };
	const reason =
		result.success === true
			? `WAHA answered that it worked, but this person ${why}`
			: ((result.success === null ? null : result.reason) ?? `Afterwards this person ${why}`);
	return { ...result, success: false, code: null, reason };
}

/** Members of whom nobody knows the number, without the account itself. */
async function strangers(context: Context, members: readonly Member[]): Promise<Member[]> {
	const hidden = members.filter(({ phoneNumber }) => phoneNumber === null);
	if (hidden.length === 0) return [];
	const own = await settle(context.ownIds());
	const keys = new Set(own.ok ? keysOf(own.value) : []);
	return hidden.filter((member) => !keysOf(idsOf(member)).some((key) => keys.has(key)));
}

export interface Verified {
	results: ParticipantResult[];
	/** How many members were seen; undefined where nobody could look. */
	count: number | undefined;
}

/**
 * Compares what became of people by the answer with who is in the group now, by one look. What WhatsApp refused with a
 * code stays; everything else is told as it is, or as unknown (null) where nobody could look, numbers are hidden, or
 * WAHA may still be adding after the try that broke off.
 */
export async function verified(
	context: Context,
	group: string,
	change: MemberChange,
	results: readonly ParticipantResult[],
	brokeOff?: WahaError,
): Promise<Verified> {
	if (results.every(isRefused)) return { results: [...results], count: undefined };
	const ids = results.map(({ participantId }) => participantId);
	const look = await settle(lookAt(context, group, ids));
	if (!look.ok) {
		if (!(look.error instanceof WahaError) || look.error.kind === 'cancelled') throw look.error;
		const reason = `Nobody could look whether it worked: ${messageOf(look.error)}`;
		return {
			results: results.map((one) =>
				one.success === false ? one : { ...one, success: null, reason: one.reason ?? reason },
			),
			count: undefined,
		};
	}
	const { people, members, unreadable } = look.value;
	const byKey = new Map(
		members.flatMap((member) => keysOf(idsOf(member)).map((key) => [key, member] as const)),
	);
	const mayStillAdd = brokeOff !== undefined && mayGoOn(brokeOff);
	let unknown: Member[] | undefined;
	const seen: ParticipantResult[] = [];
	for (const [at, result] of results.entries()) {
		const own = people[at]?.ids ?? [result.participantId];
		const member = keysOf(own)
			.map((key) => byKey.get(key))
			.find((one) => one !== undefined);
		const isUnderWay =
			member === undefined && result.success === null && change === 'add' && mayStillAdd;
		if (isRefused(result) || isUnderWay) seen.push(result);
		else if (member?.role === null && change !== 'add' && change !== 'remove')
			seen.push({ ...result, success: null, reason: UNKNOWN_ROLE });
		else if (member !== undefined) seen.push(told(result, change, member));
		else {
			unknown ??= await strangers(context, members);
			const doubt = mayBeAmong(own, unknown, unreadable);
			seen.push(
				doubt === undefined
					? told(result, change, undefined)
					: { ...result, success: null, reason: whyUnknown(doubt) },
			);
		}
	}
	return { results: seen, count: members.length + unreadable };
}
