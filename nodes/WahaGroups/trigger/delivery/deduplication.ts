import { randomBytes } from 'node:crypto';

import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { FINGERPRINT_LENGTH } from '../../waha/events/envelope';
import { forgetOldest } from '../../waha/oldest';
import { storeWithAnswer } from './storing';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** How many deliveries of one trigger this process knows again, and how many of them n8n's database keeps (16 kB). */
const KNOWN = 10_000;
const STORED = 2000;

/** What one trigger has taken lately. */
export class RecentDeliveries {
	/** By fingerprint, the newest last: the response that tells what becomes of it; null where it was started. */
	private readonly deliveries = new Map<string, Response | null>();
	/** The fingerprints of the newest that were started, for the database. */
	private started = '';
	/** Names this process at the beginning of every text that it writes. */
	private readonly writer = randomBytes(FINGERPRINT_LENGTH)
		.toString('base64url')
		.slice(0, FINGERPRINT_LENGTH);

	/** Takes over what another process, or this one before a restart, has stored. */
	read(stored: unknown): void {
		// What it wrote itself it knows; with many events at once, going through it took 0.3 ms for each.
		if (typeof stored !== 'string' || stored.startsWith(this.writer)) return;
		for (let at = FINGERPRINT_LENGTH; at < stored.length; at += FINGERPRINT_LENGTH) {
			const one = stored.slice(at, at + FINGERPRINT_LENGTH);
			if (!this.deliveries.has(one)) this.start(one);
		}
	}

	/** Whether one was started; undefined while n8n is still at it. What n8n could not start is forgotten. */
	isStarted(one: string): boolean | undefined {
		const response = this.deliveries.get(one);
		if (response === null || response === undefined) return response === null;
		if (!response.writableEnded) return undefined;
		const isStarted = response.statusCode < 300;
		if (isStarted) this.start(one);
		else this.deliveries.delete(one);
		return isStarted;
	}

	/** Remembers one that n8n is to start now. */
	take(one: string, response: Response): void {
		this.set(one, response);
		response.once('close', () => this.isStarted(one));
	}

	/** For the database, at the moment when n8n writes, which it does once it has started this one. */
	text(one: string): string {
		this.start(one);
		return this.writer + this.started;
	}

	private start(one: string): void {
		if (this.deliveries.get(one) === null) return;
		this.set(one, null);
		this.started = (this.started + one).slice(-STORED * FINGERPRINT_LENGTH);
	}

	private set(one: string, response: Response | null): void {
		this.deliveries.set(one, response);
		forgetOldest(this.deliveries, KNOWN);
	}
}

/** By trigger, a test apart from the published workflow; freed when the trigger is deactivated. */
const recentByTrigger = new Map<string, RecentDeliveries>();

/** Names a trigger. Its address would not do: n8n gives a delivery of a test the one of the published workflow. */
const nameOf = (context: IHookFunctions | IWebhookFunctions): string =>
	JSON.stringify([
		context.getWorkflow().id,
		context.getNode().id,
		context.getMode() === 'manual' ? 'test' : 'published',
	]);

/** Frees what is remembered of a trigger; what is in n8n's database stays. */
export function forgetDeliveries(context: IHookFunctions): void {
	recentByTrigger.delete(nameOf(context));
}

/**
 * Whether a delivery was taken before; if not, it counts as taken from now on, unless n8n answers it with an error.
 * While n8n is still at an earlier copy, this waits for what becomes of that. To be called last, right before the
 * workflow is started. In: the fingerprint of the delivery, then others under which it may have come before.
 */
export async function isDuplicate(
	context: IWebhookFunctions,
	fingerprints: readonly [string, ...string[]],
): Promise<boolean> {
	const [name, response] = [nameOf(context), context.getResponseObject()];
	const data = context.getWorkflowStaticData('node');
	const recent = recentByTrigger.get(name) ?? new RecentDeliveries();
	recentByTrigger.set(name, recent);
	recent.read(data.seen);
	const isAny = (isStarted: boolean | undefined): boolean =>
		fingerprints.some((one) => recent.isStarted(one) === isStarted);
	while (isAny(undefined)) {
		// Nobody hears the answer any more, and WAHA tries again.
		if (response.req.socket.destroyed) return true;
		await sleep(20);
	}
	if (isAny(true)) return true;
	const [own] = fingerprints;
	recent.take(own, response);
	void storeWithAnswer(data, () => recent.text(own));
	return false;
}
