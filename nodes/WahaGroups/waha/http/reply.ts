import type { Expected } from '../errors';
import { WahaError } from '../errors';
import { firstText, isRecord, parseJson, plainWords } from '../json';

/** What came back over HTTP, body as text: WAHA sends strings and booleans bare, so only the caller knows what they are. */
export interface Reply {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | undefined>;
	text: string;
	/** True where an earlier try of the same request broke off and may have had its effect. */
	afterDoubt?: boolean;
}

/** Whether a body is a web page, as proxies send it, and not an answer of WAHA. */
export function isPage(reply: Reply): boolean {
	return /^\s*<(?:!doctype\b|!--|\?xml\b|(?:html|head|body|center|title|h1)\b)/i.test(reply.text);
}

function garbled(reply: Reply, expected: Expected): WahaError {
	const body = reply.text.trim();
	const details = { status: reply.status, inDoubt: true };
	if (body === '') return new WahaError({ name: 'emptyAnswer', facts: { expected } }, details);
	const facts = { expected, start: plainWords(body, 120) };
	return new WahaError({ name: 'otherAnswer', facts }, details);
}

/** The body as JSON; undefined where it is none (a bare string, an empty body, or one that was cut off). */
export function jsonOf(reply: Reply): unknown {
	if (!parsed.has(reply)) parsed.set(reply, parseJson(reply.text));
	return parsed.get(reply);
}

/** A list of thousands of groups is megabytes, and is looked at more than once. */
const parsed = new WeakMap<Reply, unknown>();

/** A bare "true" or "false" that did not come to its end. */
const HALF_A_BOOLEAN = /^\s*(?:t|tr|tru|f|fa|fal|fals)$/;

/** Whether a body began as a JSON object, list or boolean but was cut off on the way. */
export function isTruncated(reply: Reply): boolean {
	if (HALF_A_BOOLEAN.test(reply.text)) return true;
	return /^\s*[[{]/.test(reply.text) && jsonOf(reply) === undefined;
}

/** A bare or a quoted string; what looks like a number or a boolean stays text. Throws WahaError where there is none. */
export function textOf(reply: Reply): string {
	const json = jsonOf(reply);
	const text = typeof json === 'string' ? json : reply.text.trim();
	if (text === '' || typeof json === 'object') throw garbled(reply, 'text');
	return text;
}

/** What some servers write in place of a code. */
const DONE = /^(?:ok|success|done)$/i;

/**
 * Whether the answer says that it worked: `true`, `{success}`, `{status: 200}`, or nothing at all (NOWEB, measured on
 * 2024.10.8 and 2026.7.2; GOWS in WAHA's source: both come back with nothing once WhatsApp has agreed, and answer with
 * an error where it refused). Out: null for an object that says neither, such as `{}`, which no
 * engine is known to answer. Throws WahaError for other texts.
 */
export function successOf(reply: Reply): boolean | null {
	const text = reply.text.trim();
	if (text === '') return true;
	const json = jsonOf(reply);
	if (json === true || json === null) return true;
	if (json === false) return false;
	if (json === 'true' || json === 'false') return json === 'true';
	if (!isRecord(json)) throw garbled(reply, 'yesOrNo');
	if (typeof json.success === 'boolean') return json.success;
	if (DONE.test(String(json.status))) return true;
	return /^\d{3}$/.test(String(json.status)) ? /^2/.test(String(json.status)) : null;
}

/** Words by which a message alone tells that something went wrong. */
const FAILURE =
	/error|fail|forbidden|not[- ](?:authorized|allowed|found|acceptable|participating)|invalid|denied|refused|bad[- ]request|conflict|overlimit/i;

/** What `{error}` holds, in words; undefined where it holds nothing. */
function wordsIn(error: unknown): string | undefined {
	if (typeof error === 'string') return error.trim() || undefined;
	if (isRecord(error)) return firstText(error, ['message', 'error', 'name']) ?? 'error';
	return Array.isArray(error) && error.length > 0 ? error.map(String).join('; ') : undefined;
}

/**
 * The words of an error that a body tells, whatever the status: `{error}`, `{status: "error"}`, `{message}` of one,
 * or the text `SomeError: …`. Undefined where it tells none; a plain `{success: false}` is an answer.
 */
export function toldError(reply: Reply): string | undefined {
	const json = jsonOf(reply);
	if (!isRecord(json)) {
		const text = typeof json === 'string' ? json : reply.text;
		return /^\s*\w*error\b\s*:/i.test(text) ? plainWords(text, 450) : undefined;
	}
	if (json.success === false) return undefined;
	const { exception, error, status, statusCode, message } = json;
	const told = wordsIn(exception) ?? wordsIn(error);
	const words = wordsIn(message);
	const isBad =
		error === true ||
		/^(?:error|fail(?:ed|ure)?)$/i.test(String(status)) ||
		Number(statusCode) >= 400 ||
		(words !== undefined &&
			Object.keys(json).every((key) => MESSAGE_ONLY.has(key)) &&
			FAILURE.test(words));
	const found = told ?? (isBad ? (words ?? 'error') : undefined);
	return found === undefined ? undefined : plainWords(found, 450);
}

/** Beside these a message is no more than a part of something else. */
const MESSAGE_ONLY = new Set(['message', 'name', 'stack', 'timestamp', 'path']);

/** The body as an object. Throws WahaError where it is none. */
export function objectOf(reply: Reply): Record<string, unknown> {
	const json = jsonOf(reply);
	if (!isRecord(json)) throw garbled(reply, 'object');
	return json;
}

/** The body as a list; old NOWEB servers send an object keyed by id instead. Throws WahaError where it is neither. */
export function listOf(reply: Reply): unknown[] {
	const json = jsonOf(reply);
	if (Array.isArray(json)) return json;
	if (!isRecord(json)) throw garbled(reply, 'list');
	return Object.entries(json).map(([id, value]) => {
		if (!isRecord(value)) throw garbled(reply, 'list');
		return 'id' in value || !id.includes('@') ? value : { id, ...value };
	});
}
