import type { ValuesOf } from '../fields/fields';
import { lazily, readAll } from '../fields/fields';
import { recordOf } from '../waha/json';
import type { EventName } from '../waha/events/catalogue';
import type { Filters } from '../waha/events/wanted';
import type { Retries } from '../waha/webhookRetries';
import { WAHA_RETRIES } from '../waha/webhookRetries';
import { filterFields, liveOptionFields, optionFields, triggerFields } from './fields';

/** What hooks and webhooks have in common: they read parameters without an item. */
export interface ParameterSource {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

function own(source: ParameterSource, name: keyof typeof triggerFields): unknown {
	return source.getNodeParameter(name, null) ?? null;
}

/** The session. Throws InputError where none is named. */
export function sessionOf(source: ParameterSource): string {
	return triggerFields.session.read(own(source, 'session'));
}

/** Whether the node registers its webhook itself. Throws InputError. */
export function isAutomatic(source: ParameterSource): boolean {
	return triggerFields.registration.read(own(source, 'registration')) === 'automatic';
}

/** The events asked for. Throws InputError where there is none. */
export function eventsOf(source: ParameterSource): EventName[] {
	return triggerFields.events.read(own(source, 'events'));
}

/** The key of a webhook that was entered by hand; '' for none. Throws InputError, without naming it. */
export function signingSecretOf(source: ParameterSource): string {
	return triggerFields.signingSecret.read(own(source, 'signingSecret'));
}

/** What the deliveries must have; the groups of both fields are one list. Throws InputError for what is none of it. */
export function filtersOf(source: ParameterSource): Filters {
	const given = readAll(filterFields, recordOf(source.getNodeParameter('filters', {})));
	const { groups, groupIds, ...others } = given;
	return { ...others, groupIds: [...new Set([...groups, ...groupIds])] };
}

export type TriggerOptions = Readonly<ValuesOf<typeof optionFields>>;

/**
 * The options, each of which is put right when it is asked for, and throws InputError then: what a delivery does not
 * use cannot stop it, and who did not sign one is told nothing of the others.
 */
export function optionsOf(source: ParameterSource): TriggerOptions {
	return lazily(optionFields, recordOf(source.getNodeParameter('options', {})));
}

/** The options of the live trigger. Throws InputError. */
export function liveOptionsOf(source: ParameterSource): ValuesOf<typeof liveOptionFields> {
	return readAll(liveOptionFields, recordOf(source.getNodeParameter('options', {})));
}

/** How WAHA is to repeat deliveries; undefined where nothing is set. Throws InputError. */
export function retriesOf(options: TriggerOptions): Retries | undefined {
	const { retryPolicy, retryDelay, retryAttempts } = options;
	if ([retryPolicy, retryDelay, retryAttempts].every((one) => one === undefined)) return undefined;
	return {
		policy: retryPolicy ?? WAHA_RETRIES.policy,
		delaySeconds: retryDelay ?? WAHA_RETRIES.delaySeconds,
		attempts: retryAttempts ?? WAHA_RETRIES.attempts,
	};
}
