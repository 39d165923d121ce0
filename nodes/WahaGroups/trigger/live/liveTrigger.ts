import type { ITriggerFunctions } from 'n8n-workflow';

import type { Account } from '../../n8n/connection';
import { accountOf, INTERACTIVE } from '../../n8n/connection';
import { WahaError } from '../../waha/errors';
import type { Envelope } from '../../waha/events/envelope';
import type { EventName } from '../../waha/events/catalogue';
import type { EventSource } from '../../waha/events/registering';
import type { Settled } from '../../waha/settle';
import { settle } from '../../waha/settle';
import type { Session } from '../registration/entries';
import { Bell } from './bell';
import { TIMES, waitAfter } from './connection';
import type { Listener } from './hub';
import { listen } from './hub';
import { lookAtSession, SessionWatch } from './look';
import type { Plan } from './plan';
import { planEvents, SocketEnded } from './plan';
import type { Ending } from './socket';
import { tellOwner } from './telling';

/** What stays wrong until somebody changes something; the rest heals by itself. */
const LASTING: ReadonlySet<string> = new Set([
	'unauthorized',
	'forbidden',
	'noSession',
	'sessionNotReady',
]);

function willStay(error: unknown): boolean {
	if (error instanceof WahaError) return LASTING.has(error.kind);
	return error instanceof SocketEnded ? error.willStay : error !== undefined;
}

/** What is told once: a session that is stopped first and then deleted is two things, one that fails and stops is one. */
function kindOf(error: unknown): string {
	if (error instanceof WahaError) return error.kind;
	return error instanceof Error ? error.message : '';
}

/** What a trigger wants to hear, and what takes it. */
export interface Wanted {
	session: string;
	events: readonly EventName[];
	source: EventSource;
	/** Heard, too, where they can come. */
	also: readonly EventName[];
	hear: (envelope: Envelope, account: Account) => void;
	/** Events come from now on; some may have been missed before. */
	connected: (account: Account, engine: string | null) => void;
}

/** One trigger's place at the connection that it shares with others. */
export class LiveTrigger {
	private isStopped = false;

	/** Why no events come, as far as somebody was told already. */
	private readonly told = new Set<string>();

	/** Since when there is no connection, or since somebody looked into it; in milliseconds since 1970. */
	private lostMs: number | undefined;

	private leave: () => void = () => undefined;

	private readonly bell = new Bell();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly wanted: Wanted,
	) {}

	/** Connects. Throws, in words for people, what stands in the way. */
	async start(): Promise<void> {
		const settled = await settle(this.tryToStart());
		if (!settled.ok) throw this.inWords(settled.error);
	}

	/** Connects as soon as that is possible. What does not heal by itself is told once, as a failed execution. */
	async startSometime(): Promise<void> {
		for (let failures = 0; !this.isStopped; failures++) {
			const settled = await settle(this.tryToStart());
			if (settled.ok || this.isStopped) return;
			const isLasting = this.report(settled.error, this.isLongLost());
			const ms = isLasting ? TIMES.longestWait : waitAfter(failures);
			await this.bell.wait(ms, () => this.isStopped);
		}
	}

	/** Wants nothing any more. */
	stop(): void {
		this.isStopped = true;
		this.leave();
		this.bell.ring();
	}

	private async tryToStart(): Promise<void> {
		const { session, events, source, also } = this.wanted;
		const account = await accountOf(this.context);
		const client = account.connect(INTERACTIVE);
		const plan = await planEvents(client, session, events, source, also);
		if (!this.isStopped) await this.join(account, plan);
	}

	/** Takes its place at the connection, once that stands. Throws SocketEnded. */
	private async join(account: Account, { events, engine }: Plan): Promise<void> {
		const { session, hear, connected } = this.wanted;
		let ended: Ending | undefined;
		let isConnected = false;
		const watch = new SessionWatch(session);
		const listener: Listener = {
			session,
			events,
			hear: (envelope) => hear(envelope, account),
			connected: () => {
				// The session was read right before; later on, an open connection says nothing about it.
				if (!isConnected) this.told.clear();
				isConnected = true;
				this.lostMs = undefined;
				this.bell.ring();
				connected(account, engine);
			},
			why: async (ending) => await this.why(account, ending),
			look: async () => await settle(lookAtSession(account.connect(INTERACTIVE), session)),
			looked: (found) => {
				// Some may have joined or left while the session was away.
				if (this.isBack(watch, found)) connected(account, engine);
			},
			disconnected: async (why, ending) => {
				if (isConnected) return await this.lost(account, why);
				ended = ending;
				this.bell.ring();
				return willStay(why);
			},
		};
		this.leave = listen(account.baseUrl, account.key, listener);
		await this.bell.wait(
			2 * TIMES.answer,
			() => isConnected || ended !== undefined || this.isStopped,
		);
		if (isConnected || this.isStopped) return;
		this.leave();
		throw new SocketEnded(ended ?? 'silent', account.baseUrl);
	}

	/** What the server says of a socket that has ended: all refusals look alike there. */
	private async why(account: Account, ending: Ending): Promise<unknown> {
		const client = account.connect(INTERACTIVE);
		const asked = await settle(lookAtSession(client, this.wanted.session));
		return asked.ok ? new SocketEnded(ending, account.baseUrl) : asked.error;
	}

	/** Takes in what a look at the session brought. Out: whether it works again after it did not. */
	private isBack(watch: SessionWatch, found: Settled<Session>): boolean {
		try {
			if (!found.ok) throw found.error;
			const seen = watch.seen(found.value);
			if (seen === 'away') return false;
			const wasTold = this.told.size > 0;
			this.told.clear();
			return wasTold || seen === 'isBack';
		} catch (error) {
			this.report(error);
			return false;
		}
	}

	/** The connection ended. Out: whether that will stay. */
	private async lost(account: Account, why: unknown): Promise<boolean> {
		const isLong = this.isLongLost();
		const isLasting = this.report(why, isLong);
		// Nobody tells a trigger that its credential was changed, and each reading takes n8n's time.
		const now = isLasting || isLong ? await settle(accountOf(this.context)) : undefined;
		if (now?.ok && (now.value.key !== account.key || now.value.baseUrl !== account.baseUrl)) {
			this.leave();
			void this.startSometime();
		}
		return isLasting;
	}

	/** Whether there is no connection for long, once in such a time. */
	private isLongLost(): boolean {
		this.lostMs ??= Date.now();
		if (Date.now() - this.lostMs < TIMES.long) return false;
		this.lostMs = Date.now();
		return true;
	}

	/** Tells once what does not heal by itself, or has not for long; gives whether it is what does not heal. */
	private report(error: unknown, isLong = false): boolean {
		const isLasting = willStay(error);
		const reason = kindOf(error);
		if ((isLasting || isLong) && !this.told.has(reason) && !this.isStopped) {
			this.told.add(reason);
			tellOwner(this.context, this.inWords(error));
		}
		return isLasting;
	}

	private inWords(error: unknown): unknown {
		return error instanceof SocketEnded ? error.asError(this.wanted.session) : error;
	}
}
