import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { pass } from './pass';

/** A running reverse proxy. */
export interface ReadyProxy {
	url: string;
	close(): void;
}

async function isReady(target: string): Promise<boolean> {
	const asked = axios.get(`${target}/healthz/readiness`, {
		validateStatus: () => true,
		timeout: 30_000,
	});
	return await asked.then(
		({ status }) => status === 200,
		() => false,
	);
}

async function firstReady(targets: readonly string[]): Promise<string | undefined> {
	for (const target of targets) if (await isReady(target)) return target;
	return undefined;
}

/**
 * A reverse proxy that lets requests through to n8n only while n8n says that it is ready, as docs/trigger.md advises:
 * while n8n prepares its database, it answers everything with 200 and loses it.
 * In: the processes that may answer a path, best first.
 */
export async function openReadyProxy(
	targetsOf: (path: string) => readonly string[],
): Promise<ReadyProxy> {
	const server = createServer((incoming, response) => {
		void firstReady(targetsOf(incoming.url ?? '/')).then((target) => {
			if (target === undefined) response.writeHead(503).end();
			else pass(`${target}${incoming.url ?? '/'}`, incoming, response);
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
