import { createHash } from 'node:crypto';

import type { Envelope } from '../../waha/events/envelope';
import { fingerprintsOf, toEnvelope } from '../../waha/events/envelope';
import { parseJson } from '../../waha/json';
import { Memory } from '../../waha/memory';
import { forgetOldest } from '../../waha/oldest';
import type { Settled } from '../../waha/settle';
import type { Session } from '../registration/entries';
import type { Wish } from './address';
import { socketUrl } from './address';
import { Connection } from './connection';
import type { Ending } from './socket';

/** How many events are known again: two sockets of one server overlap for some seconds only. */
const KNOWN = 2000;

/** Characters of one message; more is no event of a group. */
const LONGEST_MESSAGE = 32_000_000;

/** Somebody who wants events of one server. */
export interface Listener {
	readonly session: string;
	/** Names of WAHA's events. */
	readonly events: readonly string[];
	hear(envelope: Envelope): void;
	/** Its events come from now on; some may have been missed before. */
	connected(): void;
	/** Asks the server why no events come; undefined where it does not know of a reason. It is asked once for a session. */
	why(ending: Ending): Promise<unknown>;
	/** No events come. In: why, as the server says. Out: whether that will stay until somebody changes something. */
	disconnected(why: unknown, ending: Ending): Promise<boolean>;
	/** Reads the session. It is asked once for a session. */
	look(): Promise<Settled<Session>>;
	/** What that brought, whoever asked. */
	looked(found: Settled<Session>): void;
}

/** One connection for all who want events of one server with one key. */
class Hub {
	private readonly listeners = new Set<Listener>();

	/** Those whose events come already. */
	private readonly served = new Set<Listener>();

	/** What the newest socket was opened for. */
	private asked: Wish = { session: '', events: [] };

	/** What the socket that counts brings; undefined while there is none. */
	private brought: Wish | undefined;

	private readonly seen = new Set<string>();

	private readonly connection: Connection;

	constructor(baseUrl: string, key: string) {
		this.connection = new Connection({
			url: () => {
				this.asked = this.wish();
				return socketUrl(baseUrl, key, this.asked);
			},
			hear: (text) => this.hear(text),
			connected: (mayHaveMissed) => this.connected(mayHaveMissed),
			disconnected: async (ending) => await this.disconnected(ending),
			due: () => void this.look(),
		});
	}

	get isEmpty(): boolean {
		return this.listeners.size === 0;
	}

	add(listener: Listener): void {
		const isFirst = this.isEmpty;
		this.listeners.add(listener);
		if (isFirst) this.connection.start();
		else if (this.brought === undefined) this.connection.hurry();
		else this.serve();
	}

	remove(listener: Listener): void {
		this.listeners.delete(listener);
		this.served.delete(listener);
		if (this.isEmpty) this.connection.stop();
	}

	/** What all want together. */
	private wish(): Wish {
		const all = [...this.listeners];
		const [session = '*', ...others] = new Set(all.map((one) => one.session));
		const events = [...new Set(all.flatMap((one) => one.events))].sort();
		return { session: others.length === 0 ? session : '*', events };
	}

	/** Tells those whose events come from now on, and asks for what is still missing. */
	private serve(): void {
		const { brought } = this;
		if (brought === undefined) return;
		const isBrought = ({ session, events }: Listener): boolean =>
			['*', session].includes(brought.session) &&
			events.every((one) => brought.events.includes(one));
		const waiting = [...this.listeners].filter((one) => !this.served.has(one));
		const ready = waiting.filter(isBrought);
		if (ready.length < waiting.length) this.connection.renew();
		for (const one of ready) {
			this.served.add(one);
			one.connected();
		}
	}

	private connected(mayHaveMissed: boolean): void {
		this.brought = this.asked;
		if (mayHaveMissed) this.served.clear();
		this.serve();
	}

	private async disconnected(ending: Ending): Promise<boolean> {
		this.brought = undefined;
		this.served.clear();
		const willStay = await this.oncePerSession(
			async (one) => await one.why(ending),
			async (one, why) => await one.disconnected(why, ending),
		);
		return willStay.length > 0 && willStay.every(Boolean);
	}

	/** Nothing ends a socket whose session is renamed, deleted or stopped: it only brings nothing any more. */
	private async look(): Promise<void> {
		await this.oncePerSession(
			async (one) => await one.look(),
			(one, found) => {
				if (this.listeners.has(one)) one.looked(found);
			},
		);
	}

	/** Has one of each session ask, and tells the answer to all of that session. */
	private async oncePerSession<A, T>(
		ask: (one: Listener) => Promise<A>,
		tell: (one: Listener, answer: A) => T | Promise<T>,
	): Promise<T[]> {
		const answers = new Memory<A>();
		return await Promise.all(
			[...this.listeners].map(async (one) => {
				const answer = await answers.get(one.session, async () => await ask(one));
				return await tell(one, answer);
			}),
		);
	}

	private hear(text: string): void {
		if (text.length > LONGEST_MESSAGE) {
			this.connected(true);
			return;
		}
		const envelope = toEnvelope(parseJson(text));
		if (envelope === undefined || this.isKnown(envelope, text)) return;
		// One socket brings the sessions of all who listen.
		for (const one of this.listeners)
			if (one.session === envelope.session && one.events.includes(envelope.event))
				one.hear(envelope);
	}

	private isKnown(envelope: Envelope, text: string): boolean {
		const names = fingerprintsOf(envelope, '', Buffer.from(text), Date.now());
		if (names.some((name) => this.seen.has(name))) return true;
		this.seen.add(names[0]);
		forgetOldest(this.seen, KNOWN);
		return false;
	}
}

/** By server and key, which is not kept in the open. */
const hubs = new Map<string, Hub>();

/**
 * Has somebody hear events of a server until the function that comes back is called. In: the server's address without a
 * slash at its end, and the key, '' for none.
 */
export function listen(baseUrl: string, key: string, listener: Listener): () => void {
	const name = createHash('sha256')
		.update(JSON.stringify([baseUrl, key]))
		.digest('hex');
	const hub = hubs.get(name) ?? new Hub(baseUrl, key);
	hubs.set(name, hub);
	hub.add(listener);
	return () => {
		hub.remove(listener);
		if (hub.isEmpty && hubs.get(name) === hub) hubs.delete(name);
	};
}
