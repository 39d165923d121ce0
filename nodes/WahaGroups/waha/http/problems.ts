import type { Problem, ProblemName } from '../errors';
import { WahaError } from '../errors';
import { firstText, isRecord, plainWords } from '../json';
import { redirectOf, shownUrl } from './address';
import type { Cause } from './causes';
import { causeOf } from './causes';
import type { Reply } from './reply';
import { isPage, jsonOf, toldError, toldStatus } from './reply';
import type { Effect } from './retry';
import { isGateway, verdictOf } from './retry';
import type { Doing, Subject } from './subject';
import { isForAdmins } from './subject';

/** What a request was, as far as its problem depends on it. */
export interface ProblemContext {
	/** The server's address as in the credential. */
	baseUrl: string;
	/** The session of the request; undefined for requests to the server itself. */
	session?: string;
	/** What the request does. */
	effect: Effect;
	/** What the request is about; `other` where left out. */
	about?: Subject;
	/** What is being done; `other` where left out. */
	doing?: Doing;
}

/** More of a server's words than this is no sentence. */
const MOST_WORDS = 500;

/** The server's own words for what went wrong, without stack; '' where it said nothing that a person can read. */
export function serverWords(reply: Reply): string {
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

/** What a failed reply means, where it means that. In: also the server's own words. */
type Row = (reply: Reply, words: string, context: ProblemContext) => Problem | undefined | false;

const plain =
	(name: PlainName, when: (reply: Reply, words: string, context: ProblemContext) => boolean): Row =>
	(reply, words, context) =>
		when(reply, words, context) && { name, facts: {} };

/** Problems of which nothing more is known. */
type PlainName = {
	[N in Problem['name']]: Record<never, never> extends Extract<Problem, { name: N }>['facts']
		? N
		: never;
}[Problem['name']];

/** Whether a request failed, and for one of these causes. */
function isFailure({ status }: Reply, words: string, ...causes: Cause[]): boolean {
	const cause = status >= 500 ? causeOf(words) : undefined;
	return cause !== undefined && causes.includes(cause);
}

/** Status and body → what it means. The first row that fits counts, so the special ones come first. */
const ROWS: readonly Row[] = [
	({ status, headers }, _, { baseUrl }) => {
		if (status < 300 || status >= 400) return undefined;
		const to = redirectOf(headers.location, baseUrl);
		return to && { name: 'redirected', facts: { address: to.address, path: to.path } };
	},
	(reply, _, { baseUrl }) =>
		(reply.status === 401 || reply.status === 403) &&
		isPage(reply) && { name: 'lockedOut', facts: { baseUrl: shownUrl(baseUrl) } },
	plain('unauthorized', ({ status }) => status === 401),
	plain('forbidden', ({ status }) => status === 403),
	(reply, _, { session = '' }) => {
		const sessionStatus = reply.status === 422 ? field(reply, 'status') : '';
		if (sessionStatus === '') return undefined;
		const facts = { session: field(reply, 'session') || session, sessionStatus };
		return { name: 'sessionNotReady', facts };
	},
	// The free tier before 2026.6.1. That it is 422 was measured; the words are not, so they are matched loosely.
	({ status }, words, { session = '' }) =>
		status === 422 &&
		session !== 'default' &&
		/\bonly\b.{0,40}'default'|'default'.{0,20}\bonly\b/i.test(words) && {
			name: 'onlyDefaultSession',
			facts: { session },
		},
	plain(
		'unsupported',
		({ status }, words) =>
			(status === 422 || status === 501 || status === 500) && causeOf(words) === 'unsupported',
	),
	plain('rateLimit', ({ status }, words) => status === 429 || causeOf(words) === 'rateLimit'),
	plain('gatewayPage', (reply) => isPage(reply) && isGateway(reply.status)),
	(reply, _, { baseUrl }) =>
		isPage(reply) && { name: 'foreignPage', facts: { baseUrl: shownUrl(baseUrl) } },
	({ status }, words, { session = '' }) =>
		status === 404 &&
		/session/i.test(words) &&
		!/cannot (?:get|post|put|delete)/i.test(words) && { name: 'noSession', facts: { session } },
	plain(
		'unknownAction',
		({ status }, words) =>
			status === 404 && /^(?:cannot|route) (?:get|post|put|delete)\b/i.test(words),
	),
	plain(
		'unknownGroup',
		(reply, words, { about }) =>
			about === 'group' && (reply.status === 404 || isFailure(reply, words, 'notFound', 'noGroup')),
	),
	plain(
		'deadInvite',
		(reply, words, { about }) =>
			about === 'inviteCode' &&
			(reply.status === 404 || isFailure(reply, words, 'notFound', 'noInvite')),
	),
	({ status }, _, { baseUrl }) =>
		status === 404 && { name: 'unknownAddress', facts: { baseUrl: shownUrl(baseUrl) } },
	plain('validation', ({ status }) => status === 400 || status === 413 || status === 422),
	plain('gateway', ({ status }) => isGateway(status)),
	plain('disconnected', (reply, words) => isFailure(reply, words, 'notSent')),
	plain('connectionLost', (reply, words) => isFailure(reply, words, 'lost')),
	plain('lateAnswer', (reply, words) => isFailure(reply, words, 'late')),
	plain(
		'noAdmin',
		(reply, words, { doing }) => isForAdmins(doing) && isFailure(reply, words, 'mayNot'),
	),
	plain(
		'mayNotWrite',
		(reply, words, { doing }) => doing === 'send' && isFailure(reply, words, 'mayNot'),
	),
	plain(
		'memberAlready',
		(reply, words, { doing }) => doing === 'join' && isFailure(reply, words, 'conflict'),
	),
	({ status }, _, { about = 'other', doing = 'other' }) =>
		status >= 500 && { name: 'refused', facts: { about, doing } },
	(_, __, { baseUrl }) => ({ name: 'unexpectedStatus', facts: { baseUrl: shownUrl(baseUrl) } }),
];

function problemFor(reply: Reply, words: string, context: ProblemContext): Problem | undefined {
	for (const row of ROWS) {
		const problem = row(reply, words, context);
		if (problem) return problem;
	}
	return undefined;
}

/**
 * What a reply says went wrong; undefined where it is a success.
 * A web page is never a success, whatever its status: WAHA sends none.
 */
export function problemOf(reply: Reply, context: ProblemContext): WahaError | undefined {
	if (reply.status >= 200 && reply.status < 300 && !isPage(reply)) return problemIn(reply, context);
	const { status } = reply;
	const words = serverWords(reply);
	const problem = problemFor(reply, words, context);
	if (problem === undefined) return undefined;
	const verdict = verdictOf(problem.name, context.effect, status, words);
	return new WahaError(problem, { status, words, ...verdict });
}

/** What has nothing to do with the people or the group asked for. */
const OF_CONNECTION: ReadonlySet<ProblemName> = new Set([
	'unsupported',
	'rateLimit',
	'disconnected',
	'connectionLost',
	'lateAnswer',
]);

/** An error told by the body of a success; what WhatsApp refused is told for each person, and of a new group in words of its own. */
function problemIn(reply: Reply, context: ProblemContext): WahaError | undefined {
	const { doing } = context;
	if (doing === undefined) return undefined;
	// Of people, a status is the result of each.
	const told = toldError(reply) ?? (doing === 'change' ? undefined : toldStatus(reply));
	if (told === undefined) return undefined;
	const text = JSON.stringify({ exception: { message: told } });
	const problem = problemOf({ ...reply, status: 500, text }, context);
	if (problem === undefined) return undefined;
	const isOwn = doing === 'change' || (doing === 'create' && !problem.inDoubt);
	if (isOwn && !OF_CONNECTION.has(problem.problem.name)) return undefined;
	return new WahaError(problem.problem, { ...problem, status: reply.status });
}
