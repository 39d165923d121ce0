import type { Reply } from '../../../nodes/WahaGroups/waha/http/reply';
import { retryAfterMs, waitMs } from '../../../nodes/WahaGroups/waha/http/retry';

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
