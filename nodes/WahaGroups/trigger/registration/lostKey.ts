import type { IWebhookFunctions } from 'n8n-workflow';

import { connect, INTERACTIVE } from '../../n8n/connection';
import { settle } from '../../waha/settle';
import { keyIn } from './entries';
import { identify } from './identity';
import { readSession } from './sessions';
import { sessionOf } from '../settings';

/** How long an answer counts, in milliseconds: whoever sends forged events must not make n8n ask each time. */
const GOOD_FOR_MS = 10_000;

/** By the trigger's mark: its last answer. */
const asked = new Map<string, { at: number; key: Promise<string> }>();

async function ask(context: IWebhookFunctions, mark: string): Promise<string> {
	const client = await connect(context, INTERACTIVE);
	return keyIn(await readSession(client, sessionOf(context)), mark) ?? '';
}

/**
 * The signing key of a trigger whose static data was overwritten: WAHA has it, too. n8n 2.41 saves the static data of a
 * workflow whole, and a trigger of it that polls saves what was there when it was published.
 * '' where WAHA has none either, or does not answer; then the next event asks again.
 */
export async function lostKey(context: IWebhookFunctions): Promise<string> {
	const mark = identify(context);
	const last = asked.get(mark);
	if (last !== undefined && Date.now() - last.at < GOOD_FOR_MS) return await last.key;
	const key = settle(ask(context, mark)).then((settled) => {
		if (settled.ok) return settled.value;
		asked.delete(mark);
		return '';
	});
	asked.set(mark, { at: Date.now(), key });
	return await key;
}
