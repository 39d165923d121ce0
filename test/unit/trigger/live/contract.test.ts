import type { INodeProperties } from 'n8n-workflow';

import { WahaGroupsLiveTrigger, WahaGroupsTrigger } from '../../../..';

/** What saved workflows hold: names, values and defaults that never change once released. */
const FIELDS: Record<string, unknown> = {
	session: { mode: 'list', value: 'default', cachedResultName: 'default' },
	events: ['join', 'leave'],
	// What saved workflows without it had, said in other words: no group chosen means all.
	filters: { groups: [] },
	options: {},
};
const OPTIONS = {
	catchUp: true,
	eventSource: 'auto',
	resolvePhoneNumbers: true,
	simplify: true,
	splitParticipants: true,
};

const { description } = new WahaGroupsLiveTrigger();
const webhook = new WahaGroupsTrigger().description;

const field = (properties: INodeProperties[], name: string): INodeProperties | undefined =>
	properties.find((one) => one.name === name);

const defaultsOf = (fields: readonly object[]): Record<string, unknown> =>
	Object.fromEntries(
		(fields as INodeProperties[])
			.filter(({ type }) => type !== 'notice')
			.map((one) => [one.name, one.default]),
	);

it('is called wahaGroupsLiveTrigger and takes a credential called wahaApi', () => {
	expect(description).toMatchObject({
		name: 'wahaGroupsLiveTrigger',
		displayName: 'WAHA Groups Live Trigger',
		version: 1,
		credentials: [{ name: 'wahaApi', required: true }],
	});
	expect(description.webhooks).toBeUndefined();
});

it('has these fields and options, with these defaults', () => {
	expect(defaultsOf(description.properties)).toEqual(FIELDS);
	expect(defaultsOf(field(description.properties, 'options')?.options ?? [])).toEqual(OPTIONS);
});

it.each(['session', 'events', 'filters'])('shares %s with the webhook trigger', (name) => {
	expect(field(description.properties, name)).toEqual(field(webhook.properties, name));
});
