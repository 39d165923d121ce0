/** A seeded generator of numbers in [0, 1), so that every run of a test sees the same. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A text of the given length from an alphabet. */
export function randomText(random: () => number, alphabet: string, length: number): string {
	let text = '';
	for (let at = 0; at < length; at++)
		text += alphabet.charAt(Math.floor(random() * alphabet.length));
	return text;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An invite code as WhatsApp makes them: 22 letters and digits. */
export function randomInviteCode(random: () => number): string {
	return randomText(random, LETTERS, 22);
}
