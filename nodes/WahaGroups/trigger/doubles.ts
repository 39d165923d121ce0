import { createHash } from 'node:crypto';

import { isRecord } from '../waha/json';

/** A short name for a delivery; 72 bits are enough to tell apart all that one trigger ever sees. */
export function fingerprint(text: string | Buffer): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** How many deliveries are remembered: by this process, and in n8n's database for after a restart. */
const IN_MEMORY = 10_000;
const STORED = 200;

/** Fingerprints by trigger, the newest last. */
const memory = new Map<string, Set<string>>();

function storedIn(data: Record<string, unknown>): string[] {
	const { seen } = data;
	return Array.isArray(seen)
		? seen.filter((entry): entry is string => typeof entry === 'string')
		: [];
}

/**
 * Remembers a delivery; says whether it was seen before.
 * In: what names the trigger, the delivery's fingerprint, and the trigger's part of n8n's static data, which is
 * changed only for a new one, because a change costs a write to the database.
 */
export function isDouble(trigger: string, mark: string, data: unknown): boolean {
	const stored = isRecord(data) ? data : {};
	const known = memory.get(trigger) ?? new Set(storedIn(stored));
	memory.set(trigger, known);
	if (known.has(mark)) return true;
	known.add(mark);
	if (known.size > IN_MEMORY) {
		const [oldest] = known;
		if (oldest !== undefined) known.delete(oldest);
	}
	stored.seen = [...storedIn(stored), mark].slice(-STORED);
	return false;
}
