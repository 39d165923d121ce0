import type { Problem } from '../errors';
import { WahaError } from '../errors';
import { shownUrl } from './address';
import type { ConnectionFailure } from './call';
import type { ProblemContext } from './problems';
import { verdictOf } from './retry';

function problemFor(failure: ConnectionFailure, baseUrl: string, timeoutMs: number): Problem {
	switch (failure) {
		case 'refused':
		case 'notFound':
			return { name: 'unreachable', facts: { baseUrl, cause: failure } };
		case 'timeout':
			return { name: 'timeout', facts: { timeoutMs } };
		case 'cancelled':
			return { name: 'cancelled', facts: {} };
		default:
			return { name: failure, facts: { baseUrl } };
	}
}

/** What a connection that failed means. `timeoutMs`: how long was waited, in milliseconds. */
export function problemOfConnection(
	failure: ConnectionFailure,
	{ baseUrl, effect }: ProblemContext,
	timeoutMs: number,
): WahaError {
	const problem = problemFor(failure, shownUrl(baseUrl), timeoutMs);
	return new WahaError(problem, verdictOf(problem.name, effect, 0, ''));
}
