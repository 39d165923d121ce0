import { InvalidInput } from '../errors';
import type { Version } from '../versions';
import { isAtLeast, SINCE } from '../versions';
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

/** The version that has what is asked for as one of the new events. */
function sinceOf(asked: EventName, engine: string): Version {
	const [, event] = eventGiving(asked, 'v2', engine) ?? [];
	return event?.since ?? SINCE.groupV2Events;
}

function impossible(
	asked: EventName,
	server: Server,
	engine: string,
	hasV2: boolean,
): InvalidInput {
	const facts = {
		event: EVENTS[asked].name,
		engine: server.engine,
		version: server.versionText,
		since: hasV2 ? undefined : sinceOf(asked, engine),
		engineIsGuess: server.engineIsGuess,
	};
	return new InvalidInput({ name: 'eventNeverComes', facts });
}

/** The WAHA event to register for what is asked for. Throws InvalidInput where it never can come. */
function wahaEventFor(asked: EventName, source: EventSource, server: Server): string {
	const engine = server.engine ?? 'WEBJS';
	const hasV2 = isAtLeast(server.version, SINCE.groupV2Events);
	const isNew = source !== 'legacy' && hasV2;
	const [name, event] = eventGiving(asked, isNew ? 'v2' : 'legacy', engine) ?? [];
	if (name === undefined) throw impossible(asked, server, engine, hasV2);
	if (event?.since && !isAtLeast(server.version, event.since)) {
		const { versionText: version } = server;
		const facts = { event: EVENTS[asked].name, version, since: event.since };
		throw new InvalidInput({ name: 'eventTooNew', facts });
	}
	return name;
}

/**
 * The WAHA events to register, each once, so that all the events asked for really come.
 * Throws InvalidInput where one of them never can: engine, version or event source do not have it.
 */
export function wahaEventsFor(
	asked: readonly EventName[],
	source: EventSource,
	server: Server,
): string[] {
	if (source === 'v2' && !isAtLeast(server.version, SINCE.groupV2Events)) {
		throw new InvalidInput({ name: 'noV2Events', facts: { version: server.versionText } });
	}
	return [...new Set(asked.map((one) => wahaEventFor(one, source, server)))];
}
