import { sleep } from 'n8n-workflow';

/** Lets at most so many requests run at once, and keeps a distance between their starts. */
export class Pace {
	private running = 0;

	private readonly waiting: Array<() => void> = [];

	private nextStart = 0;

	constructor(
		private readonly maxParallel: number,
		/** Milliseconds between the starts of two requests; 0 for none. */
		private readonly intervalMs: number,
	) {}

	/** Runs a task when its turn has come; tasks start in the order of the calls. */
	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.running >= this.maxParallel) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.running++;
		}
		try {
			return await task();
		} finally {
			const next = this.waiting.shift();
			// The place is handed over, not given back, so that nobody jumps the queue.
			if (next) next();
			else this.running--;
		}
	}

	/** Waits until the next request may start. To be called before every try, repetitions included. */
	async turn(): Promise<void> {
		if (this.intervalMs <= 0) return;
		const now = Date.now();
		const start = Math.max(now, this.nextStart);
		this.nextStart = start + this.intervalMs;
		if (start > now) await sleep(start - now);
	}
}
