import type { INodeProperties } from 'n8n-workflow';

import { EVENTS, WAHA_EVENTS } from '../waha/events/catalogue';
import { isAtLeast, SINCE, shownVersion } from '../waha/versions';
import { LABELS } from '../wording/labels';

/** The event of older servers that gives something, with the engines that send it; '' where none does. */
function legacyOf(value: string): string {
	const told = Object.entries(WAHA_EVENTS).flatMap(([event, { source, gives }]) =>
		Object.entries(gives).flatMap(([given, engines]) =>
			source === 'legacy' && given === value
				? [`${event} of ${Array.isArray(engines) ? engines.join(' and ') : engines}`]
				: [],
		),
	);
	return told.length === 0 ? '' : ` (before WAHA 2025.2: ${told.join(', ')})`;
}

/** A line for each of WAHA's events: its name, and which choices in this node need it. */
function eventLines(): string[] {
	return Object.entries(WAHA_EVENTS)
		.filter(([, { source }]) => source === 'v2')
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([event, { gives, since = SINCE.groupV2Events }]) => {
			const choices = Object.entries(EVENTS).flatMap(([value, { name }]) =>
				Object.hasOwn(gives, value) ? [`${name}${legacyOf(value)}`] : [],
			);
			const isLater = !isAtLeast(SINCE.groupV2Events, since);
			const from = isLater ? ` (WAHA ${shownVersion(since)} and newer)` : '';
			return `<b>${event}</b> for ${choices.join(', ')}${from}`;
		});
}

/**
 * For manual registration: what to enter in WAHA. One notice for every choice of events, because n8n checks what is
 * shown with every delivery: one notice for each set of WAHA's events, sixteen, cost about 0.1 ms each time.
 */
export const manualNotice: INodeProperties = {
	displayName: `Add a webhook to the session in WAHA, e.g. in its dashboard:<ul><li>URL: the Production URL (open Webhook URLs at the top)</li><li>HMAC key: a long random text, the same as ${LABELS.signingSecret} below</li><li>Events, those that your choice above needs:<ul>${eventLines()
		.map((line) => `<li>${line}</li>`)
		.join('')}</ul></li></ul>This node changes nothing in WAHA.`,
	name: 'manualNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registration: ['manual'] } },
};
