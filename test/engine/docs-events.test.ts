import type { IDataObject } from 'n8n-workflow';
import fs from 'node:fs/promises';
import path from 'node:path';

import { WahaGroupsTrigger } from '../..';
import { SEED, type SandboxOptions, type World } from '../../sandbox';
import type { DocumentedEvent } from './support/eventDocs';
import { eventDocs } from './support/eventDocs';
import { Stage, trigger } from './trigger/stage';

const PAGE = path.join(__dirname, '../../docs/events.md');
const ENGINES = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const;

const { groups, phones } = SEED;
const [newcomer, another] = phones.free;
const [member] = phones.members;
const author = { author: phones.admin };

interface Example {
	words: string;
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
	leave: {
		words: 'a member leaves the group',
		deed: (world) => world.leave(groups.team, [member]),
	},
	promote: {
		words: 'an admin makes a member an admin',
		deed: (world) => world.promote(groups.team, [member], author),
	},
};

/** A workflow that listens to one event of one server, while something is done with it. */
async function listening<T>(
	event: string,
	server: SandboxOptions,
	work: (stage: Stage, activate: () => Promise<void>, items: () => IDataObject[]) => Promise<T>,
): Promise<T> {
	const stage = await Stage.start({ tier: 'PLUS', ...server });
	try {
		const n8n = await stage.n8n();
		n8n.workflow('w', trigger({ events: [event], options: { verifySignature: false } }));
		return await work(
			stage,
			async () => await n8n.activate('w'),
			() => n8n.items,
		);
	} finally {
		await stage.close();
	}
}

async function itemsOf(event: string): Promise<{ deed: string; items: IDataObject[] }> {
	const example = EXAMPLES[event];
	if (example === undefined) throw new Error(`There is no example of the event ${event}`);
	const { words, before, deed } = example;
	const items = await listening(event, { engine: 'WEBJS' }, async (stage, activate, itemsNow) => {
		before?.(stage.sandbox.world);
		await activate();
		await stage.happen(() => deed(stage.sandbox.world));
		return itemsNow();
	});
	return { deed: words, items };
}

/** The WAHA events that the trigger registers; "never" where activation refuses, because they cannot come. */
async function registeredFor(event: string, server: SandboxOptions): Promise<string> {
	return await listening(event, server, async (stage, activate) => {
		try {
			await activate();
		} catch (error) {
			if (error instanceof Error && / never comes from /.test(error.message)) return 'never';
			throw error;
		}
		return stage
			.entries()
			.flatMap(({ events }) => events)
			.map((name) => `\`${name}\``)
			.join(', ');
	});
}

async function documented(name: string, value: string, description: string) {
	const registered: Record<string, { since: string; before: string }> = {};
	for (const engine of ENGINES) {
		registered[engine] = {
			since: await registeredFor(value, { engine, version: '2025.2' }),
			before: await registeredFor(value, { engine, version: '2024.12' }),
		};
	}
	return { name, value, description, registered, ...(await itemsOf(value)) };
}

it('docs/events.md says what the trigger offers and gives; `npm run docs` brings it up to date', async () => {
	const { properties } = new WahaGroupsTrigger().description;
	const offered = properties.find(({ name }) => name === 'events')?.options ?? [];
	const events: DocumentedEvent[] = [];
	for (const option of offered) {
		if (!('value' in option)) continue;
		events.push(await documented(option.name, String(option.value), option.description ?? ''));
	}
	expect(events.map(({ value }) => value).sort()).toEqual(Object.keys(EXAMPLES).sort());
	for (const { items } of events) expect(items).not.toEqual([]);
	const page = eventDocs(events);
	if (process.env.UPDATE_DOCS === 'true') await fs.writeFile(PAGE, page);
	expect(await fs.readFile(PAGE, 'utf8')).toBe(page);
});
