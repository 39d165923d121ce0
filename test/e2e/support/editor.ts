import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../../../harness/browser/browser';
import { Editor } from '../../../harness/browser/editor';
import { owner, sharedN8n } from './shared';

/** The shared n8n in a browser of one test file: call `open` for a window and `close` in `afterAll`. */
export class EditorWindows {
	private browser: Browser | undefined;

	/** Opens a window with n8n's editor, logged in as the owner. */
	async open(look?: BrowserContextOptions): Promise<Editor> {
		return await Editor.open(await this.launched(), sharedN8n().url, owner, look);
	}

	/** Opens a window in which nobody is logged in. */
	async openLoggedOut(): Promise<Editor> {
		return await Editor.open(await this.launched(), sharedN8n().url, undefined);
	}

	private async launched(): Promise<Browser> {
		return (this.browser ??= await launchBrowser());
	}

	/** Ends the browser with all its windows. */
	async close(): Promise<void> {
		await this.browser?.close();
	}
}
