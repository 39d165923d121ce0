import type { WahaError } from '../errors';
import type { Outcome } from './call';
import { problemOfConnection } from './connectionProblems';
import type { ProblemContext } from './problems';
import { problemOf } from './problems';
import { isTruncated } from './reply';

/**
 * What went wrong with a request, however it ended; undefined where it was a success.
 * `timeoutMs`: how long was waited, in milliseconds.
 */
export function problemOfOutcome(
	outcome: Outcome,
	context: ProblemContext,
	timeoutMs: number,
): WahaError | undefined {
	if ('failure' in outcome) return problemOfConnection(outcome.failure, context, timeoutMs);
	const { reply } = outcome;
	const cutOff = (): WahaError | undefined =>
		isTruncated(reply) ? problemOfConnection('broken', context, timeoutMs) : undefined;
	return problemOf(reply, context) ?? cutOff();
}
