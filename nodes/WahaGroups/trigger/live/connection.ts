import { Bell } from './bell';
import type { Ending } from './socket';
import { LiveSocket } from './socket';

/** Milliseconds. */
export const TIMES = {
	/** How long a socket may take to open, and how long a goodbye may take. */
	answer: 15_000,
	/** After how long a socket that brings nothing is asked whether it lives: with the answer, 90 s. */
	quiet: 75_000,
	/** After how long any socket is replaced: one that WAHA has lost looks like one on which nothing happens. */
	renew: 300_000,
	/** How long the next one runs beside the old, as WAHA may still be checking the key. */
	overlap: 3_000,
	firstWait: 1_000,
	longestWait: 60_000,
	/** How long one that has opened may be closed at once: WAHA looks at the key only then. */
	settles: 1_000,
	/** After how long a connection counts as one that holds, so that the waits begin anew. */
	holds: 60_000,
	/** How long to wait before another address is tried again. */
	again: 5_000,
	/** After how long without a connection somebody is told, and the credential is read again. */
	long: 600_000,
};

/** What is told of a connection, and what it needs to know. */
export interface ConnectionSettings {
	/** The address, asked for each time a socket is opened. */
	url: () => string;
	hear: (text: string) => void;
	/** A socket counts from now on. In: whether something may have been missed before. */
	connected: (mayHaveMissed: boolean) => void;
	/** There is none any more, or still none. Out: whether that will stay, so that trying once a minute is enough. */
	disconnected: (ending: Ending) => Promise<boolean>;
	/** Some time has passed, or the connection is there again: what the server says may be another thing. */
	due: () => void;
}

/** How long to wait after so many failures, in milliseconds: doubled each time, with jitter. */
export function waitAfter(failures: number, random = Math.random()): number {
	const most = Math.min(TIMES.longestWait, TIMES.firstWait * 2 ** failures);
	return Math.max(TIMES.firstWait, most / 2 + (random * most) / 2);
}

/**
 * A connection to WAHA that is there again after every end. The global WebSocket tells nothing of pings, so it asks in
 * its own way whether it lives: it opens a second socket, and then closes the first one, which only a live one answers.
 */
export class Connection {
	private isStopped = false;

	/** Whether another address is wanted than that of the socket. */
	private isOutdated = false;

	/** Whether somebody has a reason to try again now. */
	private isHurried = false;

	private readonly bell = new Bell();

	constructor(private readonly settings: ConnectionSettings) {}

	start(): void {
		void this.run();
	}

	/** Ends it for good. */
	stop(): void {
		this.isStopped = true;
		this.bell.ring();
	}

	/** Lets it take the address that is wanted now, without a gap. */
	renew(): void {
		this.isOutdated = true;
		this.bell.ring();
	}

	/** Ends the wait after a failure: somebody has seen that the server answers. */
	hurry(): void {
		this.isHurried = true;
		this.bell.ring();
	}

	private async run(): Promise<void> {
		for (let failures = 0, isAgain = false; !this.isStopped; failures++, isAgain = true) {
			const socket = await this.open();
			const from = Date.now();
			await this.bell.wait(TIMES.settles, () => this.isStopped || !socket.isOpen);
			if (socket.isOpen) this.settings.connected(true);
			if (socket.isOpen && isAgain) this.settings.due();
			const ending = await this.keep(socket);
			if (this.isStopped) return;
			if (Date.now() - from > TIMES.holds) failures = 0;
			this.isHurried = false;
			const willStay = await this.settings.disconnected(ending);
			const ms = willStay ? TIMES.longestWait : waitAfter(failures);
			await this.bell.wait(ms, () => this.isStopped || this.isHurried);
		}
	}

	/** A new socket, once it is open or has ended. */
	private async open(): Promise<LiveSocket> {
		this.isOutdated = false;
		const { url, hear } = this.settings;
		const socket = new LiveSocket(url(), hear, () => this.bell.ring());
		await this.bell.wait(
			TIMES.answer,
			() => this.isStopped || socket.isOpen || socket.ending !== undefined,
		);
		if (!socket.isOpen) socket.close('refused');
		return socket;
	}

	/** Keeps a socket, and those that take its place, until one has ended; gives how. */
	private async keep(first: LiveSocket): Promise<Ending> {
		let askedAt = Date.now();
		for (let socket = first; ; ) {
			const current = socket;
			await this.bell.wait(
				Infinity,
				() =>
					this.isStopped ||
					this.isOutdated ||
					current.ending !== undefined ||
					isDue(current, askedAt),
			);
			if (this.isStopped) current.close();
			if (current.ending !== undefined) return current.ending;
			const isOutdated = this.isOutdated;
			askedAt = Date.now();
			const next = await this.open();
			await this.bell.wait(TIMES.overlap, () => this.isStopped || !next.isOpen);
			// Also where it is refused: of a session that is gone, the old one says nothing for ever.
			if (!isOutdated && !this.isStopped) this.settings.due();
			if (next.isOpen && !this.isStopped) {
				this.replace(current, next);
				socket = next;
				continue;
			}
			next.close();
			if (isQuiet(current)) current.close('silent');
			else if (isOutdated) {
				// What is wanted since is still missing; the old one goes on meanwhile.
				await this.bell.wait(TIMES.again, () => this.isStopped || !current.isOpen);
				this.isOutdated = true;
			}
		}
	}

	/** Lets one socket take the place of another. */
	private replace(old: LiveSocket, next: LiveSocket): void {
		const { connected } = this.settings;
		const hasEnded = !old.isOpen;
		old.close();
		connected(hasEnded);
		// The one that WAHA does not hear any more has brought nothing for some time.
		if (!hasEnded) void this.goodbye(old, () => next.isOpen && connected(true));
	}

	private async goodbye(old: LiveSocket, missed: () => void): Promise<void> {
		const isAnswered = (): boolean => old.isAnswered;
		await new Bell().wait(TIMES.answer, () => this.isStopped || isAnswered());
		if (!this.isStopped && !isAnswered()) missed();
	}
}

/** Whether a socket has brought nothing for so long that it may be dead. */
function isQuiet({ heardAt }: LiveSocket, since = 0): boolean {
	return Date.now() - Math.max(heardAt, since) > TIMES.quiet;
}

/** Whether it is time for another socket. In: when the last one was asked for. */
function isDue(socket: LiveSocket, askedAt: number): boolean {
	const from = Math.max(socket.openedAt ?? 0, askedAt);
	return isQuiet(socket, askedAt) || Date.now() - from > TIMES.renew;
}
