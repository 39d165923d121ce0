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

What each event means, on which servers it comes, and what the workflow gets. How to set the trigger up:
[the trigger](trigger.md).`;

const FIELDS = `## Fields of every item

${table(
	['Field', 'What it is', 'Use it for'],
	[
		[
			'`event`',
			'Which event it is: the stored value',
			'a Switch where the trigger listens to several',
		],
		[
			'`groupId`',
			'The group, e.g. `120363041234567890@g.us`',
			'the field *Group* of the next node: `{{ $json.groupId }}`',
		],
		[
			'`participantId`',
			'The person whom it is about; ends in `@lid` where WhatsApp hides the number',
			'the field *Participants*: `{{ $json.participantId }}`',
		],
		[
			'`phoneNumber`',
			'The number with country code and without `+`; null where it is hidden and WAHA does not know it',
			'a look into a table or CRM',
		],
		[
			'`role`',
			'`participant`, `admin`, `superadmin`, or `left`; null for who only asks to join, and where nobody is named',
			'conditions',
		],
		[
			'`actorId`',
			'Who did it; null where the engine does not say',
			'who added or removed somebody',
		],
		[
			'`participants`',
			'All people of the event; with *Split Participants* the one of this item',
			'events with several people at once',
		],
		[
			'`groupSubject`',
			"The group's name; null where neither the event nor WAHA tells it within 3 seconds",
			'a greeting: `Welcome to {{ $json.groupSubject }}`',
		],
		[
			'`group`',
			'What is known of the group; null where the event says nothing of it',
			'the new subject or settings',
		],
		[
			'`session`, `engine`',
			'Which account of WAHA heard it, and its engine',
			'the field *Session* of the next node',
		],
		['`timestamp`', 'When it happened, in UTC', 'dates in tables'],
		['`eventId`', "WAHA's id of the event; null on old servers", 'finding it in logs'],
		[
			'`source`',
			'`v2` or `legacy`: which of the two kinds of events of WAHA told it',
			'nothing, mostly',
		],
	],
)}

With *Simplify* turned off the item is the event as WAHA sent it.

On servers older than 2025.2, *Member Joined* of the engine NOWEB comes only when the account itself joins a group:
the same \`group.join\` is *Account Joined a Group*.`;

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
