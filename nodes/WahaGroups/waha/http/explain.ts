import type { Call } from './call';
import type { ProblemKind } from '../errors';
import { WahaError } from '../errors';
import { isRecord } from '../json';
import type { Reply } from './reply';
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

/** The error where the server is too old for something; undefined where it is new enough. In: since when servers can do it. */
export async function tooOldFor(
	ask: Ask,
	since: Version,
	status?: number,
): Promise<WahaError | undefined> {
	const { version } = await serverInfo(ask);
	if (isAtLeast(parseVersion(version), since)) return undefined;
	const facts = { version: String(version), since };
	return new WahaError({ name: 'tooOld', facts }, { status });
}

/** A session to which group calls find no way. In: how it was seen. */
async function notFound(
	ask: Ask,
	error: WahaError,
	session: string,
	seen: Seen,
): Promise<WahaError> {
	if (seen === 'missing') {
		const facts = { session, others: await sessionNames(ask) };
		return error.as({ name: 'noSession', facts });
	}
	if (seen === 'unknown') return error.as({ name: 'noSessionOrStopped', facts: { session } });
	return seen.status === 'WORKING'
		? error.as({ name: 'sessionOutOfReach', facts: { session } })
		: error.as({ name: 'sessionNotReady', facts: { session, sessionStatus: seen.status } });
}

/** What an engine lacks, with its name and the version, because what an engine can do grows. */
async function unsupported(ask: Ask, error: WahaError, session: string): Promise<WahaError> {
	const engine = await engineOf(ask, session);
	if (engine === undefined) return error;
	const { version } = await serverInfo(ask);
	const facts = { session, engine, ...(typeof version === 'string' && { version }) };
	return error.as({ name: 'unsupportedByEngine', facts });
}

/** Ends that have nothing to do with the server's age. */
const CLEAR: ReadonlySet<ProblemKind> = new Set([
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
	if (error.kind === 'noSession' && error.status === 404)
		return await notFound(ask, error, session, seen);
	return error.kind === 'unsupported' ? await unsupported(ask, error, session) : error;
}
