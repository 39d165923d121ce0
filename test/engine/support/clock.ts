/** n8n and the sandbox some time later; timers stay real. In: seconds. */
export function later(seconds: number): void {
	jest.useFakeTimers({
		now: Date.now() + seconds * 1000,
		advanceTimers: true,
		doNotFake: [
			'hrtime',
			'nextTick',
			'performance',
			'queueMicrotask',
			'setImmediate',
			'clearImmediate',
			'setInterval',
			'clearInterval',
			'setTimeout',
			'clearTimeout',
		],
	});
}

/** A list may lag so long behind the one that was remembered first: until then nothing is caught up. */
export const LAG_SECONDS = 20;
