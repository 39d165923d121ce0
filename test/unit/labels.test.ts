import fs from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { WahaApi, WahaGroups, WahaGroupsLiveTrigger, WahaGroupsTrigger } from '../..';
import { LABELS } from '../../nodes/WahaGroups/wording/labels';

const ROOT = path.join(__dirname, '../../nodes/WahaGroups');

/** The names of fields and options; notices have texts in place of names. */
function namesOf(properties: readonly INodeProperties[]): string[] {
	return properties.flatMap(({ type, displayName, options }) => {
		const inner = type === 'collection' ? ((options ?? []) as INodeProperties[]) : [];
		return type === 'notice' ? [] : [displayName, ...namesOf(inner)];
	});
}

const names = new Set(
	[WahaGroups, WahaGroupsTrigger, WahaGroupsLiveTrigger]
		.flatMap((node) => namesOf(new node().description.properties))
		.concat(namesOf(new WahaApi().properties)),
);

it('every label is the name of a field', () => {
	expect(Object.values(LABELS).filter((label) => !names.has(label))).toEqual([]);
});

/** In a collection, n8n leaves less room for the name of a switch: what is longer, it cuts off. */
const LONGEST_SWITCH = 22;

/** The names of switches that stand in collections. */
function switchesIn(properties: readonly INodeProperties[]): string[] {
	return properties
		.filter(({ type }) => type === 'collection')
		.flatMap(({ options }) => (options ?? []) as INodeProperties[])
		.flatMap(({ type, displayName }) => (type === 'boolean' ? [displayName] : []));
}

it('the name of a switch fits into the panel', () => {
	const switches = [WahaGroups, WahaGroupsTrigger, WahaGroupsLiveTrigger].flatMap((node) =>
		switchesIn(new node().description.properties),
	);
	expect(switches.length).toBeGreaterThan(10);
	expect(switches.filter((name) => name.length > LONGEST_SWITCH)).toEqual([]);
});

/** Names of one word are words that texts need for other things, too. */
const telling = [...names].filter((name) => name.includes(' '));

it('no text names a field otherwise than by its label', () => {
	expect(telling.length).toBeGreaterThan(20);
	const files = fs
		.readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts') && file !== path.join('wording', 'labels.ts'));
	const found = files.flatMap((file) =>
		fs
			.readFileSync(path.join(ROOT, file), 'utf8')
			.split('\n')
			.filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line))
			// Where a field, or a resource of the same name, is declared.
			.filter((line) => !/^\s*(?:displayName|name): '/.test(line))
			.flatMap((line) =>
				telling
					.filter((name) => line.includes(name.replace(/ \(.*\)$/, '')))
					.map((name) => `${file}: ${name}`),
			),
	);
	expect(found).toEqual([]);
});
