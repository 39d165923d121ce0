import { toGroupHead } from '../answers/shapes';
import { isRecord } from '../json';
import type { Envelope } from './envelope';

/**
 * The subjects that an event tells, whatever it is about, by id of the group: a `group.v2` event of its group, the old
 * join of NOWEB of several.
 */
export function toldSubjects({ payload }: Envelope): ReadonlyMap<string, string> {
	const groups = isRecord(payload) ? [payload.group] : Array.isArray(payload) ? payload : [];
	return new Map(
		groups.flatMap((group) => {
			const { groupId, subject } = toGroupHead(group);
			return groupId === null || subject === null ? [] : [[groupId, subject] as const];
		}),
	);
}
