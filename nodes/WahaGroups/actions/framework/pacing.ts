import type { Pacing } from '../../n8n/connection';
import type { Effect } from '../../waha/http/retry';
import type { ValuesOf } from '../../fields/fields';
import { unset, wholeNumber } from '../../fields/fields';
import { LABELS } from '../../wording/labels';

/** How many requests that only read run at once, unless the user says otherwise. */
export const READS = 5;

/** What every operation offers under Options: how fast, how patient. */
export const paceOptions = {
	// Without it, the effect of the operation decides.
	maxParallelRequests: unset(
		wholeNumber({
			displayName: LABELS.maxParallelRequests,
			description:
				'How many requests may run at once. Without it, operations that change something run one at a time, and operations that only read run five at a time.',
			default: 1,
			min: 1,
			max: 100,
		}),
		undefined,
	),
	maxRetries: wholeNumber({
		displayName: 'Max Retries',
		description:
			'How often to repeat a request that failed for a passing reason, such as a rate limit. The node waits longer each time.',
		default: 3,
		min: 0,
		max: 10,
	}),
	requestInterval: wholeNumber({
		displayName: LABELS.requestInterval,
		description:
			'How long to wait between the starts of two requests, in milliseconds: 1000 is one second. Slow is safe: WhatsApp blocks accounts that change too much too fast.',
		default: 0,
		min: 0,
		max: 3_600_000,
	}),
	timeout: wholeNumber({
		displayName: LABELS.timeout,
		description: 'How long to wait for an answer of WAHA, in milliseconds: 60000 is one minute',
		default: 60_000,
		min: 1,
		max: 3_600_000,
	}),
};

export type PaceValues = ValuesOf<typeof paceOptions>;

/** The pace of a run from its options; what changes something runs one at a time unless the user says otherwise. */
export function pacingOf(values: PaceValues, effect: Effect): Pacing {
	return {
		maxParallelRequests: values.maxParallelRequests ?? (effect === 'none' ? READS : 1),
		maxParallelReads: values.maxParallelRequests ?? READS,
		requestInterval: values.requestInterval,
		maxRetries: values.maxRetries,
		timeout: values.timeout,
	};
}
