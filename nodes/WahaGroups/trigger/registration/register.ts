import { sleep } from 'n8n-workflow';

import type { WahaClient } from '../../waha/http/client';
import { WahaError } from '../../waha/errors';
import { inTurn } from '../../waha/inTurn';
import { settle } from '../../waha/settle';
import type { Session, Wanted } from './entries';
import {
	configWith,
	keyIn,
	othersIn,
	registeredKey,
	same,
	sameOwn,
	webhooksOf,
	withEntry,
	withoutEntries,
} from './entries';
import { readSettled, writeConfig } from './sessions';

const MOST_WRITES = 5;
const MOST_FAILED_WRITES = 3;

/** How long a session may take to start before and after a write, in milliseconds. */
const START_MS = 20_000;
/** The same where an entry is taken out: n8n may be about to end. */
const SHORT_START_MS = 5_000;

type Edit = (webhooks: readonly unknown[]) => unknown[];

/** How long to wait after a write that failed, in milliseconds. Throws what it failed with where another try makes no sense. */
function waitAfter(error: unknown, failed: number): number {
	const waitMs = error instanceof WahaError ? error.waitMs : undefined;
	if (waitMs === undefined || failed >= MOST_FAILED_WRITES) throw error;
	return waitMs;
}

interface Editing {
	/** The mark of the trigger whose entries are changed. */
	mark: string;
	startMs: number;
	/** Whether to end before the session that our own write restarts is back. */
	endsEarly?: boolean;
	mostWrites?: number;
}

/** What we wrote, and what another program had written before that was stored. */
interface Undone {
	ours: Session;
	theirs: Session;
}

/** Whether a session is as we wrote it: all of others to the letter, and our own but for what a server fills in. */
function isWritten(session: Session, ours: Session, mark: string): boolean {
	return same(othersIn(session, mark), othersIn(ours, mark)) && sameOwn(session, ours, mark);
}

/**
 * The session with what another program wrote while our own write was under way, which undid it: where what is there
 * is to the letter what we wrote, so that nobody has decided anything since. Otherwise the session as it is.
 */
function restored(session: Session, undone: Undone | undefined, mark: string): Session {
	if (undone === undefined) return session;
	const { ours, theirs } = undone;
	return isWritten(session, ours, mark) && !same(othersIn(theirs, mark), othersIn(session, mark))
		? { ...session, config: theirs.config }
		: session;
}

/**
 * Reads, changes and writes the webhooks of a session until they are as the edit wants them; writes only if need be.
 * A restart under way is waited out before each look, as somebody's config is stored only at its end. Each write is
 * made from what was read right before it, and what others are seen to write before it is stored is written again.
 */
async function edit(
	client: WahaClient,
	name: string,
	change: Edit,
	how: Editing,
): Promise<Session> {
	const { mark, startMs, endsEarly, mostWrites = MOST_WRITES } = how;
	// Writers in this process take turns: WAHA has no lock, and the config is replaced whole.
	return await inTurn(`config ${client.baseUrl} ${name}`, async () => {
		let undone: Undone | undefined;
		let isStopped = false;
		for (let writes = 0, failed = 0; ; writes++) {
			const isOurRestart = endsEarly && writes > 0;
			// One that is stopped for good is not started by a write either.
			const except = [...(isStopped ? ['STOPPED'] : []), ...(isOurRestart ? ['STARTING'] : [])];
			const session = await readSettled(client, name, { startMs, except });
			isStopped = session.status === 'STOPPED';
			const wanted = restored(session, undone, mark);
			const after = change(webhooksOf(wanted));
			if (wanted === session && same(webhooksOf(session), after)) return session;
			if (writes >= (wanted === session ? mostWrites : MOST_WRITES)) {
				throw new WahaError({ name: 'sessionContested', facts: { session: name } });
			}
			// `apps` stay when they are left out; everything else in the config goes back as it came.
			const config = configWith(wanted, after);
			const ours = { config };
			// Where it is to the letter what we wrote, it is stored, and whoever writes from then on has the last word.
			const isStored = (seen: Session): boolean => isWritten(seen, ours, mark);
			const { error, during } = await writeConfig(client, name, config, isStored);
			const isUndone = during && !same(othersIn(during, mark), othersIn(session, mark));
			undone = isUndone ? { ours, theirs: during } : undefined;
			if (error !== undefined) await sleep(waitAfter(error, ++failed));
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
	const change: Edit = (webhooks) => withEntry(webhooks, wanted, mark, key);
	const done = await edit(client, session, change, { mark, startMs: START_MS });
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
	// While n8n 2.41 takes a test's webhook out, no other test can begin: it fails with "Maximum call stack size
	// exceeded". A session that starts has its config already, so nothing is missed by not waiting for it.
	const how = { mark, startMs: SHORT_START_MS, endsEarly: true, mostWrites };
	const settled = await settle(edit(client, session, takeOut, how));
	if (settled.ok) return key;
	const { error } = settled;
	if (!(error instanceof WahaError) || error.kind !== 'noSession') throw error;
	return key;
}
