import { InputError } from '../waha/errors';
import { recordOf } from '../waha/json';
import type { ParameterSource } from './settings';

/** How WAHA repeats a delivery that n8n did not take. */
export interface Retries {
	policy: string;
	delaySeconds: number;
	attempts: number;
}

/** What WAHA does where a webhook says nothing about it; n8n's linter wants the same as literals in the description. */
export const WAHA_RETRIES: Retries = { policy: 'constant', delaySeconds: 2, attempts: 15 };

const POLICIES = ['constant', 'linear', 'exponential'];

function wholeNumber(name: string, value: unknown, least: number, unset: number): number {
	const given = String(value ?? '').trim();
	if (given === '' && !Array.isArray(value)) return unset;
	// Not Number(): that makes 0 of an empty list, and of false.
	if (/^\d+$/.test(given) && Number(given) >= least) return Number(given);
	throw new InputError(
		`"${name}" has to be a whole number, ${least} or more, but is "${given}"`,
		`Enter a number, e.g. ${unset}, or take the option out.`,
	);
}

/** How WAHA is to repeat deliveries; undefined where nothing is set. Throws InputError for what WAHA would not take. */
export function retriesOf(source: ParameterSource): Retries | undefined {
	const options = recordOf(source.getNodeParameter('options', {}));
	const { retryAttempts, retryDelay, retryPolicy } = options;
	if ([retryAttempts, retryDelay, retryPolicy].every((one) => one === undefined)) return undefined;
	const policy = String(retryPolicy ?? '').trim() || WAHA_RETRIES.policy;
	if (!POLICIES.includes(policy)) {
		throw new InputError(
			`"Retry Policy" is none that WAHA knows: "${policy}"`,
			`Use one of these: ${POLICIES.join(', ')}.`,
		);
	}
	return {
		policy,
		delaySeconds: wholeNumber('Retry Delay', retryDelay, 1, WAHA_RETRIES.delaySeconds),
		attempts: wholeNumber('Retry Attempts', retryAttempts, 0, WAHA_RETRIES.attempts),
	};
}
