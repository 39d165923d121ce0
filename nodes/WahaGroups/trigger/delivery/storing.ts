import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

/**
 * Has n8n write a trigger's static data before it answers a delivery. n8n before 2.41 looks as soon as the trigger has
 * returned. n8n 2.41 builds the workflow a second time right after that, which clears its note that something changed:
 * what was assigned before that is never saved. So it is assigned now, and again one turn later. n8n asks for the text
 * when it writes.
 */
export async function storeWithAnswer(data: IDataObject, text: () => string): Promise<void> {
	data.seen = { toJSON: text };
	await sleep(0);
	data.seen = { toJSON: text };
}
