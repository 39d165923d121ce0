import type { INodeProperties } from 'n8n-workflow';

import { sessionLocator } from '../fields/locators';
import { EVENTS } from '../waha/events/events';
import { manualNotice } from './manualNotice';

const automatic = { show: { registration: ['automatic'] } };
const manual = { show: { registration: ['manual'] } };

/** Without the editor's check of a typed name: n8n repeats it at every start of the workflow, and it costs as much as the rest. */
const session: INodeProperties = {
	...sessionLocator.property,
	name: 'session',
	modes: sessionLocator.property.modes?.map(({ validation: _, ...mode }) => mode),
};

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Group IDs',
			name: 'groupIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 120363041234567890@g.us',
			description:
				'Only events of these groups, separated by comma, semicolon or line. Empty means all groups.',
		},
		{
			displayName: 'Ignore Own Actions',
			name: 'ignoreOwnActions',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave out what this account did itself, such as adding members with the WAHA Groups node',
		},
		{
			displayName: 'Participants',
			name: 'participants',
			type: 'string',
			default: '',
			placeholder: 'e.g. +49 170 1234567, +49 171 7654321',
			description:
				'Only events about these people, separated by comma, semicolon or line. Empty means everybody. Hidden numbers are found with the option "Resolve Phone Numbers".',
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Event Source',
			name: 'eventSource',
			type: 'options',
			default: 'auto',
			description: "Which of WAHA's events to use",
			options: [
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
		},
		{
			displayName: 'Max Event Age (Seconds)',
			name: 'maxEventAge',
			type: 'number',
			default: 3600,
			typeOptions: { minValue: 1 },
			description:
				'Events older than this are refused, so that nobody can replay one that was recorded',
		},
		{
			displayName: 'Resolve Phone Numbers',
			name: 'resolvePhoneNumbers',
			type: 'boolean',
			default: true,
			description:
				'Whether to ask WAHA for the number of a person whom WhatsApp hides behind an ID with @lid, where the event does not tell it. Each ID is asked for once, for at most 3 seconds.',
		},
		{
			displayName: 'Retry Attempts',
			name: 'retryAttempts',
			type: 'number',
			default: 15,
			typeOptions: { minValue: 0 },
			description: 'How often WAHA tries to deliver an event while n8n does not answer',
		},
		{
			displayName: 'Retry Delay (Seconds)',
			name: 'retryDelay',
			type: 'number',
			default: 2,
			typeOptions: { minValue: 1 },
			description: 'How long WAHA waits between two tries',
		},
		{
			displayName: 'Retry Policy',
			name: 'retryPolicy',
			type: 'options',
			default: 'constant',
			description: 'How the time between two tries grows',
			options: [
				{ name: 'Constant', value: 'constant', description: 'The same delay each time' },
				{ name: 'Exponential', value: 'exponential', description: 'Twice as long each time' },
				{ name: 'Linear', value: 'linear', description: 'One delay longer each time' },
			],
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName: 'Split Participants',
			name: 'splitParticipants',
			type: 'boolean',
			default: true,
			description:
				'Whether to give one item for each participant when several joined or left at once',
		},
		{
			displayName: 'Verify Signature',
			name: 'verifySignature',
			type: 'boolean',
			default: true,
			description:
				'Whether to refuse events that WAHA did not sign. Turn this off only for servers older than 2024.11.5: without it, anyone who knows the address can start this workflow.',
		},
		{
			displayName: 'Webhook Base URL',
			name: 'webhookBaseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://n8n:5678',
			description:
				'The address under which WAHA reaches n8n, put in place of the public one. Use it when both run in Docker.',
		},
	],
};

/** All parameters of the trigger node. */
export const triggerProperties: INodeProperties[] = [
	session,
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['join', 'leave'],
		description: 'What starts the workflow',
		options: Object.entries(EVENTS).map(([value, { name, action, description }]) => ({
			name,
			value,
			action,
			description,
		})),
	},
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		default: 'automatic',
		description: 'How the webhook gets into WAHA',
		options: [
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
	},
	{
		displayName:
			'Publishing this workflow adds one signed webhook for these events to the session in WAHA; unpublishing removes it. WAHA restarts the session each time: WhatsApp is offline for some seconds.',
		name: 'restartNotice',
		type: 'notice',
		default: '',
		displayOptions: automatic,
	},
	manualNotice,
	{
		displayName: 'Signing Secret',
		name: 'signingSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. 40 random letters and digits',
		description:
			'The HMAC key of the webhook in WAHA. Events that are not signed with it are refused.',
		displayOptions: manual,
	},
	filters,
	options,
];
