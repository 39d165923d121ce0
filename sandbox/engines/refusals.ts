import type { Engine } from '../model/types';

export type RefusalReason =
	| 'unknown-group'
	| 'not-in-group'
	| 'not-admin'
	| 'bad-id'
	| 'bad-invite'
	| 'revoked-invite'
	| 'in-already'
	| 'bad-value'
	| 'rate-overlimit';

/** WhatsApp (or the engine) said no: WAHA makes a 500 with an `exception` of it. */
export class Refusal extends Error {
	constructor(
		message: string,
		readonly exceptionName = 'Error',
	) {
		super(message);
	}
}

const BROWSER: Record<RefusalReason, string> = {
	'unknown-group':
		"Evaluation failed: TypeError: Cannot read properties of undefined (reading 'groupMetadata')",
	'not-in-group': 'Evaluation failed: ServerStatusCodeError: 403',
	'not-admin': 'Evaluation failed: ServerStatusCodeError: 403',
	'bad-id': 'Evaluation failed: Error: wid error: invalid wid',
	'bad-invite': 'Evaluation failed: ServerStatusCodeError: 406',
	'revoked-invite': 'Evaluation failed: ServerStatusCodeError: 410',
	'in-already': 'Evaluation failed: ServerStatusCodeError: 409',
	'bad-value': 'Evaluation failed: ServerStatusCodeError: 406',
	'rate-overlimit': 'rate-overlimit',
};

const NODE: Record<RefusalReason, string> = {
	'unknown-group': 'item-not-found',
	'not-in-group': 'forbidden',
	'not-admin': 'forbidden',
	'bad-id': 'bad-request',
	'bad-invite': 'not-acceptable',
	'revoked-invite': 'gone',
	'in-already': 'conflict',
	'bad-value': 'not-acceptable',
	'rate-overlimit': 'rate-overlimit',
};

const GO: Record<RefusalReason, string> = {
	'unknown-group': '2 UNKNOWN: that group does not exist',
	'not-in-group': "2 UNKNOWN: you're not participating in that group",
	'not-admin': '2 UNKNOWN: info query returned status 403: forbidden',
	'bad-id': '2 UNKNOWN: unknown server in JID',
	'bad-invite': '2 UNKNOWN: that group invite link is not valid',
	'revoked-invite': '2 UNKNOWN: that group invite link has been revoked',
	'in-already': '2 UNKNOWN: info query returned status 409: conflict',
	'bad-value': '2 UNKNOWN: info query returned status 406: not-acceptable',
	'rate-overlimit': '2 UNKNOWN: info query returned status 429: rate-overlimit',
};

// @witness chosen: the words of each refusal by engine
const WORDS: Record<Engine, Record<RefusalReason, string>> = {
	WEBJS: BROWSER,
	// wa-js names the group, too.
	WPP: { ...BROWSER, 'not-admin': 'You are not admin in this group' },
	NOWEB: NODE,
	GOWS: GO,
};

/** The exception by which an engine tells a reason. */
export function refusal(engine: Engine, reason: RefusalReason): Refusal {
	return new Refusal(WORDS[engine][reason]);
}
