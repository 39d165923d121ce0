import type { BrowserContext, Page } from 'playwright-core';

// Told by the browser itself, so that nothing that a test does is forgotten: each press of the mouse (two for a
// double click, one for a drag), and each key that writes nothing, such as Esc.
const listeners = `
	const isShift = ({ key }) => ['Shift', 'Control', 'Alt', 'Meta'].includes(key);
	const writes = ({ key, ctrlKey, metaKey }) => key.length === 1 && !ctrlKey && !metaKey;
	addEventListener('mousedown', () => countClick(), true);
	addEventListener('keydown', (event) => {
		if (!isShift(event) && !writes(event) && !event.repeat) countClick();
	}, true);
`;

/** Counts what a hand does in all windows of one browser context. */
export class Clicks {
	private made = 0;

	/** Counts from now on. In: a context in which nothing is open yet. */
	static async in(context: BrowserContext): Promise<Clicks> {
		const clicks = new Clicks();
		await context.exposeFunction('countClick', () => {
			clicks.made += 1;
		});
		await context.addInitScript({ content: listeners });
		return clicks;
	}

	/** Follows a link that stands outside the browser, which is a click. */
	async follow(page: Page, url: string): Promise<void> {
		this.outside(1);
		await page.goto(url);
	}

	/** Counts clicks that no test can make, such as those in the dialog in which a file is chosen. */
	outside(count: number): void {
		this.made += count;
	}

	/** How many there were. */
	get count(): number {
		return this.made;
	}
}
