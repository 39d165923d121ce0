import { createHash } from 'node:crypto';

import { accountIdsIn } from '../input/ids';
import { isRecord } from '../json';

/** An event as WAHA sends it over a webhook or a WebSocket, once it is known to be one. */
export interface Envelope {
	event: string;
	session: string;
	engine: string | null;
	id: string | null;
	/** When WAHA made it, in milliseconds since 1970; null where it does not say (old servers). */
	timestampMs: number | null;
	/** The ids of the session's own account. */
	accountIds: string[];
	payload: unknown;
	/** All of it as it came. */
	body: Record<string, unknown>;
}

const textOrNull = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/** A time since 1970 in milliseconds, also where it came in seconds: in those, 1e11 is the year 5138. */
const toMs = (time: number): number => (time < 1e11 ? time * 1000 : time);

/** Reads parsed JSON; undefined where it is not a WAHA event. */
export function toEnvelope(body: unknown): Envelope | undefined {
	if (!isRecord(body)) return undefined;
	const { event, session, payload } = body;
	if (typeof event !== 'string' || typeof session !== 'string' || payload === undefined)
		return undefined;
	return {
		event,
		session,
		payload,
		body,
		engine: textOrNull(body.engine),
		id: textOrNull(body.id),
		timestampMs: typeof body.timestamp === 'number' ? toMs(body.timestamp) : null,
		accountIds: accountIdsIn(body.me),
	};
}

/** What stands for the envelope of an event that never came and was caught up. In: as the events of that session tell them. */
export function envelopeOfMissed(
	session: string,
	engine: string | null,
	accountIds: string[],
): Envelope {
	const nothing = { event: '', id: null, timestampMs: null, payload: null, body: {} };
	return { session, engine, accountIds, ...nothing };
}

/** When it happened by the payload, in milliseconds since 1970; null where it does not say. */
export function payloadTimeMs(payload: unknown): number | null {
	const timestamp = isRecord(payload) ? payload.timestamp : undefined;
	const time = typeof timestamp === 'string' ? Number(timestamp) : timestamp;
	return typeof time === 'number' && Number.isFinite(time) && time > 0 ? toMs(time) : null;
}

/** When WAHA made an event, else when it happened, in milliseconds since 1970; null where neither is said. */
export function madeAtMs({ timestampMs, payload }: Envelope): number | null {
	return timestampMs ?? payloadTimeMs(payload);
}

/** Characters of a fingerprint. 48 bits: among 10,000, one new event in 28 thousand million looks like a known one. */
export const FINGERPRINT_LENGTH = 8;

/** A short name for a delivery. */
export function fingerprint(words: string | Buffer): string {
	return createHash('sha256').update(words).digest('base64url').slice(0, FINGERPRINT_LENGTH);
}

/** How long a delivery without id and time counts as the same one again, in seconds. */
const TIMELESS_SECONDS = 60;

/** Of what has neither id nor time the same words later are a new event: so its second is part of the name. */
function timelessFingerprints(body: Buffer, nowMs: number): [string, ...string[]] {
	const content = createHash('sha256').update(body).digest('base64url');
	const second = Math.floor(nowMs / 1000);
	const at = (ago: number): string => fingerprint(`${content} ${second - ago}`);
	return [at(0), ...Array.from({ length: TIMELESS_SECONDS - 1 }, (_, index) => at(index + 1))];
}

/**
 * The names by which an event is known again: the first is its own, under the others the same may have come before.
 * By the event's id, else the id of the request that brought it, else its body: WAHA repeats all three in a retry.
 * In: the envelope, the request's id ('' for none), the body as it came, and the time now in milliseconds.
 */
export function fingerprintsOf(
	envelope: Envelope,
	requestId: string,
	rawBody: Buffer,
	nowMs: number,
): [string, ...string[]] {
	if (envelope.id !== null) return [fingerprint(`event ${envelope.id}`)];
	if (requestId !== '') return [fingerprint(`request ${requestId}`)];
	return madeAtMs(envelope) === null
		? timelessFingerprints(rawBody, nowMs)
		: [fingerprint(rawBody)];
}
