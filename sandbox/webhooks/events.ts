import { groupV2, participantV2, shapesOf } from '../engines/shapes';
import { nowebGroup } from '../engines/noweb';
import { notification } from '../engines/webjs';
import { hasFeature } from '../model/versions';
import type { Change, GroupDetails, Session } from '../model/types';

export interface SandboxEvent {
	event: string;
	payload: unknown;
}

/** The events that a session sends for a change, by its engine and the server's version. */
export function eventsFor(change: Change, session: Session, version: string): SandboxEvent[] {
	const v2 = hasFeature(version, 'groupsV2Events') ? v2Events(change, session) : [];
	return [...legacyEvents(change, session), ...v2];
}

function concernsAccount(change: Change, session: Session): boolean {
	if (change.kind === 'create') return change.author === session.account;
	return 'people' in change && change.people.includes(session.account);
}

function legacyEvents(change: Change, session: Session): SandboxEvent[] {
	const { engine, account } = session;
	if (engine === 'WEBJS' && (change.kind === 'join' || change.kind === 'leave')) {
		return [{ event: `group.${change.kind}`, payload: notification(change, account) }];
	}
	const joined = change.kind === 'join' || change.kind === 'create';
	if (engine === 'NOWEB' && joined && concernsAccount(change, session)) {
		return [{ event: 'group.join', payload: [nowebGroup(change.group, true)] }];
	}
	return [];
}

function v2Events(change: Change, session: Session): SandboxEvent[] {
	const { engine, account } = session;
	const timestamp = change.at;
	const group = { id: change.group.id };
	const _data = shapesOf(engine).data(change, account);
	const joined = {
		event: 'group.v2.join',
		payload: { timestamp, group: groupV2(change.group, engine, account), _data },
	};
	if (change.kind === 'create') return concernsAccount(change, session) ? [joined] : [];
	if (change.kind === 'update') {
		const changed = changedV2(change.changed);
		return [
			{ event: 'group.v2.update', payload: { timestamp, group: { ...group, ...changed }, _data } },
		];
	}
	const events: SandboxEvent[] = [];
	if (concernsAccount(change, session) && change.kind === 'join') events.push(joined);
	if (concernsAccount(change, session) && change.kind === 'leave') {
		events.push({ event: 'group.v2.leave', payload: { timestamp, group, _data } });
	}
	const role = {
		join: 'participant',
		leave: 'left',
		promote: 'admin',
		demote: 'participant',
	} as const;
	const participants = change.people.map((person) =>
		participantV2({ person, role: role[change.kind] }, engine),
	);
	const payload = { type: change.kind, timestamp, group, participants, _data };
	return [...events, { event: 'group.v2.participants', payload }];
}

/** The changed fields that the v2 shape has a name for. */
function changedV2(changed: Partial<GroupDetails>): object {
	const { messagesAdminOnly } = changed;
	return {
		...(changed.subject === undefined ? {} : { subject: changed.subject }),
		...(changed.description === undefined ? {} : { description: changed.description }),
		...(messagesAdminOnly === undefined ? {} : { membersCanSendMessages: !messagesAdminOnly }),
		...(changed.membersCanAddNewMember === undefined
			? {}
			: { membersCanAddNewMember: changed.membersCanAddNewMember }),
		...(changed.newMembersApprovalRequired === undefined
			? {}
			: { newMembersApprovalRequired: changed.newMembersApprovalRequired }),
	};
}
