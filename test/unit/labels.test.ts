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
