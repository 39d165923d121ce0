import { createHash, randomBytes } from 'node:crypto';
import { sleep } from 'n8n-workflow';

import type { WahaClient } from '../waha/client';
import { WahaError } from '../waha/errors';
import { isRecord, recordOf } from '../waha/json';
import { noSession } from '../waha/problems';
import { objectOf } from '../waha/reply';
import { settle } from '../waha/settle';
import type { Retries } from './retries';
import { WAHA_RETRIES } from './retries';

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
const MOST_ROUNDS = 5;

/**
 * The beginning of the signing key of one trigger's entry. It makes the entry known as this trigger's, also when
 * n8n has lost its own notes or runs under another address, and is nowhere visible to the receiver.
 * In: what together names the trigger: n8n's instance, workflow, node, test or production.
 */
export function markOf(...identity: string[]): string {
	const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
	return `${MARK_VERSION}.${digest.slice(0, 24)}.`;
}

function keyOf(entry: unknown): string {
	return isRecord(entry) && isRecord(entry.hmac) && typeof entry.hmac.key === 'string'
		? entry.hmac.key
		: '';
}

function isOwn(entry: unknown, mark: string, url: string): boolean {
	return isRecord(entry) && (keyOf(entry).startsWith(mark) || (url !== '' && entry.url === url));
}

function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function sameRetries(found: unknown, wanted: Wanted['retries'] = WAHA_RETRIES): boolean {
	const there: Record<string, unknown> = { ...WAHA_RETRIES, ...recordOf(found) };
	const { policy, delaySeconds, attempts } = wanted;
	return (
		there.policy === policy && there.delaySeconds === delaySeconds && there.attempts === attempts
	);
}

function sameEvents(found: unknown, wanted: readonly string[]): boolean {
	return Array.isArray(found) && same(found.map(String).sort(), [...wanted].sort());
}

function isRight(entry: unknown, wanted: Wanted, mark: string): boolean {
	if (!isRecord(entry) || !keyOf(entry).startsWith(mark)) return false;
	// A server may store an entry in its own order, fill in what it does by itself, and add fields such as empty
	// custom headers: none of it is worth a write, and a second write would find the same again.
	return (
		entry.url === wanted.url &&
		sameEvents(entry.events, wanted.events) &&
		sameRetries(entry.retries, wanted.retries)
	);
}

function webhooksOf(session: Session): unknown[] {
	const { webhooks } = recordOf(session.config);
	return Array.isArray(webhooks) ? webhooks : [];
}

/** The signing key of a trigger's entry where exactly one is there and it is as wanted; undefined otherwise. */
export function registeredKey(session: Session, wanted: Wanted, mark: string): string | undefined {
	const own = webhooksOf(session).filter((entry) => isOwn(entry, mark, wanted.url));
	return own.length === 1 && isRight(own[0], wanted, mark) ? keyOf(own[0]) : undefined;
}

/** Reads a session. Throws WahaError, also where there is no such session. */
export async function readSession(client: WahaClient, name: string): Promise<Session> {
	const settled = await settle(client.callServer({ method: 'GET', path: ['sessions', name] }));
	if (settled.ok) return objectOf(settled.value);
	const { error } = settled;
	if (!(error instanceof WahaError) || error.status !== 404) throw error;
	throw await client.explained(noSession(name), name);
}

/** Writers in this process take turns, session by session: WAHA has no lock, and the config is replaced whole. */
const turns = new Map<string, Promise<unknown>>();

async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
	const before = turns.get(key) ?? Promise.resolve();
	const mine = before.then(work, work);
	turns.set(key, mine);
	try {
		return await mine;
	} finally {
		if (turns.get(key) === mine) turns.delete(key);
	}
}

type Edit = (webhooks: readonly unknown[]) => unknown[];

/** Reads, changes and writes the webhooks of a session until they are as the edit wants them; writes only if need be. */
async function edit(client: WahaClient, name: string, change: Edit): Promise<Session> {
	return await inTurn(`${client.baseUrl} ${name}`, async () => {
		for (let round = 1; ; round++) {
			const session = await readSession(client, name);
			const before = webhooksOf(session);
			const after = change(before);
			if (same(before, after)) return session;
			if (round > MOST_ROUNDS) {
				throw new WahaError(
					'unexpected',
					`Another program keeps changing the settings of session "${name}"`,
					'Try again in a minute. If it stays like this, look for a second program that writes the webhooks of this session.',
				);
			}
			if (round > 1) await sleep(50 * round + Math.random() * 100);
			// `apps` stay when they are left out; everything else in the config goes back as it came.
			await client.callServer({
				method: 'PUT',
				path: ['sessions', name],
				body: { config: { ...recordOf(session.config), webhooks: after } },
				effect: 'repeatable',
			});
		}
	});
}

/**
 * Makes sure that the session has exactly one entry of this trigger, and gives its signing key.
 * Entries of others and all other settings stay as they are. `notedKey`: a key that this trigger had before.
 * Throws WahaError.
 */
export async function register(
	client: WahaClient,
	session: string,
	wanted: Wanted,
	mark: string,
	notedKey = '',
): Promise<string> {
	const { url, events, retries } = wanted;
	const fresh: WebhookEntry = {
		url,
		events,
		hmac: {
			key: notedKey.startsWith(mark) ? notedKey : `${mark}${randomBytes(32).toString('hex')}`,
		},
		...(retries && { retries }),
	};
	const done = await edit(client, session, (webhooks) => {
		const right = webhooks.find((entry) => isRight(entry, wanted, mark)) ?? fresh;
		const place = webhooks.findIndex((entry) => isOwn(entry, mark, url));
		const next = webhooks.filter((entry, index) => index === place || !isOwn(entry, mark, url));
		if (place < 0) return [...next, right];
		next[place] = right;
		return next;
	});
	const key = registeredKey(done, wanted, mark);
	if (key !== undefined) return key;
	throw new WahaError(
		'unexpected',
		'WAHA did not keep the webhook',
		'Look at the log of the WAHA server.',
	);
}

/** Takes the entries of this trigger out of a session, and nothing else; a session that is gone has none. Throws WahaError. */
export async function unregister(
	client: WahaClient,
	session: string,
	url: string,
	mark: string,
): Promise<void> {
	const settled = await settle(
		edit(client, session, (webhooks) => webhooks.filter((entry) => !isOwn(entry, mark, url))),
	);
	if (settled.ok) return;
	const { error } = settled;
	if (!(error instanceof WahaError) || error.kind !== 'noSession') throw error;
}
