import { InputError } from '../../wording/inputError';
import { LABELS } from '../../wording/labels';
import { WahaError } from '../../waha/errors';
import type { EventName } from '../../waha/events/catalogue';
import type { EventSource } from '../../waha/events/registering';
import { wahaEventsFor } from '../../waha/events/registering';
import { shownUrl } from '../../waha/http/address';
import type { WahaClient } from '../../waha/http/client';
import { settle } from '../../waha/settle';
import { isAtLeast, SINCE } from '../../waha/versions';
import { askServer, checkGroupsNotIgnored } from '../registration/plan';
import { readSession } from '../registration/sessions';
import type { Ending } from './socket';

/** Throws InputError where this n8n cannot open a WebSocket. */
export function checkWebSocket(): void {
	if (typeof WebSocket === 'function') return;
	throw new InputError(
		'This n8n runs on a version of Node.js without WebSocket',
		'Update n8n, or its Node.js to version 22 or newer. Or use the WAHA Groups Trigger, which needs none.',
	);
}

function withCertificateAdvice(error: unknown, { baseUrl }: WahaClient): unknown {
	if (!(error instanceof WahaError) || error.problem.name !== 'certificate') return error;
	return new InputError(
		`The certificate of ${shownUrl(baseUrl)} is not trusted, and a live connection cannot do without`,
		`"${LABELS.ignoreSslIssues}" does not help here. Set NODE_EXTRA_CA_CERTS of n8n to a file with the certificate and restart n8n, or use the WAHA Groups Trigger.`,
	);
}

/** What a trigger will hear. */
export interface Plan {
	/** Names of WAHA's events. */
	events: readonly string[];
	engine: string | null;
}

/**
 * The WAHA events that bring what is asked for, after a look at the server. As a socket that was refused tells no
 * reason, all that can be wrong is asked before. In: also events that are heard where they can come. Throws InputError or InvalidInput where these events could never
 * come, WahaError where the server does not answer or does not let this key read the session.
 */
export async function planEvents(
	client: WahaClient,
	session: string,
	events: readonly EventName[],
	source: EventSource,
	also: readonly EventName[],
): Promise<Plan> {
	const settled = await settle(readSession(client, session));
	if (!settled.ok) throw withCertificateAdvice(settled.error, client);
	checkGroupsNotIgnored(settled.value);
	const server = await askServer(client, settled.value);
	if (!isAtLeast(server.version, SINCE.liveEvents)) throw tooOld(server.versionText);
	const planned = [wahaEventsFor(events, source, server)];
	for (const one of also) {
		const found = await settle((async () => wahaEventsFor([one], source, server))());
		if (found.ok) planned.push(found.value);
	}
	return { events: [...new Set(planned.flat())], engine: server.engine ?? null };
}

function tooOld(version: string | undefined): InputError {
	return new InputError(
		`WAHA ${version ?? ''} sends no events of groups over a live connection`,
		'Update WAHA to 2024.11.5 or newer, or use the WAHA Groups Trigger.',
	);
}

/** A socket ended although the server answers. */
export class SocketEnded extends Error {
	override readonly name = 'SocketEnded';

	/** In: how, and the server's address as in the credential. */
	constructor(
		private readonly ending: Ending,
		private readonly baseUrl: string,
	) {
		super(ending);
	}

	/** Whether it will end again until somebody changes something. */
	get willStay(): boolean {
		return this.ending === 'forbidden' || this.ending === 'tooOld';
	}

	/** The same for people. */
	asError(session: string): InputError {
		if (this.ending === 'tooOld') return tooOld(undefined);
		if (this.ending === 'forbidden') {
			return new InputError(
				`WAHA does not let this API key listen to session "${session}"`,
				'Use a key that may read this session.',
			);
		}
		return new InputError(
			`WAHA answers at ${shownUrl(this.baseUrl)}, but opens no live connection (WebSocket) there`,
			'If there is a proxy in front of WAHA, let it pass WebSockets on: for nginx, the headers Upgrade and Connection. Or use the WAHA Groups Trigger, which needs none.',
		);
	}
}
