import { type IncomingMessage, type ServerResponse, request } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';

/** Passes a request on, and what is answered back. In: the address to ask in its place. */
export function pass(to: string, incoming: IncomingMessage, response: ServerResponse): void {
	const { method, headers } = incoming;
	const outgoing = request(to, { method, headers, agent: false }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
		// A process that dies in the middle of its answer has not answered.
		answer.on('error', () => response.destroy());
	});
	outgoing.on('error', () => {
		if (response.headersSent) response.destroy();
		else response.writeHead(502).end();
	});
	incoming.pipe(outgoing);
}

/** The beginning of an answer as it goes over the line. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
	const lines = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`));
	return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`;
}

/**
 * Passes on a request that begins a WebSocket, and then all that comes over it, in both directions.
 * In: the address to ask in its place, the line that it came over, and what has come after it already.
 */
export function passUpgrade(
	to: string,
	incoming: IncomingMessage,
	outside: Duplex,
	first: Buffer,
): void {
	const leave = (): void => void outside.destroy();
	const { method, headers } = incoming;
	const outgoing = request(to, { method, headers, agent: false });
	outgoing.on('upgrade', (answer, inside, reply) => {
		outside.write(headOf(answer));
		outside.write(reply);
		inside.write(first);
		// Whichever side ends or breaks off, the other one does, too.
		pipeline(outside, inside, leave);
		pipeline(inside, outside, leave);
	});
	outgoing.on('response', ({ statusCode, statusMessage }) => {
		outside.end(`HTTP/1.1 ${statusCode} ${statusMessage}\r\nConnection: close\r\n\r\n`);
	});
	outgoing.on('error', leave);
	outside.on('error', () => outgoing.destroy());
	outgoing.end();
}
