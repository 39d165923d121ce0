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
	if (value === undefined || value === null || value === '') return unset;
	const number = Number(value);
	if (Number.isInteger(number) && number >= least) return number;
	throw new InputError(
		`"${name}" is no whole number from ${least} on: "${String(value)}"`,
		`Enter a number, e.g. ${unset}, or take the option out.`,
	);
}

/** How WAHA is to repeat deliveries; undefined where nothing is set. Throws InputError for what WAHA would not take. */
export function retriesOf(source: ParameterSource): Retries | undefined {
	const options = recordOf(source.getNodeParameter('options', {}));
	const { retryAttempts, retryDelay, retryPolicy: policy = WAHA_RETRIES.policy } = options;
	if ([retryAttempts, retryDelay, options.retryPolicy].every((one) => one === undefined))
		return undefined;
	if (typeof policy !== 'string' || !POLICIES.includes(policy)) {
		throw new InputError(
			`"Retry Policy" is none that WAHA knows: "${String(policy)}"`,
			`Use one of these: ${POLICIES.join(', ')}.`,
		);
	}
	return {
		policy,
		delaySeconds: wholeNumber('Retry Delay', retryDelay, 1, WAHA_RETRIES.delaySeconds),
		attempts: wholeNumber('Retry Attempts', retryAttempts, 0, WAHA_RETRIES.attempts),
	};
}
