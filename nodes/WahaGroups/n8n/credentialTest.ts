import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { InputError } from '../waha/errors';
import { isRecord } from '../waha/json';
import { problemOfConnection } from '../waha/problems';
import type { Reply } from '../waha/reply';
import { jsonOf } from '../waha/reply';
import { baseUrlOf, connectionFailure } from './connection';

const TIMEOUT_MS = 10_000;

/** Old servers know only the second. */
const VERSION_PATHS = ['/api/server/version', '/api/version'];

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
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
	return failed(
		`The server at ${baseUrl} is not a WAHA server (it answered with status ${reply.status}). Check the Host URL.`,
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
		const key = typeof credential.apiKey === 'string' ? credential.apiKey.trim() : '';
		for (const path of VERSION_PATHS) {
			const response: unknown = await helpers.request({
				method: 'GET',
				uri: `${baseUrl}${path}`,
				headers: key === '' ? {} : { 'X-Api-Key': key },
				timeout: TIMEOUT_MS,
				resolveWithFullResponse: true,
				simple: false,
				rejectUnauthorized: credential.allowUnauthorizedCerts !== true,
			});
			const full = isRecord(response) ? response : {};
			const text = typeof full.body === 'string' ? full.body : (JSON.stringify(full.body) ?? '');
			const verdict = judge({ status: Number(full.statusCode), headers: {}, text }, baseUrl);
			if (verdict) return verdict;
		}
		return failed(`The server at ${baseUrl} is not a WAHA server. Check the Host URL.`);
	} catch (error) {
		if (error instanceof InputError)
			return failed(`${error.message}. ${error.description ?? ''}`.trim());
		const failure = connectionFailure(error) ?? 'broken';
		const problem = problemOfConnection(failure, { baseUrl, once: false }, TIMEOUT_MS);
		return failed(`${problem.message}. ${problem.description}`);
	}
}
