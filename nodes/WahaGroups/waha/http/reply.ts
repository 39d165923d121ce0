import type { Expected } from '../errors';
import { WahaError } from '../errors';
import { firstText, isRecord, parseJson, plainWords, scalarText } from '../json';

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

/** The error where an answer is not what was expected. */
export function garbled(reply: Reply, expected: Expected): WahaError {
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

/** A bare or a quoted string; what looks like a number or a boolean stays text. '' where there is none. */
export function textOf(reply: Reply): string {
	const json = jsonOf(reply);
	if (typeof json === 'string') return json.trim();
	return typeof json === 'object' ? '' : reply.text.trim();
}

const flagOf = (value: unknown): boolean | undefined =>
	value === true || value === 'true'
		? true
		: value === false || value === 'false'
			? false
			: undefined;

/** A plain yes or no: bare, or as `{success}`; undefined where a body says neither. In: the body as JSON. */
export function yesOrNo(json: unknown): boolean | undefined {
	if (!isRecord(json)) return flagOf(json);
	return flagOf(json.success) ?? flagOf(json.ok) ?? flagOf(json.result);
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
	const answer = json === null ? true : yesOrNo(json);
	if (answer !== undefined) return answer;
	if (!isRecord(json)) throw garbled(reply, 'yesOrNo');
	const status = scalarText(json.status);
	if (DONE.test(status)) return true;
	return /^\d{3}$/.test(status) ? status.startsWith('2') : null;
}

/** Words by which a text alone tells that something went wrong. */
export const FAILURE =
	/error|exception|fail|forbidden|unauthori[sz]ed|not[-_ ](?:authorized|allowed|found|acceptable|participating|implemented)|invalid|denied|refused|bad[-_ ]?request|conflict|overlimit|timed? ?out|(?:connection|target|session|page) closed/i;

/** What `{error}` holds, in words; undefined where it holds nothing. */
function wordsIn(error: unknown): string | undefined {
	if (typeof error === 'string') return error.trim() || undefined;
	if (isRecord(error)) return firstText(error, ['message', 'error', 'name']) ?? 'error';
	return Array.isArray(error) && error.length > 0
		? error.map((one) => wordsIn(one) ?? scalarText(one)).join('; ')
		: undefined;
}

/** What stands in place of a status where something went wrong. */
const FAILED = /^(?:error|fail(?:ed|ure)?)$/i;

/** Letters and signs only: with digits in it, a text may be a code or an id. */
const isFailureInWords = (text: string): boolean => /^[^\d@]+$/.test(text) && FAILURE.test(text);

/**
 * A status of failure that an object tells and nothing else, in the words of WhatsApp's libraries; undefined where it
 * tells none. What has an id came about.
 */
export function toldStatus(reply: Reply): string | undefined {
	const json = jsonOf(reply);
	if (!isRecord(json) || 'id' in json) return undefined;
	const status = [json.status, json.code].map(scalarText).find((one) => /^[45]\d\d$/.test(one));
	return status && `status ${status}`;
}

/**
 * The words of an error that a body tells, whatever the status: `{error}`, `{status: "error"}`, `{message}` of one,
 * or a text: `SomeError: …`, `forbidden`. Undefined where it tells none; a plain `{success: false}` is an answer.
 */
export function toldError(reply: Reply): string | undefined {
	const json = jsonOf(reply);
	if (!isRecord(json)) {
		const text = textOf(reply);
		return /^\w*error\b\s*:/i.test(text) || isFailureInWords(text)
			? plainWords(text, 450)
			: undefined;
	}
	if (yesOrNo(json) === false) return undefined;
	const { exception, error, errors, statusCode, message } = json;
	const told = wordsIn(exception) ?? wordsIn(error) ?? wordsIn(errors);
	const words = wordsIn(message);
	const isBad =
		error === true ||
		[json.status, json.success, json.result].some((one) => FAILED.test(scalarText(one))) ||
		Number(scalarText(statusCode)) >= 400 ||
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
