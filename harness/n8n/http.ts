import http from 'node:http';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { pause } from './wait';

/** What n8n answered instead of what was asked for. */
export class N8nError extends Error {
	override readonly name = 'N8nError';

	constructor(
		readonly status: number,
		message: string,
		readonly body: unknown,
	) {
		super(message);
	}
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const firstWaitMs = 250;
const longestWaitMs = 4000;

/**
 * Whether n8n has not even looked at a request, so that sending it again does nothing twice: it still starts, or its
 * database did not answer in time, as on a busy machine.
 */
function wasTurnedAway({ status, data }: AxiosResponse<unknown>): boolean {
	if (status === 503) return messageIn(data).includes('Database is not ready');
	return status === 200 && typeof data === 'string' && data.startsWith('n8n is starting up');
}

/** The connection that n8n's editor has with its server: JSON and one cookie. */
export class N8nHttp {
	private readonly axios: AxiosInstance;
	private login = '';

	/** In: n8n's address, and how long it may turn requests away, in milliseconds. */
	constructor(
		readonly baseUrl: string,
		private readonly patienceMs = 60_000,
	) {
		this.axios = axios.create({
			baseURL: baseUrl,
			timeout: 120_000,
			validateStatus: () => true,
			// n8n hangs up on idle connections, and a busy program notices too late to not use one again.
			httpAgent: new http.Agent({ keepAlive: false }),
		});
	}

	/**
	 * The cookie of whoever is logged in, as `name=value`; '' for nobody. It counts in any browser: n8n binds
	 * it only to one that named itself at the login.
	 */
	get cookie(): string {
		return this.login;
	}

	/**
	 * Sends a request and gives the whole body; throws N8nError for anything but 2xx. One that n8n turns away without a
	 * look is sent again for a while.
	 */
	async send<T>(method: Method, path: string, body?: unknown, query?: object): Promise<T> {
		const deadline = Date.now() + this.patienceMs;
		const send = async (): Promise<AxiosResponse<T>> =>
			await this.axios.request<T>({
				method,
				url: path,
				data: body,
				params: query,
				headers: this.login === '' ? {} : { Cookie: this.login },
			});
		let response = await send();
		let wait = firstWaitMs;
		while (wasTurnedAway(response) && Date.now() + wait <= deadline) {
			await pause(wait);
			wait = Math.min(longestWaitMs, wait * 2);
			response = await send();
		}
		this.keepCookie(response.headers['set-cookie']);
		if (response.status >= 200 && response.status < 300) return response.data;
		const text = messageIn(response.data);
		throw new N8nError(
			response.status,
			`${method} ${path} answered ${response.status}${text}`,
			response.data,
		);
	}

	/** The same for routes under /rest, which wrap what they give into `data`. */
	async rest<T>(method: Method, path: string, body?: unknown, query?: object): Promise<T> {
		const { data } = await this.send<{ data: T }>(method, `/rest${path}`, body, query);
		return data;
	}

	private keepCookie(lines: string[] | undefined): void {
		const line = lines?.find((one) => one.startsWith('n8n-auth='));
		if (line !== undefined) this.login = line.split(';')[0] ?? '';
	}
}

function messageIn(body: unknown): string {
	if (typeof body !== 'object' || body === null || !('message' in body)) return '';
	return `: ${String(body.message)}`;
}
