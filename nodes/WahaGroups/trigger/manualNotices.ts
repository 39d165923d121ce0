import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { EVENTS } from './events';

const all = Object.entries(EVENTS);
const wahaEvents = [...new Set(all.map(([, { v2 }]) => v2))].sort();

/** Every choice of some of these, but not of none. */
function subsets(values: readonly string[]): string[][] {
	return values.reduce<string[][]>(
		(found, value) => [...found, ...found.map((set) => [...set, value]), [value]],
		[],
	);
}

/** The stored values of the events for which WAHA has one of these. */
function valuesOf(events: readonly string[]): string[] {
	return all.flatMap(([value, { v2 }]) => (events.includes(v2) ? [value] : []));
}

function oldNames(events: readonly string[]): string {
	const old = all.flatMap(([, { v2, legacy }]) =>
		legacy && events.includes(v2) ? [legacy.event] : [],
	);
	return old.length === 0 ? '' : ` (before WAHA 2025.2: ${old.join(', ')})`;
}

// n8n gives the number of chosen events, or the length of an expression, which is always longer than the list.
const isList = { '/events.length': [{ _cnd: { between: { from: 1, to: all.length } } }] };
const isExpression = { '/events.length': [{ _cnd: { gt: all.length } }] };

function notice(events: readonly string[], when: IDisplayOptions): INodeProperties {
	return {
		displayName: `Add a webhook to the session in WAHA, e.g. in its dashboard:<ul><li>URL: the Production URL (open Webhook URLs at the top)</li><li>Events: ${events.join(', ')}${oldNames(events)}</li><li>HMAC key: a long random text, the same as Signing Secret below</li></ul>This node changes nothing in WAHA.`,
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { ...when, show: { registration: ['manual'], ...when.show } },
	};
}

/**
 * Only while the chosen events need all of these of WAHA and no others. Without a regex: n8n checks these conditions
 * with every delivery, and each regex costs it a watched machine of its own.
 */
function exactly(events: readonly string[]): IDisplayOptions {
	const others = valuesOf(wahaEvents.filter((event) => !events.includes(event)));
	const needed = events.map((event) => valuesOf([event]));
	// "One of several" can be asked for once, which is enough: only the event for members serves several.
	const [several] = needed.filter((values) => values.length > 1);
	const missing = needed
		.filter((values) => values.length === 1)
		.flatMap(([value]) => ({ _cnd: { not: value ?? null } }));
	return {
		show: { ...isList, ...(several && { events: several }) },
		hide: { events: [...others, ...missing] },
	};
}

/** For manual registration: what to enter in WAHA, one notice for each set of WAHA's events that the choice can need. */
export function manualNotices(): INodeProperties[] {
	return [
		...subsets(wahaEvents).map((events) => notice(events, exactly(events))),
		notice(wahaEvents, { show: isExpression }),
	];
}
