import type { INodeProperties } from 'n8n-workflow';

import { WahaApi, WahaGroups, WahaGroupsLiveTrigger, WahaGroupsTrigger } from '../..';

interface Words {
	where: string;
	displayName: string;
	description?: string;
	placeholder?: string;
	isSwitch: boolean;
}

type Entry = Partial<INodeProperties> & { name: string };

/** Everything under some fields that people read: choices, collections, ways to pick. */
function wordsOf(entries: readonly Entry[], path = ''): Words[] {
	return entries.flatMap((entry) => {
		const { name, displayName = name, description, placeholder, type, options, modes } = entry;
		if (type === 'notice') return [];
		const where = `${path}${name}`;
		const own = { where, displayName, description, placeholder, isSwitch: type === 'boolean' };
		const inner = [...((options ?? []) as Entry[]), ...((modes ?? []) as Entry[])];
		return [own, ...wordsOf(inner, `${where}.`)];
	});
}

/** n8n's rules for texts that its linter has no rule for, or cannot see in fields made by functions. */
describe.each([
	['WAHA Groups', new WahaGroups().description.properties],
	['WAHA Groups Trigger', new WahaGroupsTrigger().description.properties],
	['WAHA Groups Live Trigger', new WahaGroupsLiveTrigger().description.properties],
	['WAHA API', new WahaApi().properties],
])('the texts of %s', (_, properties) => {
	const words = wordsOf(properties);
	const broken = (rule: (one: Words) => boolean): string[] =>
		words.filter((one) => !rule(one)).map(({ where }) => where);

	it('are there', () => {
		expect(words.length).toBeGreaterThan(2);
	});

	it('have placeholders that are examples or say what a click does', () => {
		expect(
			broken(({ placeholder }) => !placeholder || /^(?:e\.g\. |Add |Choose )/.test(placeholder)),
		).toEqual([]);
	});

	it('describe switches with "Whether"', () => {
		expect(
			broken(({ isSwitch, description }) => !isSwitch || /^Whether /.test(description ?? '')),
		).toEqual([]);
	});

	it('end with a full stop if there are several sentences, and only then', () => {
		expect(
			broken(({ description = '' }) => {
				const sentences = description.replaceAll('e.g. ', '').split(/[.!?] (?=[A-Z])/).length;
				return description === '' || sentences > 1 === description.endsWith('.');
			}),
		).toEqual([]);
	});

	it('begin with a capital', () => {
		expect(
			broken(({ displayName, description }) =>
				[displayName, description ?? 'A'].every(
					(text) => /^(?:[A-Z]|n8n)/.test(text) || text === '',
				),
			),
		).toEqual([]);
	});
});
