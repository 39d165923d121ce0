import { InputError } from '../errors';
import type { Version } from '../versions';
import { isAtLeast, SINCE, shownVersion } from '../versions';
import type { AnyWahaEvent, EventName } from './catalogue';
import { EVENTS, WAHA_EVENTS } from './catalogue';

export type EventSource = 'auto' | AnyWahaEvent['source'];

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

/** The event of a source that brings what is asked for from an engine, with its name; undefined where none does. */
function eventGiving(
	asked: EventName,
	source: AnyWahaEvent['source'],
	engine: string,
): [string, AnyWahaEvent] | undefined {
	return Object.entries(WAHA_EVENTS).find(([, { source: its, gives }]) => {
		const engines = gives[asked];
		return its === source && (engines === 'every engine' || engines?.includes(engine));
	});
}

/** The version that has what is asked for as one of the new events, as text. */
function sinceOf(asked: EventName, engine: string): string {
	const [, event] = eventGiving(asked, 'v2', engine) ?? [];
	return shownVersion(event?.since ?? SINCE.groupV2Events);
}

function impossible(asked: EventName, server: Server, engine: string, hasV2: boolean): InputError {
	const { name } = EVENTS[asked];
	const where = `the engine ${server.engine ?? 'of this session'} of WAHA ${server.versionText ?? ''}`;
	const advice = hasV2
		? 'Choose the event source "Automatic" or "New Events" in the options.'
		: `Update WAHA to ${sinceOf(asked, engine)} or newer, which sends it on every engine, or take "${name}" out of the events.`;
	const doubt = server.engineIsGuess
		? ' If this session has another engine, start it first: only then does it tell its engine.'
		: '';
	return new InputError(
		`"${name}" never comes from ${where.trim()} with this event source`,
		`${advice}${doubt}`,
	);
}

/** The WAHA event to register for what is asked for. Throws InputError where it never can come. */
function wahaEventFor(asked: EventName, source: EventSource, server: Server): string {
	const engine = server.engine ?? 'WEBJS';
	const hasV2 = isAtLeast(server.version, SINCE.groupV2Events);
	const isNew = source !== 'legacy' && hasV2;
	const [name, event] = eventGiving(asked, isNew ? 'v2' : 'legacy', engine) ?? [];
	if (name === undefined) throw impossible(asked, server, engine, hasV2);
	if (event?.since && !isAtLeast(server.version, event.since)) {
		throw new InputError(
			`WAHA ${server.versionText} does not know "${EVENTS[asked].name}", which came with ${shownVersion(event.since)}`,
			`Update WAHA, or take "${EVENTS[asked].name}" out of the events.`,
		);
	}
	return name;
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
	if (source === 'v2' && !isAtLeast(server.version, SINCE.groupV2Events)) {
		throw new InputError(
			`WAHA ${server.versionText} does not know the new group events, which came with 2025.2`,
			'Update WAHA, or choose the event source "Automatic" in the options.',
		);
	}
	return [...new Set(asked.map((one) => wahaEventFor(one, source, server)))];
}
