import type { FastifyInstance } from 'fastify';

import { demandAdmin } from '../actions/rights';
import { decide } from '../actions/requests';
import { requestShape } from '../model/requests';
import type { World } from '../world';
import { json } from './answers';
import { sessionRoute } from './call';
import { GROUP, groupOf } from './routes-groups';
import { readIds } from './routes-members';

/** Who asks to come into a group where admins approve. */
export function requestRoutes(app: FastifyInstance, world: World): void {
	// @witness documented: join requests since 2026.8.2, on every engine; 404 on older servers
	const since = 'joinRequests';
	const url = `${GROUP}/participants/join-requests`;
	sessionRoute(
		app,
		world,
		'GET',
		url,
		(call) => {
			const group = groupOf(call);
			// @witness chosen: who is no admin may neither see nor decide requests to join (500)
			demandAdmin(call.session, group);
			return json([...group.requests.values()].map(requestShape));
		},
		{ since },
	);
	for (const verb of ['approve', 'reject'] as const) {
		sessionRoute(
			app,
			world,
			'POST',
			`${url}/${verb}`,
			(call) => {
				const ids = readIds(call);
				const group = groupOf(call);
				return json(decide(world, call.session, group, ids, verb === 'approve'), call.postStatus);
			},
			{ since },
		);
	}
}
