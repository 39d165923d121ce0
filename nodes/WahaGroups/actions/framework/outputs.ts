import type { IDataObject } from 'n8n-workflow';

import type { Reply } from '../../waha/http/reply';
import { garbled, jsonOf, successOf } from '../../waha/http/reply';
import { firstText, isRecord, plainWords } from '../../waha/json';
import { WahaError } from '../../waha/errors';
import { inviteUrl } from '../../waha/input/ids';
import { inviteCodeIn } from '../../waha/answers/inviteCode';
import { NOT_ALLOWED } from '../../waha/answers/results';
import type { Field } from '../../fields/fields';
import { toggle } from '../../fields/fields';

/** Our own plain objects as n8n's item data: n8n's type asks for an index signature that interfaces lack. */
export function item(data: object): IDataObject {
	return { ...data };
}

/** Why something was refused that has nothing to do with being an admin. */
export const UNTOLD_REFUSAL = 'WhatsApp did not do this, and WAHA gave no reason';

const NOT_TOLD = 'WAHA did not say whether this worked';

/**
 * Whether it worked (null: not known), what was set, and why not. In: the reply, what was set, and what a plain
 * "false" means; mostly that the account is no admin. Throws WahaError where the reply is neither.
 */
export function outcome(reply: Reply, set: IDataObject, refused = NOT_ALLOWED): IDataObject {
	const refusal = refusalIn(reply, refused);
	return refusal
		? { success: refusal.success, ...set, reason: refusal.reason }
		: { success: true, ...set };
}

interface Refusal {
	/** null: not known. */
	success: false | null;
	reason: string;
}

/** Why something did not work, or is not known to have worked; undefined where it did. Throws WahaError as above. */
export function refusalIn(reply: Reply, refused = NOT_ALLOWED): Refusal | undefined {
	const success = successOf(reply);
	if (success) return undefined;
	if (success === null) return { success, reason: NOT_TOLD };
	const json = jsonOf(reply);
	const words = isRecord(json) ? firstText(json, ['error', 'message']) : undefined;
	const reason =
		words === undefined ? refused : `WhatsApp did not do this: ${plainWords(words, 450)}`;
	return { success: false, reason };
}

/** What stands in place of a code where the account may not see it; WEBJS answers with nothing (seen on WAHA 2024.10.8). */
const WITHHELD = /^(?:|null|undefined|false|\{\})$/;

/** A group's invite code with the link that people open. Throws WahaError where the reply has none. */
export function invitation(reply: Reply, groupId: string): IDataObject {
	const code = inviteCodeIn(reply);
	if (code !== undefined) return { groupId, inviteCode: code, inviteUrl: inviteUrl(code) };
	if (!WITHHELD.test(reply.text.trim())) throw garbled(reply, 'inviteCode');
	const details = { status: reply.status, words: plainWords(reply.text, 120) };
	throw new WahaError({ name: 'inviteCodeWithheld', facts: {} }, details);
}

/** The body as the server sent it: an item per element of a list; what is no object is put under `value`. */
export function raw(reply: Reply): IDataObject[] {
	const parsed = jsonOf(reply);
	const json = parsed === undefined ? reply.text : parsed;
	return (Array.isArray(json) ? json : [json]).map((element: unknown) =>
		isRecord(element) ? item(element) : item({ value: element }),
	);
}

export const simplify: Field<boolean> = {
	...toggle({
		displayName: 'Simplify',
		description:
			'Whether to return a simplified version of the response instead of the raw data. The raw data differ from engine to engine.',
		default: true,
	}),
	place: 'last',
};
