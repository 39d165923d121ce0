import path from 'node:path';
import { launchBrowser } from '../../harness/browser/browser';
import { pictureFirstWorkflow } from './editor/first-workflow';
import { openStudio } from './editor/stage';
import { pictureViews } from './editor/views';
import { images } from './picture';
import { pictureSandboxPage } from './sandbox-page';

/** Makes the pictures of the docs anew: `npm run screenshots`. It takes the ports 3000 and 5678. */
async function main(): Promise<void> {
	const browser = await launchBrowser();
	try {
		await pictureSandboxPage(browser, path.join(images, 'sandbox-page.png'));
		const studio = await openStudio(browser);
		try {
			await pictureFirstWorkflow(studio);
			await pictureViews(studio);
		} finally {
			await studio.close();
		}
	} finally {
		await browser.close();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
