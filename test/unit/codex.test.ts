import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

import { WahaGroups, WahaGroupsLiveTrigger, WahaGroupsTrigger } from '../..';

const built = path.resolve(__dirname, '../../dist/nodes/WahaGroups');

const address = z.array(z.object({ url: z.string().regex(/^https:\/\//) })).nonempty();
const codex = z
	.object({
		node: z.string(),
		nodeVersion: z.literal('1.0'),
		codexVersion: z.literal('1.0'),
		// The categories that n8n's own nodes have; any other one would make a group of its own in the list.
		categories: z
			.array(z.enum(['Communication', 'Productivity', 'Marketing', 'Utility']))
			.nonempty(),
		alias: z.array(z.string()).nonempty(),
		resources: z.object({ primaryDocumentation: address, credentialDocumentation: address }),
	})
	.strict();

describe.each([new WahaGroups(), new WahaGroupsTrigger(), new WahaGroupsLiveTrigger()])(
	'the codex of a node',
	({ description }) => {
		const file = `${description.name[0]?.toUpperCase()}${description.name.slice(1)}.node.json`;
		const content = codex.parse(JSON.parse(fs.readFileSync(path.join(built, file), 'utf8')));

		it(`names ${description.displayName}`, () => {
			expect(content.node).toBe(`n8n-nodes-waha-groups.${description.name}`);
		});

		const words = [description.displayName, ...content.alias].join(' ').toLowerCase();

		it.each([
			'whatsapp',
			'group',
			'waha',
			'member',
			'participant',
			'admin',
			'join',
			'leave',
			'join request',
		])(`lets ${description.displayName} be found by "%s"`, (word) => {
			expect(words).toContain(word);
		});

		// n8n lists the node and its trigger as one entry; the live trigger is one of its own, and does nothing but start.
		const hasActions = description.name !== 'wahaGroupsLiveTrigger';

		it.each([
			'invite',
			'mention',
			'message',
			'approve',
			'approve join requests',
			'settings',
			'broadcast',
			'promote',
		])(`finds ${description.displayName} by the action "%s" where it has actions`, (word) => {
			expect(words.includes(word)).toBe(hasActions);
		});

		it(`has no alias of ${description.displayName} twice`, () => {
			expect(new Set(content.alias).size).toBe(content.alias.length);
		});

		it(`says in the subtitle of ${description.displayName} what it does`, () => {
			expect(description.subtitle).toMatch(/^=\{\{[^]*\$parameter/);
		});
	},
);
