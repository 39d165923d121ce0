import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { pass, passUpgrade } from './pass';

/** What stands in front of a server, and how. */
export interface FrontOptions {
	/** The server behind it: `http://` with its port. */
	behind: string;
	/** What it wants before each path and takes away, e.g. `/waha`; by default nothing. */
	prefix?: string;
	/** Whether it speaks HTTPS, with the certificate of `certificateFile`. */
	tls?: boolean;
}

/** A reverse proxy in front of a server; it passes WebSockets on, too. */
export interface Front {
	/** Without a slash at the end, e.g. `https://localhost:41234/waha`. */
	url: string;
	close(): Promise<void>;
}

const file = (name: string): string => path.join(__dirname, name);

/** The certificate of every front that speaks HTTPS, made with openssl: signed by nobody but itself, for localhost and 127.0.0.1, valid from 2024 to 2124. */
export const certificateFile = file('localhost.crt');

/** Opens a reverse proxy, on a free port. */
export async function openFront({
	behind,
	prefix = '',
	tls = false,
}: FrontOptions): Promise<Front> {
	const server = tls
		? https.createServer({
				key: fs.readFileSync(file('localhost.key')),
				cert: fs.readFileSync(certificateFile),
			})
		: http.createServer();
	/** The address behind it; undefined for what does not begin with the prefix. */
	const behindOf = ({ url = '/' }: http.IncomingMessage): string | undefined =>
		url.startsWith(`${prefix}/`) ? `${behind}${url.slice(prefix.length)}` : undefined;

	server.on('request', (incoming, response) => {
		const to = behindOf(incoming);
		if (to === undefined) response.writeHead(404).end();
		else pass(to, incoming, response);
	});
	server.on('upgrade', (incoming, outside, first) => {
		const to = behindOf(incoming);
		if (to === undefined) outside.destroy();
		else passUpgrade(to, incoming, outside, first);
	});
	const open = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// A server that listens on a port has an address of this form.
	const { port } = server.address() as AddressInfo;
	return {
		url: `${tls ? 'https' : 'http'}://localhost:${port}${prefix}`,
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
