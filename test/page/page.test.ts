import type { Browser, Locator, Page } from 'playwright-core';

import {
	FAULT_KINDS,
	SEED,
	startReceiver,
	startSandbox,
	type Receiver,
	type Sandbox,
} from '../../sandbox';
import { launchBrowser } from '../../harness/browser/browser';
import { freePort } from '../../harness/n8n';

const { groups, phones } = SEED;

let browser: Browser;
let sandbox: Sandbox;
let receiver: Receiver;
let page: Page;
/** What the browser complained of, the Content-Security-Policy included. */
let complaints: string[];

beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(async () => await browser.close());

beforeEach(async () => {
	complaints = [];
	sandbox = await startSandbox({ port: await freePort(), webhookDelayFactor: 0.001 });
	receiver = await startReceiver();
	sandbox.world.setConfig('default', {
		webhooks: [
			{
				url: receiver.url,
				events: ['group.v2.participants', 'group.v2.update', 'group.v2.join', 'group.v2.leave'],
				hmac: { key: 'secret' },
			},
		],
	});
	page = await browser.newPage({ reducedMotion: 'reduce' });
	page.on('console', (message) => {
		if (message.type() !== 'log') complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
	await page.close();
	await receiver.close();
	await sandbox.close();
	expect(complaints).toEqual([]);
});

const open = async (id: string = groups.team): Promise<void> => {
	await page.goto(`${sandbox.url}/#${encodeURIComponent(id)}`);
	await page.getByRole('heading', { level: 2, name: subject(id) }).waitFor();
};
const subject = (id: string): string => sandbox.world.group(id).subject;
const press = async (name: string | RegExp): Promise<void> =>
	await page.getByRole('button', { name, exact: true }).click();
const lines = (list: string): Locator => page.getByRole('list', { name: list }).locator('> li');
const phoneField = (): Locator => page.getByLabel('Somebody’s phone number');
const notice = (): Locator => page.locator('[role=status]');
const doings = (phone: string): Locator => page.getByRole('group', { name: `+${phone}` });
const seen = async (text: Locator, wanted: string | RegExp): Promise<void> =>
	await text.filter({ hasText: wanted }).first().waitFor();

async function lastPayload(count: number): Promise<Record<string, unknown>> {
	const received = await receiver.until(count);
	return JSON.parse(received[count - 1]?.body ?? '').payload;
}

describe('the page of the sandbox', () => {
	it('shows a join, and its signed delivery with the status of the answer', async () => {
		receiver.answers.push(503);
		await open();
		await seen(page.locator('.wire'), 'Nothing yet');
		await phoneField().fill('0049 (1540) 000-4001');
		await press('Join');
		await seen(notice(), '+4915400004001 joined.');
		await doings('4915400004001').waitFor();
		const line = lines('Webhook deliveries').first();
		const hmac = String((await receiver.until(2))[1]?.headers['x-webhook-hmac']);
		await seen(line, `signed ${hmac.slice(0, 8)}…`);
		await seen(line, '2 attempts');
		expect(await line.locator('.status').innerText()).toBe('200');
		await seen(line, /group\.v2\.participants\s*join/);

		await line.locator('summary').click();
		await seen(line.locator('ol > li'), '503');
		await seen(line.locator('dd'), hmac);
		const body = await line.getByLabel('Body').innerText();
		expect(JSON.parse(body)).toEqual(JSON.parse(receiver.received[1]?.body ?? ''));
		expect(JSON.parse(body).payload.participants[0].id).toBe('4915400004001@c.us');

		await line.getByRole('button', { name: 'Send again' }).click();
		expect((await receiver.until(3))[2]?.body).toBe(receiver.received[1]?.body);
		await lines('Webhook deliveries').nth(1).waitFor();
	});

	it('shows a delivery that nobody takes as failed', async () => {
		await receiver.close();
		const { port } = new URL(receiver.url);
		sandbox.world.setConfig('default', {
			webhooks: [
				{
					url: `http://127.0.0.1:${port}/hook`,
					events: ['group.v2.participants'],
					retries: { attempts: 1 },
				},
			],
		});
		await open();
		await press('Join');
		const line = lines('Webhook deliveries').first();
		await seen(line.locator('.status.bad'), 'no answer');
		await seen(line, 'not signed');
		await line.locator('summary').click();
		await seen(line.locator('ol > li'), 'ECONNREFUSED');
	});

	it('lets members be added, promoted, demoted, removed, and leave', async () => {
		await open();
		await phoneField().fill(`+${phones.free[0]}`);
		await press('Added by an admin');
		expect(await lastPayload(1)).toMatchObject({ type: 'join', _data: { type: 'add' } });
		const member = doings(phones.free[0]);
		await member.getByRole('button', { name: 'Promote' }).click();
		expect(await lastPayload(2)).toMatchObject({ type: 'promote' });
		await member.getByRole('button', { name: 'Demote' }).click();
		expect(await lastPayload(3)).toMatchObject({ type: 'demote' });
		await member.getByRole('button', { name: 'Remove' }).click();
		const removed = await lastPayload(4);
		expect(removed).toMatchObject({ type: 'leave', _data: { type: 'remove' } });
		// Rather by somebody who is no account: a workflow may leave out what the account did.
		expect(removed).toMatchObject({ _data: { author: `${phones.admin}@c.us` } });
		await member.waitFor({ state: 'detached' });
		await doings(phones.members[0]).getByRole('button', { name: 'Leave' }).click();
		expect(await lastPayload(5)).toMatchObject({ type: 'leave', _data: { type: 'leave' } });
	});

	it('takes the account out and brings it back', async () => {
		await open();
		await doings(phones.default).getByRole('button', { name: 'Remove' }).click();
		await seen(notice(), `+${phones.default} was removed.`);
		await press('Add the account of default');
		await doings(phones.default).waitFor();
		await sandbox.world.settled();
		const events = receiver.received.map(({ body }) => JSON.parse(body).event);
		expect(events.filter((event) => event !== 'group.v2.participants').sort()).toEqual([
			'group.v2.join',
			'group.v2.leave',
		]);
	});

	it('suggests numbers that are free, and says no to what is none', async () => {
		await open();
		const field = phoneField();
		const first = await field.inputValue();
		await press('Join');
		await doings(first.slice(1)).waitFor();
		expect(await field.inputValue()).not.toBe(first);
		await field.fill('Anna');
		await press('Join');
		await seen(notice(), 'That is not a phone number');
		await field.fill(first);
		await press('Join');
		await seen(notice(), `${first} is in the group already.`);
		expect(receiver.received).toHaveLength(1);
	});

	it('creates a group, also one that somebody else adds the account to', async () => {
		await open();
		await press('New group');
		await page.getByLabel('Name').first().fill('Choir');
		await page.getByLabel('Members, by').fill('+49 152 00002002, 0049 152 00002003');
		await press('Create group');
		await page.getByRole('heading', { level: 2, name: 'Choir' }).waitFor();
		const made = sandbox.world.groups.all().at(-1);
		expect([...(made?.members.keys() ?? [])]).toEqual([
			phones.default,
			'4915200002002',
			'4915200002003',
		]);
		await press('New group');
		await page.getByLabel('Name').first().fill('Party');
		await page.getByLabel('Founded by').selectOption({ index: 1 });
		await press('Create group');
		await page.getByRole('heading', { level: 2, name: 'Party' }).waitFor();
		const { event } = JSON.parse((await receiver.until(1))[0]?.body ?? '');
		expect(event).toBe('group.v2.join');
	});

	it('changes name, description and settings', async () => {
		await open();
		await press('Edit');
		await page.getByLabel('Description').fill('Tuesday\n19:30');
		await press('Save');
		await seen(page.locator('.description'), 'Tuesday');
		expect(await lastPayload(1)).toMatchObject({ group: { description: 'Tuesday\n19:30' } });
		await page.getByLabel('Only admins can send').check();
		// Which of the two it says is the engine's affair: WEBJS tells it turned round.
		expect(await lastPayload(2)).toHaveProperty('group.membersCanSendMessages');
		expect(sandbox.world.group(groups.team).messagesAdminOnly).toBe(true);
	});

	it('lets somebody ask to join, be let in, turned away, or withdraw', async () => {
		sandbox.world.configure({ version: '2026.8.2' });
		const events = ['group.v2.participants', 'group.v2.participants.join-request'];
		sandbox.world.setConfig('default', { webhooks: [{ url: receiver.url, events }] });
		await open();
		await page.getByLabel('Approve new members').check();
		const [first, second, third] = ['4915400006001', '4915400006002', '4915400006003'];
		for (const phone of [first, second, third]) {
			await phoneField().fill(`+${phone}`);
			await press('Ask to join');
			await seen(notice(), `+${phone} asks to join.`);
		}
		expect(await lastPayload(3)).toMatchObject({ action: 'created', requesterId: `${third}@c.us` });
		await lines('Requests to join').nth(2).waitFor();
		const answer = async (phone: string, name: string): Promise<void> =>
			await page
				.getByRole('group', { name: `The request of +${phone}` })
				.getByRole('button', { name })
				.click();
		await answer(first, 'Approve');
		await doings(first).waitFor();
		expect(await lastPayload(4)).toMatchObject({
			type: 'join',
			participants: [{ id: `${first}@c.us` }],
		});
		await answer(second, 'Reject');
		await seen(notice(), `+${second} was turned away.`);
		await answer(third, 'Withdraw');
		await page.getByRole('list', { name: 'Requests to join' }).waitFor({ state: 'hidden' });
		expect([...sandbox.world.group(groups.team).requests.keys()]).toEqual([]);
		expect(await doings(second).count()).toBe(0);
	});

	it('says of an old version that nobody is told of requests', async () => {
		sandbox.world.configure({ version: '2026.7.2' });
		sandbox.world.updateGroup(groups.team, { newMembersApprovalRequired: true });
		sandbox.world.askToJoin(groups.team, [phones.free[0]]);
		await open();
		await seen(page.locator('.group'), 'WAHA 2026.7.2 tells nobody');
	});

	it('changes all five settings of a group', async () => {
		await open();
		for (const [label, field] of [
			['Only admins can send', 'messagesAdminOnly'],
			['Only admins can edit', 'infoAdminOnly'],
			['Members can add others', 'membersCanAddNewMember'],
			['Approve new members', 'newMembersApprovalRequired'],
			['Members share history', 'membersCanShareHistory'],
		] as const) {
			const box = page.getByLabel(label);
			const before = sandbox.world.group(groups.team)[field];
			expect(await box.isChecked()).toBe(before);
			const saved = page.waitForResponse(/\/update$/);
			await box.click();
			await saved;
			expect(sandbox.world.group(groups.team)[field]).toBe(!before);
		}
	});

	it('shows whom a message mentions by name', async () => {
		await open();
		const headers = { 'X-Api-Key': sandbox.apiKey, 'Content-Type': 'application/json' };
		const [named, unknown] = [phones.admin, phones.free[0]];
		const send = async (text: string, mentions: string[]): Promise<void> => {
			const body = JSON.stringify({ session: 'default', chatId: groups.team, text, mentions });
			await fetch(`${sandbox.url}/api/sendText`, { method: 'POST', headers, body });
		};
		await send(`Hi @${named}, @${unknown}, and @12345!`, [`${named}@c.us`, `${unknown}@c.us`]);
		const message = page.locator('.messages li');
		await seen(message, `Hi @Ada Lovelace, @+${unknown}, and @12345!`);
		expect(await message.locator('.mention').allInnerTexts()).toEqual([
			'@Ada Lovelace',
			`@+${unknown}`,
		]);
		await send('Hello', [`${named}@c.us`]);
		await seen(message.nth(1), 'mentions Ada Lovelace');
		await send('All of you', ['all']);
		await seen(message.nth(2), 'mentions everyone');
	});

	it('copies an id by a click', async () => {
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await open();
		const copied = (): Promise<string> => page.evaluate('navigator.clipboard.readText()');
		await press(groups.team);
		await seen(notice(), `Copied: ${groups.team}`);
		expect(await copied()).toBe(groups.team);
		await press(`chat.whatsapp.com/${sandbox.world.group(groups.team).inviteCode}`);
		await seen(notice(), 'Copied: https://chat');
		expect(await copied()).toBe(
			`https://chat.whatsapp.com/${sandbox.world.group(groups.team).inviteCode}`,
		);
		await press(`+${phones.admin}`);
		await seen(notice(), `Copied: +${phones.admin}`);
	});

	it('follows what happens elsewhere, without a touch', async () => {
		await open();
		sandbox.world.join(groups.team, [phones.free[1]], { author: 'default' });
		await doings(phones.free[1]).waitFor();
		const headers = { 'X-Api-Key': sandbox.apiKey, 'Content-Type': 'application/json' };
		const text = 'Welcome <b>all</b>';
		const body = JSON.stringify({ session: 'default', chatId: groups.team, text });
		await fetch(`${sandbox.url}/api/sendText`, { method: 'POST', headers, body });
		await seen(page.locator('.messages li'), text);
		const config = JSON.stringify({ config: null });
		await fetch(`${sandbox.url}/api/sessions/default`, { method: 'PUT', headers, body: config });
		await seen(page.locator('.sessions > li').first(), '1 restart');
		await press('Requests');
		await seen(lines('Requests').first(), '200 PUT /sessions/default');
		await seen(lines('Requests').nth(1), '201 POST /sendText');
		await lines('Requests').nth(1).locator('summary').click();
		await seen(lines('Requests').nth(1).getByLabel('Body'), groups.team);
	});

	it('switches engine, version and faults', async () => {
		await open();
		await page.locator('.sessions summary').first().click();
		await page.getByLabel('Engine of default').selectOption('GOWS');
		await seen(page.locator('.sessions summary').first(), 'GOWS');
		expect(sandbox.world.session('default').engine).toBe('GOWS');
		await page.getByLabel('WAHA version').selectOption('2024.12');
		await seen(notice(), 'WAHA 2024.12 now.');
		expect(sandbox.world.settings.version).toBe('2024.12');
		await press('Faults');
		await page.getByLabel('What goes wrong').selectOption('latency');
		await page.getByLabel('Milliseconds').fill('30');
		await page.getByLabel('How many times').fill('');
		await page.getByLabel('For which requests').selectOption('**/groups**');
		await press('Switch on');
		await seen(page.getByRole('list', { name: 'Faults that are on' }), 'Slow answers');
		expect(sandbox.world.faults.list()).toMatchObject([
			{ rule: { kind: 'latency', ms: 30, path: '**/groups**' } },
		]);
		await page.getByLabel('What goes wrong').selectOption('429');
		await page.getByLabel('How many times').fill('2');
		await press('Switch on');
		await press('2 faults');
		await press('Switch off latency');
		await page.getByRole('button', { name: '1 fault', exact: true }).waitFor();
		expect(sandbox.world.faults.list()).toMatchObject([
			{ rule: { kind: '429', retryAfter: 2, times: 2 } },
		]);
		await press('Clear all faults');
		await page.getByRole('button', { name: '1 fault', exact: true }).waitFor({ state: 'hidden' });
		expect(sandbox.world.faults.list()).toEqual([]);
	});

	it('offers every kind of fault with words and what it needs', async () => {
		await open();
		await press('Faults');
		for (const kind of FAULT_KINDS) {
			await page.getByLabel('What goes wrong').selectOption(kind);
			const words = await page.getByLabel('What goes wrong').locator(':checked').innerText();
			expect(words).not.toBe(kind);
			await press('Switch on');
			await seen(notice(), 'It goes wrong from now on.');
			expect(sandbox.world.faults.list()).toMatchObject([{ rule: { kind } }]);
			await press('Clear all faults');
			await seen(notice(), 'All is well again.');
		}
	});

	it('takes names, texts and addresses for text, never for HTML', async () => {
		const evil = '<img src=x onerror="document.title=1">';
		const id = sandbox.world.addGroup({ subject: evil, description: evil, inviteCode: evil });
		sandbox.world.setConfig('default', {
			webhooks: [{ url: `${receiver.url}?${evil}`, events: ['*'] }],
		});
		sandbox.world.sendEvent('default', 'odd', { type: evil, evil });
		await fetch(`${sandbox.url}/api/${encodeURIComponent(evil)}`);
		await open(id);
		const line = lines('Webhook deliveries').first();
		await line.locator('summary').click();
		await seen(line.getByLabel('Body'), 'onerror');
		await press('Requests');
		await seen(lines('Requests').first(), evil);
		expect(await page.locator('h2', { hasText: evil }).count()).toBe(1);
		expect(await page.locator('img').count()).toBe(1);
		expect(await page.title()).toBe('WAHA sandbox');
	});

	it('finds groups among many, and keeps the chosen one over a reload', async () => {
		sandbox.world.addGroups(300, 2);
		await open();
		await seen(page.locator('.chats'), '… and 206 more');
		await page.getByRole('searchbox', { name: 'Search groups' }).fill('friends');
		await page.locator('.chat', { hasText: 'Group 00299' }).waitFor({ state: 'detached' });
		await page.locator('.chat').click();
		await page.getByRole('heading', { level: 2, name: 'Old friends' }).waitFor();
		await page.reload();
		await page.getByRole('heading', { level: 2, name: 'Old friends' }).waitFor();
	});

	it('goes to another group where the address changes while the page is open', async () => {
		await open();
		await open(groups.neighbours);
		await page.goBack();
		await page.getByRole('heading', { level: 2, name: subject(groups.team) }).waitFor();
	});

	it('says when the sandbox is gone, and goes on when it is back', async () => {
		await open();
		const port = Number(new URL(sandbox.url).port);
		await sandbox.close();
		const alert = page.getByRole('alert');
		await alert.filter({ hasText: 'does not answer' }).waitFor();
		sandbox = await startSandbox({ port });
		await alert.waitFor({ state: 'hidden' });
		// The browser itself writes down each connection that is refused.
		complaints = complaints.filter((text) => !/ERR_CONNECTION|ERR_EMPTY|ERR_SOCKET/.test(text));
	});

	it('unplugs WAHA, and plugs it in again', async () => {
		await open();
		await press('Unplug WAHA');
		await seen(notice(), 'WAHA is unplugged.');
		expect(sandbox.world.settings.unplugged).toBe(true);
		await press('Join');
		await seen(notice(), 'joined.');
		await press('Plug WAHA in');
		await seen(notice(), 'WAHA is there again.');
		expect(sandbox.world.settings.unplugged).toBe(false);
	});

	it('works by keyboard, and names every field and button', async () => {
		await open();
		await phoneField().focus();
		await page.keyboard.press('Enter');
		await seen(notice(), 'joined.');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await seen(notice(), 'was added.');
		for (const tab of ['Webhooks', 'Requests', 'Faults']) {
			await press(tab);
			const heard = await page.locator('body').ariaSnapshot();
			expect(heard).toMatch(/- button "Promote"/);
			expect(heard).not.toMatch(/- (button|textbox|searchbox|combobox|checkbox|spinbutton)(?! ")/);
		}
	});

	it.each([
		[1440, 860],
		[1280, 800],
		[860, 860],
		[760, 860],
		[360, 740],
	])('has room on a screen of %i × %i', async (width, height) => {
		sandbox.world.configure({ version: '2026.8.2' });
		const events = ['group.v2.participants', 'group.v2.participants.join-request'];
		sandbox.world.setConfig('default', { webhooks: [{ url: receiver.url, events }] });
		sandbox.world.updateGroup(groups.team, { newMembersApprovalRequired: true });
		sandbox.world.askToJoin(groups.team, [phones.free[0]]);
		sandbox.world.updateGroup(groups.team, { newMembersApprovalRequired: false });
		await page.setViewportSize({ width, height });
		await open();
		await page.locator('.wire .lines > li').first().waitFor({ state: 'attached' });
		for (const pane of width < 680 ? ['Groups', 'Traffic', 'Group'] : [null]) {
			if (pane !== null) await press(pane);
			const wide = await page
				.locator('body, main, section:visible, summary:visible, .title:visible, .first:visible')
				.evaluateAll((all) =>
					all
						// The corners of an arrow stick out by two pixels.
						.filter((one) => one.scrollWidth > one.clientWidth + (one.matches('summary') ? 2 : 0))
						.map((one) => one.className || one.textContent),
				);
			expect(wide).toEqual([]);
		}
		const cutOff = await page.getByLabel('WAHA version').evaluate((select) => {
			const shown = select.offsetWidth;
			select.style.cssText = 'width: max-content; max-width: none; flex: none';
			return select.offsetWidth - shown;
		});
		if (width > 680) expect(cutOff).toBeLessThanOrEqual(0);
		await press('Join');
		await receiver.until(2);
	});
});
