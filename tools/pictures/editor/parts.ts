import type { Editor } from '../../../harness/browser/editor';
import { type Part, partWith } from '../picture';

/** A node's panel without its output, from its title down to the first part of this name. */
export async function panelDownTo(editor: Editor, last: string): Promise<Part> {
	const panel = await partWith([editor.at('ndv')]);
	const output = await partWith([editor.at('output-panel')]);
	const end = await partWith([editor.at(last).first()], 8);
	return { ...panel, width: output.x - panel.x, height: end.y + end.height - panel.y };
}

/** The middle of a node's panel, from its tabs down to a place in pixels of the page. */
export async function parametersDownTo(editor: Editor, bottom: number): Promise<Part> {
	const tabs = await partWith([editor.at('tab-params'), editor.at('node-execute-button')], 12);
	return { ...tabs, height: bottom - tabs.y };
}

/** Takes the focus off the field that was filled last, and the mouse off everything. */
export async function letGo({ page }: Editor): Promise<void> {
	await page.locator(':focus').blur();
	await page.mouse.move(640, 5);
}
