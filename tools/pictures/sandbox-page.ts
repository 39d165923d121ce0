import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { startReceiver, startSandbox, type Receiver, type Sandbox } from '../../sandbox';

/**
 * Photographs the page of the sandbox into a PNG file: a choir with a newcomer, who is welcomed.
 * @param file where the picture goes
 */
export async function pictureSandboxPage(browser: Browser, file: string): Promise<void> {
	const sandbox = await startSandbox({ version: '2026.9', seed: { empty: true } });
	const receiver = await startReceiver();
	const page = await browser.newPage({
		viewport: { width: 1280, height: 880 },
		colorScheme: 'light',
		reducedMotion: 'reduce',
	});
	try {
		await prepare(sandbox, receiver);
		await page.goto(sandbox.url);
		await page.getByLabel('Somebody’s phone number').fill('+4917000000004');
		await page.getByRole('button', { name: 'Join', exact: true }).click();
		await receiver.until(3);
		await welcome(sandbox);
		await page.locator('.messages .mention').waitFor();
		await page.locator('.wire .status', { hasText: '200' }).nth(2).waitFor();
		await page.getByRole('status').waitFor({ state: 'hidden' });
		// 64 colours are enough for letters on flat grounds, and keep the file small.
		await sharp(await page.screenshot())
			.png({ palette: true, colours: 64 })
			.toFile(file);
	} finally {
		await page.close();
		await receiver.close();
		await sandbox.close();
	}
}

async function prepare({ world, url, apiKey }: Sandbox, receiver: Receiver): Promise<void> {
	const choir = world.addGroup({
		subject: 'Choir',
		description: 'Rehearsal every Tuesday at 19:30',
		members: ['4917000000001', { id: '4917000000002', role: 'admin' }, '4917000000003'],
	});
	for (const subject of ['Neighbours', 'Book club', 'Team Berlin', 'Customers']) {
		world.addGroup({ subject, members: ['4917000000011', '4917000000012', '4917000000013'] });
	}
	const hook = {
		url: new URL('/webhook/welcome/webhook', receiver.url).href,
		events: ['group.v2.participants'],
		hmac: { key: 'a key of this picture' },
	};
	await fetch(`${url}/api/sessions/default`, {
		method: 'PUT',
		headers: { 'X-Api-Key': apiKey, 'Content-Type': 'application/json' },
		body: JSON.stringify({ config: { webhooks: [hook] } }),
	});
	while (world.session('default').status !== 'WORKING') await world.timers.sleep(20);
	world.join(choir, ['4917000000005'], { author: '4917000000002' });
	world.leave(choir, ['4917000000005']);
	await world.settled();
}

async function welcome({ url, apiKey, world }: Sandbox): Promise<void> {
	const newcomer = '4917000000004';
	const text = `Welcome! We sing every Tuesday at 19:30. @${newcomer}`;
	const mentions = [`${newcomer}@c.us`];
	await fetch(`${url}/api/sendText`, {
		method: 'POST',
		headers: { 'X-Api-Key': apiKey, 'Content-Type': 'application/json' },
		body: JSON.stringify({ session: 'default', chatId: world.lastChanged, text, mentions }),
	});
}
