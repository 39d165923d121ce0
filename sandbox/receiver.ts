import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Received {
	headers: IncomingHttpHeaders;
	/** The bytes as they came, as text. */
	body: string;
	at: number;
}

export interface Receiver {
	url: string;
	received: Received[];
	/** The statuses of the next answers; then 200. `null` leaves a request without an answer. */
	answers: Array<number | null>;
	/** Resolves when so many requests have come. */
	until(count: number, timeoutMs?: number): Promise<Received[]>;
	close(): Promise<void>;
}

/** Starts something for webhooks to be sent to. */
export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const answers: Array<number | null> = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			received.push({ headers: request.headers, body, at: Date.now() });
			const status = answers.length > 0 ? answers.shift() : 200;
			if (status !== null) response.writeHead(status ?? 200).end('ok');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		answers,
		async until(count, timeoutMs = 3000) {
			const deadline = Date.now() + timeoutMs;
			while (received.length < count) {
				if (Date.now() > deadline) {
					throw new Error(`${received.length} of ${count} deliveries came within ${timeoutMs} ms`);
				}
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			return received;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
