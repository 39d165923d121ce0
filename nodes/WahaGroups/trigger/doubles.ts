import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

/** A short name for a delivery; 72 bits are enough to tell apart all that one trigger ever sees. */
export function fingerprint(text: string | Buffer): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** How many deliveries are remembered: by this process, and in n8n's database for after a restart. */
const IN_MEMORY = 10_000;
const STORED = 200;

/** Fingerprints by trigger, the newest last. */
const memory = new Map<string, Set<string>>();

function storedIn({ seen }: IDataObject): string[] {
	return Array.isArray(seen)
		? seen.filter((entry): entry is string => typeof entry === 'string')
		: [];
}

/**
 * n8n 2.41 builds the workflow a second time while it starts the execution, which clears its own note that the
 * static data changed, so that nothing would be saved. Said again once that is over, it is saved with the answer.
 */
async function noteAgain(data: IDataObject, seen: string[]): Promise<void> {
	for (const waitMs of [1, 5, 25, 100]) {
		await sleep(waitMs);
		data.seen = seen;
	}
}

/**
 * Remembers a delivery; says whether it was seen before, by this process or by one whose notes are in the database.
 * In: what names the trigger, the delivery's fingerprint, and the trigger's static data, which is changed only for
 * a new one, because a change costs a write to the database.
 */
export function isDouble(trigger: string, mark: string, data: IDataObject): boolean {
	const stored = storedIn(data);
	const known = memory.get(trigger) ?? new Set(stored);
	memory.set(trigger, known);
	if (known.has(mark) || stored.includes(mark)) return true;
	known.add(mark);
	if (known.size > IN_MEMORY) {
		const [oldest] = known;
		if (oldest !== undefined) known.delete(oldest);
	}
	const seen = [...known].slice(-STORED);
	data.seen = seen;
	void noteAgain(data, seen);
	return false;
}
