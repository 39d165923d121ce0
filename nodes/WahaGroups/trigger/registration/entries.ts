import { createHash, randomBytes } from 'node:crypto';

import { isRecord, recordOf } from '../../waha/json';
import type { Retries } from '../../waha/webhookRetries';
import { WAHA_RETRIES } from '../../waha/webhookRetries';

/** One webhook in a session's config, as WAHA stores it. */
export interface WebhookEntry {
	url: string;
	events: string[];
	hmac: { key: string };
	retries?: Retries;
}

/** What a trigger wants to find in a session's config. */
export type Wanted = Omit<WebhookEntry, 'hmac'>;

/** A session as WAHA tells it. */
export type Session = Record<string, unknown>;

const MARK_VERSION = 'n8n-waha-groups-1';

/**
 * The beginning of the signing key of one trigger's entry. It makes the entry known as this trigger's, also when
 * n8n has lost its static data or runs under another address, and is nowhere visible to the receiver.
 * In: what together names the trigger: n8n's instance, workflow, node, test or production.
 */
export function markOf(...identity: string[]): string {
	const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
	return `${MARK_VERSION}.${digest.slice(0, 24)}.`;
}

/** A new signing key that carries a mark. */
export function newKey(mark: string): string {
	return `${mark}${randomBytes(32).toString('hex')}`;
}

function keyOf(entry: unknown): string {
	return isRecord(entry) && isRecord(entry.hmac) && typeof entry.hmac.key === 'string'
		? entry.hmac.key
		: '';
}

function isMarked(entry: unknown, mark: string): boolean {
	return keyOf(entry).startsWith(mark);
}

/** Whether two JSON values are the same to the letter. */
export function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function sameRetries(found: unknown, wanted: Wanted['retries'] = WAHA_RETRIES): boolean {
	const there: Record<string, unknown> = { ...WAHA_RETRIES, ...recordOf(found) };
	const { policy, delaySeconds, attempts } = wanted;
	return (
		there.policy === policy && there.delaySeconds === delaySeconds && there.attempts === attempts
	);
}

/** Their order means nothing. */
function inOrder(events: unknown): unknown {
	return Array.isArray(events) ? events.map(String).sort() : events;
}

function isRight(entry: unknown, wanted: Wanted, mark: string): boolean {
	if (!isRecord(entry) || !isMarked(entry, mark)) return false;
	// A server may store an entry in its own order, fill in what it does by itself, and add fields such as empty
	// custom headers: none of it is worth a write, and a second write would find the same again.
	return (
		entry.url === wanted.url &&
		same(inOrder(entry.events), inOrder(wanted.events)) &&
		sameRetries(entry.retries, wanted.retries)
	);
}

/** The trigger's address is nobody else's, so that an entry at it is in its way, whoever made it. */
function isOwn(entry: unknown, { url }: Wanted, mark: string): boolean {
	return isMarked(entry, mark) || (isRecord(entry) && entry.url === url);
}

/** The webhooks in a session's config; none where there is no config. */
export function webhooksOf(session: Session): unknown[] {
	const { webhooks } = recordOf(session.config);
	return Array.isArray(webhooks) ? webhooks : [];
}

/** The entries of a trigger in a session's config. */
export function ownEntries(session: Session, mark: string): unknown[] {
	return webhooksOf(session).filter((entry) => isMarked(entry, mark));
}

/** Whether two sessions have the same entries of a trigger; what a server fills in by itself does not count. */
export function sameOwn(one: Session, other: Session, mark: string): boolean {
	const told = (session: Session): unknown[] =>
		ownEntries(session, mark).map((entry) => {
			const { url, events } = recordOf(entry);
			return [keyOf(entry), url, inOrder(events)];
		});
	return same(told(one), told(other));
}

/**
 * A session's config with these webhooks in the place of its own. Where there are none, none are named, as in a config
 * that never had any; where nothing is left at all it is null, as that of a session that was never given one.
 */
export function configWith(
	session: Session,
	webhooks: readonly unknown[],
): Record<string, unknown> | null {
	const config = recordOf(session.config);
	if (webhooks.length > 0) return { ...config, webhooks };
	const others = Object.entries(config).filter(([field]) => field !== 'webhooks');
	return others.length === 0 ? null : Object.fromEntries(others);
}

/** Everything in a session's config but the entries of a trigger. */
export function othersIn(session: Session, mark: string): Record<string, unknown> | null {
	return configWith(session, withoutEntries(webhooksOf(session), mark));
}

/** The signing key of a trigger's entry where exactly one is there and it is as wanted; undefined otherwise. */
export function registeredKey(session: Session, wanted: Wanted, mark: string): string | undefined {
	const own = webhooksOf(session).filter((entry) => isOwn(entry, wanted, mark));
	return own.length === 1 && isRight(own[0], wanted, mark) ? keyOf(own[0]) : undefined;
}

/** The signing key of the first entry of a trigger, right or not; undefined where there is none. */
export function keyIn(session: Session, mark: string): string | undefined {
	const own = webhooksOf(session).find((entry) => isMarked(entry, mark));
	return own === undefined ? undefined : keyOf(own);
}

/** Webhooks with exactly one entry of a trigger, in its old place; `key` signs one that has to be made. */
export function withEntry(
	webhooks: readonly unknown[],
	wanted: Wanted,
	mark: string,
	key: string,
): unknown[] {
	const { url, events, retries } = wanted;
	const fresh: WebhookEntry = { url, events, hmac: { key }, ...(retries && { retries }) };
	const right = webhooks.find((entry) => isRight(entry, wanted, mark)) ?? fresh;
	const place = webhooks.findIndex((entry) => isOwn(entry, wanted, mark));
	const next = webhooks.filter((entry, at) => at === place || !isOwn(entry, wanted, mark));
	if (place < 0) return [...next, right];
	next[place] = right;
	return next;
}

/** Webhooks without the entries of a trigger: only the mark tells for sure that one is not somebody else's. */
export function withoutEntries(webhooks: readonly unknown[], mark: string): unknown[] {
	return webhooks.filter((entry) => !isMarked(entry, mark));
}
