/**
 * Lets at most so many requests run at once, and keeps a distance between their starts. A server that says that it
 * has had enough gets fewer at once from then on, and slowly more again while it takes them: else those that start
 * new would always take the place of those that wait for another try.
 */
export class Pace {
	private running = 0;

	private readonly waiting: Array<() => void> = [];

	private nextStart = 0;

	private lastTurn: Promise<void> = Promise.resolve();

	/** How many may run now; a fraction counts towards the next one. */
	private limit: number;

	constructor(
		private readonly maxParallel: number,
		/** Milliseconds between the starts of two requests; 0 for none. */
		private readonly intervalMs: number,
	) {
		this.limit = maxParallel;
	}

	/** Runs a task when its turn has come; tasks start in the order of the calls. */
	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.running >= Math.floor(this.limit)) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.running++;
		}
		try {
			return await task();
		} finally {
			this.running--;
			this.startWaiting();
		}
	}

	/** The server refused a request because there are too many: one less at once. */
	slower(): void {
		this.limit = Math.max(1, this.limit - 1);
	}

	/** The server took a request: after as many as run at once, one more at once. */
	faster(): void {
		this.limit = Math.min(this.maxParallel, this.limit + 1 / this.limit);
	}

	/** Waits until the next request may start, repetitions included. In: how to wait so many milliseconds. */
	async turn(wait: (ms: number) => Promise<void>): Promise<void> {
		if (this.intervalMs <= 0) return;
		const before = this.lastTurn;
		// Counted from the real start before: after a standstill of n8n several would start at once.
		this.lastTurn = (async () => {
			await before;
			await wait(this.nextStart - Date.now());
			this.nextStart = Date.now() + this.intervalMs;
		})();
		await this.lastTurn;
	}

	// A place is taken in the name of who waits longest, so that nobody jumps the queue.
	private startWaiting(): void {
		while (this.running < Math.floor(this.limit)) {
			const next = this.waiting.shift();
			if (!next) return;
			this.running++;
			next();
		}
	}
}
