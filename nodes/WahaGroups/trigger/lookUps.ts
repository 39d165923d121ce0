import { sleep } from 'n8n-workflow';

import type { Pacing } from '../n8n/connection';
import { toGroupHead } from '../waha/answers/shapes';
import { WahaError } from '../waha/errors';
import type { LookUp } from '../waha/events/judge';
import type { WahaClient } from '../waha/http/client';
import { lacksPath } from '../waha/http/missing';
import { Pace } from '../waha/http/pace';
import type { Reply } from '../waha/http/reply';
import { jsonOf } from '../waha/http/reply';
import { phoneOf, readPersonId } from '../waha/input/ids';
import { isRecord } from '../waha/json';
import { forgetOldest } from '../waha/oldest';
import { settle } from '../waha/settle';

/** How long one event waits for all its look-ups: WAHA waits for the answer meanwhile. */
const PATIENCE_MS = 3000;
const NAP_MS = 100;

const AT_ONCE = 5;
const PACING: Pacing = {
	maxParallelRequests: AT_ONCE,
	requestInterval: 0,
	maxRetries: 0,
	timeout: PATIENCE_MS,
};

/** How many answers are remembered, and how long one counts that failed. */
const MOST = 10_000;
const FAILURE_GOOD_FOR_MS = 10_000;

/** What is asked once and remembered: where, how its answer is read, and how long that counts. */
interface Question {
	/** Of the endpoint, within the session. */
	kind: 'lids' | 'groups';
	read(this: void, json: Record<string, unknown>): string | null;
	/** What is unknown today can be known tomorrow. */
	goodForMs: { known: number; unknown: number };
}

/** The number behind a hidden id. */
const NUMBER: Question = {
	kind: 'lids',
	read: ({ pn }) => phoneOf(readPersonId(pn)),
	goodForMs: { known: 86_400_000, unknown: 600_000 },
};

/** The subject of a group, of whose change not every workflow hears. */
const SUBJECT: Question = {
	kind: 'groups',
	read: (json) => toGroupHead(json).subject,
	goodForMs: { known: 3_600_000, unknown: 600_000 },
};

interface Answer {
	until: number;
	/** A promise while the server is asked. */
	value: string | null | Promise<string | null>;
}

/** By credential, session, kind and id, the oldest first. */
const answers = new Map<string, Answer>();

/** Of all events together, by credential and session. */
const paces = new Map<string, Pace>();

/** Until when a server is not asked, because it answers nobody, by credential, session and kind. */
const quietUntil = new Map<string, number>();

function remember(key: string, answer: Answer): void {
	answers.delete(key);
	answers.set(key, answer);
	forgetOldest(answers, MOST);
}

/** What is remembered, or being asked for; undefined for nothing. */
function remembered(key: string): Answer | undefined {
	const answer = answers.get(key);
	return answer !== undefined && Date.now() < answer.until ? answer : undefined;
}

/** Whether nothing else can be asked for either: no connection, no right to ask, too much, no such endpoint. */
function isForAll(error: unknown): boolean {
	if (!(error instanceof WahaError) || error.status === undefined) return true;
	const { status } = error;
	return [401, 403, 429].includes(status) || status >= 502 || lacksPath(error);
}

/**
 * What the server knows beyond an event, for one event: each thing is asked for once, and all of it takes 3 seconds at
 * most. What cannot be found out in that time, for whatever reason, is left out; nothing is thrown.
 */
export class LookUps implements LookUp {
	private until: number | undefined;
	private client: Promise<WahaClient> | undefined;
	private readonly account: string;

	/**
	 * In: what connects, called only where the server is asked, because n8n evaluates a credential anew each time that it
	 * is read; what names the account, by which answers are remembered; the session.
	 */
	constructor(
		private readonly connect: (pacing: Pacing) => Promise<WahaClient>,
		accountName: string,
		private readonly session: string,
	) {
		this.account = `${accountName} ${session}`;
	}

	/** In: `<digits>@lid`. Out: digits with the country code first, by hidden id. */
	async numbers(lids: readonly string[]): Promise<ReadonlyMap<string, string>> {
		return await this.find(NUMBER, lids);
	}

	/** In: ids of groups. Out: their subjects, by id. */
	async subjects(groupIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
		return await this.find(SUBJECT, groupIds);
	}

	/** Remembers subjects that an event told, by id of the group. */
	learnSubjects(told: ReadonlyMap<string, string>): void {
		for (const [groupId, subject] of told) {
			const until = Date.now() + SUBJECT.goodForMs.known;
			remember(this.keyOf(SUBJECT, groupId), { until, value: subject });
		}
	}

	private async find(
		question: Question,
		ids: readonly string[],
	): Promise<ReadonlyMap<string, string>> {
		const found = new Map<string, string>();
		// What is remembered counts also where the time is up, and takes no turn.
		const unknown = [...new Set(ids)].filter((id) => {
			const answer = remembered(this.keyOf(question, id));
			if (answer === undefined || answer.value instanceof Promise) return true;
			if (answer.value !== null) found.set(id, answer.value);
			return false;
		});
		if (unknown.length === 0) return found;
		this.until ??= Date.now() + PATIENCE_MS;
		let isDone = false;
		const work = settle(this.findAll(question, unknown, found)).then(() => {
			isDone = true;
		});
		while (!isDone && this.left() > 0)
			await Promise.race([work, sleep(Math.min(this.left(), NAP_MS))]);
		return new Map(found);
	}

	private left(): number {
		return (this.until ?? 0) - Date.now();
	}

	/** What the server answers at a path. Throws what connecting and asking throw. */
	private async read(path: string[]): Promise<Reply> {
		this.client ??= this.connect(PACING);
		return await (await this.client).callServer({ method: 'GET', path, effect: 'none' });
	}

	private keyOf({ kind }: Question, id: string): string {
		return `${this.account} ${kind} ${id}`;
	}

	private async findAll(
		question: Question,
		ids: readonly string[],
		found: Map<string, string>,
	): Promise<void> {
		await Promise.all(
			ids.map(async (id) => {
				const value = await this.answerTo(question, id);
				if (value !== null) found.set(id, value);
			}),
		);
	}

	private async answerTo(question: Question, id: string): Promise<string | null> {
		const key = this.keyOf(question, id);
		const pace = paces.get(this.account) ?? new Pace(AT_ONCE, 0);
		paces.set(this.account, pace);
		const askNow = async (): Promise<string | null> => {
			const meanwhile = remembered(key);
			if (meanwhile !== undefined) return await meanwhile.value;
			const isQuiet = Date.now() < (quietUntil.get(`${this.account} ${question.kind}`) ?? 0);
			if (this.left() <= 0 || isQuiet) return null;
			const next: Answer = { until: Infinity, value: null };
			const asked = this.ask(question, id, (ms) => {
				next.until = Date.now() + ms;
			});
			next.value = asked;
			remember(key, next);
			next.value = await asked;
			return next.value;
		};
		const answer = remembered(key);
		return answer === undefined ? await pace.run(askNow) : await answer.value;
	}

	/** Asks for one thing, and notes in the answer how long it counts. */
	private async ask(
		{ kind, read, goodForMs }: Question,
		id: string,
		goodFor: (ms: number) => void,
	): Promise<string | null> {
		const settled = await settle(this.read([this.session, kind, id]));
		const json = settled.ok ? jsonOf(settled.value) : undefined;
		if (isRecord(json)) {
			const value = read(json);
			goodFor(value === null ? goodForMs.unknown : goodForMs.known);
			return value;
		}
		goodFor(FAILURE_GOOD_FOR_MS);
		if (!settled.ok && isForAll(settled.error)) {
			quietUntil.set(`${this.account} ${kind}`, Date.now() + FAILURE_GOOD_FOR_MS);
		}
		return null;
	}
}
