import type { INodeProperties } from 'n8n-workflow';

import { EVENTS } from '../waha/events/events';

/** A line for each of WAHA's events: its name, and which choices in this node need it. */
function eventLines(): string[] {
	const choicesOf = new Map<string, string[]>();
	for (const { name, v2, legacy } of Object.values(EVENTS)) {
		const old = legacy ? ` (before WAHA 2025.2: ${legacy.event})` : '';
		choicesOf.set(v2, [...(choicesOf.get(v2) ?? []), `${name}${old}`]);
	}
	return [...choicesOf]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([event, choices]) => `<b>${event}</b> for ${choices.join(', ')}`);
}

/**
 * For manual registration: what to enter in WAHA. One notice for every choice of events, because n8n checks what is
 * shown with every delivery: one notice for each set of WAHA's events, sixteen, cost about 0.1 ms each time.
 */
export const manualNotice: INodeProperties = {
	displayName: `Add a webhook to the session in WAHA, e.g. in its dashboard:<ul><li>URL: the Production URL (open Webhook URLs at the top)</li><li>HMAC key: a long random text, the same as Signing Secret below</li><li>Events, those that your choice above needs:<ul>${eventLines()
		.map((line) => `<li>${line}</li>`)
		.join('')}</ul></li></ul>This node changes nothing in WAHA.`,
	name: 'manualNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registration: ['manual'] } },
};
