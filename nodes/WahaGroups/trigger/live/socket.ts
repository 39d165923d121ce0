import { settle } from '../../waha/settle';

/**
 * How a socket ended: `refused` never opened, for whatever reason, as they all look alike (code 1006); `forbidden` was
 * closed by WAHA because of the key (1008); `tooOld` because it sends only its own status there (4001, WAHA 2024.10);
 * `closed` for another reason; `silent` did not answer; `left` was closed by us.
 */
export type Ending = 'refused' | 'forbidden' | 'tooOld' | 'closed' | 'silent' | 'left';

const ENDINGS: Readonly<Record<number, Ending>> = { 1008: 'forbidden', 4001: 'tooOld' };

/** One WebSocket. It is heard until it has ended, and ends once. */
export class LiveSocket {
	/** When it opened; undefined before. */
	openedAt: number | undefined;

	/** When it brought something last, in milliseconds since 1970. */
	heardAt = Date.now();

	ending: Ending | undefined;

	/** Whether the other side said goodbye, as only one that is alive does. */
	isAnswered = false;

	private readonly socket: WebSocket | undefined;

	/** In: its address, what takes a message, and what is told of each change: opened, ended, answered. */
	constructor(
		url: string,
		hear: (text: string) => void,
		private readonly changed: () => void,
	) {
		try {
			this.socket = new WebSocket(url);
		} catch {
			// The error names the address, which holds the key.
			this.end('refused');
			return;
		}
		this.socket.addEventListener('open', () => {
			this.openedAt = Date.now();
			this.heardAt = Date.now();
			this.changed();
		});
		this.socket.addEventListener('message', ({ data }: { data: unknown }) => {
			if (this.ending !== undefined) return;
			this.heardAt = Date.now();
			if (typeof data === 'string') hear(data);
		});
		this.socket.addEventListener('error', () => {
			if (this.openedAt === undefined) this.end('refused');
		});
		this.socket.addEventListener('close', ({ code, wasClean }) => {
			this.isAnswered = wasClean;
			this.end(this.openedAt === undefined ? 'refused' : (ENDINGS[code] ?? 'closed'));
			this.changed();
		});
	}

	get isOpen(): boolean {
		return this.openedAt !== undefined && this.ending === undefined;
	}

	/** Closes it; what it still brings is not heard. */
	close(ending: Ending = 'left'): void {
		this.end(ending);
		// It may not be open yet, or not any more.
		void settle((async () => this.socket?.close())());
	}

	private end(ending: Ending): void {
		if (this.ending !== undefined) return;
		this.ending = ending;
		this.changed();
	}
}
