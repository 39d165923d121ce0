import { groupV2, shapesOf } from '../engines/shapes';
import { nowebGroup } from '../engines/noweb';
import { notification } from '../engines/webjs';
import { present } from '../model/groups';
import { jid, shownId, shownJid } from '../model/people';
import { requesterPn } from '../model/requests';
import { hasFeature, JOIN_REQUEST_EVENT } from '../model/versions';
import type { Change, Engine, Group, JoinRequest, Person, Session } from '../model/types';

export interface SandboxEvent {
	event: string;
	payload: unknown;
}

/** The events that a session sends for a change, by its engine and the server's version. */
export function eventsFor(change: Change, session: Session, version: string): SandboxEvent[] {
	const v2 = hasFeature(version, 'groupsV2Events') ? v2Events(change, session, version) : [];
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
	// @witness measured R24: `group.join` of NOWEB comes when the account joins or makes a group
	// @witness documented: `group.join` and `group.leave` of others on WEBJS only; neither on WPP and GOWS
	const joined = change.kind === 'join' || change.kind === 'create';
	if (engine === 'NOWEB' && joined && concernsAccount(change, session)) {
		return [{ event: 'group.join', payload: [nowebGroup(change.group, true)] }];
	}
	return [];
}

function v2Events(change: Change, session: Session, version: string): SandboxEvent[] {
	const { engine, account } = session;
	const timestamp = timeOf(change, engine);
	const group = { id: change.group.id };
	const measured = engine === 'NOWEB' && hasFeature(version, 'after202672');
	const _data = {
		...shapesOf(engine).data(change, account),
		// @witness documented: NOWEB's `_data.participants[].phoneNumber` has the number behind an `@lid`
		...(measured && 'people' in change ? { participants: change.people.map(nowebPerson) } : {}),
	};
	const joined = {
		event: 'group.v2.join',
		payload: {
			timestamp,
			group: groupV2(change.group, engine, account),
			_data: { ..._data, ...ownGroup(change.group, session) },
		},
	};
	if (change.kind === 'create') return concernsAccount(change, session) ? [joined] : [];
	if (change.kind === 'update') {
		const told = updatedV2(change, session);
		const payload = { timestamp, group: { ...group, ...told }, _data };
		return told === undefined ? [] : [{ event: 'group.v2.update', payload }];
	}
	const events: SandboxEvent[] = [];
	if (concernsAccount(change, session) && change.kind === 'join') events.push(joined);
	if (concernsAccount(change, session) && change.kind === 'leave') {
		events.push({ event: 'group.v2.leave', payload: { timestamp, group, _data } });
	}
	// @witness chosen: WPP tells of the account itself only with group.v2.join and group.v2.leave
	if (engine === 'WPP' && events.length > 0) return events;
	const role = {
		join: 'participant',
		leave: 'left',
		promote: 'admin',
		// @witness documented: NOWEB calls who is no admin any more `admin`, the role that was lost
		demote: engine === 'NOWEB' ? 'admin' : 'participant',
	} as const;
	const withPn = hasFeature(version, 'pnInEvents');
	const participants = change.people.map((person) => ({
		id: shownId(person),
		// @witness documented: `pn` stands beside `id` since 2026.8.2; before, in the engine's own data at most
		// @witness chosen: `pn` is left out where the account cannot know the number
		...(withPn && requesterPn(person) !== null ? { pn: requesterPn(person) } : {}),
		role: role[change.kind],
	}));
	const payload = { type: change.kind, timestamp, group, participants, _data };
	events.push({ event: 'group.v2.participants', payload });
	// @witness measured R26: one change of members makes NOWEB send the whole list, too
	if (measured) events.push(wholeGroup(change.group, account));
	return events;
}

const nowebPerson = (person: Person): object => ({
	id: shownJid(person),
	...(person.hidden && person.resolvable ? { phoneNumber: jid(person) } : {}),
	admin: null,
});

// @witness documented: Baileys tells all groups anew, each whole, whenever it has read its list (`groupFetchAllParticipating`)
/** The `group.v2.update` with which NOWEB tells a group whole, though nothing about it changed. */
export function wholeGroup(group: Group, account: Person): SandboxEvent {
	const participants = present(group).map(({ person, role }) => ({
		id: shownId(person),
		pn: requesterPn(person) ?? undefined,
		role,
	}));
	const _data = {
		...nowebGroup(group, false),
		participants: present(group).map(({ person }) => nowebPerson(person)),
	};
	const told = { ...groupV2(group, 'NOWEB', account), invite: undefined, participants };
	return {
		event: 'group.v2.update',
		payload: { timestamp: Date.now(), group: told, _data },
	};
}

export type RequestAction = 'created' | 'rejected' | 'revoked';

/** What a session tells of a request to come in; null where its engine or version says nothing. */
export function requestEvent(
	group: Group,
	{ person, method, at }: JoinRequest,
	action: RequestAction,
	{ engine }: Session,
	version: string,
): SandboxEvent | null {
	if (!hasFeature(version, 'joinRequests')) return null;
	// @witness documented: of requests to join WEBJS and WPP send only `created`
	if (action !== 'created' && (engine === 'WEBJS' || engine === 'WPP')) return null;
	const payload = {
		group: { id: group.id },
		action,
		requesterId: shownId(person),
		requesterPn: requesterPn(person),
		requestMethod: method,
		// @witness chosen: the time of a request to join is in seconds on every engine
		timestamp: at,
		_data: { id: group.id, participant: shownJid(person), action },
	};
	return { event: JOIN_REQUEST_EVENT, payload };
}

// @witness documented: `timestamp` of group.v2 events is in seconds on WEBJS, in ms on NOWEB and GOWS
// @witness chosen: `timestamp` of group.v2 events is in seconds on WPP
/** NOWEB and GOWS speak the protocol, so that WAHA takes its own clock there, in milliseconds; the others seconds. */
function timeOf({ at }: Change, engine: Engine): number {
	return engine === 'NOWEB' || engine === 'GOWS' ? at * 1000 : at;
}

/** Those two also send the engine's own group along when the account joins. */
function ownGroup(group: Group, { engine, account }: Session): object {
	const view = { viewer: account, participants: true };
	return engine === 'NOWEB' || engine === 'GOWS' ? shapesOf(engine).group(group, view) : {};
}

type Update = Extract<Change, { kind: 'update' }>;

/** What a change of a group is told with, besides its id; undefined where the engine says nothing of it. */
function updatedV2({ group, changed }: Update, { engine, account }: Session): object | undefined {
	const { subject, description, messagesAdminOnly, newMembersApprovalRequired: approval } = changed;
	const { membersCanAddNewMember } = changed;
	// @witness documented: WEBJS tells the whole group as it is now, whatever has changed
	if (engine === 'WEBJS') return { ...groupV2(group, engine, account), participants: [] };
	// @witness documented: WPP tells of a new subject or description only
	const texts = { subject, description };
	// @witness documented: `membersCanSendMessages` of an update means what it says on GOWS
	const opposite = messagesAdminOnly === undefined ? undefined : !messagesAdminOnly;
	const asNamed = engine === 'GOWS' ? opposite : messagesAdminOnly;
	const settings = { membersCanSendMessages: asNamed, newMembersApprovalRequired: approval };
	// @witness documented: on NOWEB a description that was removed is left out
	if (engine === 'NOWEB') {
		return { ...texts, ...settings, description: description || undefined, membersCanAddNewMember };
	}
	// @witness documented: GOWS does not tell who may edit a group or add members
	const told = engine === 'GOWS' ? { ...texts, ...settings } : texts;
	return Object.values(told).some((value) => value !== undefined) ? told : undefined;
}
