import type {
	Browser,
	BrowserContext,
	BrowserContextOptions,
	Locator,
	Page,
} from 'playwright-core';
import { type Login, pause } from '../n8n';

/** n8n gives the parts of its editor names for tests; anything else may change with every version. */
function named(id: string): string {
	return `[data-test-id="${id}"]`;
}

/**
 * Asks again until an assertion holds, because n8n draws what it shows in its own time; gives the last
 * failure after a while (milliseconds).
 */
export async function eventually(
	assertion: () => Promise<unknown>,
	timeout = 40_000,
): Promise<void> {
	const deadline = Date.now() + timeout;
	for (;;) {
		try {
			await assertion();
			return;
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await pause(100);
		}
	}
}

async function logIn(context: BrowserContext, { email, password }: Login): Promise<void> {
	const data = { emailOrLdapLoginId: email, password };
	const answer = await context.request.post('/rest/login', { data });
	if (!answer.ok()) throw new Error(`n8n did not let ${email} in: ${await answer.text()}`);
}

/** n8n's editor in a browser, as a person uses it. */
export class Editor {
	private constructor(readonly page: Page) {}

	/** Opens a window of its own. In: n8n's address, who logs in (undefined for nobody), and how the window looks. */
	static async open(
		browser: Browser,
		n8nUrl: string,
		login: Login | undefined,
		look: BrowserContextOptions = {},
	): Promise<Editor> {
		const context = await browser.newContext({
			viewport: { width: 1280, height: 860 },
			...look,
			baseURL: n8nUrl,
		});
		context.setDefaultTimeout(40_000);
		if (login !== undefined) await logIn(context, login);
		return new Editor(await context.newPage());
	}

	/** Closes the window. */
	async close(): Promise<void> {
		await this.page.context().close();
	}

	/** A part of the editor by the name that n8n gives it for tests. */
	at(id: string, within: Page | Locator = this.page): Locator {
		return within.locator(named(id)).filter({ visible: true });
	}

	/** Opens an empty workflow and its list of nodes. */
	async newWorkflow(): Promise<void> {
		await this.page.goto('/workflow/new');
		await this.at('canvas-plus-button').click();
		await this.at('node-creator-search-bar').waitFor();
	}

	/** Opens a saved workflow. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`/workflow/${id}`);
		await this.at('canvas-node').first().waitFor();
	}

	/** Imports a workflow from a file into the one that is open. */
	async importFile(file: string): Promise<void> {
		await this.at('workflow-menu').click();
		await this.at('workflow-menu-item-import').hover();
		const [chooser] = await Promise.all([
			this.page.waitForEvent('filechooser'),
			this.at('workflow-menu-item-import-from-file').click(),
		]);
		await chooser.setFiles(file);
		await this.at('canvas-node').first().waitFor();
	}

	/** Types into the search of the list of nodes. */
	async search(words: string): Promise<void> {
		await this.at('node-creator-search-bar').fill(words);
	}

	/** The entries of the list of nodes, or of one node's triggers and actions. */
	get entries(): Locator {
		return this.at('node-creator-item-name');
	}

	/** Clicks an entry of that list by its whole name. */
	async choose(name: string): Promise<void> {
		await this.entries.filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) }).click();
	}

	/** A node on the canvas, with its name and what stands under it. */
	node(name: string): Locator {
		const exactly = new RegExp(`^\\s*${name}\\s*$`);
		return this.at('canvas-node').filter({ has: this.page.getByText(exactly) });
	}

	/** Opens a node's panel. */
	async openNode(name: string): Promise<Locator> {
		await this.node(name).dblclick();
		return await this.panel();
	}

	/** The open node's panel. */
	async panel(): Promise<Locator> {
		const panel = this.at('ndv');
		await panel.waitFor();
		return panel;
	}

	/** Goes from the open panel to that of the next node, by the icon at its right edge. */
	async openNext(name: string): Promise<void> {
		await this.page.locator(`${named('floating-node')}[data-node-name="${name}"]`).click();
		const title = this.at('node-title-container').getByText(name, { exact: true });
		await title.filter({ visible: true }).waitFor();
	}

	/** Does something that opens a panel, and waits until a list in it has come from the server. */
	async withList<T>(open: () => Promise<T>): Promise<T> {
		const listed = this.page.waitForResponse((one) =>
			one.url().endsWith('/rest/dynamic-node-parameters/options'),
		);
		const opened = await open();
		await (await listed).finished();
		return opened;
	}

	/** Closes a node's panel. */
	async closeNode(): Promise<void> {
		await this.at('ndv-close-button').click();
		await this.at('ndv').waitFor({ state: 'hidden' });
	}

	/** One parameter in a node's panel. */
	parameter(name: string): Locator {
		return this.at(`parameter-input-${name}`);
	}

	/** Opens a parameter's list of choices. */
	async openChoices(name: string): Promise<Locator> {
		const choices = this.page.getByRole('option').filter({ visible: true });
		// n8n closes a list whose choices have only just come from the server.
		await eventually(async () => {
			await this.parameter(name).click();
			await choices.first().waitFor({ timeout: 4000 });
		});
		return choices;
	}

	/** Chooses from a parameter's list, by the choice's first line. */
	async pick(name: string, choice: string): Promise<void> {
		const choices = await this.openChoices(name);
		const first = new RegExp(`^\\s*${choice}\\s*$`);
		await choices.filter({ has: this.page.getByText(first) }).click();
		await choices.first().waitFor({ state: 'hidden' });
	}

	/** The boxes with advice in a node's panel. */
	get notices(): Locator {
		return this.page.locator('[role="alert"].notice').filter({ visible: true });
	}

	/** Runs the whole workflow by hand. */
	async run(): Promise<void> {
		await this.at('execute-workflow-button').click();
	}
}
