import type { Locator } from 'playwright-core';
import { SEED } from '../../../sandbox';
import { type Editor, eventually } from '../../../harness/browser/editor';
import { EditorWindows } from '../support/editor';
import { chain, trigger, webhookUrl } from '../support/nodes';
import { sharedN8n } from '../support/shared';
import { type E2eWorld, openWorld } from '../support/world';

const windows = new EditorWindows();
let world: E2eWorld;
let editor: Editor;
let panel: Locator;
let productionUrl = '';

beforeAll(async () => {
	world = await openWorld();
	const node = trigger(world.credential, {}, 'Somebody comes');
	productionUrl = webhookUrl(sharedN8n().url, node);
	const workflow = await world.create(chain(node));
	editor = await windows.open();
	await editor.openWorkflow(workflow.id);
	panel = await editor.openNode('Somebody comes');
});

afterAll(async () => {
	await windows.close();
	await world.close();
});

const notice = async (): Promise<string[]> => await editor.notices.allInnerTexts();

const NEEDED = 'You need a WAHA server and a WhatsApp account paired with it';

it('says what publishing registers, and that the session restarts', async () => {
	expect(await notice()).toEqual([
		NEEDED,
		'Publishing this workflow adds one signed webhook for these events to the session in WAHA; unpublishing removes it. WAHA restarts the session each time: WhatsApp is offline for some seconds.',
	]);
});

it('shows no address that nobody has to copy', async () => {
	expect(await panel.innerText()).not.toContain('Webhook URLs');
});

it('explains what testing and publishing do', async () => {
	expect(await panel.innerText()).toMatch(
		/Listen to your WhatsApp groups[^]*When the workflow is ready, publish it: then it starts by itself\./,
	);
	await panel.getByText('When will this node trigger my flow?').click();
	await eventually(async () =>
		expect(await panel.innerText()).toMatch(
			/make one of the chosen events happen: the event shows up here\. WAHA restarts the session when the test begins and when it ends/,
		),
	);
});

it('listens, and shows who joined as a table', async () => {
	await editor.at('trigger-execute-button').click();
	await editor.page.getByText('Listening for test event').waitFor();
	await eventually(async () =>
		expect((await world.control.session('default')).config?.webhooks).toHaveLength(1),
	);
	await world.working();
	const [somebody] = SEED.phones.free;
	await world.control.move('join', SEED.groups.team, [somebody]);
	const output = editor.at('output-panel');
	await eventually(async () =>
		expect(await output.locator('th').allInnerTexts()).toEqual(
			expect.arrayContaining(['event', 'groupId', 'participantId', 'phoneNumber', 'role']),
		),
	);
	const cells = await output.locator('td').allInnerTexts();
	expect(cells.slice(0, 5)).toEqual([
		'join',
		SEED.groups.team,
		`${somebody}@c.us`,
		somebody,
		'participant',
	]);
});

describe('manual registration', () => {
	it('lists what to enter in WAHA, and nothing more', async () => {
		await editor.pick('registration', 'Manual');
		await eventually(async () => expect(await notice()).toHaveLength(2));
		const [needed, text] = await notice();
		expect(needed).toBe(NEEDED);
		expect(text?.split('\n').map((line) => line.trim())).toEqual([
			'Add a webhook to the session in WAHA, e.g. in its dashboard:',
			'URL: the Production URL (open Webhook URLs at the top)',
			'HMAC key: a long random text, the same as Signing Secret below',
			'Events, those that your choice above needs:',
			'group.v2.join for Account Joined a Group (before WAHA 2025.2: group.join of NOWEB)',
			'group.v2.leave for Account Left a Group',
			'group.v2.participants for Member Joined (before WAHA 2025.2: group.join of WEBJS and NOWEB), Member Left (before WAHA 2025.2: group.leave of WEBJS), Member Promoted, Member Demoted',
			'group.v2.participants.join-request for Join Requested (WAHA 2026.8.2 and newer)',
			'group.v2.update for Group Updated',
			'This node changes nothing in WAHA.',
		]);
	});

	it('shows the address to copy', async () => {
		await panel.getByText('Webhook URLs', { exact: true }).click();
		await panel.getByText('Production URL', { exact: true }).click();
		await eventually(async () => expect(await panel.innerText()).toContain(productionUrl));
	});
});
