// @ts-check
/** @typedef {import('../server/control-view').DeliveryLine} DeliveryLine */
/** @typedef {import('../server/control-view').RequestLine} RequestLine */

/** What each kind of fault means to the one who asks. */
export const FAULT_WORDS = /** @type {Record<string, string>} */ ({
	429: '429 – too many requests',
	'rate-overlimit': '500 – WhatsApp’s rate-overlimit',
	502: '502 – bad gateway',
	503: '503 – unavailable',
	504: '504 – gateway time-out',
	overload: '503 above so many at once',
	reset: 'Connection reset',
	hang: 'No answer at all',
	latency: 'Slow answers',
	answer: 'Another status',
	'error-string': 'A text in place of the result',
	'truncated-json': 'Half of the JSON',
	'cut-body': 'Answer cut off',
	'wrong-content-type': 'Wrong content type',
	'empty-body': 'Empty answer',
});

/** What number a kind of fault takes besides: its field, label and default. */
export const FAULT_NUMBERS =
	/** @type {Record<string, { field: string, label: string, value: number }>} */ ({
		429: { field: 'retryAfter', label: 'Retry after (seconds)', value: 2 },
		503: { field: 'retryAfter', label: 'Retry after (seconds)', value: 2 },
		latency: { field: 'ms', label: 'Milliseconds', value: 2000 },
		overload: { field: 'above', label: 'At once', value: 2 },
		answer: { field: 'status', label: 'Status', value: 500 },
	});

/**
 * The digits of a phone number as people write it; null for what is none.
 * @param {string} text
 */
export function digitsOf(text) {
	const digits = text.replace(/[\s()./+-]/g, '').replace(/^00/, '');
	return /^[1-9]\d{4,14}$/.test(digits) ? digits : null;
}

/** @param {number} ms since 1970 */
export const clock = (ms) => new Date(ms).toLocaleTimeString(undefined, { hour12: false });

/** @param {string} status such as SCAN_QR_CODE */
export const statusWords = (status) =>
	status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ').replace('qr', 'QR');

/**
 * `1 member`, `2 members`.
 * @param {number} number
 * @param {string} thing
 */
export const count = (number, thing) => `${number} ${thing}${number === 1 ? '' : 's'}`;

/** @param {string} url of a webhook or of a request, percent-encoded */
export function readable(url) {
	const short = url.replace(/^https?:\/\//, '').replace(/^\/api(?=\/)/, '');
	try {
		return decodeURIComponent(short);
	} catch {
		return short;
	}
}

/**
 * How it went: `good`, `bad` or `waiting`, which the style sheet colours.
 * @param {{ status: number | null, state?: string, endedAt?: number | null }} line
 */
export function mood({ status, state, endedAt }) {
	if (state === 'pending' || endedAt === null) return 'waiting';
	return status !== null && status < 400 && state !== 'failed' ? 'good' : 'bad';
}

/** @param {DeliveryLine} line */
export function deliveryStatus({ status, state, attempts }) {
	if (status !== null) return String(status);
	if (attempts > 0) return 'no answer';
	return state === 'pending' ? 'on its way' : state;
}

/** @param {RequestLine} line */
export function requestStatus({ status, endedAt }) {
	if (status !== null) return String(status);
	return endedAt === null ? 'running' : 'no answer';
}

/** @param {RequestLine} line */
export const duration = ({ startedAt, endedAt }) =>
	endedAt === null ? '' : `${Math.round(endedAt - startedAt)} ms`;

/** @param {string} body */
export function pretty(body) {
	try {
		return JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		return body;
	}
}

/**
 * One of eight colours, always the same for the same text; neighbouring numbers differ.
 * @param {string} text
 */
export function colour(text) {
	let sum = 0;
	for (const letter of text) sum += letter.codePointAt(0) ?? 0;
	return `c${sum % 8}`;
}
