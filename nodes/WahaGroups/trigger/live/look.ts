import { shownUrl } from '../../waha/http/address';
import type { WahaClient } from '../../waha/http/client';
import { listOf } from '../../waha/http/reply';
import { WahaError } from '../../waha/errors';
import { isRecord } from '../../waha/json';
import { settle } from '../../waha/settle';
import type { Session } from '../registration/entries';
import { readSession } from '../registration/sessions';

/** Whether the server lists its sessions, and this is none of them. */
async function isUnlisted(client: WahaClient, name: string): Promise<boolean> {
	const list = async (): Promise<unknown[]> =>
		listOf(await client.callServer({ method: 'GET', path: ['sessions'], query: { all: true } }));
	const listed = await settle(list());
	if (listed.ok) return !listed.value.some((one) => isRecord(one) && one.name === name);
	// A key may read its own session and not the list; then it was WAHA that said the session is not there.
	return listed.error instanceof WahaError && listed.error.kind === 'forbidden';
}

/**
 * Reads a session of a trigger that listens. Throws WahaError; `noSession` only where it surely is not there: a proxy
 * says 404, too, while WAHA behind it starts.
 */
export async function lookAtSession(client: WahaClient, name: string): Promise<Session> {
	const read = await settle(readSession(client, name));
	if (read.ok) return read.value;
	const { error } = read;
	const isMissing = error instanceof WahaError && error.kind === 'noSession';
	if (!isMissing || (await isUnlisted(client, name))) throw error;
	const facts = { baseUrl: shownUrl(client.baseUrl), session: name };
	throw error.as({ name: 'noSessionObject', facts });
}

/** What a session does not come out of by itself, unless WAHA restarts. */
const DOWN: ReadonlySet<unknown> = new Set([
	'FAILED',
	'PASSKEY_CONFIRMATION_REQUIRED',
	'PASSKEY_REQUIRED',
	'SCAN_QR_CODE',
	'STOPPED',
]);

/** After how long it counts: WAHA stops a session to write its settings, and starts all of them one by one. */
const DOWN_MS = 60_000;

/** Knows of a session, from one look to the next, whether it works. */
export class SessionWatch {
	private downSince: number | undefined;

	private isAway = false;

	constructor(private readonly name: string) {}

	/**
	 * In: the session as it was read. Gives whether it works, as far as can be said, and whether it has come back since
	 * the last look. Throws WahaError where it does not work for some time.
	 */
	seen({ status }: Session): 'works' | 'isBack' | 'away' {
		if (!DOWN.has(status) && status !== 'STARTING') {
			const wasAway = this.isAway;
			this.isAway = false;
			this.downSince = undefined;
			return wasAway ? 'isBack' : 'works';
		}
		this.isAway = true;
		if (!DOWN.has(status)) {
			this.downSince = undefined;
			return 'away';
		}
		this.downSince ??= Date.now();
		if (Date.now() - this.downSince < DOWN_MS) return 'away';
		const facts = { session: this.name, sessionStatus: String(status), goesOn: true } as const;
		throw new WahaError({ name: 'sessionNotReady', facts });
	}
}
