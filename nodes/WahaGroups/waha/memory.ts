import { settle } from './settle';

/** Answers that are asked for once: who asks while one is under way waits for the same. A failure is not kept. */
export class Memory<T> {
	private readonly answers = new Map<string, Promise<T>>();

	/** How many keys have been asked for. */
	get size(): number {
		return this.answers.size;
	}

	/** The answer under this key; `ask` is called where there is none yet. Throws what `ask` throws. */
	async get(key: string, ask: () => Promise<T>): Promise<T> {
		const known = this.answers.get(key);
		if (known !== undefined) return await known;
		const answer = ask();
		this.answers.set(key, answer);
		const settled = await settle(answer);
		if (settled.ok) return settled.value;
		this.answers.delete(key);
		throw settled.error;
	}
}
