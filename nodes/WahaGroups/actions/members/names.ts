import type { Member } from '../../waha/answers/shapes';
import { ContactNames, readContacts } from '../../waha/contactNames';
import { WahaError } from '../../waha/errors';
import { idsOf } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import { messageOf } from '../../wording/wording';
import { ofSimplified, toggle } from '../../fields/fields';
import type { Context } from '../framework/operation';

export const includeNames = ofSimplified(
	toggle({
		displayName: 'Include Names',
		description:
			'Whether to add the name of each member as the contacts of this account have it: as saved, else as the person goes by on WhatsApp. Reads all contacts once.',
		default: false,
	}),
);

/**
 * The contacts' names, read once in a run for each session. Where they cannot be read, a hint says why: who is in the
 * group is known, and must not be lost for a name. Throws WahaError where the user stops.
 */
async function namesOf(context: Context): Promise<ContactNames> {
	return await context.names.get('', async () => {
		const names = new ContactNames();
		const read = await settle(readContacts(context.send, names));
		if (read.ok) return names;
		if (!(read.error instanceof WahaError) || read.error.kind === 'cancelled') throw read.error;
		context.hint(
			`Names are missing, because the contacts could not be read: ${messageOf(read.error)}.`,
		);
		return names;
	});
}

/** Members with their names; null for those whom the contacts do not name. Throws WahaError where the user stops. */
export async function withNames(
	context: Context,
	members: readonly Member[],
): Promise<Array<Member & { name: string | null }>> {
	const names = await namesOf(context);
	return members.map((member) => ({ ...member, name: names.nameOf(idsOf(member)) }));
}
