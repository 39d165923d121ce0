import { InputError } from '../errors';
import type { Version } from '../versions';
import { isAtLeast, SINCE } from '../versions';

export type EventName =
	| 'join'
	| 'leave'
	| 'promote'
	| 'demote'
	| 'accountJoin'
	| 'accountLeave'
	| 'update';

export type EventSource = 'auto' | 'legacy' | 'v2';

interface EventKind {
	/** As shown in the editor. */
	name: string;
	/** As shown where a trigger is chosen. */
	action: string;
	description: string;
	/** The event of servers since 2025.2, on every engine. */
	v2: string;
	/** The event of older servers, and the engines that send it. */
	legacy?: { event: string; engines: readonly string[] };
	/** The event of older servers that means this on NOWEB only: elsewhere the same name tells of everybody. */
	legacyOfNoweb?: string;
}

/** The events that a workflow can ask for, under their stored values. */
export const EVENTS: Readonly<Record<EventName, EventKind>> = {
	accountJoin: {
		name: 'Account Joined a Group',
		action: 'On this account joining a group',
		description: 'This account joined a group or was added to one',
		v2: 'group.v2.join',
		legacyOfNoweb: 'group.join',
	},
	accountLeave: {
		name: 'Account Left a Group',
		action: 'On this account leaving a group',
		description: 'This account left a group or was removed from one',
		v2: 'group.v2.leave',
	},
	update: {
		name: 'Group Updated',
		action: 'On group details or settings changed',
		description: 'Subject, description or settings of a group changed',
		v2: 'group.v2.update',
	},
	demote: {
		name: 'Member Demoted',
		action: 'On admin made an ordinary member',
		description: 'An admin became an ordinary member',
		v2: 'group.v2.participants',
	},
	join: {
		name: 'Member Joined',
		action: 'On new member in a group',
		description: 'Somebody joined a group or was added to one',
		v2: 'group.v2.participants',
		legacy: { event: 'group.join', engines: ['WEBJS', 'NOWEB'] },
	},
	leave: {
		name: 'Member Left',
		action: 'On member leaving a group',
		description: 'Somebody left a group or was removed from one',
		v2: 'group.v2.participants',
		legacy: { event: 'group.leave', engines: ['WEBJS'] },
	},
	promote: {
		name: 'Member Promoted',
		action: 'On member made an admin',
		description: 'A member became an admin',
		v2: 'group.v2.participants',
	},
};

/** Whether a value is one of the events that can be asked for. */
export function isEventName(value: unknown): value is EventName {
	return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}

export interface Server {
	/** As the server tells it, e.g. 2025.11.1; undefined where it does not. */
	versionText: string | undefined;
	version: Version | undefined;
	/** CORE or PLUS; undefined where it does not tell. */
	tier: string | undefined;
	/** The engine of the session, e.g. WEBJS; undefined where it does not tell. */
	engine: string | undefined;
	/** Whether that is only the engine of the server, because a session that does not run tells none. */
	engineIsGuess: boolean;
}

function impossible(event: EventName, server: Server, hasV2: boolean): InputError {
	const { engine, engineIsGuess, versionText } = server;
	const { name } = EVENTS[event];
	const where = `the engine ${engine ?? 'of this session'} of WAHA ${versionText ?? ''}`.trim();
	const advice = hasV2
		? 'Choose the event source "Automatic" or "New Events" in the options.'
		: `Update WAHA to 2025.2 or newer, which sends it on every engine, or take "${name}" out of the events.`;
	const doubt = engineIsGuess
		? ' If this session has another engine, start it first: only then does it tell its engine.'
		: '';
	return new InputError(
		`"${name}" never comes from ${where} with this event source`,
		`${advice}${doubt}`,
	);
}

/** The event of older servers that brings this one from an engine; undefined where none does. */
function legacyEvent(event: EventName, engine: string): string | undefined {
	const { legacy, legacyOfNoweb } = EVENTS[event];
	if (engine === 'NOWEB' && legacyOfNoweb !== undefined) return legacyOfNoweb;
	return legacy?.engines.includes(engine) ? legacy.event : undefined;
}

/**
 * The WAHA events to register, each once, so that all the events asked for really come.
 * Throws InputError where one of them never can: engine, version or event source do not have it.
 */
export function wahaEventsFor(
	asked: readonly EventName[],
	source: EventSource,
	server: Server,
): string[] {
	const hasV2 = isAtLeast(server.version, SINCE.groupV2Events);
	if (source === 'v2' && !hasV2) {
		throw new InputError(
			`WAHA ${server.versionText} does not know the new group events, which came with 2025.2`,
			'Update WAHA, or choose the event source "Automatic" in the options.',
		);
	}
	if (source !== 'legacy' && hasV2) return [...new Set(asked.map((event) => EVENTS[event].v2))];
	return [
		...new Set(
			asked.map((event) => {
				const name = legacyEvent(event, server.engine ?? 'WEBJS');
				if (name === undefined) throw impossible(event, server, hasV2);
				return name;
			}),
		),
	];
}
