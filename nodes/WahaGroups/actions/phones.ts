import { WahaError } from '../waha/errors';
import { phoneOf, readPersonId } from '../waha/ids';
import { isRecord } from '../waha/json';
import { jsonOf } from '../waha/reply';
import { settle } from '../waha/settle';
import type { Member } from '../waha/shapes';
import { toggle } from './fields';
import type { Context } from './operation';

export const resolvePhoneNumbers = toggle({
	displayName: 'Resolve Phone Numbers',
	description:
		'Whether to look up the phone numbers of members that WhatsApp hides behind an ID with @lid. Needs one more request for each.',
	default: false,
});

/**
 * The phone id of a hidden one, asked for once in a run; null where the server does not know it, or has no such
 * endpoint. In: `<digits>@lid`. Out: `<digits>@c.us`. Throws WahaError where the server cannot be asked.
 */
export async function phoneIdOf(context: Context, lid: string): Promise<string | null> {
	const known = context.phones.get(lid);
	if (known !== undefined) return known;
	const settled = await settle(context.send({ method: 'GET', path: ['lids', lid] }));
	if (!settled.ok && !(settled.error instanceof WahaError && settled.error.status === 404))
		throw settled.error;
	const json = settled.ok ? jsonOf(settled.value) : undefined;
	const found = isRecord(json) ? readPersonId(json.pn) : null;
	context.phones.set(lid, found);
	return found;
}

/** Members with the phone numbers of the hidden ones filled in as far as the server knows them. Throws WahaError. */
export async function withPhones(context: Context, members: readonly Member[]): Promise<Member[]> {
	return await Promise.all(
		members.map(async (member) =>
			member.phoneNumber === null && member.participantId.endsWith('@lid')
				? { ...member, phoneNumber: phoneOf(await phoneIdOf(context, member.participantId)) }
				: member,
		),
	);
}
