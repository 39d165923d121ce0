import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface PostResult {
	status: number | null;
	error: string | null;
}

/** Posts a body and tells the status, or why there was none; never throws. */
export function post(
	url: string,
	headers: Record<string, string>,
	body: string,
	options: { timeoutMs: number; signal: AbortSignal },
): Promise<PostResult> {
	return new Promise((resolve) => {
		const failed = (error: unknown): void => {
			resolve({ status: null, error: error instanceof Error ? error.message : String(error) });
		};
		try {
			const target = new URL(url);
			const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
			const length = String(Buffer.byteLength(body));
			const outgoing = request(
				target,
				// No agent: each delivery has its own connection and none is left open.
				{ method: 'POST', agent: false, headers: { ...headers, 'Content-Length': length } },
				(answer) => {
					answer.resume();
					answer.on('end', () => resolve({ status: answer.statusCode ?? null, error: null }));
					answer.on('error', failed);
				},
			);
			const abort = (): void => {
				outgoing.destroy(new Error('aborted'));
			};
			outgoing.setTimeout(options.timeoutMs, () => outgoing.destroy(new Error('timeout')));
			outgoing.on('error', failed);
			outgoing.on('close', () => {
				options.signal.removeEventListener('abort', abort);
				failed('closed');
			});
			if (options.signal.aborted) abort();
			else options.signal.addEventListener('abort', abort);
			outgoing.end(body);
		} catch (error) {
			failed(error);
		}
	});
}
