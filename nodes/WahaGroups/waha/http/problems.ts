import { redirectOf, shownUrl } from './address';
import type { ProblemKind } from '../errors';
import { WahaError } from '../errors';
import { firstText, isRecord, plainWords } from '../json';
import type { Effect, Ending } from './effect';
import { verdictOf } from './effect';
import type { Reply } from './reply';
import { isPage, jsonOf, toldError } from './reply';

/** What an error's words may name. */
export interface ProblemContext {
	/** The server's address as in the credential; in words it stands without user name and password. */
	baseUrl: string;
	/** The session of the request; undefined for requests to the server itself. */
	session?: string;
	/** What the request does. */
	effect: Effect;
	/** Whether nobody can set how long to wait, so that it is no advice. */
	fixedTimeout?: boolean;
	/** What the request is about; `other` where left out. */
	about?: Subject;
	/** What is being done; `other` where left out. */
	doing?: Doing;
}

/** What "not found" can be about. */
export type Subject = 'group' | 'inviteCode' | 'other';

/** What a request is about. In: the parts of its path. */
export function subjectOf(path: readonly string[]): Subject {
	if (path.some((part) => part.endsWith('@g.us'))) return 'group';
	const last = path.at(-1);
	return path.at(-2) === 'groups' && (last === 'join' || last === 'join-info')
		? 'inviteCode'
		: 'other';
}

/** What advice depends on: what only an admin may do, what makes a group, what joins one, what sends a message; `change` of people tells of each. */
export type Doing = 'admin' | 'change' | 'create' | 'join' | 'send' | 'other';

const CHANGES: ReadonlySet<string | undefined> = new Set([
	'add',
	'remove',
	'promote',
	'demote',
	'approve',
	'reject',
]);

/** What a request does. In: its method and the parts of its path. */
export function doingOf(method: string, path: readonly string[]): Doing {
	const at = path.indexOf('groups');
	const [group, ...rest] = at < 0 ? [] : path.slice(at + 1);
	const last = rest.at(-1);
	if (at < 0) return path.at(-1) === 'sendText' ? 'send' : 'other';
	if (group === undefined) return method === 'POST' ? 'create' : 'other';
	if (group === 'join') return 'join';
	if (CHANGES.has(last)) return 'change';
	if (rest.includes('invite-code')) return 'admin';
	return method !== 'GET' && rest.length > 0 && last !== 'leave' ? 'admin' : 'other';
}

/** Whether only admins may do it. */
const isForAdmins = ({ doing }: ProblemContext): boolean => doing === 'admin' || doing === 'change';

/** What the engines say where the account may not do something; WEBJS wraps the code of WhatsApp Web. */
const MAY_NOT = /forbidden|not-authorized|ServerStatusCodeError: 40[13]\b|status 40[13]\b/i;

/** Whether the words leave open whether it was done. */
const LEAVES_OPEN = /^Unexpected|UnexpectedJoin|is not a function|timed out/i;

/** What to do where WhatsApp refused, by what was asked for and what it said. */
function refusalAdvice(context: ProblemContext, words: string): string {
	if (/is not a function/i.test(words))
		return 'WhatsApp has changed something that this version of WAHA relies on: update WAHA, and restart the session.';
	if (context.doing === 'join')
		return 'Check the link: it may be old, the group may be full, or the account may have been removed from it.';
	if (context.doing === 'create')
		return 'Check the name and the phone numbers, wait some minutes and try again.';
	if (/at least 1 child|bad-request/i.test(words))
		return 'WhatsApp did not accept the request itself: check the phone numbers, IDs and texts in it.';
	if (context.doing === 'send')
		return 'Check that the number is on WhatsApp, or that the account is a member of the group and may write there.';
	if (isForAdmins(context))
		return 'The account may be no admin of the group, or no member. If it is, look at the log of the WAHA server.';
	if (context.about === 'group')
		return 'Check that the account is a member of the group. If it is, look at the log of the WAHA server.';
	return 'Try again in some minutes. If it stays like this, look at the log of the WAHA server.';
}

/** Whether a status is one with which a proxy tells of a server behind it that does not answer; 520 to 530 are Cloudflare's. */
export function isGateway(status: number): boolean {
	return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

/** Cloudflare says so where it found no way to the server (developers.cloudflare.com, "5xx errors"). */
const NEVER_ARRIVED: ReadonlySet<number> = new Set([521, 523, 525, 526]);

/** What a gateway tells of the server behind it leaves open whether that had the request, mostly. */
function gatewayEnding({ status }: Reply): Ending {
	if (NEVER_ARRIVED.has(status)) return 'untouched';
	if (isGateway(status)) return 'open';
	return status === 500 ? 'openFinal' : 'final';
}

interface Problem {
	kind: ProblemKind;
	/** How a request that ends so has ended, for the retries and for what is told; final where left out. */
	ending?: (reply: Reply, words: string) => Ending;
	when: (reply: Reply, words: string, context: ProblemContext) => boolean;
	message: (context: ProblemContext, reply: Reply, words: string) => string;
	advice: (context: ProblemContext, reply: Reply, words: string) => string;
}

/** More of a server's words than this is no sentence. */
const MOST_WORDS = 500;

/** The server's own words for what went wrong, without stack; '' where it said nothing that a person can read. */
export function wordsOf(reply: Reply): string {
	if (isPage(reply)) return '';
	const json = jsonOf(reply);
	if (typeof json === 'string') return plainWords(json, MOST_WORDS);
	if (!isRecord(json)) return plainWords(reply.text.trim().split('\n', 1)[0] ?? '', MOST_WORDS);
	const exception = isRecord(json.exception)
		? firstText(json.exception, ['message', 'name'])
		: undefined;
	if (exception !== undefined) return plainWords(exception.split('\n', 1)[0] ?? '', MOST_WORDS);
	const told = Array.isArray(json.message)
		? json.message.map((line) => plainWords(String(line), MOST_WORDS)).join('; ')
		: (firstText(json, ['message', 'error']) ?? '');
	return plainWords(told, MOST_WORDS);
}

function field(reply: Reply, name: string): string {
	const json = jsonOf(reply);
	return isRecord(json) && typeof json[name] === 'string' ? json[name] : '';
}

function sessionStatusAdvice(status: string): string {
	if (status === 'SCAN_QR_CODE') {
		return 'Open the WAHA dashboard and scan the QR code with WhatsApp on the phone.';
	}
	if (status === 'STARTING') return 'It is starting: try again in some seconds.';
	if (status.startsWith('PASSKEY')) return 'Open the WAHA dashboard and confirm the passkey.';
	return 'Start or restart the session in the WAHA dashboard, then try again.';
}

function whyNotReady(session: string, status: string): string {
	return status === 'STOPPED'
		? `The WhatsApp session "${session}" is stopped`
		: `The WhatsApp session "${session}" is not ready: its status is ${status}`;
}

/** What is told where a session does not run. In: its name, its status in WAHA, and that of the reply. */
export function sessionNotReady(session: string, status: string, httpStatus?: number): WahaError {
	const error = new WahaError(
		'sessionNotReady',
		whyNotReady(session, status),
		sessionStatusAdvice(status),
		httpStatus,
	);
	error.sessionStatus = status;
	return error;
}

const CHECK_HOST_URL =
	'Check the Host URL in the credential: it has to lead to WAHA itself, e.g. http://localhost:3000.';

function serverSays(words: string): string {
	return words ? ` The server says: ${words}` : '';
}

/** The server's words behind a sentence that already says what they mean; not those that only a programmer reads. */
function wahaSays(words: string): string {
	return words === '' || /^Evaluation failed:/.test(words) ? '' : ` WAHA says: ${words}`;
}

/** What is added where a second run could do it twice. */
export const doubtAdvice = (inDoubt: boolean, effect: Effect): string =>
	inDoubt && effect === 'once'
		? ' It may have happened all the same: look before you run it again.'
		: '';

/** Status and body → what is told. The first row that fits counts, so the special ones come first. */
const PROBLEMS: readonly Problem[] = [
	{
		kind: 'unexpected',
		when: ({ status, headers }, _, { baseUrl }) =>
			status >= 300 && status < 400 && redirectOf(headers.location, baseUrl) !== undefined,
		message({ baseUrl }, { headers }) {
			const { address, path } = redirectOf(headers.location, baseUrl) ?? {};
			return `The server sends requests on to ${address ?? path}`;
		},
		advice({ baseUrl }, { headers }) {
			const { address } = redirectOf(headers.location, baseUrl) ?? {};
			return address === undefined
				? CHECK_HOST_URL
				: 'Enter that address as Host URL in the credential.';
		},
	},
	{
		kind: 'page',
		when: (reply) => (reply.status === 401 || reply.status === 403) && isPage(reply),
		message: ({ baseUrl }, { status }) =>
			`Something in front of WAHA at ${shownUrl(baseUrl)} does not let n8n in (${status})`,
		advice: () =>
			'It is no matter of the API Key. If it is a proxy that asks for a password, write both into the Host URL in the credential, e.g. https://name:password@waha.example.com.',
	},
	{
		kind: 'unauthorized',
		when: ({ status }) => status === 401,
		message: () => 'WAHA did not accept the API key',
		advice: () =>
			'Check the API Key in the credential: it has to be the same as WAHA_API_KEY of the server.',
	},
	{
		kind: 'forbidden',
		when: ({ status }) => status === 403,
		message: (_, __, words) =>
			/forbidden/i.test(words) || words === ''
				? 'The API key is not allowed to do this'
				: `The API key is not allowed to do this: ${words}`,
		advice: () =>
			'The key may be limited to another session, or lack a scope. Use a key that covers this session and this action.',
	},
	{
		kind: 'sessionNotReady',
		when: (reply) => reply.status === 422 && field(reply, 'status') !== '',
		message: ({ session }, reply) =>
			whyNotReady(field(reply, 'session') || (session ?? ''), field(reply, 'status')),
		advice: (_, reply) => sessionStatusAdvice(field(reply, 'status')),
	},
	{
		// The free tier before 2026.6.1. That it is 422 was measured; the words are not, so they are matched loosely.
		kind: 'noSession',
		when: ({ status }, words, { session }) =>
			status === 422 &&
			session !== 'default' &&
			/\bonly\b.{0,40}'default'|'default'.{0,20}\bonly\b/i.test(words),
		message: ({ session }) =>
			`This free WAHA server has only the session "default", not "${session}"`,
		advice: () =>
			'Choose the session "default". More sessions come with WAHA 2026.6.1 or newer, or with WAHA PLUS.',
	},
	{
		kind: 'unsupported',
		when: ({ status }, words) =>
			(status === 422 || status === 501 || status === 500) &&
			/not (?:implemented|supported|available)/i.test(words),
		message: () => 'The engine of this session cannot do this',
		advice: () =>
			'WAHA has several engines, and not every one can do everything. See the table of operations in the documentation of this node.',
	},
	{
		kind: 'rateLimit',
		// WhatsApp's own limit can be told after the call had its effect.
		ending: ({ status }) => (status === 429 ? 'untouched' : 'open'),
		when: ({ status }, words) => status === 429 || /rate-?overlimit|too many requests/i.test(words),
		message: () => 'WhatsApp or WAHA asks to go slower: too many requests',
		advice: () =>
			'Wait some minutes, then go slower: set "Request Interval" and a "Max Parallel Requests" of 1 in the options.',
	},
	{
		kind: 'page',
		ending: gatewayEnding,
		when: (reply) => isPage(reply),
		message: ({ baseUrl }, { status }) =>
			isGateway(status)
				? `A proxy in front of WAHA answered with an error page (${status})`
				: `The answer from ${shownUrl(baseUrl)} is a web page, not WAHA's`,
		advice: (_, { status }) =>
			isGateway(status)
				? 'WAHA may be restarting or overloaded. Try again, and look whether the WAHA container is running.'
				: CHECK_HOST_URL,
	},
	{
		kind: 'noSession',
		when: ({ status }, words) =>
			status === 404 && /session/i.test(words) && !/cannot (?:get|post|put|delete)/i.test(words),
		message: ({ session }) => noSession(session ?? '').message,
		advice: () => noSession('').description,
	},
	{
		kind: 'unknownEndpoint',
		when: ({ status }, words) =>
			status === 404 && /^(?:cannot|route) (?:get|post|put|delete)\b/i.test(words),
		message: () => 'This WAHA server does not know this action',
		advice: () =>
			'Its version is too old for it, or the Host URL in the credential leads to something else. Update WAHA.',
	},
	{
		kind: 'groupNotFound',
		when: ({ status }, words, { about }) =>
			about === 'group' &&
			(status === 404 ||
				(status >= 500 &&
					/item-not-found|group.{0,40}not (?:found|exist)|not found.{0,20}group|invalid group|chat not found|not participating|reading '(?:groupMetadata|participants)'/i.test(
						words,
					))),
		message: () => unknownGroup().message,
		advice: (_, __, words) => `${unknownGroup().description}${wahaSays(words)}`,
	},
	{
		kind: 'groupNotFound',
		when: ({ status }, words, { about }) =>
			about === 'inviteCode' &&
			(status === 404 ||
				(status >= 500 &&
					/item-not-found|not-acceptable|\bgone\b|ServerStatusCodeError: (?:404|406|410)|status 4(?:04|06|10)\b|invite.{0,30}(?:not valid|invalid|revoked|expired)|invalid invite/i.test(
						words,
					))),
		message: () => deadInvite().message,
		advice: (_, __, words) => `${deadInvite().description}${wahaSays(words)}`,
	},
	{
		kind: 'unknownEndpoint',
		when: ({ status }) => status === 404,
		message: ({ baseUrl }) =>
			`The server at ${shownUrl(baseUrl)} does not know this address: it may not be WAHA`,
		advice: (_, __, words) => `${CHECK_HOST_URL}${serverSays(words)}`,
	},
	{
		kind: 'validation',
		when: ({ status }) => status === 400 || status === 413 || status === 422,
		message: () => 'WAHA did not accept the input',
		advice: (_, __, words) => (words ? `WAHA says: ${words}` : 'Check the fields of this node.'),
	},
	{
		kind: 'page',
		ending: gatewayEnding,
		when: ({ status }) => isGateway(status),
		message: (_, { status }) =>
			`WAHA, or a proxy in front of it, is not available right now (${status})`,
		advice: () => 'It may be restarting or overloaded. Try again in a minute.',
	},
	{
		kind: 'refused',
		// NOWEB says so before it has sent anything (seen on WAHA 2024.10.8).
		ending: () => 'untouched',
		when: ({ status }, words) => status >= 500 && /^connection closed$/i.test(words),
		message: () => 'WAHA has no connection to WhatsApp right now',
		advice: () =>
			'Nothing was sent. WAHA connects again by itself: try again in some seconds, and look at the session in the WAHA dashboard if it stays like this.',
	},
	{
		kind: 'refused',
		when: ({ status }, words, context) =>
			status >= 500 && isForAdmins(context) && MAY_NOT.test(words),
		message: () => 'WhatsApp did not allow it: the account is probably no admin of this group',
		advice: (_, __, words) => `Make the account an admin of the group.${wahaSays(words)}`,
	},
	{
		kind: 'refused',
		when: ({ status }, words, { doing }) =>
			status >= 500 && doing === 'send' && MAY_NOT.test(words),
		message: () => 'WhatsApp did not let the account write there',
		advice: (_, __, words) =>
			`In a group, only admins may be allowed to send messages, or the account is no member.${wahaSays(words)}`,
	},
	{
		kind: 'refused',
		when: ({ status }, words, { doing }) =>
			status >= 500 && doing === 'join' && /conflict/i.test(words),
		message: () => 'The account did not join: it may be a member of this group already',
		advice: (_, __, words) => `Look with "Group: Get Many".${wahaSays(words)}`,
	},
	{
		kind: 'refused',
		ending: ({ status }, words) =>
			status === 500 && LEAVES_OPEN.test(words) ? 'openFinal' : 'final',
		when: ({ status }) => status >= 500,
		message: (_, __, words) =>
			words
				? `WhatsApp did not do this: ${words}`
				: 'WhatsApp did not do this, and WAHA gave no reason',
		advice: (context, _, words) => refusalAdvice(context, words),
	},
	{
		kind: 'unexpected',
		when: () => true,
		message: ({ baseUrl }, { status }) =>
			`The server at ${shownUrl(baseUrl)} answered in a way that WAHA does not (${status})`,
		advice: (_, __, words) => `Check the Host URL in the credential.${serverSays(words)}`,
	},
];

/** What is told of a group that the account is not in. In: the status of the reply that says so. */
export function unknownGroup(status?: number): WahaError {
	return new WahaError(
		'groupNotFound',
		'WhatsApp does not know this group, or the account is not in it',
		'Check the group ID, and that the account of this session is a member.',
		status,
	);
}

/** What is told of an invite link without a group behind it. In: the status of the reply that says so. */
export function deadInvite(status?: number): WahaError {
	return new WahaError(
		'groupNotFound',
		'This invite link does not lead to a group, or not any more',
		'Check the link, or ask an admin of the group for a new one.',
		status,
	);
}

/** What is told where a session does not exist. In: its name. */
export function noSession(name: string): WahaError {
	return new WahaError(
		'noSession',
		`There is no WhatsApp session "${name}" on this server`,
		'Start it in the WAHA dashboard, or choose another session.',
		404,
	);
}

/**
 * What a reply says went wrong; undefined where it is a success.
 * A web page is never a success, whatever its status: WAHA sends none.
 */
export function problemOf(reply: Reply, context: ProblemContext): WahaError | undefined {
	if (reply.status >= 200 && reply.status < 300 && !isPage(reply)) return problemIn(reply, context);
	const words = wordsOf(reply);
	const row = PROBLEMS.find((problem) => problem.when(reply, words, context));
	if (row === undefined) return undefined;
	const { effect } = context;
	const { repeat, inDoubt } = verdictOf(row.ending?.(reply, words) ?? 'final', effect);
	const advice = row.advice(context, reply, words) + doubtAdvice(inDoubt, effect);
	const message = row.message(context, reply, words);
	const error = new WahaError(row.kind, message, advice, reply.status, inDoubt, words);
	error.repeat = repeat;
	if (row.kind === 'sessionNotReady') error.sessionStatus = field(reply, 'status');
	return error;
}

/** An error told by the body of a success; of people it is told for each, and a new group has its own words. */
function problemIn(reply: Reply, context: ProblemContext): WahaError | undefined {
	const { doing } = context;
	if (doing === undefined || doing === 'change' || doing === 'create') return undefined;
	const told = toldError(reply);
	if (told === undefined) return undefined;
	const text = JSON.stringify({ exception: { message: told } });
	const problem = problemOf({ ...reply, status: 500, text }, context);
	if (problem === undefined) return undefined;
	const { kind, message, description, inDoubt, words } = problem;
	const shown = new WahaError(kind, message, description, reply.status, inDoubt, words);
	shown.repeat = problem.repeat;
	return shown;
}
