import { chatId, shownId } from '../model/people';
import { isAdmin, present } from '../model/groups';
import type { Engine, Group, Member, Person } from '../model/types';
import { gows } from './gows';
import { noweb } from './noweb';
import type { EngineShapes } from './types';
import { webjs } from './webjs';

const SHAPES: Record<Engine, EngineShapes> = {
	WEBJS: webjs,
	// @witness chosen: WPP answers like WEBJS; the facts name no bodies for it
	WPP: webjs,
	NOWEB: noweb,
	GOWS: gows,
};

/** The shapes of an engine. */
export function shapesOf(engine: Engine): EngineShapes {
	return SHAPES[engine];
}

/** One participant in the shape that all engines share: `participants/v2` and the v2 events. */
export function participantV2(
	{ person, role }: Member,
	engine: Engine,
): { id: string; pn?: string; role: Member['role'] } {
	// @witness chosen: lists tell the number behind an `@lid` on GOWS only, and where it is known
	const pnKnown = !person.hidden || (engine === 'GOWS' && person.resolvable);
	return { id: shownId(person), ...(pnKnown ? { pn: chatId(person) } : {}), role };
}

/** A group in the shape of group.v2.join. */
export function groupV2(group: Group, engine: Engine, viewer: Person): object {
	const { inviteCode: code } = group;
	const link = `https://chat.whatsapp.com/${code}`;
	return {
		id: group.id,
		subject: group.subject,
		description: group.description,
		// @witness documented: `invite` is a bare code on WEBJS, a link elsewhere
		...(isAdmin(group, viewer) ? { invite: engine === 'WEBJS' ? code : link } : {}),
		membersCanAddNewMember: group.membersCanAddNewMember,
		// @witness documented: `membersCanSendMessages` of a join means what it says on WPP, elsewhere its opposite
		membersCanSendMessages: engine === 'WPP' ? !group.messagesAdminOnly : group.messagesAdminOnly,
		newMembersApprovalRequired: group.newMembersApprovalRequired,
		participants: present(group).map((member) => participantV2(member, engine)),
	};
}
