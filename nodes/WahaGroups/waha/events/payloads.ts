import { phoneOf, readPersonId } from '../input/ids';
import { isRecord, recordOf } from '../json';
import { idsOf } from '../phones/samePerson';
import type { Group, Member, Role } from '../answers/shapes';
import { toGroup, toIso, toMember } from '../answers/shapes';
import type { EventName } from './events';
import { known } from './people';
import { toldNumbers, withNumber } from './toldNumbers';
import { v2Group } from './v2Group';

/** A delivery as WAHA sends it, once it is known to be one. */
export interface Envelope {
	event: string;
	session: string;
	engine: string | null;
	id: string | null;
	/** When WAHA made it, in milliseconds since 1970; null where it does not say (old servers). */
	timestampMs: number | null;
	/** The account's own ids. */
	own: string[];
	payload: unknown;
}

/** What happened in a group, whatever engine and version told it. */
export interface GroupEvent {
	event: EventName;
	groupId: string | null;
	participants: Member[];
	/** Who did it; null where the engine does not say. */
	actorId: string | null;
	/** The same person under every id that the engine gives: some tell a hidden id and the number beside it. */
	actorIds: string[];
	group: Group | null;
	/** ISO 8601. */
	timestamp: string | null;
	source: 'v2' | 'legacy';
}

const text = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/** A time since 1970 in milliseconds, also where it came in seconds: in those, 1e11 is the year 5138. */
const toMs = (time: number): number => (time < 1e11 ? time * 1000 : time);

/** Reads a delivery; undefined where the body is no WAHA event. */
export function toEnvelope(body: unknown): Envelope | undefined {
	if (!isRecord(body)) return undefined;
	const { event, session, payload } = body;
	if (typeof event !== 'string' || typeof session !== 'string' || payload === undefined)
		return undefined;
	const me = recordOf(body.me);
	return {
		event,
		session,
		payload,
		engine: text(body.engine),
		id: text(body.id),
		timestampMs: typeof body.timestamp === 'number' ? toMs(body.timestamp) : null,
		own: [me.id, me.lid].flatMap((id) => readPersonId(id) ?? []),
	};
}

/** When it happened by the payload, in milliseconds since 1970; null where it does not say. */
export function payloadTimeMs(payload: unknown): number | null {
	const timestamp = isRecord(payload) ? payload.timestamp : undefined;
	const time = typeof timestamp === 'string' ? Number(timestamp) : timestamp;
	return typeof time === 'number' && Number.isFinite(time) && time > 0 ? toMs(time) : null;
}

function timeOf(payload: unknown, { timestampMs }: Envelope): string | null {
	const ms = payloadTimeMs(payload) ?? timestampMs;
	return ms === null ? null : toIso(ms / 1000);
}

/** Who acted, under every id in the engine's own data: WEBJS and NOWEB say author, GOWS Sender. */
function actorIdsOf(payload: Record<string, unknown>): string[] {
	const sources = [payload, recordOf(payload._data)];
	return sources.flatMap((source) =>
		['author', 'authorPn', 'Sender', 'SenderPN', 'by'].flatMap(
			(name) => readPersonId(source[name]) ?? [],
		),
	);
}

function actorOf(payload: Record<string, unknown>): Pick<GroupEvent, 'actorId' | 'actorIds'> {
	const actorIds = actorIdsOf(payload);
	return { actorId: actorIds[0] ?? null, actorIds };
}

function ownMember(envelope: Envelope, role: Role, group?: Group): Member[] {
	const [first] = envelope.own;
	if (first === undefined) return [];
	const isOwn = known(envelope.own);
	const listed = group?.participants?.find((member) => isOwn(idsOf(member)));
	const member = listed ?? { participantId: first, phoneNumber: null, role };
	// In a group that hides numbers the account is listed under its hidden id, but it knows its own number.
	const phones = envelope.own.flatMap((id) => phoneOf(id) ?? []);
	return [{ ...member, phoneNumber: member.phoneNumber ?? phones[0] ?? null }];
}

/** What somebody does to another one. */
const TO_ANOTHER: readonly unknown[] = ['add', 'remove', 'promote', 'demote'];

/**
 * Whom a notification of WEBJS is about, as ids. Where it lists nobody, the person is in the notification's own id;
 * who leaves or comes by a link is also its author, who does something to another one is not that one.
 */
function notifiedIds(notification: Record<string, unknown>): string[] {
	const listed = Array.isArray(notification.recipientIds) ? notification.recipientIds : [];
	const recipients = listed.flatMap((id) => readPersonId(id) ?? []);
	if (recipients.length > 0) return recipients;
	const author = readPersonId(notification.author);
	const person = readPersonId(recordOf(notification.id).participant) ?? author;
	const isActor = person === author && TO_ANOTHER.includes(notification.type);
	return person === null || isActor ? [] : [person];
}

function notifiedMembers(notification: Record<string, unknown>, role: Role): Member[] {
	return notifiedIds(notification).map((participantId) => ({
		participantId,
		phoneNumber: phoneOf(participantId),
		role,
	}));
}

/** The role that somebody has afterwards. */
const ROLE_AFTER: Partial<Record<EventName, Role>> = { leave: 'left', promote: 'admin' };

const roleAfter = (event: EventName): Role => ROLE_AFTER[event] ?? 'participant';

const PARTICIPANT_EVENTS: readonly EventName[] = ['join', 'leave', 'promote', 'demote'];

function v2Event(envelope: Envelope, payload: Record<string, unknown>): GroupEvent | undefined {
	const told = toldNumbers(payload._data);
	const known = v2Group(payload, envelope.engine);
	const members = known.participants?.map((member) => withNumber(member, told));
	const group = { ...known, ...(members && { participants: members }) };
	const common = {
		groupId: group.groupId,
		...actorOf(payload),
		timestamp: timeOf(payload, envelope),
		source: 'v2' as const,
	};
	switch (envelope.event) {
		case 'group.v2.participants': {
			const event = PARTICIPANT_EVENTS.find((name) => name === payload.type);
			if (event === undefined) return undefined;
			const listed = Array.isArray(payload.participants) ? payload.participants : [];
			const read = listed.flatMap((entry) => toMember(entry) ?? []);
			// WEBJS hands on the recipients of its notification, also where there are none.
			const data = recordOf(payload._data);
			const isNotification = Array.isArray(data.recipientIds);
			const people =
				read.length === 0 && isNotification ? notifiedMembers(data, roleAfter(event)) : read;
			const numbered = people.map((member) => withNumber(member, told));
			// NOWEB gives the role that somebody has just lost.
			const participants =
				event === 'demote'
					? numbered.map((member) => ({ ...member, role: 'participant' as const }))
					: numbered;
			return { ...common, event, group: null, participants };
		}
		case 'group.v2.join':
			return {
				...common,
				event: 'accountJoin',
				group,
				participants: ownMember(envelope, 'participant', group),
			};
		case 'group.v2.leave':
			return {
				...common,
				event: 'accountLeave',
				group: null,
				participants: ownMember(envelope, 'left'),
			};
		case 'group.v2.update':
			return { ...common, event: 'update', group, participants: [] };
		default:
			return undefined;
	}
}

/** A notification of WEBJS: who was added, invited, removed, or left. */
function webjsEvent(
	event: EventName,
	envelope: Envelope,
	payload: Record<string, unknown>,
): GroupEvent {
	return {
		event,
		groupId: readPersonId(payload.chatId),
		participants: notifiedMembers(payload, roleAfter(event)),
		...actorOf(payload),
		group: null,
		timestamp: timeOf(payload, envelope),
		source: 'legacy',
	};
}

/**
 * NOWEB's list of groups that the account has joined: it tells of the account only, so it is both what happened to the
 * account and a new member, as the two `group.v2` events are.
 */
function nowebEvents(
	event: EventName,
	envelope: Envelope,
	groups: readonly unknown[],
): GroupEvent[] {
	const names: readonly EventName[] = event === 'join' ? ['accountJoin', event] : [event];
	return groups.filter(isRecord).flatMap((raw) => {
		const group = toGroup(raw);
		return names.map((name) => ({
			event: name,
			groupId: group.groupId,
			participants: ownMember(envelope, 'participant', group),
			...actorOf(raw),
			group,
			timestamp: timeOf(undefined, envelope),
			source: 'legacy' as const,
		}));
	});
}

const LEGACY: Record<string, EventName> = { 'group.join': 'join', 'group.leave': 'leave' };

/** What a delivery tells, in one shape; nothing for an event that is not about groups. */
export function toGroupEvents(envelope: Envelope): GroupEvent[] {
	const { event, payload } = envelope;
	const legacy = Object.hasOwn(LEGACY, event) ? LEGACY[event] : undefined;
	if (legacy !== undefined) {
		if (Array.isArray(payload)) return nowebEvents(legacy, envelope, payload);
		if (!isRecord(payload)) return [];
		return payload.chatId === undefined
			? nowebEvents(legacy, envelope, [payload])
			: [webjsEvent(legacy, envelope, payload)];
	}
	const one = isRecord(payload) ? v2Event(envelope, payload) : undefined;
	return one === undefined ? [] : [one];
}
