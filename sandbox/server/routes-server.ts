import type { FastifyInstance } from 'fastify';

import { environment } from '../webhooks/dispatch';
import type { World } from '../world';
import { json } from './answers';
import { route, sessionRoute } from './call';

/** Ping, version, status and the lids API. */
export function serverRoutes(app: FastifyInstance, world: World): void {
	const startedAt = Date.now();
	const version = (): object => environment(world.settings, world.serverEngine);
	route(app, world, 'GET', '/ping', () => json({ message: 'pong' }));
	route(app, world, 'GET', '/api/version', () => json(version()));
	route(app, world, 'GET', '/api/server/version', () => json(version()), {
		since: 'serverVersionRoute',
	});
	route(app, world, 'GET', '/api/server/status', () =>
		json({ startTimestamp: startedAt, uptime: Date.now() - startedAt, worker: { id: 'sandbox' } }),
	);
	lidRoutes(app, world);
}

function lidRoutes(app: FastifyInstance, world: World): void {
	// @witness documented: lids are asked both ways, and null where the number or lid is not known
	const since = 'lids';
	sessionRoute(
		app,
		world,
		'GET',
		'/api/:session/lids/:lid',
		({ params }) => {
			const lid = `${(params.lid ?? '').replace(/@lid$/, '')}@lid`;
			const person = world.people.find(lid);
			return json({ lid, pn: person?.resolvable ? `${person.phone}@c.us` : null });
		},
		{ since },
	);
	sessionRoute(
		app,
		world,
		'GET',
		'/api/:session/lids/pn/:phone',
		({ params }) => {
			const phone = (params.phone ?? '').replace(/@.*$/, '').replace(/^\+/, '');
			const person = world.people.known(phone);
			return json({ lid: person?.resolvable ? `${person.lid}@lid` : null, pn: `${phone}@c.us` });
		},
		{ since },
	);
}
