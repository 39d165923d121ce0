import { createHash } from 'node:crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** Characters of a fingerprint. 48 bits: among 10,000, one new event in 28 thousand million looks like a known one. */
const LENGTH = 8;

/** How many deliveries are remembered: by this process, and in n8n's database for after a restart. */
const IN_MEMORY = 10_000;
const STORED = 2000;

/**
 * A write that a delivery waits for takes n8n as long again as the start where many come at once. So each is stored
 * with its own answer only while so few are under way; among more, one stores them all: one in so many, one in so
 * many milliseconds, and when no more have come for a while, as where n8n lets executions queue.
 */
const FEW = 3;
const EVERY = 250;
const LATE_MS = 10_000;
const QUIET_MS = 1000;

/** A short name for a delivery. */
export function fingerprint(text: string | Buffer): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, LENGTH);
}

/** How long a delivery without id and time counts as the same one again, in seconds. */
const TIMELESS_SECONDS = 60;

/**
 * The names of a delivery that has neither id nor time, so that the same words later are a new event: the first is its
 * own, under the others the same may have come within the last minute. In: its body, and the time now in milliseconds.
 */
export function timelessNames(body: Buffer, nowMs: number): [string, ...string[]] {
	const content = createHash('sha256').update(body).digest('base64url');
	const second = Math.floor(nowMs / 1000);
	const name = (ago: number): string => fingerprint(`${content} ${second - ago}`);
	return [name(0), ...Array.from({ length: TIMELESS_SECONDS - 1 }, (_, index) => name(index + 1))];
}

/** A delivery that n8n is at. */
interface UnderWay {
	data: IDataObject;
	response: Response;
	isStoring: boolean;
	/** Its notes are made, so that it can carry no more; n8n makes them once the workflow is started. */
	isNoted: boolean;
}

/** What one trigger has taken, as this process and n8n's database know it. */
class Notes {
	/** Fingerprints of what has started the workflow, the newest last. */
	private readonly started = new Set<string>();
	/** Those without n8n's answer yet, by fingerprint: nobody knows whether they will start. */
	private readonly underWay = new Map<string, UnderWay>();
	/** The database's copy, as it was last read or written. */
	private stored = '';
	private sinceStored = 0;
	private lastStoringMs = 0;
	private lastNotedMs = 0;
	private lastComingMs = 0;

	/** Takes over what another process, or this one before a restart, has stored. */
	read({ seen }: IDataObject): void {
		if (typeof seen !== 'string' || seen === this.stored) return;
		this.stored = seen;
		for (let at = 0; at < seen.length; at += LENGTH) this.add(seen.slice(at, at + LENGTH));
	}

	has(marks: readonly string[]): boolean {
		return marks.some((mark) => this.started.has(mark));
	}

	isAnyUnderWay(marks: readonly string[]): boolean {
		return marks.some((mark) => this.isUnderWay(mark));
	}

	private isUnderWay(mark: string): boolean {
		const delivery = this.underWay.get(mark);
		// Asked often while many are under way: only the one asked for is looked at.
		if (delivery === undefined || isUnanswered(delivery.response)) return delivery !== undefined;
		this.settle();
		return false;
	}

	/** Remembers a delivery; what n8n answers it with tells later what became of it. */
	take(mark: string, data: IDataObject, response: Response): void {
		// Where it was not n8n's web server that took it, nobody ever tells what became of it.
		if (isUnconnected(response)) {
			this.add(mark);
			data.seen = this.toStore();
			return;
		}
		this.underWay.set(mark, { data, response, isStoring: false, isNoted: false });
		this.sinceStored += 1;
		if (this.sinceStored >= EVERY || this.isLate()) this.store(mark);
		this.lastComingMs = Date.now();
		this.storeFew();
		response.once('close', () => {
			this.storeFew();
			// In a long queue, those that were chosen to store may be far from their start.
			if (this.isLate() || Date.now() - this.lastNotedMs >= 2 * LATE_MS) this.storeNext();
		});
	}

	/** What n8n could not start has to start when WAHA tries again; all else was started. */
	private settle(): void {
		for (const [mark, { response, isStoring }] of this.underWay) {
			if (isUnanswered(response)) continue;
			this.underWay.delete(mark);
			if (response.statusCode < 300) this.add(mark);
			else if (isStoring) this.sinceStored = EVERY;
		}
	}

	private add(mark: string): void {
		this.started.add(mark);
		const [oldest] = this.started;
		if (this.started.size > IN_MEMORY && oldest !== undefined) this.started.delete(oldest);
	}

	/** So that whichever of the last ones comes last, it carries the notes of all. */
	private storeFew(): void {
		this.settle();
		const open = [...this.underWay].filter(([, { isNoted }]) => !isNoted);
		// What WAHA has given up may never get its answer, e.g. where somebody stops it while n8n lets it queue.
		const awaited = open.filter(([, { response }]) => !isGone(response));
		if (awaited.length <= FEW) for (const [mark] of open) this.store(mark);
	}

	private isLate(): boolean {
		const now = Date.now();
		const [unstored, quiet] = [now - this.lastStoringMs, now - this.lastComingMs];
		return unstored >= LATE_MS || Math.min(unstored, quiet) >= QUIET_MS;
	}

	/** The one that n8n has had longest is the one that it starts next, unless nobody waits for it any more. */
	private storeNext(): void {
		const canStore = ({ isStoring, isNoted, response }: UnderWay): boolean =>
			!isNoted && !(isStoring && isGone(response));
		const [next] = [...this.underWay].find(([, delivery]) => canStore(delivery)) ?? [];
		if (next !== undefined) this.store(next);
	}

	/** Has n8n store this delivery and all that were started before it, before it is answered. */
	private store(mark: string): void {
		const delivery = this.underWay.get(mark);
		if (delivery === undefined || delivery.isStoring) return;
		delivery.isStoring = true;
		this.sinceStored = 0;
		this.lastStoringMs = Date.now();
		void this.noteIn(delivery);
	}

	/**
	 * n8n 2.41 builds the workflow a second time while it starts the execution, which clears its own note that the
	 * static data changed, so that nothing would be saved. Said again once that is over, it is saved with the answer.
	 */
	private async noteIn(delivery: UnderWay): Promise<void> {
		const { data, response } = delivery;
		// n8n asks for the text when it writes, which it does once the workflow is started.
		const seen = {
			toJSON: () => {
				delivery.isNoted = true;
				this.lastNotedMs = Date.now();
				this.storeFew();
				return this.toStore();
			},
		};
		let waitMs = 1;
		do {
			data.seen = seen;
			await sleep(waitMs);
			waitMs = Math.min(waitMs * 5, 100);
		} while (isUnanswered(response) && !isGone(response));
		// Who has hung up may never be answered: for that, once has to do, after n8n has built the workflow.
		data.seen = seen;
	}

	/** All that has started the workflow: also what still waits for n8n to write, which would else be overwritten. */
	private toStore(): string {
		this.settle();
		const noted = [...this.underWay].flatMap(([mark, { isNoted }]) => (isNoted ? [mark] : []));
		this.stored = [...this.started, ...noted].slice(-STORED).join('');
		return this.stored;
	}
}

/** Whether who sent it has hung up. A response that waits for its turn on a connection is not told: its request is. */
const isGone = ({ destroyed, socket, req }: Response): boolean =>
	destroyed || (!socket && req?.socket?.destroyed === true);

const isUnconnected = (response: Response): boolean =>
	!response.socket && !isGone(response) && response.req?.socket?.remoteAddress === undefined;

const isUnanswered = (response: Response): boolean => response.writableEnded === false;

/** By trigger. */
const memory = new Map<string, Notes>();

/**
 * Remembers a delivery; says whether it was seen before, by this process or by one whose notes are in the database.
 * While n8n is still at the earlier one, waits for what becomes of it: if it cannot be started, this one counts.
 * In: what names the trigger, the delivery's fingerprint, the trigger's static data, which is changed only for
 * a new one, because a change costs a write to the database, the response that the delivery will get, and other
 * fingerprints under which it may have come before.
 */
export async function isDouble(
	trigger: string,
	mark: string,
	data: IDataObject,
	response: Response,
	others: readonly string[] = [],
): Promise<boolean> {
	const marks = [mark, ...others];
	const notes = memory.get(trigger) ?? new Notes();
	memory.set(trigger, notes);
	notes.read(data);
	while (notes.isAnyUnderWay(marks)) {
		// Nobody hears the answer any more, and WAHA will try again.
		if (isGone(response)) return true;
		await sleep(20);
	}
	if (notes.has(marks)) return true;
	notes.take(mark, data, response);
	return false;
}
