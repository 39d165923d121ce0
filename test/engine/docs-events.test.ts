import type { IDataObject } from 'n8n-workflow';
import fs from 'node:fs/promises';
import path from 'node:path';

import { WahaGroupsTrigger } from '../..';
import { SEED, type SandboxOptions, type World } from '../../sandbox';
import type { DocumentedEvent } from './support/eventDocs';
import { eventDocs } from './support/eventDocs';
import type { N8n } from './support/trigger';
import { Stage, trigger } from './trigger/stage';

const PAGE = path.join(__dirname, '../../docs/events.md');
const ENGINES = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const;

const { groups, phones } = SEED;
const [newcomer, another] = phones.free;
const [member] = phones.members;
const author = { author: phones.admin };

interface Example {
	words: string;
	/** The version that brought it, where that is not the one of all `group.v2` events. */
	since?: string;
	/** What has to be so before, without an event. */
	before?: (world: World) => void;
	deed: (world: World) => unknown;
}

/** What happens in the group for each event, under its stored value. */
const EXAMPLES: Readonly<Record<string, Example>> = {
	accountJoin: {
		words: 'an admin adds the account of the session to the group',
		before: (world) => world.setRole(groups.team, 'default', 'left'),
		deed: (world) => world.join(groups.team, ['default'], author),
	},
	accountLeave: {
		words: 'an admin removes the account of the session from the group',
		deed: (world) => world.leave(groups.team, ['default'], author),
	},
	update: {
		words: 'an admin changes the subject of the group',
		deed: (world) => world.updateGroup(groups.team, { subject: 'Team Hamburg' }, author),
	},
	demote: {
		words: 'an admin makes an admin an ordinary member again',
		before: (world) => world.setRole(groups.team, member, 'admin'),
		deed: (world) => world.demote(groups.team, [member], author),
	},
	join: {
		words: 'an admin adds two people at once: two items',
		deed: (world) => world.join(groups.team, [newcomer, another], author),
	},
	joinRequest: {
		words: 'somebody follows the invite link of a group where admins approve new members',
		since: '2026.8.2',
		before: (world) => {
			world.group(groups.team).newMembersApprovalRequired = true;
		},
		deed: (world) => world.askToJoin(groups.team, [newcomer]),
	},
	leave: {
		words: 'a member leaves the group',
		deed: (world) => world.leave(groups.team, [member]),
	},
	promote: {
		words: 'an admin makes a member an admin',
		deed: (world) => world.promote(groups.team, [member], author),
	},
};

/** A workflow with the trigger and one server, while something is done with them. */
async function withTrigger<T>(
	server: SandboxOptions,
	work: (stage: Stage, n8n: N8n) => Promise<T>,
): Promise<T> {
	const stage = await Stage.start({ tier: 'PLUS', ...server });
	try {
		const n8n = await stage.n8n();
		n8n.workflow('w', trigger({ options: { verifySignature: false } }));
		return await work(stage, n8n);
	} finally {
		await stage.close();
	}
}

async function exampleOf(event: string): Promise<{ deed: string; items: IDataObject[] }> {
	const example = EXAMPLES[event];
	if (example === undefined) throw new Error(`There is no example of the event ${event}`);
	const { words, since, before, deed } = example;
	const items = await withTrigger(
		{ engine: 'WEBJS', ...(since && { version: since }) },
		async (stage, n8n) => {
			before?.(stage.sandbox.world);
			n8n.setParameters('w', { events: [event] });
			await n8n.activate('w');
			await stage.happen(() => deed(stage.sandbox.world));
			return n8n.items;
		},
	);
	return { deed: words, items };
}

/** The WAHA events that the trigger registers for an event; "never" where activation refuses, because they cannot come. */
async function registeredFor(event: string, stage: Stage, n8n: N8n): Promise<string> {
	n8n.setParameters('w', { events: [event] });
	try {
		await n8n.activate('w');
	} catch (error) {
		if (error instanceof Error && / never comes from | does not know /.test(error.message))
			return 'never';
		throw error;
	}
	const names = stage.entries().flatMap(({ events }) => events);
	return names.map((name) => `\`${name}\``).join(', ');
}

type Registered = DocumentedEvent['registered'];

/** For each event, in the order given, what is registered for it on each engine. */
async function registrations(events: readonly string[]): Promise<Registered[]> {
	const all = events.map((): Record<string, { since: string; before: string }> => ({}));
	for (const engine of ENGINES) {
		const on = async (version: string): Promise<string[]> =>
			await withTrigger({ engine, version }, async (stage, n8n) => {
				const found: string[] = [];
				for (const event of events) found.push(await registeredFor(event, stage, n8n));
				return found;
			});
		const [newest, since, before] = [await on('2026.8.2'), await on('2025.2'), await on('2024.12')];
		for (const [index, event] of events.entries()) {
			const [now, older] = EXAMPLES[event]?.since ? [newest, since] : [since, before];
			all[index] = {
				...all[index],
				[engine]: { since: now[index] ?? '', before: older[index] ?? '' },
			};
		}
	}
	return all;
}

it('docs/events.md says what the trigger offers and gives; `npm run docs` brings it up to date', async () => {
	const { properties } = new WahaGroupsTrigger().description;
	const offered = properties.find(({ name }) => name === 'events')?.options ?? [];
	const choices = offered.flatMap((option) =>
		'value' in option ? [{ ...option, value: String(option.value) }] : [],
	);
	const registered = await registrations(choices.map(({ value }) => value));
	const events: DocumentedEvent[] = [];
	for (const [index, { name, value, description = '' }] of choices.entries()) {
		const since = EXAMPLES[value]?.since ?? '2025.2';
		const about = { name, value, description, since, registered: registered[index] ?? {} };
		events.push({ ...about, ...(await exampleOf(value)) });
	}
	expect(events.map(({ value }) => value).sort()).toEqual(Object.keys(EXAMPLES).sort());
	for (const { items } of events) expect(items).not.toEqual([]);
	const page = eventDocs(events);
	if (process.env.UPDATE_DOCS === 'true') await fs.writeFile(PAGE, page);
	expect(await fs.readFile(PAGE, 'utf8')).toBe(page);
});
