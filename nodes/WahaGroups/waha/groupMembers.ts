import { WahaError } from './errors';
import type { Call } from './http/call';
import { lacksEndpoint, lacksTarget } from './http/missing';
import type { Reply } from './http/reply';
import { listOf } from './http/reply';
import type { MemberList } from './answers/shapes';
import { toMemberList } from './answers/shapes';
import { groupPath } from './paths';
import { settle } from './settle';

const NO_V2 = 'participants/v2 is missing';

/** What reads within a session, and what is known of its server so far. */
export interface MemberSource {
	send(call: Call): Promise<Reply>;
	readonly known: Set<string>;
}

/**
 * The members of a group as the server tells them: by `participants/v2`, which has one shape for every engine,
 * else by `participants` (servers before 2025.11.1). Throws WahaError.
 */
export async function fetchMembers(source: MemberSource, group: string): Promise<Reply> {
	if (!source.known.has(NO_V2)) {
		const call = source.send({ method: 'GET', path: groupPath(group, 'participants', 'v2') });
		const settled = await settle(call);
		if (settled.ok) return settled.value;
		if (!lacksEndpoint(settled.error) || lacksTarget(settled.error)) throw settled.error;
	}
	const reply = await source.send({ method: 'GET', path: groupPath(group, 'participants') });
	// Only now is it sure that the endpoint is missing and not the group.
	source.known.add(NO_V2);
	return reply;
}

/** Members from the reply of either endpoint; never none. Throws WahaError where nobody is found, which means unknown. */
export function membersIn(reply: Reply): MemberList {
	const found = toMemberList(listOf(reply));
	if (found.members.length > 0) return found;
	throw new WahaError({ name: 'membersUnknown', facts: {} }, { status: reply.status });
}
