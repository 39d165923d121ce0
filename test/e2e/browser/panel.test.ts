import type { Locator } from 'playwright-core';
import { SEED } from '../../../sandbox';
import { type Editor, eventually } from '../../../harness/browser/editor';
import { EditorWindows } from '../support/editor';
import { action, byId, chain, manual } from '../support/nodes';
import { type E2eWorld, openWorld } from '../support/world';

const windows = new EditorWindows();
let world: E2eWorld;
let editor: Editor;

beforeAll(async () => {
	world = await openWorld({ seed: { groups: 250 } });
	editor = await windows.open();
	const many = { resource: 'participants', operation: 'getAll' };
	const workflow = await world.create(
		chain(
			manual(),
			action(world.credential, { ...many, groupId: byId('') }, 'Lists'),
			action(world.credential, { ...many, operation: 'add' }, 'Picks'),
			action(world.credential, { ...many, groupId: byId('') }, 'Types'),
		),
	);
	await editor.openWorkflow(workflow.id);
});

afterAll(async () => {
	await windows.close();
	await world.close();
});

/** What n8n adds by itself for a credential that its HTTP Request node can use. */
const CUSTOM = 'Custom API Call';

describe('the lists of resources and operations', () => {
	beforeAll(async () => {
		await editor.openNode('Lists');
	});

	it('says what the resources are', async () => {
		const choices = await editor.openChoices('resource');
		expect(await choices.allInnerTexts()).toEqual([
			'Admin\nWho may manage a group',
			'Group\nCreate, find and change groups',
			'Invite Link\nThe link with which people join a group',
			'Join Request\nWho is waiting to be let into a group',
			'Message\nSend texts to groups and people',
			'Participant\nThe members of a group',
			CUSTOM,
		]);
		await editor.page.keyboard.press('Escape');
		await choices.first().waitFor({ state: 'hidden' });
	});

	it.each([
		['Admin', ['Demote', 'Get Many', 'Promote']],
		[
			'Group',
			[
				'Count',
				'Create',
				'Delete',
				'Delete Picture',
				'Get',
				'Get Many',
				'Get Picture',
				'Get Settings',
				'Get Who Can Edit Group Info',
				'Get Who Can Send Messages',
				'Leave',
				'Refresh',
				'Set Description',
				'Set Picture',
				'Set Subject',
				'Set Who Can Edit Group Info',
				'Set Who Can Send Messages',
				'Update',
			],
		],
		['Invite Link', ['Get', 'Get Info', 'Join', 'Revoke']],
		['Join Request', ['Approve', 'Get Many', 'Reject']],
		['Message', ['Send']],
		['Participant', ['Add', 'Get Many', 'Remove', 'Sync']],
	])('of %s names every operation and says what it does', async (resource, expected) => {
		await editor.pick('resource', resource);
		const choices = await editor.openChoices('operation');
		const texts = await choices.allInnerTexts();
		expect(texts.map((text) => text.split('\n')[0])).toEqual([...expected, CUSTOM]);
		// n8n cuts long descriptions off and puts dots in their place.
		for (const text of texts.filter((one) => one !== CUSTOM))
			expect(text).toMatch(/^[^\n]+\n[A-Z][^\n]{9,}(?<!\.\.)$/);
		await editor.page.keyboard.press('Escape');
		await choices.first().waitFor({ state: 'hidden' });
	});
});

describe('the picker of groups', () => {
	const items = (): Locator => editor.at('rlc-item');
	const input = (): Locator => editor.at('rlc-input', editor.at('resource-locator-groupId'));

	beforeAll(async () => {
		await editor.closeNode();
		await editor.openNode('Picks');
	});

	it('stands where people look for it', async () => {
		const labels = await editor.at('input-label').allInnerTexts();
		expect(labels.map((text) => text.split('\n')[0])).toEqual([
			'Resource',
			'Operation',
			'Session',
			'Group',
			'Participants',
			'Simplify',
			'Options',
		]);
	});

	it('lists them by name and brings more as one scrolls', async () => {
		await input().click();
		await eventually(async () => expect(await items().count()).toBeGreaterThanOrEqual(100));
		expect((await items().allInnerTexts()).slice(0, 3)).toEqual([
			'Community',
			'Customers 🌷 Spring "Sale" & more',
			'Group 00000',
		]);
		await eventually(async () => {
			await items().last().scrollIntoViewIfNeeded();
			expect(await items().last().innerText()).toBe('Team Berlin');
		});
		expect(await items().count()).toBe(256);
	});

	it('says so where there is none of that name', async () => {
		await editor.at('rlc-search').fill('no group is called like this');
		await editor.page.getByText('No results').waitFor();
	});

	it('searches, and takes the one that is clicked', async () => {
		await editor.at('rlc-search').fill('berlin');
		await eventually(async () => expect(await items().allInnerTexts()).toEqual(['Team Berlin']));
		await items().click();
		await eventually(async () => expect(await input().inputValue()).toBe('Team Berlin'));
	});
});

describe('a group by its ID', () => {
	const group = (): Locator => editor.at('resource-locator-groupId');
	const issue = (): Locator => editor.at('parameter-issues', group());

	beforeAll(async () => {
		await editor.closeNode();
		await editor.openNode('Types');
	});

	it('is marked while it is wrong, with what it should look like', async () => {
		await editor.at('rlc-input', group()).fill('Team Berlin');
		await issue().locator('svg').hover();
		await editor.page.getByText('A group ID looks like 120363041234567890@g.us').waitFor();
		await editor.at('rlc-input', group()).fill(SEED.groups.team);
		await issue().waitFor({ state: 'hidden' });
	});

	it('comes with the expression to use behind the trigger', async () => {
		await editor.page.getByText('After the trigger, enter {{ $json.groupId }}').waitFor();
	});
});
