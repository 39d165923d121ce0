import {
	address,
	choice,
	choices,
	groupIds,
	groupsFilter,
	peopleFilter,
	secret,
	sessionField,
	toggle,
	unset,
	wholeNumber,
} from '../fields/fields';
import type { Field } from '../fields/fields';
import { InputError } from '../wording/inputError';
import type { EventName } from '../waha/events/catalogue';
import { EVENTS, isEventName } from '../waha/events/catalogue';
import type { EventSource } from '../waha/events/registering';
import type { Retries } from '../waha/webhookRetries';
import { WAHA_RETRIES } from '../waha/webhookRetries';
import { LABELS } from '../wording/labels';

/** In a collection, another parameter is named by its path from the node. */
const automatic = { '/registration': ['automatic'] };

/** Without the editor's check of a typed name: n8n repeats it at every start of the workflow, and it costs as much as the rest. */
const session: Field<string> = {
	...sessionField,
	property: {
		...sessionField.property,
		modes: sessionField.property.modes?.map(({ validation: _, ...mode }) => mode),
	},
};

const eventNames: EventName[] = Object.keys(EVENTS).filter(isEventName);

/** What stands in the trigger itself. */
export const triggerFields = {
	session,
	events: choices<EventName>({
		displayName: 'Events',
		description: 'What starts the workflow',
		default: ['join', 'leave'],
		choices: eventNames.map((value) => {
			const { name, action, description } = EVENTS[value];
			return { name, value, action, description };
		}),
		empty: () =>
			new InputError('No event was chosen', 'Choose at least one event, e.g. "Member Joined".'),
	}),
	registration: choice({
		displayName: LABELS.registration,
		description: 'How the webhook gets into WAHA',
		default: 'automatic',
		choices: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'This node adds and removes its webhook itself',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'You enter the webhook in WAHA; this node changes nothing there',
			},
		],
	}),
	signingSecret: secret({
		displayName: LABELS.signingSecret,
		placeholder: 'e.g. 40 random letters and digits',
		description:
			'The HMAC key of the webhook in WAHA. Events that are not signed with it are refused.',
		shownFor: { registration: ['manual'] },
	}),
};

/** What stands under Filters. */
export const filterFields = {
	groupIds,
	groups: groupsFilter,
	// On in the editor once it is added; nothing is left out while nobody has asked for it.
	ignoreOwnActions: unset(
		toggle({
			displayName: 'Ignore Own Actions',
			description:
				'Whether to leave out what this account did itself, such as adding members with the WAHA Groups node',
			default: true,
		}),
		false,
	),
	participants: peopleFilter(
		`Only events about these people, separated by commas, semicolons or line breaks. Empty means everybody. Hidden numbers are found with the option "${LABELS.resolvePhoneNumbers}".`,
	),
};

/** What stands under Options. */
export const optionFields = {
	eventSource: choice<EventSource>({
		displayName: LABELS.eventSource,
		description: "Which of WAHA's events to use",
		default: 'auto',
		choices: [
			{
				name: 'Automatic',
				value: 'auto',
				description: 'What the server and its engine really send',
			},
			{
				name: 'New Events',
				value: 'v2',
				description: 'The events group.v2.*, of WAHA 2025.2 and newer',
			},
			{
				name: 'Old Events',
				value: 'legacy',
				description: 'The events group.join and group.leave',
			},
		],
	}),
	maxEventAge: wholeNumber({
		displayName: 'Max Event Age (Seconds)',
		description:
			'Events older than this are refused, so that nobody can replay one that was recorded',
		default: 3600,
		min: 1,
	}),
	resolvePhoneNumbers: toggle({
		displayName: LABELS.resolvePhoneNumbers,
		description:
			'Whether to ask WAHA for the number of a person whom WhatsApp hides behind an ID with @lid, where the event does not tell it. Each ID is asked for once, for at most 3 seconds.',
		default: true,
	}),
	retryAttempts: unset(
		wholeNumber({
			displayName: 'Retry Attempts',
			description: 'How often WAHA tries to deliver an event while n8n does not answer',
			default: WAHA_RETRIES.attempts,
			min: 0,
			shownFor: automatic,
		}),
		undefined,
	),
	retryDelay: unset(
		wholeNumber({
			displayName: 'Retry Delay (Seconds)',
			description: 'How long WAHA waits between two tries',
			default: WAHA_RETRIES.delaySeconds,
			min: 1,
			shownFor: automatic,
		}),
		undefined,
	),
	retryPolicy: unset(
		choice<Retries['policy']>({
			displayName: 'Retry Policy',
			description: 'How the time between two tries grows',
			default: WAHA_RETRIES.policy,
			choices: [
				{ name: 'Constant', value: 'constant', description: 'The same delay each time' },
				{ name: 'Exponential', value: 'exponential', description: 'Twice as long each time' },
				{ name: 'Linear', value: 'linear', description: 'One delay longer each time' },
			],
			shownFor: automatic,
		}),
		undefined,
	),
	simplify: toggle({
		displayName: 'Simplify',
		description: 'Whether to return a simplified version of the response instead of the raw data',
		default: true,
	}),
	splitParticipants: {
		...toggle({
			displayName: 'Split Participants',
			description:
				'Whether to give one item for each participant when several joined or left at once',
			default: true,
		}),
		hiddenFor: { simplify: ['false'] },
	},
	verifySignature: toggle({
		displayName: LABELS.verifySignature,
		description:
			'Whether to refuse events that WAHA did not sign. Turn this off only for servers older than 2024.11.5: without it, anyone who knows the address can start this workflow.',
		default: true,
	}),
	webhookBaseUrl: address({
		displayName: LABELS.webhookBaseUrl,
		placeholder: 'e.g. http://n8n:5678',
		description:
			'The address under which WAHA reaches n8n, put in place of the public one. Use it when both run in Docker.',
		advice: 'Use the address under which WAHA reaches n8n, e.g. http://n8n:5678.',
		shownFor: automatic,
	}),
};

const { eventSource, resolvePhoneNumbers, simplify, splitParticipants } = optionFields;

/** What stands under Options of the trigger that keeps a live connection. */
export const liveOptionFields = {
	catchUp: toggle({
		displayName: LABELS.catchUp,
		description:
			'Whether to find out who joined or left while n8n or WAHA was not there. Needs groups chosen under Filters, 50 at most: the node remembers who is in them, and compares each time it connects and once an hour. What it finds has no time and the source "catchUp".',
		default: true,
	}),
	eventSource,
	resolvePhoneNumbers,
	simplify,
	splitParticipants,
};
