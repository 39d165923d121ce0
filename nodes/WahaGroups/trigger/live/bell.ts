import { sleep } from 'n8n-workflow';

/** n8n's sleep cannot be ended early: in short naps, no timer outlives what it was for by long. */
const LONGEST_NAP_MS = 1000;

/** Lets one wait for something that others bring about, and ring when they have. */
export class Bell {
	private wake: (() => void) | undefined;

	/** Has whoever waits look again. */
	ring(): void {
		this.wake?.();
	}

	/** Waits until something holds, for so many milliseconds at most. */
	async wait(ms: number, holds: () => boolean): Promise<void> {
		const end = Date.now() + ms;
		for (let left = ms; left > 0 && !holds(); left = end - Date.now()) {
			const rung = new Promise<void>((resolve) => {
				this.wake = resolve;
			});
			await Promise.race([rung, sleep(Math.min(left, LONGEST_NAP_MS))]);
		}
	}
}
