/** What an input was that nobody could act on: the message names the value, `description` says what to do. */
export class InputError extends Error {
	override readonly name = 'InputError';

	constructor(
		message: string,
		readonly description?: string,
	) {
		super(message);
	}
}

/** What went wrong, in a word that code can branch on. */
export type ProblemKind =
	| 'cancelled'
	| 'forbidden'
	| 'groupNotFound'
	| 'noSession'
	| 'page'
	| 'rateLimit'
	| 'refused'
	| 'sessionNotReady'
	| 'timeout'
	| 'unauthorized'
	| 'unexpected'
	| 'unknownEndpoint'
	| 'unreachable'
	| 'broken'
	| 'unsupported'
	| 'validation';

/** What WAHA, or the way to it, answered instead of the thing asked for; message and description are for people. */
export class WahaError extends Error {
	override readonly name = 'WahaError';

	/** Whether the same request may be sent again: it can go better, and does no harm. */
	repeat = false;

	/** Whether an earlier try of the same request broke off and may have had its effect. */
	afterDoubt = false;

	/** How long to wait before another try, in milliseconds, where the caller repeats by itself; undefined where that makes no sense. */
	waitMs?: number;

	/** The status of the session, where that is why; undefined otherwise. */
	sessionStatus?: string;

	constructor(
		readonly kind: ProblemKind,
		message: string,
		/** What to do about it. */
		readonly description: string,
		/** HTTP status; undefined where no reply came. */
		readonly status?: number,
		/** Whether the request may have had its effect although no success was answered. */
		readonly inDoubt = false,
		/** The server's own words; '' where it had none. */
		readonly words = '',
	) {
		super(message);
	}
}

/** An error in one text, such as the reason of a result. */
export function inWords({ message, description }: WahaError): string {
	return `${message}. ${description}`;
}

/** Why something was left undone after an earlier request failed. */
export function whyNotTried({ message }: WahaError): string {
	return `Not tried: an earlier request failed. ${message}`;
}
