import path from 'node:path';
import { launchBrowser } from '../../test/browser/browser';
import { pictureSandboxPage } from './sandbox-page';

const images = path.resolve(__dirname, '..', '..', 'docs', 'images');

/** Makes the pictures of the docs anew: `npx tsx tools/pictures/main.ts`. */
async function main(): Promise<void> {
	const browser = await launchBrowser();
	try {
		await pictureSandboxPage(browser, path.join(images, 'sandbox-page.png'));
	} finally {
		await browser.close();
	}
}

void main();
