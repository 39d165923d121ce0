import { createHash } from 'node:crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** Characters of a fingerprint. 48 bits: among 10,000, one new event in 28 thousand million looks like a known one. */
const LENGTH = 8;

/** How many deliveries are remembered: by this process, and in n8n's database for after a restart. */
const IN_MEMORY = 10_000;
const STORED = 2000;

/** A short name for a delivery. */
export function fingerprint(text: string | Buffer): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, LENGTH);
}

/** What one trigger has taken, as this process and n8n's database know it. */
class Notes {
	/** Fingerprints, the newest last. */
	private readonly known = new Set<string>();
	/** The database's copy, as it was last read or written. */
	private stored = '';
	/** The static data of deliveries under way that are not in the database yet; the first of them brings all there. */
	private readonly unsaved: IDataObject[] = [];

	/** n8n calls this while it writes: so a write holds all that was taken until then, whichever delivery causes it. */
	toJSON(): string {
		this.unsaved.length = 0;
		this.stored = [...this.known].slice(-STORED).join('');
		return this.stored;
	}

	/** Takes over what another process, or this one before a restart, has stored. */
	read({ seen }: IDataObject): void {
		if (typeof seen !== 'string' || seen === this.stored) return;
		this.stored = seen;
		for (let at = 0; at < seen.length; at += LENGTH) this.add(seen.slice(at, at + LENGTH));
	}

	has(mark: string): boolean {
		return this.known.has(mark);
	}

	add(mark: string): void {
		this.known.add(mark);
		const [oldest] = this.known;
		if (this.known.size > IN_MEMORY && oldest !== undefined) this.known.delete(oldest);
	}

	/** Has a delivery that was added stored before it is answered, or with others that are under way. */
	save(mark: string, data: IDataObject, response: Response): void {
		this.unsaved.push(data);
		if (this.unsaved.length === 1) void this.noteIn(data);
		response.once('finish', () => {
			// n8n could not start the workflow: when WAHA tries again, it has to.
			if (response.statusCode >= 500) this.known.delete(mark);
		});
		response.once('close', () => {
			const place = this.unsaved.indexOf(data);
			if (place >= 0) this.unsaved.splice(place, 1);
			const [next] = this.unsaved;
			if (place === 0 && next !== undefined) void this.noteIn(next);
		});
	}

	/**
	 * n8n 2.41 builds the workflow a second time while it starts the execution, which clears its own note that the
	 * static data changed, so that nothing would be saved. Said again once that is over, it is saved with the answer.
	 */
	private async noteIn(data: IDataObject): Promise<void> {
		data.seen = this;
		for (const waitMs of [1, 5, 25, 100]) {
			await sleep(waitMs);
			data.seen = this;
		}
	}
}

/** By trigger. */
const memory = new Map<string, Notes>();

/**
 * Remembers a delivery; says whether it was seen before, by this process or by one whose notes are in the database.
 * In: what names the trigger, the delivery's fingerprint, the trigger's static data, which is changed only for
 * a new one, because a change costs a write to the database, and the response that the delivery will get.
 */
export function isDouble(
	trigger: string,
	mark: string,
	data: IDataObject,
	response: Response,
): boolean {
	const notes = memory.get(trigger) ?? new Notes();
	memory.set(trigger, notes);
	notes.read(data);
	if (notes.has(mark)) return true;
	notes.add(mark);
	notes.save(mark, data, response);
	return false;
}
