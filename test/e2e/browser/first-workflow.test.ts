import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Stage, openStage } from '../../../demo/stage';
import { launchBrowser } from '../../../harness/browser/browser';
import { Editor, eventually } from '../../../harness/browser/editor';
import { repositoryRoot, until } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { Clicks } from '../support/clicks';

/*
 * The README's two workflows, made in the demo as the README says. Nothing is typed but the greeting, and words to
 * search for.
 */

const closers: Array<() => Promise<void>> = [];
let stage: Stage;
let browser: Browser;
let editor: Editor;
let clicks: Clicks;

const berlin = { id: SEED.groups.team, name: 'Team Berlin' };
const friends = { id: SEED.groups.old, name: 'Old friends' };
const encoded = encodeURIComponent;
const exactly = (text: string): RegExp => new RegExp(`^\\s*${text}\\s*$`);

beforeAll(async () => {
	browser = await launchBrowser();
	closers.push(async () => await browser.close());
	stage = await openStage({ report: () => undefined, opened: (close) => closers.push(close) });
});

afterAll(async () => {
	for (const close of closers.reverse()) await close();
});

beforeEach(async () => {
	editor = await Editor.open(browser, stage.n8n.url, undefined);
	clicks = await Clicks.in(editor.page.context());
});

afterEach(async () => await editor.close());

async function countWebhooks(): Promise<number> {
	const { config } = await stage.control.session('default');
	const all: unknown = config?.webhooks;
	return Array.isArray(all) ? all.length : 0;
}

/** Chooses a group in the filter of the trigger, whose panel is open. */
async function chooseGroup(name: string): Promise<void> {
	await editor.parameter('groups').click();
	const choices = editor.page.getByRole('option').filter({ visible: true });
	await choices.filter({ hasText: exactly(name) }).click();
}

/** Types into the search of the list of nodes, which n8n lets one do without a click. */
async function search(words: string): Promise<void> {
	const focused = editor.page.locator(':focus');
	await editor.at('node-creator-search-bar').and(focused).waitFor();
	await editor.page.keyboard.type(words);
}

/** Publishes, and waits until the session has one webhook more and is back. */
async function publish(): Promise<void> {
	const before = await countWebhooks();
	await editor.at('workflow-open-publish-modal-button').click();
	await editor.at('workflow-publish-button').click();
	const isThere = async (): Promise<true | undefined> =>
		(await stage.control.session('default')).status === 'WORKING' &&
		(await countWebhooks()) > before
			? true
			: undefined;
	await until('The webhook being in WAHA, and the session back', isThere, { timeout: 120_000 });
}

/** The sandbox's page with a group: for "Team Berlin" by the link that the demo prints. */
async function openWhatsApp({ id, name }: typeof berlin | typeof friends): Promise<Page> {
	const page = await editor.page.context().newPage();
	await clicks.follow(page, stage.firstGroup.replace(encoded(berlin.id), encoded(id)));
	await page.getByRole('heading', { name }).waitFor();
	return page;
}

/** Presses the button beside the number that the page suggests; gives that number. */
async function press(page: Page, button: string): Promise<string> {
	const suggested = await page.getByLabel('Somebody’s phone number').inputValue();
	await page.getByRole('button', { name: button, exact: true }).click();
	return suggested.replace('+', '');
}

/** Goes on from the trigger's panel: writes the greeting, publishes, lets somebody join, and looks at what the group reads. */
async function greet(group: typeof berlin | typeof friends): Promise<void> {
	await editor.openNext('Send the Greeting');
	await editor.parameter('text').locator('textarea').click();
	await editor.page.keyboard.press('ControlOrMeta+A');
	await editor.page.keyboard.type('Hello, nice to see you!');
	await editor.closeNode();
	await publish();

	const before = (await stage.control.messages()).length;
	const page = await openWhatsApp(group);
	const newcomer = await press(page, 'Join');
	await page.locator('.messages .mention', { hasText: newcomer }).waitFor();
	expect((await stage.control.messages()).slice(before)).toMatchObject([
		{
			chatId: group.id,
			text: `Hello, nice to see you! @${newcomer}`,
			mentions: [`${newcomer}@c.us`],
		},
	]);
}

it('from the running demo to the greeting takes 11 clicks', async () => {
	await editor.withList(async () => {
		await clicks.follow(editor.page, stage.door.url);
		await editor.panel();
	});
	await chooseGroup(berlin.name);
	await greet(berlin);
	expect(clicks.count).toBe(11);
});

it('from an empty canvas, by the import, it takes 16 clicks', async () => {
	await editor.page.goto(stage.door.url);
	await editor.page.goto(`${stage.n8n.url}/workflow/new`);
	await editor.at('canvas-plus-button').waitFor();
	await editor.importFile(path.join(repositoryRoot, 'examples', 'welcome-new-members.json'));
	clicks.outside(2);
	await editor.withList(async () => await editor.openNode('A Member Joins'));
	await chooseGroup(friends.name);
	await greet(friends);
	expect(clicks.count).toBe(16);
});

it('an auto-approve workflow from an empty canvas takes 18 clicks', async () => {
	await editor.page.goto(stage.door.url);
	await editor.page.goto(`${stage.n8n.url}/workflow/new`);
	await editor.at('canvas-plus-button').click();
	await search('whatsapp');
	await editor.choose('WAHA Groups');
	await editor.withList(async () => {
		await editor.choose('On request to join a group');
		await editor.panel();
	});
	await chooseGroup(berlin.name);
	await editor.closeNode();

	await editor.at('canvas-handle-plus').click();
	await search('approve join');
	await editor.choose('WAHA Groups');
	await editor.choose('Approve join requests');
	await editor.panel();
	await editor.at('rlc-input', editor.at('resource-locator-groupId')).click();
	await editor
		.at('rlc-item')
		.filter({ hasText: exactly(berlin.name) })
		.click();
	await editor.parameter('everyone').click();
	await editor.closeNode();
	await publish();

	const page = await openWhatsApp(berlin);
	await page.getByLabel('Approve new members').check();
	const newcomer = await press(page, 'Ask to join');
	await eventually(async () =>
		expect((await stage.control.group(berlin.id)).members.map(({ phone }) => phone)).toContain(
			newcomer,
		),
	);
	await page.getByRole('button', { name: `+${newcomer}`, exact: true }).waitFor();
	expect(clicks.count).toBe(18);
});
