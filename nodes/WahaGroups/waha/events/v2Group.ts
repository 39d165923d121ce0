import { isRecord, recordOf } from '../json';
import type { Group } from '../answers/shapes';
import { toGroup } from '../answers/shapes';

/** Whether only admins may write, in the words of NOWEB, of GOWS for a whole group, and of GOWS for a change. */
function adminsOnly(data: Record<string, unknown>): boolean | null {
	const change = isRecord(data.Announce) ? data.Announce.IsAnnounce : undefined;
	const said = [data.announce, data.IsAnnounce, change].find((one) => typeof one === 'boolean');
	return said ?? null;
}

/**
 * The group that a `group.v2` event is about. In: its payload, and the engine that the envelope names.
 * `membersCanSendMessages` means the opposite of its name on WEBJS and NOWEB, and on GOWS for a whole group (WAHA's
 * sources, 2025.2 to 2026.7), so only WPP's counts; elsewhere the engine's own word is taken, where it comes along.
 */
export function v2Group(payload: Record<string, unknown>, engine: string | null): Group {
	const group = toGroup(payload.group);
	const told = adminsOnly(recordOf(payload._data));
	return { ...group, messagesAdminOnly: engine === 'WPP' ? group.messagesAdminOnly : told };
}
