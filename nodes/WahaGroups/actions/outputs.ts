import type { IDataObject } from 'n8n-workflow';

import type { Reply } from '../waha/reply';
import { jsonOf, successOf, textOf } from '../waha/reply';
import { isRecord } from '../waha/json';
import { inviteUrl, withoutLink } from '../waha/ids';
import { NOT_ALLOWED } from '../waha/results';
import type { Field } from './fields';
import { toggle } from './fields';

/** Our own plain objects as n8n's item data: n8n's type asks for an index signature that interfaces lack. */
export function item(data: object): IDataObject {
	return { ...data };
}

/** Whether it worked, what was set, and on a plain "false" why not. */
export function outcome(reply: Reply, set: IDataObject): IDataObject {
	const success = successOf(reply);
	return { success, ...set, ...(!success && { reason: NOT_ALLOWED }) };
}

/** A group's invite code with the link that people open. */
export function invitation(reply: Reply, groupId: string): IDataObject {
	const code = withoutLink(textOf(reply));
	return { groupId, inviteCode: code, inviteUrl: inviteUrl(code) };
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
