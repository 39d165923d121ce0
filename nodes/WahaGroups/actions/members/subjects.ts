import { WahaError } from '../../waha/errors';
import { jsonOf, listOf } from '../../waha/http/reply';
import { toGroupHead } from '../../waha/answers/shapes';
import { groupPath } from '../../waha/paths';
import { settle } from '../../waha/settle';
import type { Context } from '../framework/operation';

/** How many groups of a list are looked at; the others are asked for one by one. */
const MOST = 1000;

/** What was told; `otherwise` where WAHA failed: who is in a group is known, and must not be lost for its name. Throws where the user stops. */
async function unlessTold<T>(told: Promise<T>, otherwise: T): Promise<T> {
	const settled = await settle(told);
	if (settled.ok) return settled.value;
	const { error } = settled;
	if (error instanceof WahaError && error.kind !== 'cancelled') return otherwise;
	throw error;
}

async function askedSubject(context: Context, group: string): Promise<string | null> {
	const told = await context.send({ method: 'GET', path: groupPath(group) });
	return toGroupHead(jsonOf(told)).subject;
}

async function askedSubjects(context: Context): Promise<ReadonlyMap<string, string>> {
	const query = { limit: MOST, exclude: 'participants' };
	const told = await context.send({ method: 'GET', path: ['groups'], query });
	const subjects = new Map<string, string>();
	for (const body of listOf(told).slice(0, MOST)) {
		const { groupId, subject } = toGroupHead(body);
		if (groupId !== null && subject !== null) subjects.set(groupId, subject);
	}
	return subjects;
}

/** The subject of a group, asked for once in a run; null where the server does not tell it. Throws WahaError where the user stops. */
export async function subjectOf(context: Context, group: string): Promise<string | null> {
	return await context.subjects.get(
		group,
		async () => await unlessTold(askedSubject(context, group), null),
	);
}

/**
 * The same where a run goes through groups: the first one is asked for by itself, from the second on one list of all
 * groups tells the others, and what is not in it is asked for by itself. Servers before 2025.2 send the members in that
 * list, too: it is asked for all the same, once, because it takes the place of a request for each group, each of which
 * sends the members as well.
 */
export async function listedSubjectOf(context: Context, group: string): Promise<string | null> {
	const isFirst = context.subjects.size === 0;
	return await context.subjects.get(group, async () => {
		const listed = isFirst
			? undefined
			: await context.listedSubjects.get(
					'',
					async () => await unlessTold(askedSubjects(context), new Map<string, string>()),
				);
		return listed?.get(group) ?? (await unlessTold(askedSubject(context, group), null));
	});
}
