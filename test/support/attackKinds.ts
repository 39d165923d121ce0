import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';

import { signature } from '../../sandbox';
import { envelope, joined } from './deliveries';

type Headers = Record<string, string | string[]>;

/** What an attacker sends; without a content type of its own it goes out under any. */
interface Sent {
	body: string | Buffer;
	hmac?: string | string[];
	headers?: Headers;
}

/** Makes a bad delivery of a good one, which is not sent itself. */
type Change = (good: string, key: string) => Sent;

/** One way to be bad, and what it has to be answered. */
export interface Kind {
	status: 200 | 400 | 401;
	change: fc.Arbitrary<Change>;
}

const json = fc.jsonValue({ maxDepth: 4 });
const hex = (minLength: number, maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength, maxLength });
const at = fc.nat(100_000);

/** The signature of the good delivery, changed. */
const withHmac = (change: (hmac: string, place: number) => string | string[]) =>
	at.map<Change>((place) => (good, key) => {
		return { body: good, hmac: change(signature(good, key), place) };
	});

/** Another body under the signature of the good delivery. */
const withBody = (change: fc.Arbitrary<(good: string) => string | Buffer>) =>
	change.map<Change>((to) => (good, key) => ({ body: to(good), hmac: signature(good, key) }));

/** A body that is signed rightly, as by somebody who sends WAHA's own deliveries elsewhere or again. */
const signedBody = (body: fc.Arbitrary<string>) =>
	body.map<Change>((text) => (_, key) => ({ body: text, hmac: signature(text, key) }));

/** An event of its own, signed rightly. */
const signedEvent = (more: fc.Arbitrary<Record<string, unknown>>) =>
	signedBody(more.map((changed) => JSON.stringify(envelope(changed))));

const insertion = (hmac: string, place: number, text: string): string => {
	const index = 1 + (place % (hmac.length - 1));
	return hmac.slice(0, index) + text + hmac.slice(index);
};

function flipped(text: string, place: number, flip: number): Buffer {
	const bytes = Buffer.from(text);
	const index = place % bytes.length;
	bytes[index] = (bytes[index] ?? 0) ^ flip;
	return bytes;
}

const brackets = (depth: number, [open, close]: [string, string]): string =>
	`${open.repeat(depth)}1${close.repeat(depth)}`;
const deep = fc
	.tuple(
		fc.integer({ min: 500, max: 20_000 }),
		fc.constantFrom<[string, string]>(['[', ']'], ['{"a":', '}']),
	)
	.map(([depth, pair]) => brackets(depth, pair));
const large = fc
	.integer({ min: 20_000, max: 400_000 })
	.map((length) => JSON.stringify(envelope({ payload: joined({ _data: 'x'.repeat(length) }) })));
const noEvent = json
	.map((value) => JSON.stringify(value))
	.filter((text) => !text.includes('"event"'));
/** Milliseconds since 1970, of times between an hour and 47 years ago. */
const late = fc.integer({ min: 3_605_000, max: 1_500_000_000_000 }).map((ago) => Date.now() - ago);

/** What is tried, by whoever has no key and by whoever replays; each with its answer. */
export const KINDS: Record<string, Kind> = {
	'no signature': { status: 401, change: fc.constant((body) => ({ body })) },
	'the key of somebody else': {
		status: 401,
		change: fc.string().map<Change>((wrong) => (body) => ({ body, hmac: signature(body, wrong) })),
	},
	'a made-up signature': {
		status: 401,
		change: hex(128, 128).map<Change>((hmac) => (body) => ({ body, hmac })),
	},
	'a signature of another length': {
		status: 401,
		change: fc.oneof(hex(0, 127), hex(129, 300)).map<Change>((hmac) => (body) => ({ body, hmac })),
	},
	'a part of the signature': {
		status: 401,
		change: withHmac((hmac, place) => hmac.slice(0, place % 128)),
	},
	'upper-case hex': { status: 401, change: withHmac((hmac) => hmac.toUpperCase()) },
	'white space in the signature': {
		status: 401,
		change: withHmac((hmac, place) => insertion(hmac, place, place % 2 === 0 ? ' ' : '\t')),
	},
	'the name of the algorithm in the signature': {
		status: 401,
		change: withHmac((hmac, place) => `${['sha512=', '0x', 'hmac ', '"'][place % 4]}${hmac}`),
	},
	'the signature twice': { status: 401, change: withHmac((hmac) => [hmac, hmac]) },
	'a wrong signature after the right one': {
		status: 401,
		change: withHmac((hmac) => [hmac, hmac.replace(/./g, '0')]),
	},
	'another algorithm': {
		status: 401,
		change: fc
			.constantFrom('sha256', 'SHA512', 'none', '', 'md5', 'sha512, sha512')
			.map<Change>((algorithm) => (body, key) => ({
				body,
				hmac: signature(body, key),
				headers: { 'X-Webhook-Hmac-Algorithm': algorithm },
			})),
	},
	'header names in another case, signed with a guess': {
		status: 401,
		change: fc.string().map<Change>((guess) => (body) => ({
			body,
			headers: { 'x-wEbHoOk-HMAC': signature(body, guess), 'X-WEBHOOK-HMAC-ALGORITHM': 'sha512' },
		})),
	},
	'a tampered byte': {
		status: 401,
		change: withBody(
			fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(
				([place, flip]) =>
					(good) =>
						flipped(good, place, flip),
			),
		),
	},
	'a body cut off': {
		status: 401,
		change: withBody(at.map((place) => (good) => good.slice(0, place % good.length))),
	},
	'something after the body': {
		status: 401,
		change: withBody(fc.string({ minLength: 1 }).map((more) => (good) => good + more)),
	},
	'another body under the signature': {
		status: 401,
		change: withBody(
			json.map((data) => () => JSON.stringify(envelope({ payload: joined({ _data: data }) }))),
		),
	},
	'JSON that is no event, not signed': {
		status: 401,
		change: noEvent.map<Change>((body) => () => ({ body })),
	},
	'deep JSON, not signed': { status: 401, change: deep.map<Change>((body) => () => ({ body })) },
	'large JSON, not signed': { status: 401, change: large.map<Change>((body) => () => ({ body })) },
	'nothing at all': { status: 401, change: fc.constant(() => ({ body: '' })) },
	'replayed late': {
		status: 401,
		change: signedEvent(late.map((timestamp) => ({ timestamp }))),
	},
	'replayed late, of a server that tells the time in the payload only': {
		status: 401,
		change: signedEvent(
			late.map((ms) => ({
				timestamp: undefined,
				payload: joined({ timestamp: Math.max(1, Math.floor(ms / 1000)) }),
			})),
		),
	},
	'signed JSON that is no event': { status: 400, change: signedBody(noEvent) },
	'signed lists, texts, numbers and null': {
		status: 400,
		change: signedBody(
			fc.constantFrom('null', 'true', '5', '""', '[]', '{}', '"group.join"', '[{"event":1}]'),
		),
	},
	'signed nothing': { status: 400, change: signedBody(fc.constant('')) },
	'signed deep JSON': { status: 400, change: signedBody(deep) },
	'a signed text': {
		status: 400,
		change: fc.string().map<Change>((word) => (_, key) => {
			const body = `hello ${word}`;
			const headers = { 'Content-Type': 'text/plain' };
			return { body, hmac: signature(body, key), headers };
		}),
	},
	'a signed event of another session': {
		status: 200,
		change: signedEvent(fc.string().map((name) => ({ session: `not default ${name}` }))),
	},
	'a signed event that was not asked for': {
		status: 200,
		change: signedEvent(
			fc.oneof(
				fc.constantFrom('message', 'group.v2.update', 'toString', '').map((event) => ({ event })),
				json.map((type) => ({ payload: joined({ type: [type] }) })),
			),
		),
	},
};

const xml = fc
	.string({ unit: fc.constantFrom(...'abc <>&;/"') })
	.map((text) => `<event>${text.replace(/[<>&]/g, '')}</event>`);
const multipart = (body: string): string =>
	`--x\r\nContent-Disposition: form-data; name="event"\r\n\r\n${body}\r\n--x--\r\n`;
const sentAs = (type: string, body: fc.Arbitrary<(good: string) => string | Buffer>) =>
	body.map<Change>((to) => (good, key) => ({
		body: to(good),
		hmac: signature(good, key),
		headers: { 'Content-Type': type },
	}));
const packed = (encoding: string, pack: (text: string) => Buffer) =>
	json.map<Change>((data) => (good, key) => ({
		body: pack(JSON.stringify(envelope({ payload: joined({ _data: data }) }))),
		hmac: signature(good, key),
		headers: { 'Content-Type': 'application/json', 'Content-Encoding': encoding },
	}));

/** What only n8n itself can take apart: its own parsers come before the node. */
export const N8N_KINDS: Record<string, Kind> = {
	XML: {
		status: 401,
		change: sentAs(
			'text/xml',
			xml.map((text) => () => text),
		),
	},
	'a form': {
		status: 401,
		change: sentAs(
			'application/x-www-form-urlencoded',
			fc.webQueryParameters().map((text) => () => `event=group.join&${text}`),
		),
	},
	'a form with parts': {
		status: 401,
		change: sentAs('multipart/form-data; boundary=x', fc.constant(multipart)),
	},
	'gzip of another body': { status: 401, change: packed('gzip', (text) => gzipSync(text)) },
	'deflate of another body': {
		status: 401,
		change: packed('deflate', (text) => deflateSync(text)),
	},
};
