import path from 'node:path';
import { repositoryRoot, until } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import type { Editor } from '../../../harness/browser/editor';
import { partWith, photograph } from '../picture';
import { letGo, panelDownTo } from './parts';
import type { Studio } from './stage';

const example = path.join(repositoryRoot, 'examples', 'welcome-new-members.json');

/** Plays the README's first workflow from the import to the first greeting, with a picture of each step. */
export async function pictureFirstWorkflow(studio: Studio): Promise<void> {
	const editor = await studio.open();
	await importIt(editor);
	await chooseTheGroup(editor, studio.choir);
	await enterTheWords(editor);
	await publish(editor);
	await greet(editor, studio);
	await editor.close();
}

async function importIt(editor: Editor): Promise<void> {
	const { page } = editor;
	await editor.newWorkflow();
	await page.keyboard.press('Escape');
	await editor.at('workflow-menu').click();
	await editor.at('workflow-menu-item-import').hover();
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		editor.at('workflow-menu-item-import-from-file').click(),
	]);
	await chooser.setFiles(example);
	await editor.node('A Member Joins').waitFor();
	await editor.at('zoom-to-fit').click();
	// A click on the empty canvas takes the frames of what was chosen away.
	await editor.at('canvas').click({ position: { x: 600, y: 90 } });
	await page.mouse.move(640, 845);
	const shown = [...(await editor.at('sticky').all()), ...(await editor.at('canvas-node').all())];
	await photograph(page, 'step-1-import', await partWith(shown, 20));
}

async function chooseTheGroup(editor: Editor, group: string): Promise<void> {
	await editor.openNode('A Member Joins');
	await editor.parameter('groupIds').locator('input').fill(group);
	await letGo(editor);
	await photograph(
		editor.page,
		'step-3-trigger',
		await panelDownTo(editor, 'collection-parameter-add'),
	);
	await editor.closeNode();
}

async function enterTheWords(editor: Editor): Promise<void> {
	await editor.openNode('Your Settings');
	const values = editor.at('assignment-value').locator('input');
	await values.nth(0).fill('http://localhost:3000');
	await values.nth(1).fill('welcome! We sing every Tuesday at 19:30.');
	await letGo(editor);
	const shown = [
		editor.at('tab-params'),
		editor.at('node-execute-button'),
		...(await editor.at('assignment').all()),
	];
	await photograph(editor.page, 'step-4-settings', await partWith(shown, 12));
	await editor.closeNode();
}

async function publish(editor: Editor): Promise<void> {
	const { page } = editor;
	await editor.at('workflow-open-publish-modal-button').click();
	await editor.at('workflow-publish-button').click();
	const done = page.getByRole('button', { name: 'Got it' });
	await done.waitFor();
	const dialog = page.getByRole('dialog').filter({ has: done }).locator('.el-dialog');
	await photograph(page, 'step-5-publish', await partWith([dialog], 24));
	await done.click();
}

async function greet(editor: Editor, { control, choir }: Studio): Promise<void> {
	await until('The session being back', async () =>
		(await control.session('default')).status === 'WORKING' ? true : undefined,
	);
	await control.move('join', choir, [people.newcomer]);
	await editor.at('radio-button-executions').click();
	await editor.page.setViewportSize({ width: 1280, height: 560 });
	await editor.page.getByText('1 item').nth(1).waitFor();
	await editor.at('zoom-to-fit').click();
	await letGo(editor);
	const nodes = await partWith(await editor.at('canvas-node').all(), 16);
	const [x, y] = [352, 84];
	const clip = { x, y, width: 1280 - x, height: nodes.y + nodes.height - y };
	await photograph(editor.page, 'step-6-greeted', clip);
}
