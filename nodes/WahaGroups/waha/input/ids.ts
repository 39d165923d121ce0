import { elementsOf, refuseObjectText } from './entries';
import { InputError } from '../errors';
import { isRecord, recordOf } from '../json';
import { personIdIn } from '../phones/personId';
import { quote } from './quote';
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

function groupIdOr(given: unknown, advice: string): string {
	refuseObjectText(given);
	const value = groupIdIn(given);
	const text =
		typeof value === 'string' ? visible(value) : Number.isSafeInteger(value) ? String(value) : '';
	const match = /^(\d{3,32}(?:-\d{3,32})?)(?:@g\.us)?$/i.exec(text);
	if (match) return `${match[1]}@g.us`;
	if (typeof value === 'number' && Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER) {
		throw new InputError(
			`${quote(value)} came as a number, and as a number a group ID loses its last digits`,
			'Give the ID as text: in quotes, or with @g.us at the end, e.g. 120363041234567890@g.us.',
		);
	}
	if (text === '' && typeof value !== 'number') {
		throw new InputError('No group was chosen', `Choose a group from the list. ${advice}`);
	}
	throw new InputError(`${quote(value)} is no group ID`, advice);
}

const ID_ADVICE =
	'A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many"';

/**
 * Puts a group id into the form that WAHA takes: `…@g.us`.
 * In: an id with or without `@g.us`, also the older form `<phone>-<time>`; or a group as an object that holds one.
 * Throws InputError for anything else.
 */
export function toGroupId(given: unknown): string {
	return groupIdOr(given, `${ID_ADVICE}, or choose the group from the list.`);
}

/**
 * Puts a list of group ids into the form that WAHA takes, each once.
 * In: text with commas, semicolons or lines between the ids, or an array. Throws InputError for the first that is none.
 */
export function toGroupIds(value: unknown): string[] {
	return [...new Set(elementsOf(value).map((id) => groupIdOr(id, `${ID_ADVICE}.`)))];
}

/**
 * Takes the code out of an invite link, or a bare code as it is.
 * In: `https://chat.whatsapp.com/<code>` with or without scheme, query, `invite/` and trailing slash, also in the
 * middle of a sentence; or the code.
 * Throws InputError for anything else.
 */
export function toInviteCode(value: unknown): string {
	refuseObjectText(value);
	const text = typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : '';
	// Far longer than any link, and long texts of slashes would take the expressions below very long.
	const path = text.length > 2000 ? '' : (linkedCode(text) ?? withoutLink(text));
	// What JavaScript writes where an expression found nothing.
	if (/^(?:undefined|null|NaN)$/.test(path)) {
		throw new InputError(
			`${quote(text)} is what an expression gives that finds nothing, and no invite code`,
			'Look at the item that comes in: the field that the expression takes is not there or empty.',
		);
	}
	if (/^[\w-]{4,64}$/.test(path)) return path;
	throw new InputError(
		text === '' && (typeof value === 'string' || value === undefined || value === null)
			? 'No invite code was given'
			: `${quote(value)} is no invite code and no invite link`,
		'Use the whole link, e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv, or the part behind the last slash.',
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
