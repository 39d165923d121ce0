import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';

import type { Feature } from '../model/versions';
import type { Session } from '../model/types';
import type { World } from '../world';
import { BodyReader } from './validate';
import {
	failureAnswer,
	HttpFailure,
	json,
	nestFailure,
	noSuchRoute,
	sendAnswer,
	type Answer,
} from './answers';

export interface Call {
	world: World;
	request: FastifyRequest;
	params: Record<string, string | undefined>;
	query: Record<string, unknown>;
	body: unknown;
}

export interface SessionCall extends Call {
	session: Session;
	/** Of a POST that makes nothing: 201 on older servers, 200 on newer ones. */
	postStatus: number;
}

export interface RouteOptions {
	/** A server without this feature does not have the route. */
	since?: Feature;
}

type Handler<SomeCall> = (call: SomeCall) => Answer | Promise<Answer>;

/** Registers a WAHA route. */
export function route(
	app: FastifyInstance,
	world: World,
	method: HTTPMethods,
	path: string,
	handler: Handler<Call>,
	options: RouteOptions = {},
): void {
	app.route<{ Params: Record<string, string | undefined>; Querystring: Record<string, unknown> }>({
		method,
		url: path,
		handler: async (request, reply) => {
			const { params, query, body } = request;
			let answer: Answer;
			try {
				if (options.since && !world.has(options.since)) throw noSuchRoute(request);
				answer = await handler({ world, request, params, query, body });
			} catch (error) {
				answer = failureAnswer(error, request, world);
			}
			await sendAnswer(reply, answer, world.settings.jsonStrings);
			return reply;
		},
	});
}

/** Registers a route of a session that must be working. */
export function sessionRoute(
	app: FastifyInstance,
	world: World,
	method: HTTPMethods,
	path: string,
	handler: Handler<SessionCall>,
	options: RouteOptions = {},
): void {
	const withSession: Handler<Call> = async (call) => {
		const session = await readySession(world, call.params.session ?? '');
		const postStatus = method === 'POST' && !world.has('postAnswers200') ? 201 : 200;
		return handler({ ...call, session, postStatus });
	};
	route(app, world, method, path, withSession, options);
}

// @witness measured R24: on CORE 2024.10 any session but `default` is 422
// @witness documented: the free tier has more than `default` since 2026.6.1
/** Before everything became free, the free tier had one session. */
export function checkTier(world: World, name: string): void {
	if (name === 'default' || world.settings.tier === 'PLUS' || world.has('everythingFree')) return;
	throw nestFailure(
		422,
		`This tier has the session 'default' only, but '${name}' was asked for. The PLUS tier has more.`,
	);
}

/** The session of this name once it works; waits a while for it, as the server does. */
export async function readySession(world: World, name: string): Promise<Session> {
	checkTier(world, name);
	const deadline = Date.now() + world.settings.readyWaitMs;
	for (;;) {
		const session = world.sessions.get(name);
		// @witness measured R24: a session that is not running answers every call but those under
		//   `/api/sessions` with 404 at once, in the words for a session that is unknown
		if (!session || session.status === 'STOPPED') throw notRunning(name);
		if (session.status === 'WORKING') return session;
		// @witness measured R24: not paired or STARTING is 422 after a wait (5 s there, `readyWaitMs` here)
		if (Date.now() >= deadline) {
			throw new HttpFailure(422, {
				error: 'Session status is not as expected. Try again later or restart the session',
				session: name,
				status: session.status,
				expected: ['WORKING'],
			});
		}
		await world.timers.sleep(5);
	}
}

// @witness chosen: the words of the 404 of a stopped session; measured is that they say not found, and to start it
function notRunning(name: string): HttpFailure {
	const start = `Please start it first by using POST /api/sessions/${name}/start request`;
	return nestFailure(404, `We didn't find a session with name '${name}'. ${start}`);
}

/** The body of a call under groups; the oldest servers look at none of its fields. */
export function bodyOf({ world, session, body }: SessionCall): BodyReader {
	// @witness measured R24: groups endpoints check no body (`{subject: 5}` passes on WEBJS, is 500 elsewhere)
	if (world.has('after202410')) return new BodyReader(body);
	return new BodyReader(body, session.engine === 'WEBJS' ? 'takes' : 'throws');
}

/** 422 of a method that an engine lacks. */
export function notImplemented(): Answer {
	const message = 'The method is not implemented by the engine.';
	return json({ message, error: 'Unprocessable Entity', statusCode: 422 }, 422);
}
