import http from 'node:http';
import axios, { type AxiosInstance } from 'axios';

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

/** The connection that n8n's editor has with its server: JSON and one cookie. */
export class N8nHttp {
	private readonly axios: AxiosInstance;
	private login = '';

	constructor(readonly baseUrl: string) {
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

	/** Sends a request and gives the whole body; throws N8nError for anything but 2xx. */
	async send<T>(method: Method, path: string, body?: unknown, query?: object): Promise<T> {
		const response = await this.axios.request<T>({
			method,
			url: path,
			data: body,
			params: query,
			headers: this.login === '' ? {} : { Cookie: this.login },
		});
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
