/** Keeps every timer of the sandbox in one place, so that closing leaves none behind. */
export class Timers {
	private readonly pending = new Map<NodeJS.Timeout, () => void>();
	private closed = false;

	/** Runs `work` later; the returned function calls it off. */
	after(ms: number, work: () => void): () => void {
		if (this.closed) return () => undefined;
		const timer = setTimeout(() => {
			this.pending.delete(timer);
			work();
		}, ms);
		this.pending.set(timer, () => undefined);
		return () => {
			clearTimeout(timer);
			this.pending.delete(timer);
		};
	}

	/** Resolves after `ms`, or at once when the sandbox closes. */
	async sleep(ms: number): Promise<void> {
		if (ms <= 0 || this.closed) return;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(() => {
				this.pending.delete(timer);
				resolve();
			}, ms);
			this.pending.set(timer, resolve);
		});
	}

	/** Calls off what is waiting; sleepers wake up. */
	clear(): void {
		for (const [timer, wake] of this.pending) {
			clearTimeout(timer);
			wake();
		}
		this.pending.clear();
	}

	/** As `clear`, for good. */
	close(): void {
		this.closed = true;
		this.clear();
	}
}
