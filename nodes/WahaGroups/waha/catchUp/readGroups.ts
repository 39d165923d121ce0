import type { Call } from '../http/call';
import type { WahaClient } from '../http/client';
import type { Reply } from '../http/reply';
import { jsonOf, listOf } from '../http/reply';
import { toGroup, toGroupHead } from '../answers/shapes';
import type { ProblemKind } from '../errors';
import { WahaError } from '../errors';
import { fetchMembers, membersIn } from '../groupMembers';
import { mapInOrder } from '../inOrder';
import { accountIdsIn } from '../input/ids';
import { recordOf } from '../json';
import { settle } from '../settle';
import type { GroupReading, Reading } from './reading';

/** How many groups are read at once where the list does not tell their members. */
const AT_ONCE = 5;

/** After these no other request goes better. */
const HOPELESS: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
	'cancelled',
	'forbidden',
	'noSession',
	'page',
	'rateLimit',
	'sessionNotReady',
	'unauthorized',
	'unreachable',
	'broken',
]);

const isHopeless = (error: unknown): boolean =>
	!(error instanceof WahaError) || HOPELESS.has(error.kind);

/** The ids of the session's account; none where the server does not tell. */
async function readAccountIds(client: WahaClient, session: string): Promise<string[]> {
	const settled = await settle(client.callServer({ method: 'GET', path: ['sessions', session] }));
	return settled.ok ? accountIdsIn(recordOf(jsonOf(settled.value)).me) : [];
}

/**
 * The members that the list of all groups tells of those wanted. Left out is a group with none in it, which is not loaded,
 * and one with members who cannot be read: whoever is missing in it would be told to have left.
 */
function membersInList(list: readonly unknown[], wanted: ReadonlySet<string>) {
	return list.flatMap((entry): Array<[string, GroupReading]> => {
		const { groupId } = toGroupHead(entry);
		if (groupId === null || !wanted.has(groupId)) return [];
		const { participants: members = [], participantCount } = toGroup(entry);
		const isWhole = members.length > 0 && members.length === participantCount;
		return isWhole ? [[groupId, { members }]] : [];
	});
}

/**
 * Reads who is in some groups: by one list of all groups, and one by one those whose members it does not tell. In: the
 * session, IDs of the groups, and the time now in milliseconds since 1970. Throws nothing: a group that cannot be read
 * is unknown, with the error.
 */
export async function readGroups(
	client: WahaClient,
	session: string,
	groupIds: readonly string[],
	nowMs: number,
): Promise<Reading> {
	const accountIds = await readAccountIds(client, session);
	const send = async (call: Call): Promise<Reply> => await client.callSession(session, call);
	const list = await settle(send({ method: 'GET', path: ['groups'] }).then(listOf));
	const groups = new Map(list.ok ? membersInList(list.value, new Set(groupIds)) : []);
	const source = { send, known: new Set<string>() };
	const others = groupIds.filter((id) => !groups.has(id));
	const read = await mapInOrder(others, AT_ONCE, async (id): Promise<GroupReading> => {
		if (!list.ok && isHopeless(list.error)) return { unknown: list.error };
		const settled = await settle(fetchMembers(source, id).then(membersIn));
		if (!settled.ok) return { unknown: settled.error };
		const { members, unreadable } = settled.value;
		return unreadable === 0 ? { members } : { unknown: null };
	});
	for (const [at, id] of others.entries()) groups.set(id, read[at] ?? { unknown: null });
	return { startedMs: nowMs, accountIds, groups };
}
