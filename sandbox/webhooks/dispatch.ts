import { randomText } from '../model/random';
import { fullVersion, hasFeature } from '../model/versions';
import { webhookSchema, type Settings, type Webhook } from '../options';
import type { Config, Engine, Session } from '../model/types';
import type { Sockets } from '../sockets/sockets';
import type { Deliveries } from './deliveries';
import type { SandboxEvent } from './events';
import { signature } from './sign';

const ULID = '0123456789abcdefghjkmnpqrstvwxyz';

/** The webhooks of a config; entries that are none are left out. */
export function webhooksOf(config: Config | null): Webhook[] {
	const list = config?.webhooks;
	if (!Array.isArray(list)) return [];
	return list.flatMap((entry) => {
		const parsed = webhookSchema.safeParse(entry);
		return parsed.success ? [parsed.data] : [];
	});
}

/** Tells whether a config keeps group events from being sent. */
export function ignoresGroups(config: Config | null): boolean {
	const ignore = config?.ignore;
	return (
		typeof ignore === 'object' && ignore !== null && 'groups' in ignore && ignore.groups === true
	);
}

export interface DispatchTools {
	settings: Settings;
	serverEngine: Engine;
	random: () => number;
	deliveries: Deliveries;
	sockets: Sockets;
}

/** Sends an event of a session to each webhook and each WebSocket that asked for it. `overrides` go over the envelope. */
export function dispatch(
	tools: DispatchTools,
	session: Session,
	{ event, payload }: SandboxEvent,
	overrides: Record<string, unknown> = {},
): void {
	const { settings, random, deliveries, sockets } = tools;
	const { version, tier } = settings;
	const asked = [...settings.envWebhooks, ...webhooksOf(session.config)].filter(
		({ events }) => events.includes(event) || events.includes('*'),
	);
	const eventId = `evt_01${randomText(random, ULID, 24)}`;
	const requestId = randomText(random, ULID, 26);
	const at = Date.now();
	const body = JSON.stringify({
		...(hasFeature(version, 'eventIds') ? { id: eventId, timestamp: at } : {}),
		event,
		session: session.name,
		...(session.config?.metadata === undefined ? {} : { metadata: session.config.metadata }),
		me: accountInfo(session, version),
		payload,
		engine: session.engine,
		environment: environment(settings, tools.serverEngine),
		...overrides,
	});
	// @witness documented: what a WebSocket brings is the body of a webhook to the letter, unsigned
	sockets.tell(event, session.name, body);
	// @witness measured R24: CORE 2024.10 sends no `X-Webhook-*` headers, signs nothing and tries once
	const plain = tier === 'CORE' && !hasFeature(version, 'webhookExtras');
	for (const webhook of asked) {
		const delivery = {
			event,
			session: session.name,
			url: webhook.url,
			requestId: plain ? null : requestId,
			headers: plain ? JSON_ONLY : headersFor(webhook, body, requestId, at),
			body,
			retries: plain ? null : webhook.retries,
		};
		deliveries.send(delivery);
		if (settings.duplicateDeliveries) deliveries.send(delivery);
	}
}

const JSON_ONLY = { 'Content-Type': 'application/json' };

function headersFor(
	webhook: Webhook,
	body: string,
	requestId: string,
	at: number,
): Record<string, string> {
	const custom = webhook.customHeaders.map(({ name, value }) => [name, value] as const);
	return {
		...JSON_ONLY,
		...Object.fromEntries(custom),
		'X-Webhook-Request-Id': requestId,
		'X-Webhook-Timestamp': String(at),
		...(webhook.hmac === null || webhook.hmac === ''
			? {}
			: {
					'X-Webhook-Hmac': signature(body, webhook.hmac),
					'X-Webhook-Hmac-Algorithm': 'sha512',
				}),
	};
}

/** The account of a session as `me` shows it; null while nobody is logged in. */
export function accountInfo(session: Session, version: string): object | null {
	if (session.status !== 'WORKING') return null;
	const { phone, lid } = session.account;
	return {
		id: `${phone}@c.us`,
		...(hasFeature(version, 'groupsV2Events') ? { lid: `${lid}@lid` } : {}),
		pushName: session.pushName,
	};
}

/** What the version endpoint and every event tell about the server. */
export function environment({ version, tier }: Settings, engine: Engine): object {
	const browser = engine === 'WEBJS' || engine === 'WPP' ? '/usr/bin/chromium' : null;
	return { version: fullVersion(version), engine, tier, browser };
}
