import type { WahaError } from '../errors';
import { isRecord } from '../json';
import { jsonOf, type Reply } from './reply';

/** How a session was seen: its status; `missing` where the server has none of this name; `unknown` where it does not tell. */
export type Seen = { status: string } | 'missing' | 'unknown';

/** A restart keeps a session STOPPED for 3 s and a little more (measured on WAHA 2024.10.8): longer is stopped for good. */
export const LONGEST_STOP_MS = 5_000;
/** The longest that a session is waited for while it starts, in milliseconds. */
const LONGEST_START_MS = 60_000;
const FIRST_START_MS = 5_000;
/** How long it counts that a session does not come back. */
const GOOD_FOR_MS = 30_000;
const FIRST_NAP_MS = 250;
const LONGEST_NAP_MS = 2_000;

/** How long a session that starts is waited for, in milliseconds: as three retries would, each twice as long as the one before. */
export function patienceMs(maxRetries: number): number {
	return Math.min(LONGEST_START_MS, FIRST_START_MS * (2 ** maxRetries - 1));
}

/** How long a session with this status may be waited for; 0 where it does not come back by itself. */
export function waitForStatus(status: unknown, startMs: number): number {
	if (status === 'STARTING') return startMs;
	return status === 'STOPPED' ? Math.min(LONGEST_STOP_MS, startMs) : 0;
}

/**
 * Whether an error may only mean that the session restarts. Group calls of a session that does not run are answered
 * with 404 at once, those of one that starts with 422 after some seconds (measured); neither had any effect.
 */
export function mayRestart({ kind, status, problem }: WahaError): boolean {
	if (problem.name === 'sessionNotReady') return problem.facts.sessionStatus === 'STARTING';
	return kind === 'noSession' && status === 404;
}

/** How a session is, from the reply to `GET /api/sessions/{session}`; undefined for no reply. */
export function seenIn(reply: Reply | undefined, session: string): Seen {
	if (reply?.status === 404) return 'missing';
	const json = reply?.status === 200 ? jsonOf(reply) : undefined;
	if (!isRecord(json) || json.name !== session || typeof json.status !== 'string') return 'unknown';
	return { status: json.status };
}

interface Verdict {
	at: number;
	seen: Seen;
}

/** Looks at sessions that do not answer, and waits for those that restart: once for all requests that wait for the same. */
export class Restarts {
	private readonly looks = new Map<string, Promise<Seen>>();

	/** Sessions that did not come back. */
	private readonly gone = new Map<string, Verdict>();

	constructor(
		private readonly look: (session: string) => Promise<Seen>,
		/** Sleeps so many milliseconds; false where the user has stopped the execution. */
		private readonly wait: (ms: number) => Promise<boolean>,
		private readonly startMs: number,
	) {}

	/** How a session is once it does not restart any more, or has been waited for long enough. */
	async settled(session: string): Promise<Seen> {
		const known = this.gone.get(session);
		if (known !== undefined && Date.now() - known.at < GOOD_FOR_MS) return known.seen;
		const under = this.looks.get(session);
		if (under !== undefined) return await under;
		const now = this.watch(session);
		this.looks.set(session, now);
		try {
			const seen = await now;
			if (!isWorking(seen)) this.gone.set(session, { at: Date.now(), seen });
			return seen;
		} finally {
			this.looks.delete(session);
		}
	}

	/** The session has answered: what was seen of it before is over. */
	answered(session: string): void {
		this.gone.delete(session);
	}

	private async watch(session: string): Promise<Seen> {
		const start = Date.now();
		let seen = await this.look(session);
		for (let nap = FIRST_NAP_MS; ; nap = Math.min(LONGEST_NAP_MS, nap * 2)) {
			if (typeof seen === 'string') return seen;
			const left = start + waitForStatus(seen.status, this.startMs) - Date.now();
			if (left <= 0 || !(await this.wait(Math.min(nap, left)))) return seen;
			const next = await this.look(session);
			// A look that fails tells nothing new about a session that was there a moment ago.
			if (next !== 'unknown') seen = next;
		}
	}
}

/** Whether a session was seen to work. */
export function isWorking(seen: Seen): boolean {
	return typeof seen !== 'string' && seen.status === 'WORKING';
}
