import { phoneOf, readPersonId } from '../../waha/input/ids';
import { mapInOrder } from '../../waha/inOrder';
import { isRecord } from '../../waha/json';
import { lacksEndpoint, lacksPath } from '../../waha/http/missing';
import { jsonOf } from '../../waha/http/reply';
import { keysOf, keysOfAll } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import type { Member } from '../../waha/answers/shapes';
import { ofSimplified, toggle } from '../../fields/fields';
import type { Context } from '../framework/operation';
import type { Listed } from './people';
import { isPhone } from './people';

export const resolvePhoneNumbers = ofSimplified(
	toggle({
		displayName: 'Resolve Phone Numbers',
		description:
			'Whether to look up the phone numbers of members that WhatsApp hides behind an ID with @lid. Needs one more request for each.',
		default: false,
	}),
);

/** How many look-ups are begun at once: so many at most go out after one has failed. The pace is the client's. */
const AT_ONCE = 10;

const NO_LIDS = 'the lids API is missing';

async function lookUp(context: Context, lid: string): Promise<string | null> {
	if (context.known.has(NO_LIDS)) return null;
	const settled = await settle(context.send({ method: 'GET', path: ['lids', lid] }));
	if (!settled.ok && !lacksEndpoint(settled.error)) throw settled.error;
	// Hundreds of members need not be asked for one by one at a server that has no such thing.
	if (!settled.ok && lacksPath(settled.error)) context.known.add(NO_LIDS);
	const json = settled.ok ? jsonOf(settled.value) : undefined;
	return isRecord(json) ? readPersonId(json.pn) : null;
}

/**
 * The phone id of a hidden one, asked for once in a run; null where the server does not know it, or has no such
 * endpoint. In: `<digits>@lid`. Out: `<digits>@c.us`. Throws WahaError where the server cannot be asked.
 */
async function phoneIdOf(context: Context, lid: string): Promise<string | null> {
	return await context.phones.get(lid, async () => await lookUp(context, lid));
}

/** Members with the phone numbers of the hidden ones filled in as far as the server knows them. Throws WahaError. */
export async function withPhones(context: Context, members: readonly Member[]): Promise<Member[]> {
	return await mapInOrder(members, AT_ONCE, async (member) =>
		member.phoneNumber === null && member.participantId.endsWith('@lid')
			? { ...member, phoneNumber: phoneOf(await phoneIdOf(context, member.participantId)) }
			: member,
	);
}

/** A list with the phone ids behind its hidden ids; those in `present` are found already. Throws WahaError. */
export async function withPhonesBehind(
	context: Context,
	ids: readonly string[],
	present: ReadonlySet<string>,
): Promise<Listed[]> {
	return await mapInOrder(ids, AT_ONCE, async (id) => {
		const phone = id.endsWith('@lid') && !present.has(id) ? await phoneIdOf(context, id) : null;
		return { id, ids: phone === null ? [id] : [id, phone] };
	});
}

/**
 * Who was asked for and who is in a group, both with the phone numbers behind hidden ids where it takes them to compare.
 * Throws WahaError.
 */
export async function comparable(
	context: Context,
	ids: readonly string[],
	found: readonly Member[],
): Promise<{ people: Listed[]; members: Member[] }> {
	const present = keysOfAll(found);
	const people = await withPhonesBehind(context, ids, present);
	const isMissing = ids.some((id) => isPhone(id) && !keysOf([id]).some((key) => present.has(key)));
	return { people, members: isMissing ? await withPhones(context, found) : [...found] };
}
