import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { normaliseBaseUrl, shownUrl } from '../waha/http/address';
import type { ClientSettings, HttpRequest, Transport } from '../waha/http/client';
import { WahaClient } from '../waha/http/client';
import { InputError } from '../wording/inputError';
import { LABELS } from '../wording/labels';
import { isRecord, recordOf } from '../waha/json';
import { Pace } from '../waha/http/pace';
import type { ConnectionFailure } from '../waha/http/call';
import type { Reply } from '../waha/http/reply';
import { settle } from '../waha/settle';

const CREDENTIAL = 'wahaApi';

/** Whatever n8n hands to a node that can send requests. */
export type N8nContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IWebhookFunctions;

/** How fast to send, how long to wait, how often to repeat. */
export interface Pacing {
	maxParallelRequests: number;
	/** How many of those that only read; as many as the others where left out. */
	maxParallelReads?: number;
	/** Milliseconds between the starts of two requests. */
	requestInterval: number;
	maxRetries: number;
	/** Milliseconds. */
	timeout: number;
}

/** For the few requests of the editor and of a trigger: a person waits, so neither long nor often. */
export const INTERACTIVE: Pacing = {
	maxParallelRequests: 5,
	requestInterval: 0,
	maxRetries: 1,
	timeout: 15_000,
};

const FAILURES: Record<string, ConnectionFailure> = {
	ECONNREFUSED: 'refused',
	EHOSTUNREACH: 'refused',
	ENETUNREACH: 'refused',
	ENOTFOUND: 'notFound',
	EAI_AGAIN: 'notFound',
	EAI_FAIL: 'notFound',
	ETIMEDOUT: 'timeout',
	ESOCKETTIMEDOUT: 'timeout',
	ECONNABORTED: 'timeout',
	ECONNRESET: 'broken',
	ENETDOWN: 'broken',
	ENETRESET: 'broken',
	ENOTCONN: 'broken',
	EPIPE: 'broken',
	ERR_BAD_RESPONSE: 'broken',
	ERR_NETWORK: 'broken',
	ERR_SOCKET_CLOSED: 'broken',
	ERR_STREAM_DESTROYED: 'broken',
	ERR_STREAM_PREMATURE_CLOSE: 'broken',
	ERR_CANCELED: 'cancelled',
};

/** Node's codes of certificates that do not hold (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const CERTIFICATE =
	/^(?:UNABLE_TO_(?:GET|DEC|VERIFY)|(?:CERT|CRL)_|ERROR_IN_C|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_MISMATCH$|ERR_TLS_CERT_)/;

/** What TLS says where the other side answers in plain HTTP. */
const PLAIN_HTTP =
	/wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|unknown[ _]protocol/i;

/** n8n up to 2.4 drops the cause of its own error and notes the code of the connection as if it were a status. */
function codeOf({ code, httpCode }: Record<string, unknown>): string | undefined {
	return [code, httpCode].find((one): one is string => typeof one === 'string' && /^\D/.test(one));
}

/** An error and those behind it. */
function chainOf(error: unknown): Array<Record<string, unknown>> {
	const chain: Array<Record<string, unknown>> = [];
	for (let at = error; chain.length < 5 && isRecord(at); at = at.cause) chain.push(at);
	return chain;
}

/** Whether an error is of a connection that never stood; of a host with several addresses, Node lists one for each. */
function isOfConnecting({ syscall, errors, message, messages }: Record<string, unknown>): boolean {
	if (Array.isArray(errors) && errors.some((one) => recordOf(one).syscall === 'connect'))
		return true;
	return (
		syscall === 'connect' || /\bconnect ETIMEDOUT\b/.test([message, messages].flat().join(' '))
	);
}

/** How a request ended, from the error that n8n's helper wraps around the one of the connection; undefined for other errors. */
export function connectionFailure(error: unknown): ConnectionFailure | undefined {
	const chain = chainOf(error);
	for (const at of chain) {
		// So n8n up to 2.4 calls what it keeps no code of.
		if (at.name === 'NodeSslError') return 'certificate';
		const code = codeOf(at);
		if (code === undefined) continue;
		const words = [at.message, at.messages].flat().join(' ');
		// axios says "aborted" both for its own time-out and for a reply that broke off half-way.
		if (code === 'ECONNABORTED' && !/timeout/i.test(words)) return 'broken';
		if (/^EPROTO$|^ERR_SSL_/.test(code) && PLAIN_HTTP.test(`${code} ${words}`)) return 'notHttps';
		// Nothing was sent while it was still connecting.
		if (code === 'ETIMEDOUT' && chain.some(isOfConnecting)) return 'refused';
		const known = FAILURES[code];
		if (known !== undefined) return known;
		if (CERTIFICATE.test(code)) return 'certificate';
		// The parser of HTTP, Node's other client, and what unpacks a compressed reply.
		if (/^HPE_|^UND_ERR_|^Z_/.test(code)) return 'broken';
	}
	// A success that failed all the same broke off half-way; n8n 1 notes nothing but its status.
	return isRecord(error) && /^2\d\d$/.test(String(error.httpCode)) ? 'broken' : undefined;
}

/** Headers as a reply has them: names in lower case, values as text. */
export function headersOf(value: unknown): Record<string, string | undefined> {
	if (!isRecord(value)) return {};
	return Object.fromEntries(
		Object.entries(value).map(([name, content]) => [
			name.toLowerCase(),
			content === undefined || content === null ? undefined : String(content),
		]),
	);
}

/** Shorter keys are words that an error may need. */
const SHORTEST_HIDDEN = 8;

function replyOf(response: unknown, key: string): Reply {
	const full = recordOf(response);
	const text =
		typeof full.body === 'string'
			? full.body
			: full.body === undefined
				? ''
				: JSON.stringify(full.body);
	const status = Number(full.statusCode);
	// What fails is shown in the server's own words, and logged.
	const isShown = status >= 300 && key.length >= SHORTEST_HIDDEN;
	return {
		status,
		headers: headersOf(full.headers),
		text: isShown ? text.replaceAll(key, '…') : text,
	};
}

/** A part of an address, decoded; as it is where it cannot be. */
function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

/** Name and password that stand in an address: n8n 2.4 sends them without decoding them. */
export function authOf(url: string): IHttpRequestOptions['auth'] {
	const { username, password } = new URL(url);
	if (username === '' && password === '') return undefined;
	return { username: decoded(username), password: decoded(password) };
}

/** Sends a request with the key of a credential. */
type Send = (options: IHttpRequestOptions) => Promise<unknown>;

function transportOf(send: Send, skipSslCertificateValidation: boolean, key: string): Transport {
	return async ({ method, url, body, timeoutMs }: HttpRequest) => {
		const options: IHttpRequestOptions = {
			method,
			url,
			...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
			auth: authOf(url),
			timeout: timeoutMs,
			// WAHA sends bare strings and booleans: they must not be parsed on the way.
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// The key would go to the other server, and a POST would become a GET.
			disableFollowRedirect: true,
			skipSslCertificateValidation,
		};
		const settled = await settle(send(options));
		if (settled.ok) return { reply: replyOf(settled.value, key) };
		const failure = connectionFailure(settled.error);
		if (failure === undefined) throw settled.error;
		return { failure };
	};
}

/** The Host URL of a credential, ready to build on. Throws InputError where it is none. */
export function baseUrlOf(credential: Record<string, unknown>): string {
	const baseUrl = normaliseBaseUrl(credential.url);
	if (!/^https?:\/\/[^/\s]+/i.test(baseUrl) || !URL.canParse(baseUrl)) {
		throw new InputError(
			`The ${LABELS.hostUrl} in the credential is not an address: "${shownUrl(String(credential.url ?? ''))}"`,
			'Use the address of your WAHA server, e.g. http://localhost:3000.',
		);
	}
	return baseUrl;
}

/**
 * The key of a credential, trimmed; '' for none.
 * Throws InputError for one with characters that a header cannot hold (RFC 9110 5.5); the key itself is not named.
 */
export function keyOf(credential: Record<string, unknown>): string {
	const key = typeof credential.apiKey === 'string' ? credential.apiKey.trim() : '';
	if (/^[\t\x20-\x7e\x80-\xff]*$/.test(key)) return key;
	throw new InputError(
		`The ${LABELS.apiKey} in the credential has a character that no key can have`,
		'Copy it anew from WAHA_API_KEY of the server, without line breaks and special characters.',
	);
}

function clientOf(transport: Transport, baseUrl: string, pacing: Pacing, signal?: AbortSignal) {
	const { maxParallelRequests, maxParallelReads, requestInterval } = pacing;
	const isOnePace = (maxParallelReads ?? maxParallelRequests) === maxParallelRequests;
	const settings: ClientSettings = {
		transport,
		baseUrl,
		pace: new Pace(maxParallelRequests, requestInterval),
		...(!isOnePace && { readPace: new Pace(maxParallelReads ?? maxParallelRequests, 0) }),
		maxRetries: pacing.maxRetries,
		timeoutMs: pacing.timeout,
		signal,
	};
	return new WahaClient(settings);
}

/** A client for the server of the node's credential. Throws InputError for an address or a key that is none. */
export async function connect(
	context: N8nContext,
	pacing: Pacing,
	signal?: AbortSignal,
): Promise<WahaClient> {
	const credential = await context.getCredentials(CREDENTIAL);
	const { httpRequestWithAuthentication } = context.helpers;
	const send: Send = async (options) =>
		await httpRequestWithAuthentication.call(context, CREDENTIAL, options);
	const transport = transportOf(
		send,
		credential.allowUnauthorizedCerts === true,
		keyOf(credential),
	);
	return clientOf(transport, baseUrlOf(credential), pacing, signal);
}

/** The id of the node's credential; '' where n8n has none. n8n does not read the credential for it. */
export function credentialIdOf(context: N8nContext | ITriggerFunctions): string {
	return context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
}

/** Sends with a key that is put in here: n8n does not evaluate for each request how the credential is to be used. */
function sendingWith(context: IWebhookFunctions | ITriggerFunctions, key: string): Send {
	const { httpRequest } = context.helpers;
	return async (options) =>
		await httpRequest.call(context, {
			...options,
			headers: { ...options.headers, ...(key !== '' && { 'X-Api-Key': key }) },
		});
}

/**
 * A client for what an event makes a webhook ask. n8n 2.41 takes some 70 ms of processor time for each reading of a
 * credential there, so it is read once and not for each request. Throws InputError for an address or a key that is none.
 */
export async function connectReadingOnce(
	context: IWebhookFunctions,
	pacing: Pacing,
): Promise<WahaClient> {
	const credential = await context.getCredentials(CREDENTIAL);
	const key = keyOf(credential);
	const skipsCertificates = credential.allowUnauthorizedCerts === true;
	const transport = transportOf(sendingWith(context, key), skipsCertificates, key);
	return clientOf(transport, baseUrlOf(credential), pacing);
}

/** What a node needs that keeps a connection of its own. */
export interface Account {
	credentialId: string;
	baseUrl: string;
	/** '' for none. */
	key: string;
	/** Certificates are always checked: a connection of its own cannot leave that out either. */
	connect: (pacing: Pacing) => WahaClient;
}

/**
 * The server of a trigger's credential, for requests at any time. n8n 2.41 evaluates how a credential is to be used only
 * while it activates a trigger ("No bridge acquired" afterwards), so that the key is put in here.
 * Throws InputError for an address or a key that is none.
 */
export async function accountOf(context: ITriggerFunctions): Promise<Account> {
	const credential = await context.getCredentials(CREDENTIAL);
	const [baseUrl, key] = [baseUrlOf(credential), keyOf(credential)];
	const send = sendingWith(context, key);
	return {
		credentialId: credentialIdOf(context),
		baseUrl,
		key,
		connect: (pacing) => clientOf(transportOf(send, false, key), baseUrl, pacing),
	};
}
