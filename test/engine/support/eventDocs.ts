import type { IDataObject } from 'n8n-workflow';

import { jsonBlock, table } from './markdown';

/** One event with a run of it. */
export interface DocumentedEvent {
	name: string;
	/** As stored in workflows. */
	value: string;
	description: string;
	/** What happened in the example. */
	deed: string;
	/** What came out of the trigger, one for each item. */
	items: IDataObject[];
	/** The version that brought WAHA's new event for it. */
	since: string;
	/** For each engine the WAHA events that are registered: on servers since that version, and on older ones. */
	registered: Readonly<Record<string, { since: string; before: string }>>;
}

/** What tells one run from another, made alike so that the page does not change with each. */
const FIXED = { timestamp: '2026-11-23T11:05:00.000Z', eventId: 'evt_01jrv5bzc9ck9v5xz0r2c5v7ax' };

const HEAD = `# Events of the WAHA Groups Trigger

<!-- Made by \`npm run docs\` from the node itself and from real runs of it. Changes by hand are overwritten. -->

What each event means, which servers send it, and what the workflow gets from it. Setting it up: [the trigger](trigger.md) and
[the live trigger](live-trigger.md), which has the same events.`;

const FIELDS = `## Fields of every item

${table(
	['Field', 'What it is', 'Use it for'],
	[
		[
			'`event`',
			'Which event it is: its stored value',
			'a Switch, if the trigger listens to several',
		],
		[
			'`groupId`',
			'The group, e.g. `120363041234567890@g.us`',
			'the field *Group* of the next node: `{{ $json.groupId }}`',
		],
		[
			'`participantId`',
			'The person whom the event is about; ends in `@lid` if WhatsApp hides the number',
			'the field *Participants*: `{{ $json.participantId }}`',
		],
		[
			'`phoneNumber`',
			'Their number with country code, without `+`; null if it is hidden and WAHA does not know it',
			'looking somebody up in a table or CRM',
		],
		[
			'`role`',
			'`participant`, `admin`, `superadmin` or `left`; null for somebody who only asks to join, and if nobody is named',
			'conditions',
		],
		[
			'`actorId`',
			'Who did it; null if the engine does not say',
			'finding out who added or removed somebody',
		],
		[
			'`participants`',
			'All people of the event; with *Split Participants*, the one of this item',
			'events with several people at once',
		],
		[
			'`groupSubject`',
			"The group's name; null if the event does not have it and WAHA does not give it within 3 seconds",
			'a greeting: `Welcome to {{ $json.groupSubject }}`',
		],
		[
			'`group`',
			'What the event says about the group; null if it says nothing',
			'the new subject or settings',
		],
		[
			'`session`, `engine`',
			'The WAHA session that received it, and its engine',
			'the field *Session* of the next node',
		],
		['`timestamp`', 'When it happened, in UTC', 'dates in tables'],
		['`eventId`', "WAHA's id of the event; null on old servers", 'finding it in logs'],
		[
			'`source`',
			'`v2` or `legacy`: which of the two kinds of WAHA events it was; `catchUp` if the live trigger found it afterwards',
			'telling live from late, if that matters',
		],
	],
)}

With *Simplify* turned off, the item is the event as WAHA sent it.

On servers older than 2025.2, the engine NOWEB sends *Member Joined* only when the account itself joins a group; the same
\`group.join\` is also *Account Joined a Group*.`;

function section(event: DocumentedEvent): string {
	const { name, value, description, deed, items, registered, since: version } = event;
	const rows = Object.entries(registered).map(([engine, { since, before }]) => [
		engine,
		since,
		before,
	]);
	return [
		`## ${name}`,
		`${description}. Stored as \`${value}\`.`,
		table(['Engine', `WAHA ${version} and newer`, 'Older WAHA'], rows),
		`Example: ${deed}.`,
		...items.map((item) => jsonBlock({ ...item, ...FIXED })),
	].join('\n\n');
}

/** The page that documents every event. In: a run of each. */
export function eventDocs(events: readonly DocumentedEvent[]): string {
	return `${[HEAD, FIELDS, ...events.map(section)].join('\n\n')}\n`;
}
