import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../../../harness/browser/browser';
import { Editor } from '../../../harness/browser/editor';
import { owner, sharedN8n } from './shared';

/** The shared n8n in a browser of one test file: call `open` for a window and `close` in `afterAll`. */
export class EditorWindows {
	private browser: Browser | undefined;

	/** Opens a window with n8n's editor, logged in as the owner. */
	async open(look?: BrowserContextOptions): Promise<Editor> {
		this.browser ??= await launchBrowser();
		return await Editor.open(this.browser, sharedN8n().url, owner, look);
	}

	/** Ends the browser with all its windows. */
	async close(): Promise<void> {
		await this.browser?.close();
	}
}
