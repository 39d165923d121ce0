import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a client asked for in its address. */
export interface Wish {
	/** `*` for all. */
	session: string;
	events: string[];
}

/** An open connection as the control API shows it. */
export interface SocketLine extends Wish {
	n: number;
	/** When it was opened, in ms since 1970. */
	since: number;
	/** Messages sent on it so far. */
	sent: number;
	/** Nothing comes through it any more, and nothing is answered, although it stays open. */
	muted: boolean;
}

interface Open extends SocketLine {
	socket: WebSocket;
	/** What goes over the network, which a mute connection leaves unread. */
	wire: Duplex;
	/** The key that it was opened with. */
	key: string;
	isAlive: boolean;
}

/** Close codes of RFC 6455 7.4.1, and one of WAHA 2024.10. */
export const CLOSE = { normal: 1000, policy: 1008, notThere: 4001 } as const;

// @witness documented: WAHA pings every 60 s, and ends a connection that has not answered the ping before
export const PING_MS = 60_000;

/** The open WebSockets: who listens to what, and what is sent to whom. */
export class Sockets {
	private readonly server = new WebSocketServer({ noServer: true });
	private readonly open = new Map<number, Open>();
	/** Those that wait for an answer to their wish, which never comes. */
	private readonly held = new Set<Duplex>();
	private count = 0;
	private readonly heartbeat: NodeJS.Timeout;

	constructor(pingMs = PING_MS) {
		this.heartbeat = setInterval(() => this.ping(), pingMs);
		this.heartbeat.unref();
	}

	/** Takes a connection. In: what its address asked for; or why it is refused, which a client hears once it is open. */
	accept(
		request: IncomingMessage,
		wire: Duplex,
		head: Buffer,
		admitted: { wish: Wish; key: string } | { code: number; reason: string },
	): void {
		this.server.handleUpgrade(request, wire, head, (socket) => {
			// What a client does wrong ends its connection and nothing else.
			socket.on('error', () => undefined);
			if ('code' in admitted) {
				socket.close(admitted.code, admitted.reason);
				return;
			}
			this.count += 1;
			const { wish, key } = admitted;
			const one: Open = {
				...wish,
				n: this.count,
				since: Date.now(),
				sent: 0,
				muted: false,
				socket,
				wire,
				key,
				isAlive: true,
			};
			this.open.set(one.n, one);
			socket.on('pong', () => (one.isAlive = true));
			socket.on('close', () => this.open.delete(one.n));
		});
	}

	/** Leaves a wish without an answer for as long as the client likes. */
	hold(wire: Duplex): void {
		this.held.add(wire);
		wire.on('close', () => this.held.delete(wire));
		// An end that nobody reads is not seen.
		wire.resume();
	}

	/** Sends an event to whoever asked for it. In: its name, its session, the text that webhooks get, too. */
	tell(event: string, session: string, body: string): void {
		for (const one of this.open.values()) {
			const { events } = one;
			if (one.session !== '*' && one.session !== session) continue;
			if (events.includes(event) || events.includes('*')) this.write(one, body);
		}
	}

	/** Sends the same to all, whatever they asked for. */
	sendAll(message: string | Buffer): void {
		for (const one of this.open.values()) this.write(one, message);
	}

	/** The connections, oldest first. */
	list(): SocketLine[] {
		return [...this.open.values()].map(({ n, session, events, since, sent, muted }) => ({
			n,
			session,
			events,
			since,
			sent,
			muted,
		}));
	}

	/** From now on the connections that are open are dead without a word: half-open, as behind a router that forgot them. */
	mute(): void {
		for (const one of this.open.values()) {
			one.muted = true;
			one.wire.pause();
		}
	}

	/** Closes connections in good form. In: which, by the key that they were opened with; all where left out. */
	closeAll(code: number, reason: string, isConcerned = (_key: string): boolean => true): number {
		const concerned = [...this.open.values()].filter(({ key }) => isConcerned(key));
		for (const { socket } of concerned) socket.close(code, reason);
		return concerned.length;
	}

	/** Cuts all connections without a word. */
	cut(): void {
		for (const { socket, wire } of this.open.values()) {
			socket.terminate();
			wire.destroy();
		}
		for (const wire of this.held) wire.destroy();
		this.open.clear();
	}

	/** Asks all for a sign of life, and ends those that gave none since the last time. */
	ping(): void {
		for (const one of this.open.values()) {
			if (one.muted) continue;
			if (!one.isAlive) {
				one.socket.terminate();
				continue;
			}
			one.isAlive = false;
			one.socket.ping();
		}
	}

	close(): void {
		clearInterval(this.heartbeat);
		this.cut();
		this.server.close();
	}

	private write(one: Open, message: string | Buffer): void {
		if (one.muted) return;
		one.sent += 1;
		one.socket.send(message);
	}
}
