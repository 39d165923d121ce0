import { SEED } from '../../../sandbox';
import { type Editor, eventually } from '../../../harness/browser/editor';
import { EditorWindows } from '../support/editor';
import { action, byId, chain, trigger } from '../support/nodes';
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

describe('the list of nodes', () => {
	it('finds both nodes by what people type', async () => {
		await editor.newWorkflow();
		const typed = [
			'whatsapp',
			'group',
			'waha',
			'member',
			'invite',
			'whatsapp group',
			'welcome',
			'mention',
			'broadcast',
			'approve',
		];
		for (const words of typed) {
			await editor.search(words);
			await eventually(async () =>
				expect({ words, found: await editor.entries.allInnerTexts() }).toEqual({
					words,
					found: expect.arrayContaining(['WAHA Groups']),
				}),
			);
			// So that the next words cannot be answered by what these have found.
			await editor.search('no node is called like this');
			await editor.at('node-creator-no-results').waitFor();
		}
	});

	it('offers the live trigger for events, and not for actions, which it has none of', async () => {
		const found = async (words: string, wanted: string): Promise<string[]> => {
			await editor.search(words);
			await editor.entries.filter({ hasText: new RegExp(`^\\s*${wanted}\\s*$`) }).waitFor();
			return await editor.entries.allInnerTexts();
		};
		expect(await found('websocket', 'WAHA Groups Live')).toContain('WAHA Groups Live');
		for (const words of ['approve', 'broadcast', 'invite link'])
			expect(await found(words, 'WAHA Groups')).not.toContain('WAHA Groups Live');
	});

	it('says in one sentence what the two are for', async () => {
		await editor.search('waha');
		await editor.page
			.getByText(
				'Starts the workflow when somebody joins, leaves or asks to join a WhatsApp group. Also manages groups, members and join requests, and sends messages.',
			)
			.waitFor();
	});

	it('reads as sentences inside', async () => {
		await editor.choose('WAHA Groups');
		await editor.page.getByText('Triggers (8)').waitFor();
		await eventually(async () =>
			expect(await editor.entries.allInnerTexts()).toEqual([
				'On new member in a group',
				'On member leaving a group',
				'On request to join a group',
				'On this account joining a group',
				'On this account leaving a group',
				'On member made an admin',
				'On admin made an ordinary member',
				'On group details or settings changed',
			]),
		);
		await editor.page.getByText('Actions (33)').click();
		await eventually(async () =>
			expect(await editor.entries.allInnerTexts()).toEqual(
				expect.arrayContaining([
					expect.stringMatching(/^Create a group/),
					expect.stringMatching(/^Add members to a group/),
					expect.stringMatching(/^Promote members to admins/),
					expect.stringMatching(/^Revoke the invite link of a group/),
				]),
			),
		);
	});

	it('adds the trigger ready for the event that was chosen', async () => {
		await editor.choose('On new member in a group');
		await editor.panel();
		expect(await editor.parameter('events').innerText()).toContain('Member Joined');
		expect(await editor.parameter('events').innerText()).not.toContain('Member Left');
	});
});

describe('the canvas', () => {
	it.each([
		['light', 'waha.svg'],
		['dark', 'waha.dark.svg'],
	] as const)(
		'shows the icon for the %s theme, and what each node does',
		async (colorScheme, file) => {
			const { credential } = world;
			const cachedResultName = 'Team Berlin';
			const groupId = { ...byId(SEED.groups.team), mode: 'list', cachedResultName };
			const workflow = await world.create(
				chain(
					trigger(credential, { events: ['join', 'accountLeave'] }, 'Somebody comes'),
					action(
						credential,
						{ resource: 'participants', operation: 'getAll', groupId },
						'Who is there',
					),
					action(credential, { resource: 'inviteCode', operation: 'revoke' }, 'New code'),
				),
			);
			const window = await windows.open({ colorScheme });
			await window.openWorkflow(workflow.id);
			const subtitles = {
				'Somebody comes': 'member joined, account left a group',
				'Who is there': 'get many: participant, Team Berlin',
				'New code': 'revoke: invite link',
			};
			for (const [name, subtitle] of Object.entries(subtitles)) {
				const node = window.node(name);
				await node.getByText(subtitle, { exact: true }).waitFor();
				const icon = node.locator('img').first();
				await eventually(async () => {
					expect(await icon.getAttribute('src')).toMatch(new RegExp(`/${file}$`));
					// Nothing but a picture that was really loaded has a width of its own.
					expect(await icon.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBe(60);
				});
			}
			await window.close();
		},
	);
});
