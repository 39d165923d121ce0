import type { FastifyReply, FastifyRequest } from 'fastify';

import { Refusal } from '../engines/refusals';
import type { FaultRule } from '../faults';
import type { World } from '../world';
import { exceptionBody } from './answers';
import { ADD_ERROR } from './routes-members';

/** An answer that stands in the place of the true one. */
export interface Substitute {
	status: number;
	headers: Record<string, string>;
	body: string;
}

const STATUS_TEXT: Record<number, string> = {
	502: 'Bad Gateway',
	503: 'Service Temporarily Unavailable',
	504: 'Gateway Time-out',
};

/** The kinds that spoil the true answer: the call always has its effect first. */
const SPOILERS: ReadonlyArray<FaultRule['kind']> = [
	'cut-body',
	'truncated-json',
	'wrong-content-type',
	'empty-body',
];

/** Tells whether the call goes through before the fault shows. */
export function showsAfterwards(rule: FaultRule): boolean {
	return rule.effect || SPOILERS.includes(rule.kind);
}

function htmlPage(status: number): string {
	const title = `${status} ${STATUS_TEXT[status] ?? 'Error'}`;
	return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html' };

/** The answer by which a fault shows; null for the kinds that show otherwise. */
export function substituteFor(
	rule: FaultRule,
	request: FastifyRequest,
	world: World,
): Substitute | null {
	const wait: Record<string, string> =
		rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) };
	switch (rule.kind) {
		case '429':
			return {
				status: 429,
				headers: { ...JSON_TYPE, ...wait },
				body: JSON.stringify({ statusCode: 429, message: 'ThrottlerException: Too Many Requests' }),
			};
		case '502':
		case '503':
		case '504':
			return proxyPage(Number(rule.kind), wait);
		case 'overload':
			return proxyPage(503, wait);
		case 'rate-overlimit':
			return {
				status: 500,
				headers: JSON_TYPE,
				body: JSON.stringify(exceptionBody(new Refusal('rate-overlimit'), request, world)),
			};
		case 'error-string':
			return {
				status: 201,
				headers: { 'content-type': 'text/html; charset=utf-8' },
				body: typeof rule.body === 'string' ? rule.body : ADD_ERROR,
			};
		case 'answer':
			return customAnswer(rule);
		default:
			return null;
	}
}

function proxyPage(status: number, headers: Record<string, string>): Substitute {
	return { status, headers: { ...HTML_TYPE, ...headers }, body: htmlPage(status) };
}

function customAnswer({ status, body, headers }: FaultRule): Substitute {
	if (typeof body === 'string') return { status, headers: { ...HTML_TYPE, ...headers }, body };
	const text = body === undefined ? '' : JSON.stringify(body);
	return { status, headers: { ...JSON_TYPE, ...headers }, body: text };
}

/** Cuts the connection with a RST, as a crashed server or a proxy does. */
export function cutConnection(request: FastifyRequest): void {
	request.raw.socket.resetAndDestroy();
}

/** Puts a substitute over the headers of a reply and returns the body to send. */
export function putOver(reply: FastifyReply, { status, headers, body }: Substitute): string {
	for (const name of ['content-type', 'content-length']) void reply.removeHeader(name);
	void reply.code(status).headers(headers);
	return body;
}

/** Begins an answer, sends half of it and hangs up. */
export function sendHalf(request: FastifyRequest, reply: FastifyReply, text: string): void {
	const bytes = Buffer.from(text);
	reply.raw.writeHead(reply.statusCode, {
		'content-type': String(reply.getHeader('content-type') ?? 'application/json'),
		'content-length': String(Math.max(bytes.length, 2)),
	});
	reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
		request.raw.socket.destroy();
	});
}
