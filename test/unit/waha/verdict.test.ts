import type { ConnectionFailure, Outcome } from '../../../nodes/WahaGroups/waha/http/call';
import { problemOfOutcome } from '../../../nodes/WahaGroups/waha/http/outcome';
import type { Effect, Verdict } from '../../../nodes/WahaGroups/waha/http/retry';

const EFFECTS: Effect[] = ['none', 'repeatable', 'once'];

/** Verdicts for reading, repeatable, once. */
type Verdicts = [Verdict, Verdict, Verdict];
const no: Verdict = { repeat: false, inDoubt: false, mayDouble: false };
const again: Verdict = { repeat: true, inDoubt: false, mayDouble: false };
const doubt: Verdict = { repeat: false, inDoubt: true, mayDouble: false };
const risk: Verdict = { ...doubt, mayDouble: true };
const NEVER: Verdicts = [no, no, no];
const ALWAYS: Verdicts = [again, again, again];
const UNLESS_ONCE: Verdicts = [again, { ...doubt, repeat: true }, risk];
const NEVER_IN_DOUBT: Verdicts = [no, doubt, risk];

const contextOf = (effect: Effect) => ({
	baseUrl: 'http://localhost:3000',
	session: 'default',
	effect,
	doing: 'admin' as const,
});

/** The verdict for each effect; that of a success where there is no problem. */
function verdictsOf(outcome: Outcome): Verdict[] {
	return EFFECTS.map((effect) => {
		const { repeat, inDoubt, mayDouble } = problemOfOutcome(outcome, contextOf(effect), 1000) ?? no;
		return { repeat, inDoubt, mayDouble };
	});
}

const limit = JSON.stringify({ statusCode: 500, exception: { message: 'rate-overlimit' } });
const gowsLimit = JSON.stringify({
	exception: { message: '2 UNKNOWN: info query returned status 429: rate-overlimit' },
});
const refused = JSON.stringify({ exception: { message: 'forbidden', stack: 'rate-overlimit' } });
const lost = JSON.stringify({ exception: { message: 'Target closed' } });
const late = JSON.stringify({ exception: { message: 'info query timed out' } });
const closed = JSON.stringify({ exception: { message: 'Connection Closed' } });

it.each<[string, number, string, Verdicts]>([
	['429', 429, '', ALWAYS],
	['502', 502, '<html>', UNLESS_ONCE],
	['503', 503, '', UNLESS_ONCE],
	['504', 504, '', UNLESS_ONCE],
	['a gateway that got no answer', 520, 'error code: 520', UNLESS_ONCE],
	['a gateway that was refused', 521, 'error code: 521', ALWAYS],
	['a gateway that waited too long', 524, '<html>', UNLESS_ONCE],
	['rate-overlimit', 500, limit, UNLESS_ONCE],
	['rate-overlimit of GOWS', 500, gowsLimit, UNLESS_ONCE],
	['rate-overlimit told with a success', 200, '{"error":"rate-overlimit"}', UNLESS_ONCE],
	['a connection that was closed', 500, closed, ALWAYS],
	['the same told with a success', 201, '{"error":"Connection Closed"}', ALWAYS],
	['a connection that was lost', 500, lost, UNLESS_ONCE],
	['the same told with a success', 201, '{"error":"Target closed"}', UNLESS_ONCE],
	['no answer in time', 500, late, NEVER_IN_DOUBT],
	['an error of WhatsApp', 200, '{"status":500}', NEVER_IN_DOUBT],
	['a web page', 500, '<html>', NEVER_IN_DOUBT],
	['a page of something else', 200, '<html>', NEVER],
	['a cut-off list', 200, '[{"id":', UNLESS_ONCE],
	['another 500', 500, refused, NEVER],
	['another error told with a success', 200, '{"error":"forbidden"}', NEVER],
	['success', 200, '[]', NEVER],
	['an empty success', 201, '', NEVER],
	['501', 501, '', NEVER],
	['400', 400, '{', NEVER],
	['401', 401, '', NEVER],
	['404', 404, '', NEVER],
	['422', 422, '', NEVER],
])('judges %s', (_name, status, text, expected) => {
	expect(verdictsOf({ reply: { status, headers: {}, text } })).toEqual(expected);
});

it.each(['[]', '', 'true', '{"success":true}'])('finds no problem in %j', (text) => {
	const reply = { status: 200, headers: {}, text };
	expect(problemOfOutcome({ reply }, contextOf('once'), 1000)).toBeUndefined();
});

it.each<[ConnectionFailure, Verdicts]>([
	['refused', ALWAYS],
	['notFound', ALWAYS],
	['broken', UNLESS_ONCE],
	['timeout', NEVER_IN_DOUBT],
	['cancelled', NEVER_IN_DOUBT],
	['certificate', NEVER],
	['notHttps', NEVER],
])('judges a connection that is %s', (failure, expected) => {
	expect(verdictsOf({ failure })).toEqual(expected);
});
