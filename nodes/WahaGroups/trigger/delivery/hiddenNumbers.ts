import type { IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Pacing } from '../../n8n/connection';
import { connect } from '../../n8n/connection';
import type { WahaClient } from '../../waha/http/client';
import { WahaError } from '../../waha/errors';
import { phoneOf, readPersonId } from '../../waha/input/ids';
import { isRecord } from '../../waha/json';
import { lacksPath } from '../../waha/http/missing';
import { Pace } from '../../waha/http/pace';
import { jsonOf } from '../../waha/http/reply';
import { settle } from '../../waha/settle';

/** How long one delivery waits for all its look-ups: WAHA waits for the answer meanwhile. */
const PATIENCE_MS = 3000;
const NAP_MS = 100;

const AT_ONCE = 5;
const PACING: Pacing = {
	maxParallelRequests: AT_ONCE,
	requestInterval: 0,
	maxRetries: 0,
	timeout: PATIENCE_MS,
};

/** How many answers are remembered, and for how long: a number that is unknown today can be known tomorrow. */
const MOST = 10_000;
const GOOD_FOR_MS = { number: 86_400_000, unknown: 600_000, failure: 10_000 };

interface Answer {
	until: number;
	number: Promise<string | null>;
}

/** By server, session and hidden id, the oldest first. */
const answers = new Map<string, Answer>();

/** Of all deliveries together, by server and session. */
const paces = new Map<string, Pace>();

/** Until when a server is not asked, because it answers nobody, by server and session. */
const quietUntil = new Map<string, number>();

function remember(key: string, answer: Answer): void {
	answers.delete(key);
	answers.set(key, answer);
	const [oldest] = answers.keys();
	if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
}

/** Whether no other id can be asked for either: no connection, no right to ask, too much, no such endpoint. */
function isForAll(error: unknown): boolean {
	if (!(error instanceof WahaError) || error.status === undefined) return true;
	const { status } = error;
	return [401, 403, 429].includes(status) || status >= 502 || lacksPath(error);
}

/** Asks for one hidden id, and notes in the answer how long it counts. */
async function ask(
	client: WahaClient,
	session: string,
	lid: string,
	goodFor: (ms: number) => void,
): Promise<string | null> {
	const settled = await settle(
		client.callServer({ method: 'GET', path: [session, 'lids', lid], effect: 'none' }),
	);
	const json = settled.ok ? jsonOf(settled.value) : undefined;
	if (isRecord(json)) {
		const number = phoneOf(readPersonId(json.pn));
		goodFor(number === null ? GOOD_FOR_MS.unknown : GOOD_FOR_MS.number);
		return number;
	}
	goodFor(GOOD_FOR_MS.failure);
	if (!settled.ok && isForAll(settled.error)) {
		quietUntil.set(`${client.baseUrl} ${session}`, Date.now() + GOOD_FOR_MS.failure);
	}
	return null;
}

/**
 * The numbers behind hidden ids, for one delivery: each id is asked for once, and all of it takes 3 seconds at most.
 * What cannot be found out in that time, for whatever reason, is left out; nothing is thrown.
 */
export class HiddenNumbers {
	private until: number | undefined;

	constructor(
		private readonly context: IWebhookFunctions,
		private readonly session: string,
	) {}

	/** In: `<digits>@lid`. Out: digits with the country code first, by hidden id. */
	async find(lids: readonly string[]): Promise<ReadonlyMap<string, string>> {
		const found = new Map<string, string>();
		if (lids.length === 0) return found;
		this.until ??= Date.now() + PATIENCE_MS;
		let isDone = false;
		const work = settle(this.findAll(lids, found)).then(() => {
			isDone = true;
		});
		for (let left = this.left(); !isDone && left > 0; left = this.left()) {
			await Promise.race([work, sleep(Math.min(left, NAP_MS))]);
		}
		return new Map(found);
	}

	private left(): number {
		return (this.until ?? 0) - Date.now();
	}

	private async findAll(lids: readonly string[], found: Map<string, string>): Promise<void> {
		const client = await connect(this.context, PACING);
		await Promise.all(
			[...new Set(lids)].map(async (lid) => {
				const number = await this.numberOf(client, lid);
				if (number !== null) found.set(lid, number);
			}),
		);
	}

	private async numberOf(client: WahaClient, lid: string): Promise<string | null> {
		const server = `${client.baseUrl} ${this.session}`;
		const key = `${server} ${lid}`;
		const known = (): Answer | undefined => {
			const answer = answers.get(key);
			return answer !== undefined && Date.now() < answer.until ? answer : undefined;
		};
		const pace = paces.get(server) ?? new Pace(AT_ONCE, 0);
		paces.set(server, pace);
		const askNow = async (): Promise<string | null> => {
			const meanwhile = known();
			if (meanwhile !== undefined) return await meanwhile.number;
			if (this.left() <= 0 || Date.now() < (quietUntil.get(server) ?? 0)) return null;
			const next: Answer = { until: Infinity, number: Promise.resolve(null) };
			next.number = ask(client, this.session, lid, (ms) => {
				next.until = Date.now() + ms;
			});
			remember(key, next);
			return await next.number;
		};
		const answer = known();
		return answer === undefined ? await pace.run(askNow) : await answer.number;
	}
}
