import type { Locator } from 'playwright-core';
import type { WorkflowDraft } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import { SEED } from '../../../sandbox';
import type { Editor } from '../../../harness/browser/editor';
import { action, byId, chain, manual, trigger } from '../../../test/e2e/support/nodes';
import { type Part, partWith, photograph } from '../picture';
import { letGo, panelDownTo, parametersDownTo } from './parts';
import type { Studio } from './stage';

/** Pictures of what people meet in the editor besides the first workflow. */
export async function pictureViews(studio: Studio): Promise<void> {
	// So high that the longest panel fits in.
	const editor = await studio.open({ height: 1180 });
	await find(editor);
	await editor.openWorkflow(await save(studio, draftOf(studio)));
	await pickGroup(editor);
	await listOperations(editor);
	await manualRegistration(editor);
	await credential(editor);
	await editor.close();
	await results(studio);
	await canvas(studio);
}

async function save({ client }: Studio, draft: WorkflowDraft): Promise<string> {
	const { id } = await client.createWorkflow(draft);
	return id;
}

const session = { __rl: true, mode: 'list', value: 'default', cachedResultName: 'default' };

/** A workflow that greets and counts: what happens when somebody comes. */
function draftOf({ credential: saved, choir }: Studio): WorkflowDraft {
	const groupId = { __rl: true, mode: 'list', value: choir, cachedResultName: 'Choir' };
	const greeting = { text: 'Welcome to our choir!', mentions: '={{ $json.participants }}' };
	return chain(
		trigger(saved, { session, events: ['join'] }, 'Somebody joins'),
		action(
			saved,
			{ resource: 'message', operation: 'send', session, groupId, ...greeting },
			'Greet them',
		),
		action(
			saved,
			{ resource: 'participants', operation: 'getAll', session, groupId },
			'Who is there',
		),
		action(
			saved,
			{ resource: 'group', operation: 'setDescription', session, groupId },
			'Write the number',
		),
	);
}

async function find(editor: Editor): Promise<void> {
	await editor.newWorkflow();
	await editor.search('whatsapp group');
	await editor.choose('WAHA Groups');
	await editor.page.getByText(/^Actions \(\d+\)$/).waitFor();
	await photograph(editor.page, 'find-the-nodes', { x: 896, y: 66, width: 384, height: 690 });
}

async function pickGroup(editor: Editor): Promise<void> {
	await editor.openNode('Who is there');
	const group = editor.at('resource-locator-groupId');
	await editor.at('rlc-input', group).click();
	await editor.at('rlc-item').nth(5).waitFor();
	const list = await partWith([editor.at('rlc-item').nth(6)], 10);
	await photograph(
		editor.page,
		'pick-a-group',
		await parametersDownTo(editor, list.y + list.height),
	);
	await editor.page.keyboard.press('Escape');
}

async function listOperations(editor: Editor): Promise<void> {
	const choices = await editor.openChoices('operation');
	// The list opens at what is chosen; this also waits until it stands still.
	await choices.first().hover();
	const list = await partWith([editor.page.getByRole('listbox').filter({ visible: true })], 12);
	const bottom = list.y + list.height;
	const { x, y, width } = await parametersDownTo(editor, bottom);
	const right = Math.max(x + width, list.x + list.width);
	await photograph(editor.page, 'operations', { x, y, width: right - x, height: bottom - y });
	await editor.page.keyboard.press('Escape');
	await editor.closeNode();
}

async function manualRegistration(editor: Editor): Promise<void> {
	await editor.openNode('Somebody joins');
	await editor.pick('registration', 'Manual');
	await editor.page.getByText('Webhook URLs', { exact: true }).click();
	await editor.page.getByText('Production URL', { exact: true }).click();
	await letGo(editor);
	await photograph(
		editor.page,
		'manual-registration',
		await panelDownTo(editor, 'parameter-input-signingSecret'),
	);
}

async function credential(editor: Editor): Promise<void> {
	await editor.at('credential-edit-button').click();
	await editor.page.getByText('Connection tested successfully').waitFor();
	const dialog = await partWith([
		editor.page.locator('.el-dialog').filter({ visible: true }).last(),
	]);
	const end = await partWith([editor.parameter('allowUnauthorizedCerts')], 24);
	const clip = { ...dialog, height: end.y + end.height - dialog.y };
	await photograph(editor.page, 'credential', clip);
}

async function results(studio: Studio): Promise<void> {
	const { credential: saved, choir } = studio;
	const inChoir = { resource: 'participants', session, groupId: byId(choir) };
	const added = [people.newcomer, ...people.strangers, SEED.phones.notOnWhatsApp].join(', ');
	const gone = {
		resource: 'group',
		operation: 'get',
		session,
		groupId: byId('120363041234569999'),
	};
	const draft = chain(
		manual(),
		action(saved, { ...inChoir, operation: 'add', participants: added }, 'Add members'),
		action(saved, gone, 'Look for a group'),
	);
	const editor = await studio.open({ width: 1800, height: 760 });
	await editor.openWorkflow(await save(studio, draft));
	await editor.run();
	await editor.page.getByText('Problem in node').waitFor();
	await editor.openNode('Add members');
	const output = editor.at('output-panel');
	await output.locator('td').first().waitFor();
	await photograph(editor.page, 'results', await upTo(editor, output.locator('tr').last()));
	await editor.closeNode();
	await editor.openNode('Look for a group');
	await editor.at('node-error-message', output).waitFor();
	await photograph(editor.page, 'error', await upTo(editor, output.getByText('Error details')));
	await editor.close();
}

/** The output of a node down to a thing in it. */
async function upTo(editor: Editor, last: Locator): Promise<Part> {
	const output = await partWith([editor.at('output-panel')]);
	const end = await partWith([last], 16);
	return { ...output, height: end.y + end.height - output.y };
}

async function canvas(studio: Studio): Promise<void> {
	const id = await save(studio, draftOf(studio));
	for (const dark of [false, true]) {
		const editor = await studio.open({ dark, height: 520 });
		await editor.openWorkflow(id);
		await editor.at('zoom-to-fit').click();
		await letGo(editor);
		await editor.page.waitForLoadState('networkidle');
		const { x, y, width, height } = await partWith(await editor.at('canvas-node').all());
		// The names stand below the nodes.
		const clip = { x: x - 64, y: y - 24, width: width + 152, height: height + 96 };
		await photograph(editor.page, dark ? 'canvas-dark' : 'canvas-light', clip);
		await editor.close();
	}
}
