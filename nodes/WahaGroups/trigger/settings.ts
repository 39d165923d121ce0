import { locatorValue, toSessionName } from '../fields/chosen';
import { InputError } from '../waha/errors';
import { toGroupIds, toParticipantIds } from '../waha/input/ids';
import { recordOf } from '../waha/json';
import type { EventName, EventSource } from '../waha/events/events';
import { isEventName } from '../waha/events/events';

/** What hooks and webhooks have in common: they read parameters without an item. */
export interface ParameterSource {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/** The session. Throws InputError where none is named. */
export function sessionOf(source: ParameterSource): string {
	return toSessionName(source.getNodeParameter('session', ''));
}

/** Whether the node registers its webhook itself. */
export function isAutomatic(source: ParameterSource): boolean {
	return source.getNodeParameter('registration', 'automatic') !== 'manual';
}

/** The events asked for. Throws InputError where there is none. */
export function eventsOf(source: ParameterSource): EventName[] {
	const value = source.getNodeParameter('events', []);
	const events = (Array.isArray(value) ? value : [value]).filter(isEventName);
	if (events.length > 0) return events;
	throw new InputError('No event was chosen', 'Choose at least one event, e.g. "Member Joined".');
}

export interface Filters {
	groupIds: string[];
	participants: string[];
	ignoreOwnActions: boolean;
}

/** What the deliveries must have. Throws InputError for ids that are none. */
export function filtersOf(source: ParameterSource): Filters {
	const filters = recordOf(source.getNodeParameter('filters', {}));
	return {
		groupIds: toGroupIds(filters.groupIds),
		participants: toParticipantIds(filters.participants),
		ignoreOwnActions: filters.ignoreOwnActions === true,
	};
}

export interface TriggerOptions {
	eventSource: EventSource;
	simplify: boolean;
	splitParticipants: boolean;
	/** Whether the server is asked for the numbers of hidden members. */
	resolvePhoneNumbers: boolean;
	verifySignature: boolean;
	/** Seconds. */
	maxEventAge: number;
	/** '' where n8n's own address serves. */
	webhookBaseUrl: string;
}

/** The options, with what holds where nothing was set. */
export function optionsOf(source: ParameterSource): TriggerOptions {
	const options = recordOf(source.getNodeParameter('options', {}));
	const { eventSource } = options;
	const maxEventAge = Number(options.maxEventAge ?? NaN);
	return {
		eventSource: eventSource === 'legacy' || eventSource === 'v2' ? eventSource : 'auto',
		simplify: options.simplify !== false,
		splitParticipants: options.splitParticipants !== false,
		resolvePhoneNumbers: options.resolvePhoneNumbers !== false,
		verifySignature: options.verifySignature !== false,
		maxEventAge: maxEventAge > 0 ? maxEventAge : 3600,
		webhookBaseUrl: String(locatorValue(options.webhookBaseUrl ?? '')).trim(),
	};
}

/** The path of n8n's own address, which only a proxy in front of n8n knows; '' where it has none. */
function prefixOf(instanceUrl: string): string {
	return URL.canParse(instanceUrl) ? new URL(instanceUrl).pathname.replace(/\/$/, '') : '';
}

/**
 * The address that WAHA is to call: n8n's own one, or what comes behind that under another address.
 * In: the webhook's URL and the address of n8n as n8n gives them, and the one to put in its place, e.g.
 * `http://n8n:5678`; '' for none. Throws InputError where that is no address.
 */
export function reachableUrl(
	webhookUrl: string,
	instanceUrl: string,
	webhookBaseUrl: string,
): string {
	if (webhookBaseUrl === '') return webhookUrl;
	const base = webhookBaseUrl.replace(/\/+$/, '');
	if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) {
		throw new InputError(
			`The Webhook Base URL is no address: "${webhookBaseUrl}"`,
			'Use the address under which WAHA reaches n8n, e.g. http://n8n:5678.',
		);
	}
	const { pathname } = new URL(webhookUrl);
	const prefix = prefixOf(instanceUrl);
	return `${base}${pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname}`;
}
