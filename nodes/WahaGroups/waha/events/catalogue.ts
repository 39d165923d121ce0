import { phoneOf, readPersonId } from '../input/ids';
import type { Version } from '../versions';
import { SINCE } from '../versions';
import type { Envelope } from './envelope';
import type { GroupEvent } from './groupEvent';
import { accountMember, actor, v2Parser } from './parsers/facts';
import { legacyParser } from './parsers/legacy';
import { membersChanged } from './parsers/members';
import { withNumber } from './toldNumbers';
import { changedGroup, isListing } from './v2Group';

/** An event of WAHA, with all that the trigger knows of it. */
interface WahaEvent<Given extends string> {
	/** `legacy`: replaced by the events `group.v2`, and used only where these cannot come. */
	source: 'v2' | 'legacy';
	since?: Version;
	/** The stored values that it gives, each with the engines that send it for that. */
	gives: Readonly<Record<Given, readonly string[] | 'every engine'>>;
	/** What an envelope of this event tells; nothing where it is none of `gives`. */
	parse(this: void, envelope: Envelope): Array<GroupEvent<Given>>;
}

/** Lets the compiler see that an event parses to nothing but what it gives. */
function wahaEvent<Given extends string>(entry: WahaEvent<Given>): WahaEvent<Given> {
	return entry;
}

/** `group.v2.update` where something has changed. */
const groupChanged = v2Parser<'update'>(({ payload, common, group }, { engine }) => [
	{ ...common, event: 'update', group: changedGroup(group, payload, engine) },
]);

/** WAHA's events under their names. Here registration, lists, notices and parsing find them: see CONTRIBUTING. */
const catalogue = {
	'group.v2.participants': wahaEvent({
		source: 'v2',
		since: SINCE.groupV2Events,
		gives: {
			join: 'every engine',
			leave: 'every engine',
			promote: 'every engine',
			demote: 'every engine',
		},
		parse: membersChanged,
	}),
	'group.v2.participants.join-request': wahaEvent({
		source: 'v2',
		since: SINCE.joinRequests,
		gives: { joinRequest: 'every engine' },
		parse: v2Parser(({ payload, common, numbers }) => {
			// Others tell that a request was taken back or rejected, on some engines only.
			if (payload.action !== 'created') return [];
			const phoneId = readPersonId(payload.requesterPn);
			const participantId = readPersonId(payload.requesterId) ?? phoneId;
			const ids = [participantId, phoneId].filter((id) => id !== null);
			const phoneNumber = phoneOf(phoneId) ?? phoneOf(participantId);
			const requester = participantId === null ? [] : [{ participantId, phoneNumber, role: null }];
			// Who follows a link asks; who is added by a member does not.
			const asks = payload.requestMethod === 'non_admin_add' ? [] : [...new Set(ids)];
			return [
				{
					...common,
					...(common.actorIds.length === 0 && actor(asks)),
					event: 'joinRequest',
					participants: requester.map((person) => withNumber(person, numbers)),
				},
			];
		}),
	}),
	'group.v2.join': wahaEvent({
		source: 'v2',
		since: SINCE.groupV2Events,
		gives: { accountJoin: 'every engine' },
		parse: v2Parser(({ common, group }, envelope) => [
			{
				...common,
				event: 'accountJoin',
				group,
				participants: accountMember(envelope, 'participant', group),
			},
		]),
	}),
	'group.v2.leave': wahaEvent({
		source: 'v2',
		since: SINCE.groupV2Events,
		gives: { accountLeave: 'every engine' },
		parse: v2Parser(({ common }, envelope) => [
			{ ...common, event: 'accountLeave', participants: accountMember(envelope, 'left') },
		]),
	}),
	'group.v2.update': wahaEvent({
		source: 'v2',
		since: SINCE.groupV2Events,
		gives: { update: 'every engine' },
		// Asked first: after a refresh such events name all members of all groups.
		parse: (envelope) => (isListing(envelope) ? [] : groupChanged(envelope)),
	}),
	// On NOWEB it tells of the account only, so it is both: a new member, and what happened to the account.
	'group.join': wahaEvent({
		source: 'legacy',
		gives: { join: ['WEBJS', 'NOWEB'], accountJoin: ['NOWEB'] },
		parse: legacyParser('join', ['accountJoin', 'join']),
	}),
	'group.leave': wahaEvent({
		source: 'legacy',
		gives: { leave: ['WEBJS'] },
		parse: legacyParser('leave', ['leave']),
	}),
};

type Catalogue = typeof catalogue;

/** What a workflow can ask for, as it is stored. */
export type EventName = {
	[Name in keyof Catalogue]: keyof Catalogue[Name]['gives'];
}[keyof Catalogue];

interface Words {
	/** As shown in the editor. */
	name: string;
	/** As shown where a trigger is chosen. */
	action: string;
	description: string;
}

/** The words for all that a workflow can ask for, in the order in which they are wanted. */
export const EVENTS: Readonly<Record<EventName, Words>> = {
	join: {
		name: 'Member Joined',
		action: 'On new member in a group',
		description: 'Somebody joined a group or was added to one',
	},
	leave: {
		name: 'Member Left',
		action: 'On member leaving a group',
		description: 'Somebody left a group or was removed from one',
	},
	joinRequest: {
		name: 'Join Requested',
		action: 'On request to join a group',
		description: 'Somebody asks to join a group where admins approve new members',
	},
	accountJoin: {
		name: 'Account Joined a Group',
		action: 'On this account joining a group',
		description: 'This account joined a group or was added to one',
	},
	accountLeave: {
		name: 'Account Left a Group',
		action: 'On this account leaving a group',
		description: 'This account left a group or was removed from one',
	},
	promote: {
		name: 'Member Promoted',
		action: 'On member made an admin',
		description: 'A member became an admin',
	},
	demote: {
		name: 'Member Demoted',
		action: 'On admin made an ordinary member',
		description: 'An admin became an ordinary member',
	},
	update: {
		name: 'Group Updated',
		action: 'On group details or settings changed',
		description: 'Subject, description or settings of a group changed',
	},
};

/** Whether a value is one of the events that can be asked for. */
export function isEventName(value: unknown): value is EventName {
	return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}

/** An event of WAHA as it is looked up, whichever it is. */
export type AnyWahaEvent = Omit<WahaEvent<never>, 'gives' | 'parse'> & {
	gives: Readonly<Partial<Record<EventName, readonly string[] | 'every engine'>>>;
	parse(this: void, envelope: Envelope): Array<GroupEvent<EventName>>;
};

export const WAHA_EVENTS: Readonly<Record<string, AnyWahaEvent>> = catalogue;

/** What an envelope tells, in one shape; nothing for an event that is not about groups. */
export function toGroupEvents(envelope: Envelope): Array<GroupEvent<EventName>> {
	const { event } = envelope;
	return Object.hasOwn(WAHA_EVENTS, event) ? (WAHA_EVENTS[event]?.parse(envelope) ?? []) : [];
}
