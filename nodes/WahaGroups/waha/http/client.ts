import { sleep } from 'n8n-workflow';

import { WahaError } from '../errors';
import { explain, serverInfo, tooOldFor } from './explain';
import { Memory } from '../memory';
import type { Pace } from './pace';
import type { Call, Outcome, Transport } from './call';
import { problemOfConnection } from './connectionProblems';
import { problemOfOutcome } from './outcome';
import type { ProblemContext } from './problems';
import type { Reply } from './reply';
import type { Seen } from './restarts';
import { isWorking, mayRestart, patienceMs, Restarts, seenIn } from './restarts';
import { settle } from '../settle';
import type { Effect } from './retry';
import { LONGEST_WAIT_MS, retryAfterMs, waitMs } from './retry';
import { doingOf, subjectOf } from './subject';
import type { Version } from '../versions';

export type { Call, HttpRequest, Method, Outcome, Transport } from './call';

export interface ClientSettings {
	transport: Transport;
	/** The server's address, without a slash at the end. */
	baseUrl: string;
	pace: Pace;
	/** The pace of what only reads, where it is another one. */
	readPace?: Pace;
	maxRetries: number;
	timeoutMs: number;
	/** Fires when the user stops the execution. */
	signal?: AbortSignal;
}

function urlOf(baseUrl: string, { path, query }: Call): string {
	const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
		value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
	);
	const search = pairs.length > 0 ? `?${pairs.join('&')}` : '';
	return `${baseUrl}/api/${path.map(encodeURIComponent).join('/')}${search}`;
}

/** A call with its session in its place. */
function within(session: string, call: Call): Call {
	const { path, query, body, sessionIn } = call;
	if (sessionIn === 'body') return { ...call, body: { session, ...body } };
	if (sessionIn === 'query') return { ...call, query: { session, ...query } };
	return { ...call, path: [session, ...path] };
}

const LONGEST_NAP_MS = 1000;

/** Calls a WAHA server: at a pace, with repetitions where they do no harm, errors in words. */
export class WahaClient {
	/** The same for all items that fail for the same reason. */
	private readonly asked = new Memory<Reply | undefined>();

	private readonly restarts: Restarts;

	private stopped: Promise<void> | undefined;

	constructor(private readonly settings: ClientSettings) {
		this.restarts = new Restarts(
			async (session) => await this.look(session),
			async (ms) => {
				await this.wait(ms);
				return !settings.signal?.aborted;
			},
			patienceMs(settings.maxRetries),
		);
	}

	get baseUrl(): string {
		return this.settings.baseUrl;
	}

	/** A call of the server itself. Throws WahaError. */
	async callServer(call: Call): Promise<Reply> {
		return await this.call(call);
	}

	/**
	 * A call within a session: the path goes on behind `/api/{session}`, unless the call has its session elsewhere. A
	 * session that restarts is waited for, within the retries. Throws WahaError.
	 */
	async callSession(session: string, call: Call): Promise<Reply> {
		const settled = await settle(this.call(within(session, call), session));
		if (settled.ok) {
			this.restarts.answered(session);
			const { since } = call;
			// An old NOWEB takes a path that it does not know for a group's id, and finds nothing.
			const isNothing = since && call.method === 'GET' && settled.value.text.trim() === '';
			const tooOld = isNothing ? await tooOldFor(this.ask, since) : undefined;
			if (tooOld) throw tooOld;
			return settled.value;
		}
		const { error } = settled;
		const isLost = error instanceof WahaError && error.kind === 'noSession';
		const seen = isLost && error.status === 404 ? await this.restarts.settled(session) : undefined;
		throw await this.explained(error, session, call.since, seen);
	}

	/** An error with what only the server knows added to it. In: also how the session was seen, where it was looked at. */
	async explained(error: unknown, session: string, since?: Version, seen?: Seen): Promise<unknown> {
		if (!(error instanceof WahaError)) return error;
		return await explain(this.ask, error, session, since, seen);
	}

	private readonly ask = async (call: Call): Promise<Reply | undefined> =>
		await this.asked.get(call.path.join('/'), async () => await this.quietly(call));

	private async look(session: string): Promise<Seen> {
		const outcome = await this.attempt({ method: 'GET', path: ['sessions', session] });
		return seenIn('reply' in outcome ? outcome.reply : undefined, session);
	}

	/** What the server says about itself: version, engine, tier; nothing where it does not say. Throws WahaError where it does not answer at all. */
	async serverInfo(): Promise<Record<string, unknown>> {
		return await serverInfo(async (call) => {
			const settled = await settle(this.callServer(call));
			if (settled.ok) return settled.value;
			const { error } = settled;
			// Older servers lack a path, and a key for one session only may read neither.
			if (error instanceof WahaError && (error.status === 404 || error.status === 403))
				return undefined;
			throw error;
		});
	}

	/** A call whose failure must not hide the error that it is to explain. */
	private async quietly(call: Call): Promise<Reply | undefined> {
		const outcome = await this.attempt(call);
		return 'reply' in outcome && outcome.reply.status === 200 ? outcome.reply : undefined;
	}

	private async call(call: Call, session?: string): Promise<Reply> {
		// What is sent and says nothing about itself is not repeated: better an error than a second effect.
		const effect = call.effect ?? (call.method === 'GET' ? 'none' : 'once');
		const pace = (effect === 'none' ? this.settings.readPace : undefined) ?? this.settings.pace;
		const work = async () => await this.callWithRetries(call, effect, pace, session);
		return await pace.run(work);
	}

	private async callWithRetries(
		call: Call,
		effect: Effect,
		pace: Pace,
		session: string | undefined,
	): Promise<Reply> {
		const { baseUrl, maxRetries, timeoutMs } = this.settings;
		const about = call.about ?? subjectOf(call.path);
		const pathWithin = call.sessionIn ? call.path : call.path.slice(1);
		const context: ProblemContext = {
			baseUrl,
			session: session ?? (call.path[0] === 'sessions' ? call.path[1] : undefined),
			effect,
			about,
			...(session !== undefined && { doing: doingOf(call.method, pathWithin) }),
		};
		let afterDoubt = false;
		for (let tries = 0; ; tries++) {
			// Reading or not: the distance is kept between any two starts.
			await this.settings.pace.turn(async (ms) => await this.wait(ms));
			this.throwIfStopped(context);
			const outcome = await this.attempt(call);
			const problem = problemOfOutcome(outcome, context, timeoutMs);
			const asked = 'reply' in outcome ? retryAfterMs(outcome.reply) : undefined;
			const again =
				problem?.repeat === true && tries < maxRetries && (asked ?? 0) <= LONGEST_WAIT_MS;
			if (!again || call.lookFirst) {
				if (problem && session !== undefined && tries < maxRetries && mayRestart(problem)) {
					if (isWorking(await this.restarts.settled(session))) {
						// It may be back for some time already, and refuse for another reason.
						if (tries > 0) await this.wait(waitMs(tries, undefined));
						continue;
					}
					this.throwIfStopped(context);
				}
				if (problem && again) problem.waitMs = waitMs(tries, asked);
				if (problem) problem.afterDoubt = afterDoubt;
				if (problem || 'failure' in outcome) throw problem;
				pace.faster();
				return afterDoubt ? { ...outcome.reply, afterDoubt } : outcome.reply;
			}
			if ('reply' in outcome) pace.slower();
			afterDoubt ||= problem.inDoubt;
			await this.wait(waitMs(tries, asked));
		}
	}

	private async attempt(call: Call): Promise<Outcome> {
		const { transport, baseUrl, timeoutMs } = this.settings;
		const url = urlOf(baseUrl, call);
		return await transport({ method: call.method, url, body: call.body, timeoutMs });
	}

	private throwIfStopped(context: ProblemContext): void {
		if (this.settings.signal?.aborted) throw problemOfConnection('cancelled', context, 0);
	}

	/** Sleeps, but wakes at once when the execution is stopped; in short naps, so that no timer outlives it for long. */
	private async wait(ms: number): Promise<void> {
		this.stopped ??= this.stop();
		const end = Date.now() + ms;
		for (let left = ms; left > 0 && !this.settings.signal?.aborted; left = end - Date.now()) {
			await Promise.race([sleep(Math.min(left, LONGEST_NAP_MS)), this.stopped]);
		}
	}

	// One listener for all that wait: Node writes a warning to n8n's log when a signal has more than ten.
	private async stop(): Promise<void> {
		const { signal } = this.settings;
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			signal?.addEventListener('abort', () => resolve(), { once: true });
		});
	}
}
