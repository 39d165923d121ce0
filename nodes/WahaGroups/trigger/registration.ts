import { sleep } from 'n8n-workflow';

import { shownUrl } from '../waha/address';
import type { Call, WahaClient } from '../waha/client';
import { WahaError } from '../waha/errors';
import { recordOf } from '../waha/json';
import { noSession } from '../waha/problems';
import type { Reply } from '../waha/reply';
import { objectOf } from '../waha/reply';
import { settle } from '../waha/settle';
import type { Session, Wanted } from './entries';
import { keyIn, registeredKey, same, webhooksOf, withEntry, withoutEntries } from './entries';

const MOST_WRITES = 5;
const MOST_FAILED_WRITES = 3;

async function callSession(
	client: WahaClient,
	name: string,
	call: Omit<Call, 'path'>,
): Promise<Reply> {
	const settled = await settle(client.callServer({ ...call, path: ['sessions', name] }));
	if (settled.ok) return settled.value;
	const { error } = settled;
	if (!(error instanceof WahaError) || error.status !== 404) throw error;
	throw await client.explained(noSession(name), name);
}

/** Reads a session. Throws WahaError, also where there is no such session. */
export async function readSession(client: WahaClient, name: string): Promise<Session> {
	const session = objectOf(await callSession(client, name, { method: 'GET' }));
	if (session.name === name) return session;
	// What is no session has no webhooks of others in it either: written back, it would erase them.
	throw new WahaError(
		'unexpected',
		`The server at ${shownUrl(client.baseUrl)} gave something else where session "${name}" was asked for`,
		'Check the Host URL in the credential: it has to lead to WAHA itself, e.g. http://localhost:3000.',
	);
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

/** How long to wait after a write that failed, in milliseconds. Throws what it failed with where another try makes no sense. */
function waitAfter(error: unknown, failed: number): number {
	const waitMs = error instanceof WahaError ? error.waitMs : undefined;
	if (waitMs === undefined || failed >= MOST_FAILED_WRITES) throw error;
	return waitMs;
}

/**
 * Reads, changes and writes the webhooks of a session until they are as the edit wants them; writes only if need be.
 * Each write is made from what was read right before it, so that only what others write between these two is lost.
 */
async function edit(
	client: WahaClient,
	name: string,
	change: Edit,
	mostWrites = MOST_WRITES,
): Promise<Session> {
	return await inTurn(`${client.baseUrl} ${name}`, async () => {
		for (let writes = 0, failed = 0; ; writes++) {
			const session = await readSession(client, name);
			const before = webhooksOf(session);
			const after = change(before);
			if (same(before, after)) return session;
			if (writes >= mostWrites) {
				throw new WahaError(
					'unexpected',
					`Another program keeps changing the settings of session "${name}"`,
					'Try again in a minute. If it stays like this, look for a second program that writes the webhooks of this session.',
				);
			}
			// `apps` stay when they are left out; everything else in the config goes back as it came.
			const body = { config: { ...recordOf(session.config), webhooks: after } };
			const written = await settle(
				// Repeated as it is, it would undo what others have written while it waited.
				callSession(client, name, { method: 'PUT', body, effect: 'repeatable', lookFirst: true }),
			);
			if (!written.ok) await sleep(waitAfter(written.error, ++failed));
			// Two that write over one another again and again have to get out of step.
			else if (writes > 0) await sleep(50 * writes + Math.random() * 100);
		}
	});
}

/**
 * Makes sure that the session has exactly one entry of this trigger, and gives its signing key: that of the entry
 * where it is right already, otherwise `key`. Entries of others and all other settings stay as they are.
 * Throws WahaError.
 */
export async function register(
	client: WahaClient,
	session: string,
	wanted: Wanted,
	mark: string,
	key: string,
): Promise<string> {
	const done = await edit(client, session, (webhooks) => withEntry(webhooks, wanted, mark, key));
	return registeredKey(done, wanted, mark) ?? key;
}

/**
 * Takes the entries of this trigger out of a session, and nothing else; a session that is gone has none.
 * Gives the signing key that was in them; undefined where there was none.
 * Throws WahaError, also where they are still there after so many writes.
 */
export async function unregister(
	client: WahaClient,
	session: string,
	mark: string,
	mostWrites?: number,
): Promise<string | undefined> {
	let key: string | undefined;
	const takeOut: Edit = (webhooks) => {
		key ??= keyIn({ config: { webhooks } }, mark);
		return withoutEntries(webhooks, mark);
	};
	const settled = await settle(edit(client, session, takeOut, mostWrites));
	if (settled.ok) return key;
	const { error } = settled;
	if (!(error instanceof WahaError) || error.kind !== 'noSession') throw error;
	return key;
}
