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
	world = await openWorld();
	editor = await windows.open();
});

afterAll(async () => {
	await windows.close();
	await world.close();
});

/** Runs one operation by hand in the editor and gives what it shows on the right. */
async function outputOf(parameters: Record<string, unknown>): Promise<Locator> {
	const workflow = await world.create(
		chain(manual(), action(world.credential, parameters, 'Node')),
	);
	await editor.openWorkflow(workflow.id);
	await editor.openNode('Node');
	await editor.at('node-execute-button').click();
	return editor.at('output-panel');
}

async function columns(output: Locator): Promise<string[]> {
	return (await output.locator('th').allInnerTexts()).filter((text) => text !== '');
}

it('shows an error as one sentence and what to do', async () => {
	const output = await outputOf({
		resource: 'participants',
		operation: 'getAll',
		groupId: byId('120363041234569999@g.us'),
	});
	await eventually(async () =>
		expect(await editor.at('node-error-message', output).innerText()).toBe(
			'WhatsApp does not know this group, or the account is not in it',
		),
	);
	const text = await output.innerText();
	expect(text).toContain('Check the group ID, and that the account of this session is a member.');
	expect(text).not.toMatch(/TypeError|Evaluation failed|undefined| at \//);
});

it('names what is wrong in the input, and where', async () => {
	const output = await outputOf({
		resource: 'participants',
		operation: 'add',
		groupId: byId(SEED.groups.team),
		participants: '+49 170 1234567, Anna',
	});
	await output
		.getByText(/"Anna"/)
		.first()
		.waitFor();
	expect(await output.innerText()).toMatch(/"Anna"[^]*e\.g\. \+49 170 1234567/);
});

it('shows members with number and role as a table', async () => {
	const output = await outputOf({
		resource: 'participants',
		operation: 'getAll',
		groupId: byId(SEED.groups.team),
	});
	await eventually(async () =>
		expect(await columns(output)).toEqual([
			'groupId',
			'groupSubject',
			'participantId',
			'phoneNumber',
			'role',
		]),
	);
	await output.getByText('8 items').waitFor();
});

it('shows what became of each person as a table', async () => {
	const [somebody] = SEED.phones.free;
	const output = await outputOf({
		resource: 'participants',
		operation: 'add',
		groupId: byId(SEED.groups.team),
		participants: `${somebody}, ${SEED.phones.notOnWhatsApp}`,
	});
	await eventually(async () =>
		expect(await columns(output)).toEqual([
			'groupId',
			'participantId',
			'success',
			'code',
			'reason',
			'inviteSent',
		]),
	);
	const rows = await output.locator('tbody tr').allInnerTexts();
	expect(rows.map((row) => row.split('\t').slice(0, 6))).toEqual([
		[SEED.groups.team, `${somebody}@c.us`, 'true', '200', 'null', 'false'],
		[
			SEED.groups.team,
			`${SEED.phones.notOnWhatsApp}@c.us`,
			'false',
			'404',
			expect.stringContaining('WhatsApp'),
			'false',
		],
	]);
});
