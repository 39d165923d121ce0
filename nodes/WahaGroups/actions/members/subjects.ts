import { WahaError } from '../../waha/errors';
import { jsonOf } from '../../waha/http/reply';
import { toGroupHead } from '../../waha/answers/shapes';
import { groupPath } from '../../waha/paths';
import { settle } from '../../waha/settle';
import type { Context } from '../framework/operation';

/** The subject of a group, asked for once in a run; null where the server does not tell it. Throws WahaError where the user stops. */
export async function subjectOf(context: Context, group: string): Promise<string | null> {
	return await context.subjects.get(group, async () => {
		const told = await settle(context.send({ method: 'GET', path: groupPath(group) }));
		if (told.ok) return toGroupHead(jsonOf(told.value)).subject;
		// Who is in the group is known, and must not be lost for its name.
		if (told.error instanceof WahaError && told.error.kind !== 'cancelled') return null;
		throw told.error;
	});
}
