import type { ProblemName } from '../errors';
import { causeOf } from './causes';
import type { Reply } from './reply';

/**
 * What a request does: `none` only reads; `repeatable` has the same end however often it is sent;
 * `once` must not happen twice (a second group, a second private invitation).
 */
export type Effect = 'none' | 'repeatable' | 'once';

/**
 * How a failed request ends: `final` will fail again; `untouched` had no effect for certain and may go better next
 * time; `open` may have had its effect, and may go better next time; `openFinal` may have had it, and is not tried again.
 */
export type Ending = 'final' | 'untouched' | 'open' | 'openFinal';

/** Cloudflare says so where it found no way to the server (developers.cloudflare.com, "5xx errors"). */
const NEVER_ARRIVED: ReadonlySet<number> = new Set([521, 523, 525, 526]);

/** Whether a status is one with which a proxy tells of a server behind it that does not answer; 520 to 530 are Cloudflare's. */
export function isGateway(status: number): boolean {
	return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

/** What a gateway tells of the server behind it leaves open whether that had the request, mostly. */
function gatewayEnding(status: number): Ending {
	if (NEVER_ARRIVED.has(status)) return 'untouched';
	if (isGateway(status)) return 'open';
	return status === 500 ? 'openFinal' : 'final';
}

/** Whether words leave open whether it was done. */
function leavesOpen(words: string): boolean {
	const cause = causeOf(words);
	return cause === 'unclear' || cause === 'changed';
}

type EndingRule = (status: number, words: string) => Ending;

/** How a request has ended, by its problem, the status (0 for no reply) and the server's own words; what is not here is final. */
const ENDINGS: Readonly<Partial<Record<ProblemName, EndingRule>>> = {
	// WhatsApp's own limit can be told after the call had its effect.
	rateLimit: (status) => (status === 429 ? 'untouched' : 'open'),
	gatewayPage: gatewayEnding,
	foreignPage: gatewayEnding,
	gateway: gatewayEnding,
	// NOWEB says so before it has sent anything (seen on WAHA 2024.10.8).
	disconnected: () => 'untouched',
	connectionLost: () => 'open',
	// Who waited so long would wait as long again.
	lateAnswer: () => 'openFinal',
	refused: (status, words) => (status === 500 && leavesOpen(words) ? 'openFinal' : 'final'),
	unreachable: () => 'untouched',
	broken: () => 'open',
	timeout: () => 'openFinal',
	cancelled: () => 'openFinal',
};

/** Whether a request is sent again, and whether it may have had its effect. */
export interface Verdict {
	repeat: boolean;
	inDoubt: boolean;
	/** Whether somebody who does it again could do it twice. */
	mayDouble: boolean;
}

/** What becomes of a failed request. In: its problem, what it does, the status (0 for no reply), the server's own words. */
export function verdictOf(
	problem: ProblemName,
	effect: Effect,
	status: number,
	words: string,
): Verdict {
	const ending = ENDINGS[problem]?.(status, words) ?? 'final';
	const isOpen = ending === 'open' || ending === 'openFinal';
	return {
		repeat: ending === 'untouched' || (ending === 'open' && effect !== 'once'),
		inDoubt: isOpen && effect !== 'none',
		mayDouble: isOpen && effect === 'once',
	};
}

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
