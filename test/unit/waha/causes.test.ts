import type { Cause } from '../../../nodes/WahaGroups/waha/http/causes';
import { causeOf } from '../../../nodes/WahaGroups/waha/http/causes';

/** Words as the engines and their libraries say them. */
const WORDS: Readonly<Record<Cause, readonly string[]>> = {
	unsupported: [
		'The method is not implemented by the engine.',
		'feature-not-implemented',
		'2 UNKNOWN: info query returned status 501: feature-not-implemented',
		'Feature is not supported',
	],
	rateLimit: ['rate-overlimit', '2 UNKNOWN: info query returned status 429: rate-overlimit'],
	notSent: ['Connection Closed'],
	lost: [
		'Connection Failure',
		'Connection Terminated',
		'Connection Terminated by Server',
		'Connection was lost',
		'Stream Errored (conflict)',
		'Stream Errored (unknown)',
		'2 UNKNOWN: websocket not connected',
		'failed to send usync query: websocket not connected',
		'websocket disconnected before info query returned response',
		"2 UNKNOWN: the store doesn't contain a device JID",
		'14 UNAVAILABLE: Connection dropped',
		'Target closed',
		'Protocol error (Runtime.callFunctionOn): Target closed.',
		'Session closed. Most likely the page has been closed.',
		'Protocol error: Connection closed. Most likely the page has been closed.',
		'Execution context was destroyed, most likely because of a navigation.',
		"Attempted to use detached Frame 'B3461F8D'.",
		'Navigating frame was detached',
		'Protocol error (Runtime.callFunctionOn): Promise was collected',
		'Protocol error (Runtime.callFunctionOn): Cannot find context with specified id',
		'Navigation failed because browser has disconnected!',
	],
	late: [
		'Timed Out',
		'info query timed out',
		'2 UNKNOWN: context deadline exceeded',
		'4 DEADLINE_EXCEEDED: Deadline exceeded',
		"Runtime.callFunctionOn timed out. Increase the 'protocolTimeout' setting in launch/connect calls",
		'Navigation timeout of 30000 ms exceeded',
	],
	changed: ['Evaluation failed: TypeError: window.WWebJS.x is not a function'],
	noInvite: [
		'not-acceptable',
		'gone',
		'Evaluation failed: ServerStatusCodeError: 406',
		'2 UNKNOWN: that group invite link is not valid',
		'2 UNKNOWN: that group invite link has been revoked',
	],
	notFound: ['item-not-found', '2 UNKNOWN: info query returned status 404: item-not-found'],
	noGroup: [
		'2 UNKNOWN: that group does not exist',
		"2 UNKNOWN: you're not participating in that group",
		"Cannot read properties of undefined (reading 'participants')",
		"Evaluation failed: TypeError: Cannot read properties of undefined (reading 'groupMetadata')",
		'getChat: chat not found',
	],
	mayNot: [
		'forbidden',
		'not-authorized',
		'Unauthorized',
		'Evaluation failed: ServerStatusCodeError: 403',
		'2 UNKNOWN: info query returned status 401: not-authorized',
	],
	conflict: [
		'conflict',
		'Evaluation failed: ServerStatusCodeError: 409',
		'2 UNKNOWN: info query returned status 409: conflict',
	],
	badRequest: ['bad-request', 'Node must have at least 1 children', 'status 400'],
	unclear: [
		'Unexpected error',
		'UnexpectedJoinGroupResponse',
		'internal-server-error',
		'2 UNKNOWN: info query returned status 503: service-unavailable',
		'status 500',
	],
};

it.each(
	Object.entries(WORDS).flatMap(([cause, words]) => words.map((one) => [one, cause] as const)),
)('%s is of this kind: %s', (words, cause) => {
	expect(causeOf(words)).toBe(cause);
});

it.each(['', 'no', 'usync query failed', 'No sessions', 'resource-limit'])(
	'nothing is known of %j',
	(words) => {
		expect(causeOf(words)).toBeUndefined();
	},
);
