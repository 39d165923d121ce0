import type { RequestEntry } from '../../../../sandbox';
import type { SessionName } from './actions';
import { SESSIONS } from './actions';
import type { Expected, State } from './expected';
import { type Config, entriesOf, type History } from './history';
import { isOfProcess } from './process';

function problem(
	{ slot, on, maybe }: State,
	session: SessionName,
	found: readonly unknown[],
): string {
	const where = `${slot.workflow} (${slot.kind}) in ${session}`;
	const text = JSON.stringify(found);
	if (on?.session === session) {
		const right = [{ url: on.url, events: [on.event], hmac: { key: on.key } }];
		return text === JSON.stringify(right)
			? ''
			: `${where} is not right: ${text} in place of ${JSON.stringify(right)}`;
	}
	if (maybe.has(session)) return found.length <= 1 ? '' : `${where} is doubled: ${text}`;
	return found.length === 0 ? '' : `${where} is an orphan: ${text}`;
}

/**
 * What is wrong in the sessions when nothing is under way: an active trigger has exactly one right entry, any other
 * none. A slot that another program has written over since its workflow last looked is not judged.
 */
export function problemsAtRest(
	{ states }: Expected,
	history: History,
	configOf: (session: SessionName) => Config,
): string[] {
	return states.flatMap((state) =>
		SESSIONS.flatMap((session) => {
			const { slot, seen } = state;
			if (history.disturbed(slot, session, seen.get(session) ?? -1)) return [];
			return problem(state, session, entriesOf(slot, configOf(session))) || [];
		}),
	);
}

/**
 * Writes that a process made, but not right after a look: what others wrote in the meantime would be undone. A dead one
 * is not judged: n8n itself sends again what is refused for its key by half an answer.
 */
export function staleWrites(requests: readonly RequestEntry[], generation: number): string[] {
	const last = new Map<string, RequestEntry>();
	return requests.flatMap((request) => {
		const key = request.headers['x-api-key'] ?? '';
		if (!isOfProcess(generation, key)) return [];
		const before = last.get(key);
		last.set(key, request);
		if (request.method !== 'PUT') return [];
		const fresh = before?.method === 'GET' && before.path === request.path && before.status === 200;
		return fresh ? [] : [`${key} writes ${request.path} without a look right before`];
	});
}
