/** What the words of an error mean, whatever was asked for. */
export type Cause =
	| 'unsupported'
	| 'rateLimit'
	/** There was no connection, so nothing was sent. */
	| 'notSent'
	/** The connection, or WAHA's browser, went away in between. */
	| 'lost'
	/** No answer came in time. */
	| 'late'
	/** WAHA relies on something of WhatsApp's that is not there any more. */
	| 'changed'
	/** Something is not there, and the request tells what. */
	| 'notFound'
	| 'noInvite'
	| 'noGroup'
	| 'mayNot'
	| 'conflict'
	| 'badRequest'
	/** An error of WhatsApp's own, or an answer that nobody expected. */
	| 'unclear';

/** A code of WhatsApp's as the engines write it: WhatsApp Web's own error, whatsmeow, `{status}`. */
const coded = (codes: string): string =>
	`ServerStatusCodeError: (?:${codes})\\b|\\bstatus (?:${codes})\\b`;

const anyOf = (...texts: string[]): RegExp => new RegExp(texts.join('|'), 'i');

/**
 * The one list by which words are understood; the first that fits counts. What stands behind it is where the words
 * were seen: R24 is a measurement on WAHA 2024.10.8, the others are in the sources of the libraries.
 */
const CAUSES: ReadonlyArray<readonly [Cause, RegExp]> = [
	// WAHA itself; `feature-not-implemented` is one of WhatsApp's own conditions.
	['unsupported', /not[- ](?:implemented|supported|available)/i],
	// R24; WhatsApp's own condition 429.
	['rateLimit', anyOf('rate-?overlimit', 'too many requests', coded('429'))],
	// Baileys, before it sends (R24).
	['notSent', /^connection closed$/i],
	[
		'lost',
		anyOf(
			// Baileys: why a connection ended.
			'^connection (?:failure|terminated|was lost|errored)',
			'^stream errored',
			'^intentional logout',
			// whatsmeow; behind "2 UNKNOWN:" where GOWS hands it on.
			'websocket (?:not connected|disconnected|closed)',
			"doesn't contain a device JID",
			'use of closed network connection|connection reset|broken pipe',
			// The way from WAHA to GOWS (grpc-js).
			'^14 UNAVAILABLE',
			'context canceled|^1 CANCELLED',
			// Puppeteer, under WEBJS and WPP.
			'(?:target|session|page|browser)(?: has been)? (?:closed|crashed)',
			'execution context was destroyed|cannot find context',
			'detached frame|frame (?:was|got) detached|promise was collected',
			'browser has disconnected|\\bprotocol error',
		),
	],
	// Baileys ("Timed Out"), whatsmeow ("info query timed out"), Go, grpc-js, Puppeteer.
	['late', /\btimed[ -]?out\b|\btimeout\b|deadline[ _]exceeded/i],
	['changed', /is not a function/i],
	['notFound', /item-not-found/i],
	[
		'noInvite',
		anyOf(
			'not-acceptable',
			'\\bgone\\b',
			coded('404|406|410'),
			// whatsmeow.
			'invite.{0,30}(?:not valid|invalid|revoked|expired)',
			'invalid invite',
		),
	],
	[
		'noGroup',
		anyOf(
			'group.{0,40}not (?:found|exist)',
			'not found.{0,20}group',
			'invalid group',
			'chat not found',
			// whatsmeow.
			'not participating',
			// WEBJS; NOWEB (R24).
			"reading '(?:groupMetadata|participants)'",
		),
	],
	[
		'mayNot',
		anyOf(
			'forbidden',
			'not-authorized',
			'\\bunauthori[sz]ed\\b',
			coded('401|403'),
			// wa-js, under WPP.
			'^you are not admin in',
		),
	],
	['conflict', anyOf('\\bconflict\\b', coded('409'))],
	['badRequest', anyOf('at least 1 child', 'bad-request', coded('400'))],
	[
		'unclear',
		anyOf(
			'^unexpected',
			'UnexpectedJoin',
			'internal-server-error',
			'service-unavailable',
			coded('5\\d\\d'),
		),
	],
];

/** What words mean; undefined where nothing is known of them. */
export function causeOf(words: string): Cause | undefined {
	return CAUSES.find(([, pattern]) => pattern.test(words))?.[0];
}
