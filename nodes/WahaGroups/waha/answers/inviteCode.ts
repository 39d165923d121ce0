import type { Reply } from '../http/reply';
import { FAILURE, jsonOf, textOf } from '../http/reply';
import { withoutLink } from '../input/ids';
import { firstText, isRecord } from '../json';

/** WhatsApp's codes: 22 letters, of both cases, and digits (all links that were found in public have such). */
const REAL = /^(?=.*[A-Z])(?=.*[a-z])[A-Za-z\d]{22}$/;

/** Several words one after the other: `item-not-there`, `NotAdmin`, `NO_ACCESS`. */
const WORDS = /^(?:[A-Z]?[a-z]{2,}(?:(?:[-_][A-Z]?|[A-Z])[a-z]{2,})+|[A-Z]{2,}(?:[-_][A-Z]{2,})+)$/;

/** Statuses, no, and what JavaScript writes for "nothing". A bare `true` stays the text that it is. */
const NONE = /^(?:\d{1,4}|null|none|nan|false|undefined)$/i;

/** Whether a text can be a code and not what a server says in its place: it is sent to people. */
export function mayBeCode(text: string, isNamed: boolean): boolean {
	if (REAL.test(text)) return true;
	const others = isNamed ? [NONE, FAILURE] : [NONE, FAILURE, WORDS];
	return /^[\w-]{3,64}$/.test(text) && others.every((other) => !other.test(text));
}

/** The code in a reply: bare, as JSON, in an object, or as a whole link; undefined where there is none. */
export function inviteCodeIn(reply: Reply): string | undefined {
	const json = jsonOf(reply);
	const inside = isRecord(json) ? firstText(json, ['inviteCode', 'code', 'invite']) : undefined;
	const text = inside ?? textOf(reply);
	const code = withoutLink(text);
	return mayBeCode(code, inside !== undefined || code !== text) ? code : undefined;
}
