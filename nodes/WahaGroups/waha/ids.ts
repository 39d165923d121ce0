import { InputError } from './errors';
import { isRecord, parseJson } from './json';

/** What `<digits>@c.us` can look like in the data of the engines. */
const PHONE_SERVERS = new Set(['c.us', 's.whatsapp.net']);
/** E.164 allows 15 digits; nothing shorter than 5 is a number with a country code. */
const PHONE_DIGITS = /^[1-9]\d{4,14}$/;
/** Hyphens and spaces of every kind that address books and spreadsheets put into numbers, and invisible direction marks. */
const PHONE_PUNCTUATION =
	/[\s().\-/\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const PHONE_ADVICE =
	'Use the international form with the country code, e.g. +49 170 1234567 or 491701234567@c.us.';

function asText(value: unknown): string {
	try {
		return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	} catch {
		// What JSON cannot say: a bigint, an object that contains itself.
		return typeof value === 'bigint' ? String(value) : `a value of type ${typeof value}`;
	}
}

/** A value as our errors name it: in quotes, long ones cut. */
export function quote(value: unknown): string {
	const text = asText(value);
	return `"${text.length > 80 ? `${text.slice(0, 77)}…` : text}"`;
}

function phoneDigits(text: string): string | undefined {
	// "+49 (0)170": the bracketed trunk zero is left out when dialled with the country code (ITU-T E.123).
	const spoken = text.replace(/(\d[\s.-]*)\(\s*0\s*\)/, '$1');
	const digits = spoken.replace(PHONE_PUNCTUATION, '').replace(/^(\+|00)/, '');
	return PHONE_DIGITS.test(digits) ? digits : undefined;
}

function participantFromText(text: string): string | undefined {
	const at = text.lastIndexOf('@');
	if (at < 0) {
		const digits = phoneDigits(text);
		return digits === undefined ? undefined : `${digits}@c.us`;
	}
	const server = text.slice(at + 1).toLowerCase();
	// A device ("123:12@…", with an agent "123.0:12@…") belongs to the same person.
	const user = text.slice(0, at).replace(/(?:[._]\d{1,3})?:\d+$/, '');
	if (server === 'lid') return /^\d+$/.test(user) ? `${user}@lid` : undefined;
	if (!PHONE_SERVERS.has(server)) return undefined;
	const digits = phoneDigits(user);
	return digits === undefined ? undefined : `${digits}@c.us`;
}

/** The names under which an item can carry a participant: WAHA's, spreadsheets', and those of our own outputs. */
const PARTICIPANT_KEYS = [
	'id',
	'participantId',
	'pn',
	'phone',
	'phoneNumber',
	'_serialized',
] as const;

/** How deep an id may lie: in an item, in its `id`, in that one's `_serialized`. */
const DEEPEST = 3;

/** An empty cell of a table. */
function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

function participantFrom(value: unknown, depth = 0): string | undefined {
	if (typeof value === 'string') return participantFromText(value.trim());
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value > 0
			? participantFromText(String(value))
			: undefined;
	}
	if (!isRecord(value) || depth >= DEEPEST) return undefined;
	const key = PARTICIPANT_KEYS.find((name) => !isBlank(value[name]));
	return key === undefined ? undefined : participantFrom(value[key], depth + 1);
}

function whyNoParticipant(value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text.endsWith('@g.us')) return 'is a group, not a person';
	if (/^0[^0]/.test(text)) return 'starts with a single 0, so its country code is missing';
	return 'is no phone number and no participant ID';
}

/**
 * Puts one participant into the form that WAHA takes.
 * In: a phone number in any usual notation, an id (`…@c.us`, `…@s.whatsapp.net`, `…@lid`, with or without a
 * device), a number, or an object that carries one of these. Out: `<digits>@c.us` or `<digits>@lid`.
 * Throws InputError, which names the value and, where `place` is given, its place in the list (from 1).
 */
export function toParticipantId(value: unknown, place?: number): string {
	const id = participantFrom(value);
	if (id !== undefined) return id;
	const where = place === undefined ? '' : ` (number ${place} in the list)`;
	throw new InputError(`${quote(value)}${where} ${whyNoParticipant(value)}`, PHONE_ADVICE);
}

function splitList(text: string): unknown[] {
	const trimmed = text.trim();
	if (trimmed.startsWith('[')) {
		const parsed = parseJson(trimmed);
		if (Array.isArray(parsed)) return parsed;
		throw new InputError(
			`The list starts with "[" but is no valid JSON: ${quote(trimmed)}`,
			'Separate the entries with commas instead, without brackets.',
		);
	}
	return trimmed
		.split(/[,;\r\n]+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function elementsOf(value: unknown): unknown[] {
	if (value === undefined || value === null) return [];
	// Also what a sparse list leaves out is an element, so that it is told and not sent as nothing.
	if (Array.isArray(value)) return Array.from(value as unknown[]);
	return typeof value === 'string' ? splitList(value) : [value];
}

/**
 * Puts a list of participants into the form that WAHA takes, in the order given, each once.
 * In: text with commas, semicolons or lines between the entries, or an array of what toParticipantId takes.
 * Throws InputError for the first entry that is none.
 */
export function toParticipantIds(value: unknown): string[] {
	return [...new Set(elementsOf(value).map((entry, index) => toParticipantId(entry, index + 1)))];
}

/**
 * Puts a group id into the form that WAHA takes: `…@g.us`.
 * In: an id with or without `@g.us`, also the older form `<phone>-<time>`. Throws InputError for anything else.
 */
export function toGroupId(value: unknown): string {
	const text =
		typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
	const match = /^(\d{3,32}(?:-\d{3,32})?)(?:@g\.us)?$/i.exec(text);
	if (match) return `${match[1]}@g.us`;
	if (typeof value === 'number' && Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER) {
		throw new InputError(
			`${quote(value)} came as a number, and as a number a group ID loses its last digits`,
			'Give the ID as text: in quotes, or with @g.us at the end, e.g. 120363041234567890@g.us.',
		);
	}
	if (text === '' && typeof value !== 'number') {
		throw new InputError('No group was chosen', `Choose a group from the list. ${GROUP_ID_ADVICE}`);
	}
	throw new InputError(`${quote(value)} is no group ID`, GROUP_ID_ADVICE);
}

const GROUP_ID_ADVICE =
	'A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many", or choose the group from the list.';

/**
 * Puts a list of group ids into the form that WAHA takes, each once.
 * In: text with commas, semicolons or lines between the ids, or an array. Throws InputError for the first that is none.
 */
export function toGroupIds(value: unknown): string[] {
	return [...new Set(elementsOf(value).map(toGroupId))];
}

/**
 * Takes the code out of an invite link, or a bare code as it is.
 * In: `https://chat.whatsapp.com/<code>` with or without scheme, query, `invite/` and trailing slash; or the code.
 * Throws InputError for anything else.
 */
export function toInviteCode(value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	// Far longer than any link, and long texts of slashes would take the expressions below very long.
	const path = text.length > 2000 ? '' : withoutLink(text);
	if (/^[\w-]{4,64}$/.test(path)) return path;
	throw new InputError(
		text === '' && (typeof value === 'string' || value === undefined || value === null)
			? 'No invite code was given'
			: `${quote(value)} is no invite code and no invite link`,
		'Use the whole link, e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv, or the part behind the last slash.',
	);
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
	return participantFromText(text) ?? text;
}

/** The digits of a phone number (country code first, no plus) in an id; null where the number is hidden or unknown. */
export function phoneOf(id: string | null): string | null {
	return id?.endsWith('@c.us') ? id.slice(0, -'@c.us'.length) : null;
}
