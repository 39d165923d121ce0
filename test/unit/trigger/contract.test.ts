import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { WahaGroupsTrigger } from '../../..';

/**
 * What saved workflows hold: names, values and defaults that never change once released. A line that has to be changed
 * here, and is not just one more, breaks workflows of users.
 */
const FIELDS: Record<string, unknown> = {
	session: { mode: 'list', value: 'default', cachedResultName: 'default' },
	events: ['join', 'leave'],
	registration: 'automatic',
	signingSecret: '',
	// What saved workflows without it had, said in other words: no group chosen means all.
	filters: { groups: [] },
	options: {},
};
const FILTERS = { groupIds: '', groups: [], ignoreOwnActions: true, participants: '' };
const OPTIONS = {
	eventSource: 'auto',
	maxEventAge: 3600,
	resolvePhoneNumbers: true,
	retryAttempts: 15,
	retryDelay: 2,
	retryPolicy: 'constant',
	simplify: true,
	splitParticipants: true,
	verifySignature: true,
	webhookBaseUrl: '',
};
const CHOICES: Record<string, Record<string, string>> = {
	events: {
		accountJoin: 'Account Joined a Group',
		accountLeave: 'Account Left a Group',
		update: 'Group Updated',
		demote: 'Member Demoted',
		join: 'Member Joined',
		joinRequest: 'Join Requested',
		leave: 'Member Left',
		promote: 'Member Promoted',
	},
	registration: { automatic: 'Automatic', manual: 'Manual' },
	eventSource: { auto: 'Automatic', v2: 'New Events', legacy: 'Old Events' },
	retryPolicy: { constant: 'Constant', exponential: 'Exponential', linear: 'Linear' },
};

const { description } = new WahaGroupsTrigger();
const { properties } = description;
const isField = (entry: object): entry is INodeProperties => 'type' in entry;

/** The fields of a collection. */
const inside = (name: string): INodeProperties[] =>
	(properties.find((field) => field.name === name)?.options ?? []).filter(isField);

const defaultsOf = (fields: INodeProperties[]): Record<string, unknown> =>
	Object.fromEntries(fields.map((field) => [field.name, field.default]));

it('is called wahaGroupsTrigger, takes a credential called wahaApi, and its path is webhook', () => {
	expect(description).toMatchObject({
		name: 'wahaGroupsTrigger',
		displayName: 'WAHA Groups Trigger',
		version: 1,
		credentials: [{ name: 'wahaApi', required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'webhook' }],
	});
});

it('has these fields, filters and options, with these defaults', () => {
	expect(defaultsOf(properties.filter(({ type }) => type !== 'notice'))).toEqual(FIELDS);
	expect(defaultsOf(inside('filters'))).toEqual(FILTERS);
	expect(defaultsOf(inside('options'))).toEqual(OPTIONS);
});

it.each(Object.entries(CHOICES))('%s is one of these', (name, choices) => {
	const field = [...properties, ...inside('options')].find((one) => one.name === name);
	const entries = (field?.options ?? []).flatMap((one) => ('value' in one ? [one] : []));
	expect(Object.fromEntries(entries.map((one) => [one.value, one.name]))).toEqual(choices);
});

it('asks for the secret, hidden while it is typed, with manual registration only', () => {
	const secret = properties.find(({ name }) => name === 'signingSecret');
	expect(secret?.typeOptions?.password).toBe(true);
	const isShown = (registration: string): boolean =>
		secret !== undefined &&
		NodeHelpers.displayParameter({ registration }, secret, null, description);
	expect([isShown('automatic'), isShown('manual')]).toEqual([false, true]);
});
