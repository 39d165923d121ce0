import type { Locator } from 'playwright-core';
import { type Editor, eventually } from '../../../harness/browser/editor';
import { EditorWindows } from '../support/editor';
import { action, chain, manual } from '../support/nodes';
import { type E2eWorld, openWorld } from '../support/world';

const windows = new EditorWindows();
let world: E2eWorld;
let editor: Editor;

beforeAll(async () => {
	world = await openWorld();
	const node = action(world.credential, { resource: 'group', operation: 'count' }, 'Count');
	const workflow = await world.create(chain(manual(), node));
	editor = await windows.open();
	await editor.openWorkflow(workflow.id);
	await editor.openNode('Count');
	await editor.at('credential-edit-button').click();
	await editor.at('credential-edit-dialog').waitFor();
});

afterAll(async () => {
	await windows.close();
	await world.close();
});

const dialog = (): Locator => editor.at('credential-edit-dialog');

let askedAt = 0;

async function enter(values: { url?: string; apiKey?: string }): Promise<void> {
	for (const [name, value] of Object.entries(values)) {
		await editor.parameter(name).locator('input').fill(value);
	}
	await save();
	askedAt = Date.now();
}

/** Has n8n test again what it saved: the answer to an earlier test may come last on a busy machine. */
async function retry(): Promise<void> {
	if (Date.now() - askedAt < 5000) return;
	askedAt = Date.now();
	const button = dialog().getByText('Retry', { exact: true });
	if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => undefined);
}

/** Clicks "Save" if n8n has something to save: on a busy machine it takes over what was typed only after a first click. */
async function save(): Promise<void> {
	const button = editor.at('credential-save-button').locator('button');
	// It goes away once all is saved, maybe right now.
	if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => undefined);
}

/** What n8n says when one asks it for more about a test that failed. */
async function refusal(): Promise<string> {
	await save();
	await retry();
	const more = dialog().getByText('More details');
	// n8n leaves the details open from one test to the next.
	if (await more.isVisible()) await more.click({ timeout: 2000 }).catch(() => undefined);
	return await dialog().innerText();
}

it('says beside the fields what belongs into them', async () => {
	await eventually(async () =>
		expect(await dialog().innerText()).toMatch(
			/Host URL[^]*If n8n and WAHA run in Docker, use the name of the WAHA container: http:\/\/waha:3000[^]*API Key[^]*The value of WAHA_API_KEY of the server; empty if it has none/,
		),
	);
});

it('tells a wrong key', async () => {
	await enter({ apiKey: 'not-the-key' });
	await eventually(async () =>
		expect(await refusal()).toContain(
			'The API key is wrong: it has to be the same as WAHA_API_KEY of the server',
		),
	);
});

it('tells a wrong address', async () => {
	await enter({ url: 'http://127.0.0.1:9' });
	await eventually(async () =>
		expect(await refusal()).toContain('WAHA cannot be reached at http://127.0.0.1:9'),
	);
});

it('tells a server that is not WAHA', async () => {
	await enter({ url: `${editor.page.url().split('/workflow')[0]}/healthz` });
	await eventually(async () => expect(await refusal()).toContain('is not a WAHA server'));
});

it('is saved and tested when both are right, however the address ends', async () => {
	await enter({ url: `${world.sandbox.url}/dashboard/`, apiKey: world.sandbox.apiKey });
	await eventually(async () => {
		await save();
		expect(await dialog().innerText()).toContain('Connection tested successfully');
	});
});
