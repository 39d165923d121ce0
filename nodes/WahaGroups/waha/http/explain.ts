import type { Call } from './call';
import { WahaError } from '../errors';
import { isRecord } from '../json';
import type { Reply } from './reply';
import { sessionNotReady } from './problems';
import { jsonOf } from './reply';
import type { Seen } from './restarts';
import type { Version } from '../versions';
import { isAtLeast, parseVersion } from '../versions';

/** Asks the server and gives its body as JSON; undefined where it does not answer with 200. */
export type Ask = (call: Call) => Promise<Reply | undefined>;

/** What the server says about itself: version, engine, tier; nothing where it does not say. Old servers know only the second path. */
export async function serverInfo(ask: Ask): Promise<Record<string, unknown>> {
	for (const path of [['server', 'version'], ['version']]) {
		const reply = await ask({ method: 'GET', path });
		const json = reply && jsonOf(reply);
		if (isRecord(json)) return json;
	}
	return {};
}

async function sessionNames(ask: Ask): Promise<string[]> {
	const reply = await ask({ method: 'GET', path: ['sessions'], query: { all: true } });
	const sessions = reply && jsonOf(reply);
	if (!Array.isArray(sessions)) return [];
	return sessions.flatMap((entry: unknown) =>
		isRecord(entry) && typeof entry.name === 'string' ? [entry.name] : [],
	);
}

async function engineOf(ask: Ask, session: string): Promise<string | undefined> {
	const reply = await ask({ method: 'GET', path: ['sessions', session] });
	const json = reply && jsonOf(reply);
	const engine = isRecord(json) && isRecord(json.engine) ? json.engine.engine : undefined;
	return typeof engine === 'string' ? engine : undefined;
}

function withAdvice(error: WahaError, description: string): WahaError {
	return new WahaError(error.kind, error.message, description, error.status, error.inDoubt);
}

function tooOld(version: unknown, since: Version, status: number | undefined): WahaError {
	return new WahaError(
		'unknownEndpoint',
		`WAHA ${String(version)} cannot do this yet`,
		`It came with WAHA ${since[0]}.${since[1]}: update the server.`,
		status,
	);
}

/** The error where the server is too old for something; undefined where it is new enough. In: since when servers can do it. */
export async function tooOldFor(
	ask: Ask,
	since: Version,
	status?: number,
): Promise<WahaError | undefined> {
	const { version } = await serverInfo(ask);
	return isAtLeast(parseVersion(version), since) ? undefined : tooOld(version, since, status);
}

/** A session to which group calls find no way. In: how it was seen. */
async function notFound(
	ask: Ask,
	error: WahaError,
	session: string,
	seen: Seen,
): Promise<WahaError> {
	if (seen === 'missing') {
		const names = await sessionNames(ask);
		return names.length === 0
			? error
			: withAdvice(error, `These sessions exist: ${names.join(', ')}.`);
	}
	if (seen === 'unknown') {
		return new WahaError(
			error.kind,
			`The WhatsApp session "${session}" is not there, or does not run`,
			'WAHA does not tell which, perhaps because the API key may not read sessions. Look in the WAHA dashboard whether it is started.',
			error.status,
		);
	}
	if (seen.status !== 'WORKING') return sessionNotReady(session, seen.status, error.status);
	return new WahaError(
		'sessionNotReady',
		`WAHA does not find the WhatsApp session "${session}", although its status is WORKING`,
		'Restart the session in the WAHA dashboard, then try again.',
		error.status,
	);
}

/** Ends that have nothing to do with the server's age. */
const CLEAR = new Set([
	'unauthorized',
	'forbidden',
	'noSession',
	'sessionNotReady',
	'rateLimit',
	'page',
	'unreachable',
	'timeout',
	'broken',
	'cancelled',
]);

/**
 * Adds to an error what only the server knows: which sessions exist, which engine cannot do it, which version is
 * too old. In: the error, the session, since which version a server can do what was asked, if not always, and how
 * the session was seen.
 */
export async function explain(
	ask: Ask,
	error: WahaError,
	session: string,
	since?: Version,
	seen: Seen = 'missing',
): Promise<WahaError> {
	// A server too old for a path may take it for a group's id, so it fails in other ways than "no such path".
	if (since !== undefined && error.status !== undefined && !CLEAR.has(error.kind)) {
		const old = await tooOldFor(ask, since, error.status);
		if (old) return old;
	}
	if (error.kind === 'noSession' && error.status === 404) {
		return await notFound(ask, error, session, seen);
	}
	if (error.kind === 'unsupported') {
		const engine = await engineOf(ask, session);
		if (engine === undefined) return error;
		const message = `The engine ${engine} of session "${session}" cannot do this`;
		const { version } = await serverInfo(ask);
		// What an engine can do grows: NOWEB has the settings of groups since some version after 2024.10.8 (measured).
		const inVersion =
			typeof version === 'string' ? ` This is WAHA ${version}: a newer one may be able to.` : '';
		return new WahaError(error.kind, message, error.description + inVersion, error.status);
	}
	return error;
}
