import type { Browser } from 'playwright-core';
import { browserVariable, launchBrowser } from '../../../harness/browser/browser';
import { hasPackagedBrowser } from '../../../harness/browser/packaged';

async function reads(browser: Browser): Promise<string> {
	const page = await browser.newPage();
	await page.setContent('<h1>Grüße</h1>');
	return await page.innerText('h1');
}

describe('the browser of these tests', () => {
	it('is found or installed', async () => {
		const browser = await launchBrowser();
		expect(await reads(browser)).toBe('Grüße');
		await browser.close();
	});

	(hasPackagedBrowser() ? it : it.skip)('comes from npm where none is installed', async () => {
		const browser = await launchBrowser(undefined, {
			...process.env,
			[browserVariable]: 'package',
		});
		expect(await reads(browser)).toBe('Grüße');
		await browser.close();
	});

	it('says what to do where the one that was named does not start', async () => {
		const env = { [browserVariable]: '/no/such/browser' };
		await expect(launchBrowser(undefined, env)).rejects.toThrow(
			/^The browser that WAHA_GROUPS_BROWSER names \(\/no\/such\/browser\) could not be started: name another/,
		);
	});
});
