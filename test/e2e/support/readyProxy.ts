import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';

export interface ReadyProxy {
	url: string;
	close(): void;
}

async function isReady(target: string): Promise<boolean> {
	const asked = axios.get(`${target}/healthz/readiness`, { validateStatus: () => true });
	return await asked.then(
		({ status }) => status === 200,
		() => false,
	);
}

function pass(target: string, incoming: IncomingMessage, response: ServerResponse): void {
	const { method, headers, url = '/' } = incoming;
	const outgoing = request(`${target}${url}`, { method, headers, agent: false }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
	});
	outgoing.on('error', () => response.writeHead(502).end());
	incoming.pipe(outgoing);
}

/**
 * A reverse proxy that lets requests through to n8n only while n8n says that it is ready, as docs/trigger.md advises:
 * while n8n prepares its database, it answers everything with 200 and loses it.
 */
export async function openReadyProxy(target: string): Promise<ReadyProxy> {
	const server = createServer((incoming, response) => {
		void isReady(target).then((ready) => {
			if (ready) pass(target, incoming, response);
			else response.writeHead(503).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// A server that listens on a port has an address of this form.
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
