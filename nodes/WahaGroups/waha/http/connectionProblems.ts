import { shownUrl } from './address';
import type { ProblemKind } from '../errors';
import { WahaError } from '../errors';
import type { Ending } from './effect';
import { verdictOf } from './effect';
import type { ProblemContext } from './problems';
import { doubtAdvice } from './problems';

/** How a request can end without a reply. */
export type ConnectionFailure =
	| 'refused'
	| 'notFound'
	| 'certificate'
	/** The server speaks HTTP where HTTPS was asked for. */
	| 'notHttps'
	| 'broken'
	| 'timeout'
	| 'cancelled';

function dockerHint(baseUrl: string): string {
	return /\/\/(?:localhost|127\.|\[::1\])/i.test(baseUrl)
		? ' If n8n runs in Docker, "localhost" is n8n\'s own container: use the name of the WAHA container (e.g. http://waha:3000) or http://host.docker.internal:3000.'
		: '';
}

interface ConnectionProblem {
	kind: ProblemKind;
	ending: Ending;
	/** In: the server's address as it may be shown, and how long was waited, in milliseconds. */
	message: (baseUrl: string, timeoutMs: number) => string;
	advice: (baseUrl: string, context: ProblemContext) => string;
}

const unreachable = (cause: string): ConnectionProblem => ({
	kind: 'unreachable',
	ending: 'untouched',
	message: (baseUrl) => `WAHA cannot be reached at ${baseUrl}`,
	advice: (baseUrl) =>
		`${cause}: check that WAHA is running and that the Host URL in the credential is right.${dockerHint(baseUrl)}`,
});

/** What a connection that failed means, for the retries and for the user. */
const CONNECTION_PROBLEMS: Readonly<Record<ConnectionFailure, ConnectionProblem>> = {
	refused: unreachable('Nothing answers there'),
	notFound: unreachable('There is no server of this name'),
	certificate: {
		kind: 'unreachable',
		ending: 'final',
		message: (baseUrl) => `The certificate of ${baseUrl} is not trusted`,
		advice: () =>
			'If this is your own server with a certificate of your own, turn on "Ignore SSL Issues" in the credential.',
	},
	notHttps: {
		kind: 'unreachable',
		ending: 'final',
		message: (baseUrl) => `${baseUrl} does not speak HTTPS`,
		advice: () => 'Try http:// in place of https:// in the Host URL of the credential.',
	},
	broken: {
		kind: 'broken',
		ending: 'open',
		message: (baseUrl) => `The connection to ${baseUrl} broke off before WAHA answered`,
		advice: () =>
			'Try again. If it happens often, look at the WAHA server and the network in between.',
	},
	timeout: {
		kind: 'timeout',
		// Who waited so long would wait as long again.
		ending: 'openFinal',
		message: (_, timeoutMs) => `WAHA did not answer within ${timeoutMs / 1000} seconds`,
		advice: (_, { fixedTimeout }) =>
			fixedTimeout
				? 'Try again. If it stays like this, look whether the WAHA server is overloaded.'
				: 'Try again, or set a longer "Timeout" in the options.',
	},
	cancelled: {
		kind: 'cancelled',
		ending: 'openFinal',
		message: () => 'The execution was stopped',
		advice: () => 'Nothing more was sent.',
	},
};

/** What a connection that failed means for the user. `timeoutMs`: how long was waited, in milliseconds. */
export function problemOfConnection(
	failure: ConnectionFailure,
	context: ProblemContext,
	timeoutMs: number,
): WahaError {
	const { kind, ending, message, advice } = CONNECTION_PROBLEMS[failure];
	const { effect } = context;
	const baseUrl = shownUrl(context.baseUrl);
	const { repeat, inDoubt } = verdictOf(ending, effect);
	const doubt = kind === 'cancelled' ? '' : doubtAdvice(inDoubt, effect);
	const description = advice(baseUrl, context) + doubt;
	const error = new WahaError(kind, message(baseUrl, timeoutMs), description, undefined, inDoubt);
	error.repeat = repeat;
	return error;
}
