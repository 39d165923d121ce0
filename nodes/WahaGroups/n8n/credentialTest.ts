import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { shownUrl } from '../waha/http/address';
import { LABELS } from '../wording/labels';
import { wordsOf } from '../wording/wording';
import { isRecord, recordOf } from '../waha/json';
import { problemOfConnection } from '../waha/http/connectionProblems';
import { problemOf } from '../waha/http/problems';
import { isGateway } from '../waha/http/retry';
import type { Reply } from '../waha/http/reply';
import { isPage, jsonOf } from '../waha/http/reply';
import { authOf, baseUrlOf, connectionFailure, headersOf, keyOf } from './connection';

const TIMEOUT_MS = 10_000;

/** Old servers know only the second. */
const VERSION_PATHS = ['/api/server/version', '/api/version'];

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/** The same for an error with words of its own; undefined for others. */
function failedBy(error: unknown): INodeCredentialTestResult | undefined {
	const words = wordsOf(error, false);
	return words && { status: 'Error', message: `${words.message}. ${words.description}`.trim() };
}

/** What is told of an error that is none of the connection, e.g. where n8n itself forbids the request. */
function notSent(error: unknown, baseUrl: string): string {
	const shown = shownUrl(baseUrl);
	const words = error instanceof Error ? error.message.replaceAll(baseUrl, shown) : 'unknown error';
	return `n8n could not send the request to ${shown}: ${words}`;
}

function judge(reply: Reply, baseUrl: string): INodeCredentialTestResult | undefined {
	const json = jsonOf(reply);
	if (
		reply.status === 200 &&
		isRecord(json) &&
		typeof json.version === 'string' &&
		'engine' in json
	) {
		return { status: 'OK', message: `Connected to WAHA ${json.version}` };
	}
	// WAHA sends no pages: this one is of a proxy, whose message says so.
	if (reply.status === 401 && isPage(reply)) {
		const problem = problemOf(reply, { baseUrl, effect: 'none' });
		if (problem) return failedBy(problem);
	}
	if (reply.status === 401) {
		return failed('The API key is wrong: it has to be the same as WAHA_API_KEY of the server');
	}
	// WAHA answers 403 only to keys that it knows: one with few scopes still serves for its own session.
	if (reply.status === 403 && isRecord(json)) {
		return {
			status: 'OK',
			message: 'Connected. This key is limited, so some operations may not be allowed.',
		};
	}
	if (reply.status === 404) return undefined;
	if ((reply.status >= 300 && reply.status < 400) || isGateway(reply.status)) {
		const problem = problemOf(reply, { baseUrl, effect: 'none' });
		if (problem) return failedBy(problem);
	}
	return failed(
		`The server at ${shownUrl(baseUrl)} is not a WAHA server (it answered with status ${reply.status}). Check the ${LABELS.hostUrl}.`,
	);
}

/** Asks the server for its version, and tells apart: unreachable, no WAHA server, wrong key. */
export async function wahaApiTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	// n8n gives a credential test this one helper and no newer one.
	const { helpers } = this;
	const credential = data ?? {};
	let baseUrl = '';
	try {
		baseUrl = baseUrlOf(credential);
		const key = keyOf(credential);
		for (const path of VERSION_PATHS) {
			const response: unknown = await helpers.request({
				method: 'GET',
				uri: `${baseUrl}${path}`,
				headers: key === '' ? {} : { 'X-Api-Key': key },
				auth: authOf(baseUrl),
				timeout: TIMEOUT_MS,
				resolveWithFullResponse: true,
				simple: false,
				// The key is for this server only.
				followRedirect: false,
				rejectUnauthorized: credential.allowUnauthorizedCerts !== true,
			});
			const full = recordOf(response);
			const text = typeof full.body === 'string' ? full.body : (JSON.stringify(full.body) ?? '');
			const headers = headersOf(full.headers);
			const verdict = judge({ status: Number(full.statusCode), headers, text }, baseUrl);
			if (verdict) return verdict;
		}
		return failed(
			`The server at ${shownUrl(baseUrl)} is not a WAHA server. Check the ${LABELS.hostUrl}.`,
		);
	} catch (error) {
		const failure = connectionFailure(error);
		const problem = failure
			? problemOfConnection(failure, { baseUrl, effect: 'none' }, TIMEOUT_MS)
			: error;
		return failedBy(problem) ?? failed(notSent(error, baseUrl));
	}
}
