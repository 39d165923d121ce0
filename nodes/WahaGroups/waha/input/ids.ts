import { elementsOf, refuseObjectText } from './entries';
import { InvalidInput } from '../errors';
import { isRecord, recordOf } from '../json';
import { personIdIn } from '../phones/personId';
import { visible } from './visible';

export { quote } from './quote';
export { toParticipantId, toParticipantIds } from '../phones/participant';

/** The id in a group as the node or an engine gives it: `groupId`, `id` (text or object) or `_serialized`. */
function groupIdIn(value: unknown, depth = 0): unknown {
	if (!isRecord(value) || depth > 2) return value;
	const inside = [value.groupId, value.id, value.JID, value._serialized].find(
		(one) => one !== undefined && one !== null && one !== '',
	);
	return inside === undefined ? value : groupIdIn(inside, depth + 1);
}

function groupIdFrom(given: unknown, isOne: boolean): string {
	refuseObjectText(given);
	const value = groupIdIn(given);
	const text =
		typeof value === 'string' ? visible(value) : Number.isSafeInteger(value) ? String(value) : '';
	const match = /^(\d{3,32}(?:-\d{3,32})?)(?:@g\.us)?$/i.exec(text);
	if (match) return `${match[1]}@g.us`;
	if (typeof value === 'number' && Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER) {
		throw new InvalidInput({ name: 'groupIdAsNumber', facts: { value } });
	}
	if (text === '' && typeof value !== 'number')
		throw new InvalidInput({ name: 'noGroup', facts: { isOne } });
	throw new InvalidInput({ name: 'notAGroupId', facts: { value, isOne } });
}

/**
 * Puts a group id into the form that WAHA takes: `…@g.us`.
 * In: an id with or without `@g.us`, also the older form `<phone>-<time>`; or a group as an object that holds one.
 * Throws InvalidInput for anything else.
 */
export function toGroupId(given: unknown): string {
	return groupIdFrom(given, true);
}

/**
 * Puts a list of group ids into the form that WAHA takes, each once.
 * In: text with commas, semicolons or lines between the ids, or an array. Throws InvalidInput for the first that is none.
 */
export function toGroupIds(value: unknown): string[] {
	return [...new Set(elementsOf(value).map((id) => groupIdFrom(id, false)))];
}

/**
 * Takes the code out of an invite link, or a bare code as it is.
 * In: `https://chat.whatsapp.com/<code>` with or without scheme, query, `invite/` and trailing slash, also in the
 * middle of a sentence; or the code.
 * Throws InvalidInput for anything else.
 */
export function toInviteCode(value: unknown): string {
	refuseObjectText(value);
	const text = typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : '';
	// Far longer than any link, and long texts of slashes would take the expressions below very long.
	const path = text.length > 2000 ? '' : (linkedCode(text) ?? withoutLink(text));
	// What JavaScript writes where an expression found nothing.
	if (/^(?:undefined|null|NaN)$/.test(path)) {
		throw new InvalidInput({ name: 'nothingFound', facts: { value: text } });
	}
	if (/^[\w-]{4,64}$/.test(path)) return path;
	const isNone =
		text === '' && (typeof value === 'string' || value === undefined || value === null);
	throw new InvalidInput(
		isNone ? { name: 'noInviteCode', facts: {} } : { name: 'notAnInviteCode', facts: { value } },
	);
}

/** The code of the one invite link that stands in a sentence; undefined where there is none, or several. */
function linkedCode(text: string): string | undefined {
	// The blank before it: an address that only holds this one, or ends like it, is another.
	const links = text.matchAll(
		/(?:^|[\s"'<(:])(?:https?:\/\/)?(?:www\.)?chat\.whatsapp\.com\/(?:invite\/)?([\w-]{4,64})(?=$|[\s"'<>()?#&.,;:!/])(?!\/\w)/gi,
	);
	const codes = new Set(Array.from(links, ([, code]) => code));
	const [only] = codes;
	return codes.size === 1 ? only : undefined;
}

/** The last part of an invite link, or the text as it is. In: a link in any of its forms, or a code. */
export function withoutLink(text: string): string {
	return text
		.replace(/^https?:\/\//i, '')
		.replace(/^(?:www\.)?chat\.whatsapp\.com\/(?:invite\/)?/i, '')
		.replace(/^(?:whatsapp:\/\/chat|web\.whatsapp\.com\/accept)\/?\?code=/i, '')
		.replace(/[?#&].*$/, '')
		.replace(/\/+$/, '');
}

/** The link that people open to join a group. In: an invite code. */
export function inviteUrl(code: string): string {
	return `https://chat.whatsapp.com/${code}`;
}

/**
 * The id of a person as an engine wrote it, in the one form of our outputs; null where there is none.
 * In: text, or an engine's object with `_serialized`; what is neither phone nor lid stays as it came.
 */
export function readPersonId(value: unknown): string | null {
	const text = isRecord(value) ? value._serialized : value;
	if (typeof text !== 'string' || text === '') return null;
	return personIdIn(text) ?? text;
}

/** The digits of a phone number (country code first, no plus) in an id; null where the number is hidden or unknown. */
export function phoneOf(id: string | null): string | null {
	return id?.endsWith('@c.us') ? id.slice(0, -'@c.us'.length) : null;
}

/** The ids of a session's own account, phone and hidden. In: `me`, as WAHA tells it of a session and in each event. */
export function accountIdsIn(me: unknown): string[] {
	const { id, lid } = recordOf(me);
	return [id, lid].flatMap((one) => readPersonId(one) ?? []);
}
