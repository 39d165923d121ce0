import { WahaError } from '../errors';

/** A session that does not run answers 404 to everything, which tells nothing about the endpoint. */
const SESSION_KINDS = new Set(['noSession', 'sessionNotReady']);

const MISSING_STATUSES = new Set<number | undefined>([404, 405, 501]);

/** Whether an error can mean that the server, or the engine of the session, lacks an endpoint, however it says so. */
export function lacksEndpoint(error: unknown): boolean {
	return (
		error instanceof WahaError &&
		!SESSION_KINDS.has(error.kind) &&
		(MISSING_STATUSES.has(error.status) || error.kind === 'unsupported')
	);
}

/** Whether an error tells clearly that the server has no such path, whatever follows in it. */
export function lacksPath(error: unknown): boolean {
	if (!(error instanceof WahaError)) return false;
	return error.status === 405 || (error.status === 404 && /^cannot get\b/i.test(error.words));
}

/** A 404 in words of the server's own about the group; those of proxies and of unknown paths do not speak of one. */
const NO_GROUP = /\b(?:group|chat)\b.{0,40}(?:not (?:found|exist)|n['o]t exist)|item-not-found/i;

/** Whether an error tells clearly that the session or the group is not there, so that no other endpoint helps. */
export function lacksTarget(error: unknown): boolean {
	if (!(error instanceof WahaError)) return false;
	return (
		SESSION_KINDS.has(error.kind) || (error.kind === 'groupNotFound' && NO_GROUP.test(error.words))
	);
}
