import type { IncomingHttpHeaders } from 'node:http';

import type { FastifyInstance, FastifyReply } from 'fastify';

import { UnknownName, wordsOf } from '../errors';
import type { World } from '../world';
import { controlEvents } from './control-events';
import { controlGroups } from './control-groups';
import type { ControlCall, ControlRoute } from './control-route';
import { controlSessions } from './control-sessions';
import { controlSockets } from './control-sockets';
import { controlView } from './control-view';

/** Registers the control API: JSON in, JSON out, no key, no faults, not in the request log. */
export function controlRoutes(app: FastifyInstance, world: World): void {
	const routes: ControlRoute[] = [
		...controlGroups(world),
		...controlSessions(world),
		...controlEvents(world),
		...controlSockets(world),
		...controlView(world),
	];
	const overview = routes.map(([method, path]) => `${String(method)} /sandbox${path}`);
	routes.push(['GET', '', () => ({ routes: overview })]);
	for (const [method, path, handler] of routes) {
		app.route<{ Params: ControlCall['params']; Querystring: ControlCall['query'] }>({
			method,
			url: `/sandbox${path}`,
			handler: async ({ params, query, body, headers }, reply) => {
				if (isFromElsewhere(headers)) {
					return sendJson(reply, 403, { error: 'Pages of other servers may not use this.' });
				}
				try {
					const result = await handler({ params, query, body });
					return await sendJson(reply, 200, result ?? { ok: true });
				} catch (error) {
					return sendJson(reply, statusOf(error), { error: wordsOf(error) });
				}
			},
		});
	}
}

/** Any page in the browser of the person who runs this could call it, for it asks for no key. */
function isFromElsewhere({ origin, host }: IncomingHttpHeaders): boolean {
	return (
		origin !== undefined && !['http:', 'https:'].some((scheme) => origin === `${scheme}//${host}`)
	);
}

async function sendJson(reply: FastifyReply, status: number, body: unknown): Promise<FastifyReply> {
	await reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
	return reply;
}

const statusOf = (error: unknown): number => (error instanceof UnknownName ? 404 : 400);
