import type { IWebhookFunctions } from 'n8n-workflow';

import { connect, INTERACTIVE } from '../../n8n/connection';
import { settle } from '../../waha/settle';
import { keyIn } from './entries';
import { identify } from './identity';
import { readSession } from './sessions';
import { sessionOf } from '../settings';

/** How long an answer counts, in milliseconds: whoever sends forged events must not make n8n ask each time. */
const GOOD_FOR_MS = 10_000;

interface Asked {
	at: number;
	key: Promise<string>;
}

/** By trigger. */
const asked = new Map<string, Asked>();

async function ask(context: IWebhookFunctions, mark: string): Promise<string> {
	const client = await connect(context, INTERACTIVE);
	return keyIn(await readSession(client, sessionOf(context)), mark) ?? '';
}

/** The key, or '' where WAHA cannot be asked: then the next event asks again. */
async function askedKey(context: IWebhookFunctions, mark: string): Promise<string> {
	const settled = await settle(ask(context, mark));
	if (settled.ok) return settled.value;
	asked.delete(mark);
	return '';
}

/**
 * The signing key of a trigger of which n8n's database has lost it: WAHA has it, too. n8n 2.41 saves the notes of all
 * triggers of a workflow at once, and a trigger that polls saves those that were there when it was published.
 * '' where WAHA has none either, or does not answer.
 */
export async function lostKey(context: IWebhookFunctions): Promise<string> {
	const mark = identify(context);
	const last = asked.get(mark);
	if (last !== undefined && Date.now() - last.at < GOOD_FOR_MS) return await last.key;
	const now: Asked = { at: Date.now(), key: askedKey(context, mark) };
	asked.set(mark, now);
	return await now.key;
}
