import type { FastifyReply, FastifyRequest } from 'fastify';

import { Refusal } from '../engines/refusals';
import { environment } from '../webhooks/dispatch';
import type { World } from '../world';

/** What a route gives back; how it goes over the wire is decided in one place. */
export type Answer =
	| { kind: 'json'; status: number; body: unknown }
	| { kind: 'bare'; status: number; body: string | boolean }
	| { kind: 'empty'; status: number };

export const json = (body: unknown, status = 200): Answer => ({ kind: 'json', status, body });
export const bare = (body: string | boolean, status = 200): Answer => ({
	kind: 'bare',
	status,
	body,
});
export const empty = (status = 200): Answer => ({ kind: 'empty', status });

/** An answer other than success, in the server's own words. */
export class HttpFailure extends Error {
	constructor(
		readonly status: number,
		readonly body: object,
	) {
		super(`HTTP ${status}`);
	}
}

const NAMES: Record<number, string> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	422: 'Unprocessable Entity',
};

/** A failure in the form that Nest gives to its own exceptions. */
export function nestFailure(status: number, message: string | string[]): HttpFailure {
	return new HttpFailure(status, { statusCode: status, message, error: NAMES[status] ?? 'Error' });
}

/** What a server says to a path that it does not have. */
export function noSuchRoute(request: FastifyRequest): HttpFailure {
	return nestFailure(404, `Cannot ${request.method} ${request.raw.url ?? ''}`);
}

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

// @witness measured R24: a bare string or boolean goes out as text that claims to be HTML
// @witness documented: newer servers may send it as JSON (`jsonStrings` here)
/** Sends an answer as Nest does: what is no object goes out as plain text that claims to be HTML. */
export async function sendAnswer(
	reply: FastifyReply,
	answer: Answer,
	jsonStrings: boolean,
): Promise<void> {
	void reply.code(answer.status);
	if (answer.kind === 'empty') await reply.send();
	else if (answer.kind === 'json') await reply.type(JSON_TYPE).send(JSON.stringify(answer.body));
	else if (jsonStrings) await reply.type(JSON_TYPE).send(JSON.stringify(answer.body));
	else await reply.type(HTML).send(String(answer.body));
}

/** The answer to anything that was thrown on the way. */
export function failureAnswer(error: unknown, request: FastifyRequest, world: World): Answer {
	if (error instanceof HttpFailure) return json(error.body, error.status);
	if (error instanceof Refusal) return json(exceptionBody(error, request, world), 500);
	const known = error instanceof Error ? error : new Error(String(error));
	return json(exceptionBody(new Refusal(known.message), request, world), 500);
}

// @witness documented: what WhatsApp refuses is 500 with `exception`, `request` and `version`
/** The body of a 500; its stack is there so that clients can be tested for keeping it to themselves. */
export function exceptionBody(refused: Refusal, request: FastifyRequest, world: World): object {
	const { message, exceptionName: name } = refused;
	const stack = [
		`${name}: ${message}`,
		'    at assertNodeErrorFree (/app/node_modules/engine/lib/generic-utils.js:43:15)',
		'    at GroupsController.handle (/app/dist/api/groups.controller.js:118:29)',
		'    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
	].join('\n');
	const [path = ''] = (request.raw.url ?? '').split('?');
	return {
		statusCode: 500,
		timestamp: new Date().toISOString(),
		exception: { message, name, stack },
		request: { path, method: request.method, body: request.body ?? {}, query: request.query },
		version: environment(world.settings, world.serverEngine),
	};
}
