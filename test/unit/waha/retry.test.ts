import type { ConnectionFailure } from '../../../nodes/WahaGroups/waha/http/problems';
import type { Reply } from '../../../nodes/WahaGroups/waha/http/reply';
import type { Effect, Verdict } from '../../../nodes/WahaGroups/waha/http/retry';
import {
	judgeFailure,
	judgeReply,
	retryAfterMs,
	waitMs,
} from '../../../nodes/WahaGroups/waha/http/retry';

const EFFECTS: Effect[] = ['none', 'repeatable', 'once'];

/** Verdicts for reading, repeatable, once. */
type Verdicts = [Verdict, Verdict, Verdict];
const no: Verdict = { repeat: false, inDoubt: false };
const again: Verdict = { repeat: true, inDoubt: false };
const NEVER: Verdicts = [no, no, no];
const ALWAYS: Verdicts = [again, again, again];
const UNLESS_ONCE: Verdicts = [
	again,
	{ repeat: true, inDoubt: true },
	{ repeat: false, inDoubt: true },
];

const limit = JSON.stringify({ statusCode: 500, exception: { message: 'rate-overlimit' } });
const gowsLimit = JSON.stringify({
	exception: { message: '2 UNKNOWN: info query returned status 429: rate-overlimit' },
});
const refused = JSON.stringify({ exception: { message: 'forbidden', stack: 'rate-overlimit' } });

it.each<[string, number, string, Verdicts]>([
	['429', 429, '', ALWAYS],
	['502', 502, '<html>', UNLESS_ONCE],
	['503', 503, '', UNLESS_ONCE],
	['504', 504, '', UNLESS_ONCE],
	['rate-overlimit', 500, limit, UNLESS_ONCE],
	['rate-overlimit of GOWS', 500, gowsLimit, UNLESS_ONCE],
	['another 500', 500, refused, NEVER],
	['501', 501, '', NEVER],
	['a cut-off list', 200, '[{"id":', UNLESS_ONCE],
	['success', 200, '[]', NEVER],
	['an empty success', 201, '', NEVER],
	['400', 400, '{', NEVER],
	['401', 401, '', NEVER],
	['404', 404, '', NEVER],
	['422', 422, '', NEVER],
])('judges %s', (_name, status, text, expected) => {
	const reply: Reply = { status, headers: {}, text };
	expect(EFFECTS.map((effect) => judgeReply(reply, effect))).toEqual(expected);
});

it.each<[ConnectionFailure, Verdicts]>([
	['refused', ALWAYS],
	['notFound', ALWAYS],
	['broken', UNLESS_ONCE],
	['timeout', [no, { repeat: false, inDoubt: true }, { repeat: false, inDoubt: true }]],
	['certificate', NEVER],
	['cancelled', NEVER],
])('judges a connection that is %s', (failure, expected) => {
	expect(EFFECTS.map((effect) => judgeFailure(failure, effect))).toEqual(expected);
});

describe('Retry-After', () => {
	const now = Date.parse('2026-07-01T12:00:00Z');

	it.each<[string | undefined, number | undefined]>([
		['0', 0],
		['2', 2000],
		[' 1.5 ', 1500],
		['Wed, 01 Jul 2026 12:00:05 GMT', 5000],
		['Wed, 01 Jul 2026 11:59:00 GMT', 0],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j', (value, expected) => {
		const reply: Reply = { status: 429, headers: { 'retry-after': value }, text: '' };
		expect(retryAfterMs(reply, now)).toBe(expected);
	});
});

describe('waits', () => {
	it.each([
		[0, 250, 500],
		[1, 500, 1000],
		[2, 1000, 2000],
		[3, 2000, 4000],
		[20, 7500, 15_000],
	])('after %d tries: from %d to %d ms', (tries, least, most) => {
		const waits = Array.from({ length: 200 }, () => waitMs(tries, undefined));
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
		expect(Math.max(...waits)).toBeLessThanOrEqual(most);
		expect(new Set(waits).size).toBeGreaterThan(1);
	});

	it('some time also where the server asks for none', () => {
		expect(waitMs(2, 0)).toBeGreaterThanOrEqual(1000);
	});

	it('never less than the server asks', () => {
		const waits = Array.from({ length: 200 }, () => waitMs(5, 2000));
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(2000);
		expect(Math.max(...waits)).toBeLessThanOrEqual(2100);
	});
});
