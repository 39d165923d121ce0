import type { ConnectionFailure } from './problems';
import { wordsOf } from './problems';
import type { Reply } from './reply';
import { isTruncated } from './reply';

/**
 * What a request does: `none` only reads; `repeatable` has the same end however often it is sent;
 * `once` must not happen twice (a second group, a second private invitation).
 */
export type Effect = 'none' | 'repeatable' | 'once';

/** The longest that a server's Retry-After is waited for, in milliseconds; beyond it the error is told at once. */
export const LONGEST_WAIT_MS = 120_000;
const FIRST_WAIT_MS = 500;
const LONGEST_BACKOFF_MS = 15_000;

/** Whether a try is worth repeating, and whether it may have had its effect. */
export interface Verdict {
	repeat: boolean;
	inDoubt: boolean;
}

const NO: Verdict = { repeat: false, inDoubt: false };
const WITHOUT_EFFECT: Verdict = { repeat: true, inDoubt: false };

function inDoubt(effect: Effect): Verdict {
	return { repeat: effect !== 'once', inDoubt: effect !== 'none' };
}

/** Judges a reply by what the request does. */
export function judgeReply(reply: Reply, effect: Effect): Verdict {
	if (reply.status === 429) return WITHOUT_EFFECT;
	if (reply.status === 502 || reply.status === 503 || reply.status === 504) return inDoubt(effect);
	// WhatsApp's own limit can be told after the call had its effect.
	if (reply.status >= 500 && /rate-?overlimit/i.test(wordsOf(reply))) return inDoubt(effect);
	// NOWEB says so before it has sent anything (seen on WAHA 2024.10.8).
	if (reply.status === 500 && /^connection closed$/i.test(wordsOf(reply))) return WITHOUT_EFFECT;
	if (reply.status < 300 && isTruncated(reply)) return inDoubt(effect);
	return NO;
}

/** Judges a connection that failed by what the request does. */
export function judgeFailure(failure: ConnectionFailure, effect: Effect): Verdict {
	switch (failure) {
		case 'refused':
		case 'notFound':
			return WITHOUT_EFFECT;
		case 'broken':
			return inDoubt(effect);
		case 'timeout':
			return { repeat: false, inDoubt: effect !== 'none' };
		default:
			return NO;
	}
}

/** What Retry-After asks for, in milliseconds (seconds or an HTTP date, RFC 9110 10.2.3); undefined where it says nothing. */
export function retryAfterMs(reply: Reply | undefined, now = Date.now()): number | undefined {
	const value = reply?.headers['retry-after']?.trim();
	if (!value) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** How long to wait before the next try, in milliseconds: doubled each time, with jitter, never less than the server asks. */
export function waitMs(triesBefore: number, askedMs: number | undefined): number {
	const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** triesBefore);
	const jittered = backoff / 2 + (Math.random() * backoff) / 2;
	// A server that asks for no time at all is still given some.
	return askedMs === undefined || askedMs < FIRST_WAIT_MS
		? jittered
		: askedMs + Math.random() * 100;
}
