import { settle } from '../../waha/settle';
import { Bell } from './bell';

/** How many executions of one trigger run at once: 1,000 at once took n8n to 10 GB of memory (measured). */
const AT_ONCE = 5;

/** How many events may wait for their turn. */
const MOST_WAITING = 2000;

/** After how long an execution that goes on makes room for the next one, in milliseconds. */
const LONGEST_TURN_MS = 300_000;

/** What is to be done with an event: the items that it gives, and what starts an execution with them. */
export interface QueueSettings<E, I> {
	/** Nothing where it is not for this workflow after all. */
	itemsOf: (event: E) => Promise<I[]>;
	/** Starts an execution; what comes back ends with it. */
	start: (items: I[]) => Promise<unknown>;
	/** There was no room for an event. Told once until all that waits is done. */
	overflown: () => void;
	/** All that waited is done, and there was no room for some. */
	drained: () => void;
}

/** Starts executions in the order of their events, a few at a time. */
export class Queue<E, I> {
	private readonly waiting: E[] = [];

	private running = 0;

	private hasDropped = false;

	private isStopped = false;

	/** Ends when the event before has started its execution. */
	private turn: Promise<void> = Promise.resolve();

	constructor(private readonly settings: QueueSettings<E, I>) {}

	push(event: E): void {
		if (this.waiting.length < MOST_WAITING) {
			this.waiting.push(event);
			this.next();
		} else if (!this.hasDropped) {
			this.hasDropped = true;
			this.settings.overflown();
		}
	}

	/** Starts nothing any more. */
	stop(): void {
		this.isStopped = true;
		this.waiting.length = 0;
	}

	private next(): void {
		while (this.running < AT_ONCE) {
			const event = this.waiting.shift();
			if (event === undefined) break;
			this.running++;
			void this.run(event);
		}
		if (this.running === 0 && this.hasDropped && !this.isStopped) {
			this.hasDropped = false;
			this.settings.drained();
		}
	}

	private async run(event: E): Promise<void> {
		const before = this.turn;
		const items = settle(this.settings.itemsOf(event));
		const started = (async () => {
			await before;
			const found = await items;
			const goesOn = found.ok && found.value.length > 0 && !this.isStopped;
			return goesOn ? { end: this.settings.start(found.value) } : undefined;
		})();
		this.turn = settle(started).then(() => undefined);
		const settled = await settle(started);
		if (settled.ok && settled.value !== undefined) await this.turnOf(settled.value.end);
		this.running--;
		this.next();
	}

	/** Waits for the end of an execution, but not for ever: one can wait for days, or n8n can lose it. */
	private async turnOf(execution: Promise<unknown>): Promise<void> {
		const bell = new Bell();
		let isOver = false;
		void settle(execution).then(() => {
			isOver = true;
			bell.ring();
		});
		await bell.wait(LONGEST_TURN_MS, () => isOver || this.isStopped);
	}
}
