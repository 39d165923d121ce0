import { setMaxListeners } from 'node:events';
import type { Timers } from '../model/timers';
import type { Settings, Webhook } from '../options';
import { post } from './post';

/** Many deliveries wait for one signal, which is no leak. */
function newStopper(): AbortController {
	const stopper = new AbortController();
	setMaxListeners(0, stopper.signal);
	return stopper;
}

export interface DeliveryAttempt {
	at: number;
	status: number | null;
	error: string | null;
}

/** One event on its way to one webhook. */
export interface Delivery {
	n: number;
	/** When the event came up, in ms since 1970. */
	createdAt: number;
	event: string;
	session: string;
	url: string;
	requestId: string | null;
	headers: Record<string, string>;
	/** The very text that was signed and sent. */
	body: string;
	attempts: DeliveryAttempt[];
	state: 'pending' | 'delivered' | 'failed' | 'aborted';
}

export type NewDelivery = Pick<
	Delivery,
	'event' | 'session' | 'url' | 'requestId' | 'headers' | 'body'
> & { retries: Webhook['retries'] | null };

const KEEP = 5000;

// @witness documented: what is answered with other than 2xx, or not in time, is sent again by the policy
/** How long to wait before the attempt with this number (the first repetition is 1). */
export function retryDelayMs(retries: Webhook['retries'], repetition: number): number {
	const base = retries.delaySeconds * 1000;
	if (retries.policy === 'linear') return base * repetition;
	if (retries.policy === 'exponential') return base * 2 ** (repetition - 1);
	return base;
}

/** Sends events to webhooks and keeps what became of them. */
export class Deliveries {
	private records: Delivery[] = [];
	private readonly underWay = new Set<Promise<void>>();
	private stopper = newStopper();
	private count = 0;

	constructor(
		private readonly settings: () => Settings,
		private readonly timers: Timers,
	) {}

	send(input: NewDelivery): Delivery {
		const { retries, ...rest } = input;
		this.count += 1;
		const delivery: Delivery = {
			...rest,
			n: this.count,
			createdAt: Date.now(),
			attempts: [],
			state: 'pending',
		};
		this.records.push(delivery);
		if (this.records.length > KEEP) this.records.splice(0, this.records.length - KEEP);
		this.track(this.run(delivery, retries));
		return delivery;
	}

	/** Sends a delivery once more with the same bytes and headers; null where there is none such. */
	resend(n: number): Delivery | null {
		const known = this.get(n);
		return known ? this.send({ ...known, retries: null }) : null;
	}

	list(): Delivery[] {
		return [...this.records];
	}

	/** The delivery with this number; null where there is none such, or none any more. */
	get(n: number): Delivery | null {
		return this.records.find((delivery) => delivery.n === n) ?? null;
	}

	/** Resolves when nothing is on its way any more, retries included. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.allSettled([...this.underWay]);
	}

	/** Cuts off what is on its way. */
	async abort(): Promise<void> {
		this.stopper.abort();
		await this.settled();
		this.stopper = newStopper();
	}

	async clear(): Promise<void> {
		await this.abort();
		this.forget();
	}

	/** Empties the list; what is on its way goes on. */
	forget(): void {
		this.records = [];
		this.count = 0;
	}

	private track(work: Promise<void>): void {
		this.underWay.add(work);
		void work.finally(() => this.underWay.delete(work));
	}

	private async run(delivery: Delivery, retries: Webhook['retries'] | null): Promise<void> {
		const { signal } = this.stopper;
		for (let repetition = 0; ; repetition++) {
			if (signal.aborted) break;
			const at = Date.now();
			const { webhookTimeoutMs: timeoutMs, unplugged } = this.settings();
			const result = unplugged
				? { status: null, error: 'WAHA is unplugged' }
				: await post(delivery.url, delivery.headers, delivery.body, { timeoutMs, signal });
			if (signal.aborted) break;
			delivery.attempts.push({ at, ...result });
			if (result.status !== null && result.status >= 200 && result.status < 300) {
				delivery.state = 'delivered';
				return;
			}
			if (!retries || repetition >= retries.attempts) {
				delivery.state = 'failed';
				return;
			}
			await this.pause(
				retryDelayMs(retries, repetition + 1) * this.settings().webhookDelayFactor,
				signal,
			);
		}
		delivery.state = 'aborted';
	}

	/** Waits, but no longer than until the abort. */
	private async pause(ms: number, signal: AbortSignal): Promise<void> {
		await new Promise<void>((resolve) => {
			const done = (): void => {
				callOff();
				signal.removeEventListener('abort', done);
				resolve();
			};
			const callOff = this.timers.after(ms, done);
			signal.addEventListener('abort', done);
			if (signal.aborted) done();
		});
	}
}
