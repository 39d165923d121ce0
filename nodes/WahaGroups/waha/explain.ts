import type { Call } from './client';
import { WahaError } from './errors';
import { isRecord } from './json';
import type { Reply } from './reply';
import { jsonOf } from './reply';
import type { Version } from './versions';
import { isAtLeast, parseVersion } from './versions';

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
 * too old. In: the error, the session, and since which version a server can do what was asked, if not always.
 */
export async function explain(
	ask: Ask,
	error: WahaError,
	session: string,
	since?: Version,
): Promise<WahaError> {
	// A server too old for a path may take it for a group's id, so it fails in other ways than "no such path".
	if (since !== undefined && error.status !== undefined && !CLEAR.has(error.kind)) {
		const { version } = await serverInfo(ask);
		if (!isAtLeast(parseVersion(version), since)) return tooOld(version, since, error.status);
	}
	if (error.kind === 'noSession') {
		const names = await sessionNames(ask);
		return names.length === 0
			? error
			: withAdvice(error, `These sessions exist: ${names.join(', ')}.`);
	}
	if (error.kind === 'unsupported') {
		const engine = await engineOf(ask, session);
		if (engine === undefined) return error;
		const message = `The engine ${engine} of session "${session}" cannot do this`;
		return new WahaError(error.kind, message, error.description, error.status);
	}
	return error;
}
