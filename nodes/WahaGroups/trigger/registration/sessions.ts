import { sleep } from 'n8n-workflow';

import { shownUrl } from '../../waha/http/address';
import type { Call, WahaClient } from '../../waha/http/client';
import { WahaError } from '../../waha/errors';
import type { Reply } from '../../waha/http/reply';
import { objectOf } from '../../waha/http/reply';
import { waitForStatus } from '../../waha/http/restarts';
import { settle } from '../../waha/settle';
import type { Session } from './entries';

async function callSession(
	client: WahaClient,
	name: string,
	call: Omit<Call, 'path'>,
): Promise<Reply> {
	const settled = await settle(client.callServer({ ...call, path: ['sessions', name] }));
	if (settled.ok) return settled.value;
	const { error } = settled;
	if (!(error instanceof WahaError) || error.status !== 404) throw error;
	const missing = error.as({ name: 'noSession', facts: { session: name } });
	throw await client.explained(missing, name);
}

/** Reads a session. Throws WahaError, also where there is no such session. */
export async function readSession(client: WahaClient, name: string): Promise<Session> {
	const session = objectOf(await callSession(client, name, { method: 'GET' }));
	if (session.name === name) return session;
	// What is no session has no webhooks of others in it either: written back, it would erase them.
	const facts = { baseUrl: shownUrl(client.baseUrl), session: name };
	throw new WahaError({ name: 'noSessionObject', facts });
}

const FIRST_NAP_MS = 50;
const LONGEST_NAP_MS = 1_000;

/** What a look at a session waits for. */
export interface Patience {
	/** How long a session may take to start, in milliseconds. */
	startMs: number;
	/** Statuses that are not waited for. */
	except: readonly string[];
}

/**
 * Reads a session, and reads it again while it restarts: somebody is writing its config, and what is told until then
 * is the old one. One that is stopped is waited for some seconds only. Throws WahaError.
 */
export async function readSettled(
	client: WahaClient,
	name: string,
	{ startMs, except }: Patience,
): Promise<Session> {
	const start = Date.now();
	for (let nap = FIRST_NAP_MS; ; nap = Math.min(LONGEST_NAP_MS, nap * 2)) {
		const session = await readSession(client, name);
		const { status } = session;
		const most = except.includes(String(status)) ? 0 : waitForStatus(status, startMs);
		if (Date.now() - start >= most) return session;
		await sleep(nap);
	}
}

/** How a write ended, and how the session was last seen before it was stored. */
export interface Written {
	/** What it failed with; undefined where it did not. */
	error: unknown;
	during: Session | undefined;
}

const FIRST_LOOK_MS = 20;
const LONGEST_LOOK_MS = 250;

/**
 * Writes the config of a session, and looks at it until it is stored: that takes WAHA 3 s (measured), and what another
 * program writes in these seconds is undone then. In: the config, null for none, and whether a session is as it was written.
 */
export async function writeConfig(
	client: WahaClient,
	name: string,
	config: object | null,
	isStored: (session: Session) => boolean,
): Promise<Written> {
	const call: Omit<Call, 'path'> = {
		method: 'PUT',
		body: { config },
		effect: 'repeatable',
		// Repeated as it is, it would undo what others have written while it waited.
		lookFirst: true,
	};
	let isDone = false;
	const write = (async () => {
		const settled = await settle(callSession(client, name, call));
		isDone = true;
		return settled;
	})();
	let during: Session | undefined;
	for (let nap = FIRST_LOOK_MS; ; nap = Math.min(LONGEST_LOOK_MS, nap * 2)) {
		await Promise.race([write, sleep(nap)]);
		if (isDone) break;
		const looked = await settle(readSession(client, name));
		if (!looked.ok) continue;
		if (isStored(looked.value)) break;
		during = looked.value;
	}
	const settled = await write;
	return { error: settled.ok ? undefined : settled.error, during };
}
