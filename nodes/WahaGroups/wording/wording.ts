import { InvalidInput, WahaError } from '../waha/errors';
import { InputError } from './inputError';
import { inputWords } from './inputs';
import { requestWords } from './requests';
import type { Words } from './words';

/**
 * The words of an error of ours; undefined for others. In: also whether it is of an operation, which has options for how
 * fast and how long, and for the country of numbers, while pickers, triggers and the credential's test have none.
 */
export function wordsOf(error: unknown, isOperation: boolean): Words | undefined {
	if (error instanceof WahaError) return requestWords(error, isOperation);
	if (error instanceof InvalidInput) return inputWords(error.problem, isOperation);
	if (error instanceof InputError)
		return { message: error.message, description: error.description ?? '' };
	return undefined;
}

/** What happened, of a request of an operation. */
export function messageOf(error: WahaError): string {
	return requestWords(error, true).message;
}

/** An error of an operation in one text, such as the reason of a result. */
export function inWords(error: WahaError): string {
	const { message, description } = requestWords(error, true);
	return `${message}. ${description}`;
}

/** Why something was left undone after an earlier request failed. */
export function whyNotTried(error: WahaError): string {
	return `Not tried: an earlier request failed. ${messageOf(error)}`;
}
