import { recordOf } from '../json';
import type { Group } from '../answers/shapes';
import { toGroup } from '../answers/shapes';
import { withoutLink } from '../input/ids';
import type { Envelope } from './envelope';

type Data = Record<string, unknown>;

/** A group as the event of a change tells it: of what only such events name, what this one does not name is left out. */
export interface ToldGroup extends Group {
	membersCanAddNewMember?: boolean;
	newMembersApprovalRequired?: boolean;
	inviteCode?: string;
}

/** A setting in the engine's own data. In: its names with NOWEB, with GOWS, and of what holds it in a change with GOWS. */
function setting(data: Data, noweb: string, gows: string, holder: string): boolean | null {
	const said = [data[noweb], data[gows], recordOf(data[holder])[gows]];
	return said.find((one) => typeof one === 'boolean') ?? null;
}

/**
 * The group that a `group.v2` event is about. In: its payload, and the engine that the envelope names.
 * `membersCanSendMessages` means the opposite of its name on WEBJS and NOWEB, and on GOWS for a whole group (WAHA's
 * sources, 2025.2 to 2026.7), so only WPP's counts; elsewhere the engine's own word is taken, where it comes along.
 */
export function v2Group(payload: Data, engine: string | null): Group {
	const group = toGroup(payload.group);
	const data = recordOf(payload._data);
	const told = setting(data, 'announce', 'IsAnnounce', 'Announce');
	return { ...group, messagesAdminOnly: engine === 'WPP' ? group.messagesAdminOnly : told };
}

/**
 * Whether a `group.v2.update` tells no change: NOWEB sends each group whole, with all members, whenever it has read its
 * list anew, as after a change of members (measured on 2026.7.2) or a refresh (Baileys, `groupFetchAllParticipating`).
 * What somebody has changed names its author.
 */
export function isListing({ payload, engine }: Envelope): boolean {
	const { group, _data } = recordOf(payload);
	const { participants } = recordOf(group);
	const { author, authorPn } = recordOf(_data);
	const isWhole = Array.isArray(participants) && participants.length > 0;
	return engine === 'NOWEB' && isWhole && !author && !authorPn;
}

/**
 * The group of a `group.v2.update` with what only such an event tells. In: the group as all events tell it, the payload,
 * and the engine. WEBJS sends the whole group as it is now, whatever has changed (WAHA's sources), and so nothing more.
 */
export function changedGroup(group: Group, payload: Data, engine: string | null): ToldGroup {
	if (engine === 'WEBJS') return group;
	const raw = recordOf(payload.group);
	const { membersCanAddNewMember, newMembersApprovalRequired, invite } = raw;
	const data = recordOf(payload._data);
	const infoAdminOnly = setting(data, 'restrict', 'IsLocked', 'Locked');
	return {
		...group,
		// Elsewhere an empty one is as good as none; here it was taken away.
		description: group.description ?? (raw.description === '' ? '' : null),
		infoAdminOnly: group.infoAdminOnly ?? infoAdminOnly,
		...(typeof membersCanAddNewMember === 'boolean' && { membersCanAddNewMember }),
		...(typeof newMembersApprovalRequired === 'boolean' && { newMembersApprovalRequired }),
		...(typeof invite === 'string' && invite !== '' && { inviteCode: withoutLink(invite) }),
	};
}
