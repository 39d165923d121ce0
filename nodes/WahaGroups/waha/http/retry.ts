import type { Reply } from './reply';

/** The longest that a server's Retry-After is waited for, in milliseconds; beyond it the error is told at once. */
export const LONGEST_WAIT_MS = 120_000;
const FIRST_WAIT_MS = 500;
const LONGEST_BACKOFF_MS = 15_000;

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
