import path from 'node:path';
import { repositoryRoot, until } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import type { Editor } from '../../../harness/browser/editor';
import { partWith, photograph } from '../picture';
import { letGo, panelDownTo, parametersDownTo } from './parts';
import type { Studio } from './stage';

const example = path.join(repositoryRoot, 'examples', 'welcome-new-members.json');

/** Plays the README's first workflow from the import to the first greeting, with a picture of each step. */
export async function pictureFirstWorkflow(studio: Studio): Promise<void> {
	// So high that the list of groups opens below its field.
	const editor = await studio.open({ height: 1080 });
	await importIt(editor);
	await chooseTheGroup(editor);
	await writeTheGreeting(editor);
	await publish(editor);
	await greet(editor, studio);
	await editor.close();
}

async function importIt(editor: Editor): Promise<void> {
	const { page } = editor;
	await editor.newWorkflow();
	await page.keyboard.press('Escape');
	await editor.importFile(example);
	await editor.at('zoom-to-fit').click();
	// A click on the empty canvas takes the frames of what was chosen away.
	await editor.at('canvas').click({ position: { x: 600, y: 90 } });
	await page.mouse.move(640, 845);
	const shown = [...(await editor.at('sticky').all()), ...(await editor.at('canvas-node').all())];
	await photograph(page, 'step-1-import', await partWith(shown, 40));
}

async function chooseTheGroup(editor: Editor): Promise<void> {
	await editor.openNode('A Member Joins');
	const choices = await editor.openChoices('groups');
	const choir = choices.filter({ hasText: /^\s*Choir\s*$/ });
	await choir.click();
	// Waits until the list stands still, with the choice in it.
	await choices.last().hover();
	const panel = await panelDownTo(editor, 'parameter-input-groups');
	const { y, height } = await partWith([choices.last()], 16);
	await photograph(editor.page, 'step-2-group', { ...panel, height: y + height - panel.y });
	await editor.page.keyboard.press('Escape');
	await editor.closeNode();
}

async function writeTheGreeting(editor: Editor): Promise<void> {
	await editor.openNode('Send the Greeting');
	await editor
		.parameter('text')
		.locator('textarea')
		.fill('Welcome! We sing every Tuesday at 19:30.');
	await letGo(editor);
	const { y, height } = await partWith([editor.parameter('mentions')], 16);
	await photograph(editor.page, 'step-3-greeting', await parametersDownTo(editor, y + height));
	await editor.closeNode();
}

async function publish(editor: Editor): Promise<void> {
	await editor.at('workflow-open-publish-modal-button').click();
	await editor.at('workflow-publish-button').click();
	await editor.page.getByRole('button', { name: 'Got it' }).click();
}

async function greet(editor: Editor, { client, control, choir }: Studio): Promise<void> {
	// n8n publishes in the background: the webhook is there only when it is done.
	await until(
		'The webhook being in WAHA, and the session back',
		async () => {
			const { status, config } = await control.session('default');
			const webhooks: unknown = config?.webhooks;
			return status === 'WORKING' && Array.isArray(webhooks) && webhooks.length === 1
				? true
				: undefined;
		},
		{ timeout: 120_000 },
	);
	await control.move('join', choir, [people.newcomer]);
	// n8n shows by itself what was there when the list was opened.
	const id = new URL(editor.page.url()).pathname.split('/').at(-1) ?? '';
	await client.waitForExecutions(id, 1);
	await editor.at('radio-button-executions').click();
	await editor.page.setViewportSize({ width: 1280, height: 640 });
	await editor.page.getByText('1 item').first().waitFor();
	await editor.at('zoom-to-fit').click();
	await letGo(editor);
	const shown = [...(await editor.at('sticky').all()), ...(await editor.at('canvas-node').all())];
	// The names stand below the nodes.
	const { y: top, height } = await partWith(shown, 56);
	const [x, y] = [352, 84];
	const clip = { x, y, width: 1280 - x, height: Math.min(top + height, 640) - y };
	await photograph(editor.page, 'greeted', clip);
}
