import { shownUrl } from '../../waha/http/address';
import type { WahaClient } from '../../waha/http/client';
import { InputError } from '../../wording/inputError';
import { LABELS } from '../../wording/labels';
import { isRecord, recordOf } from '../../waha/json';
import { isAtLeast, parseVersion, SINCE } from '../../waha/versions';
import type { EventName } from '../../waha/events/catalogue';
import type { Server } from '../../waha/events/registering';
import { wahaEventsFor } from '../../waha/events/registering';
import type { Session, Wanted } from './entries';
import type { Retries } from '../../waha/webhookRetries';
import type { TriggerOptions } from '../settings';

const text = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : undefined;

/** What the server and the session's engine are, as far as they tell. Throws WahaError. */
export async function askServer(client: WahaClient, session: Session): Promise<Server> {
	const info = await client.serverInfo();
	const engine = isRecord(session.engine) ? text(session.engine.engine) : undefined;
	return {
		versionText: text(info.version),
		version: parseVersion(info.version),
		tier: text(info.tier),
		engine: (engine ?? text(info.engine))?.toUpperCase(),
		engineIsGuess: engine === undefined,
	};
}

function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).hostname : '';
}

const LOCAL_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/i;

function checkReachable(url: string, baseUrl: string): void {
	if (LOCAL_HOST.test(hostOf(url)) && !LOCAL_HOST.test(hostOf(baseUrl))) {
		throw new InputError(
			`WAHA at ${shownUrl(baseUrl)} cannot reach this n8n: its webhook address is ${url}`,
			`Enter the address under which WAHA reaches n8n in the option "${LABELS.webhookBaseUrl}", e.g. http://n8n:5678, or set WEBHOOK_URL of n8n.`,
		);
	}
}

/** Throws InputError where the session sends no events of groups. */
export function checkGroupsNotIgnored(session: Session): void {
	const config = recordOf(session.config);
	if (isRecord(config.ignore) && config.ignore.groups === true) {
		throw new InputError(
			`Session "${text(session.name) ?? ''}" ignores groups, so no group event ever comes`,
			'Turn off "ignore groups" (config.ignore.groups) in the settings of the session in WAHA.',
		);
	}
}

function checkSigns({ version, versionText, tier }: Server): void {
	if (!isAtLeast(version, SINCE.signedWebhooks) && tier !== 'PLUS') {
		throw new InputError(
			`WAHA ${versionText} does not sign its webhooks, so nobody could tell its events from forged ones`,
			`Update WAHA to 2024.11.5 or newer, or turn off "${LABELS.verifySignature}" in the options: then anyone who knows the address can start this workflow.`,
		);
	}
}

/** The options that change the entry. */
export interface RegistrationOptions
	extends Pick<TriggerOptions, 'eventSource' | 'verifySignature'> {
	/** undefined: WAHA's own policy. */
	retries: Retries | undefined;
}

/**
 * The entry that brings these events to this address.
 * Throws InputError where the workflow could never start, WahaError where the server does not answer.
 */
export async function planRegistration(
	client: WahaClient,
	session: Session,
	url: string,
	events: readonly EventName[],
	options: RegistrationOptions,
): Promise<Wanted> {
	checkReachable(url, client.baseUrl);
	checkGroupsNotIgnored(session);
	const server = await askServer(client, session);
	if (options.verifySignature) checkSigns(server);
	return {
		url,
		events: wahaEventsFor(events, options.eventSource, server),
		...(options.retries && { retries: options.retries }),
	};
}
