import { z } from 'zod';

import { ENGINES, STATUSES, type Session } from '../model/types';
import { assertSettings } from '../options';
import { accountInfo } from '../webhooks/dispatch';
import type { World } from '../world';
import { groupState } from './control-groups';
import type { ControlRoute } from './control-route';

const change = z
	.object({
		status: z.enum(STATUSES),
		engine: z.enum(ENGINES),
		/** Written without a restart. */
		config: z.record(z.unknown()).nullable(),
		apps: z.array(z.unknown()).nullable(),
		pushName: z.string(),
	})
	.partial();
const newSession = change.extend({ name: z.string().min(1), phone: z.string().optional() });
const move = z.object({
	groupId: z.string(),
	author: z.string().optional(),
	how: z.string().optional(),
});
const event = z.object({
	event: z.string(),
	payload: z.unknown(),
	/** Put over the fields of the envelope: an old `timestamp`, a repeated `id`. */
	overrides: z.record(z.unknown()).optional(),
});

const flood = event.omit({ overrides: true }).extend({
	/** So many at once; `{n}` in the payload is the number of each, from 1. */
	count: z.number().int().min(1).max(10_000),
});

function sessionState(world: World, session: Session): object {
	const { account, ...rest } = session;
	return { ...rest, phone: account.phone, me: accountInfo(session, world.settings.version) };
}

/** Control of the server as a whole and of its sessions. */
export function controlSessions(world: World): ControlRoute[] {
	const sessions = (): object[] => world.sessions.all().map((one) => sessionState(world, one));
	const accountMoves = (['join', 'leave'] as const).map(
		(kind): ControlRoute => [
			'POST',
			`/sessions/:name/${kind}`,
			({ params, body }) => {
				const { groupId, ...options } = move.parse(body);
				world[kind](groupId, [world.session(params.name ?? '').name], options);
				return groupState(world.group(groupId));
			},
		],
	);
	return [
		[
			'GET',
			'/state',
			() => ({
				settings: world.settings,
				sessions: sessions(),
				groups: world.groups.all().map(groupState),
				faults: world.faults.list(),
			}),
		],
		['POST', '/reset', () => world.reset()],
		['POST', '/restart', () => world.restartServer()],
		['GET', '/settings', () => world.settings],
		[
			'PATCH',
			'/settings',
			({ body }) => {
				assertSettings(body);
				return world.configure(body);
			},
		],
		['GET', '/sessions', sessions],
		[
			'POST',
			'/sessions',
			({ body }) => sessionState(world, world.addSession(newSession.parse(body))),
		],
		[
			'GET',
			'/sessions/:name',
			({ params }) => sessionState(world, world.session(params.name ?? '')),
		],
		[
			'PATCH',
			'/sessions/:name',
			({ params, body }) => {
				const { status, ...rest } = change.parse(body);
				const session = Object.assign(world.session(params.name ?? ''), rest);
				if (status) world.setSessionStatus(session.name, status);
				return sessionState(world, session);
			},
		],
		['DELETE', '/sessions/:name', ({ params }) => world.sessions.remove(params.name ?? '')],
		...accountMoves,
		[
			'POST',
			'/sessions/:name/events',
			({ params, body }) => {
				const given = event.parse(body);
				const at = Date.now();
				world.sendEvent(params.name ?? '', given.event, given.payload, given.overrides);
				return { at };
			},
		],
		[
			'POST',
			'/sessions/:name/flood',
			({ params, body }) => {
				const given = flood.parse(body);
				const text = JSON.stringify(given.payload);
				const at = Date.now();
				for (let n = 1; n <= given.count; n++)
					world.sendEvent(
						params.name ?? '',
						given.event,
						JSON.parse(text.replaceAll('{n}', String(n))),
					);
				return { at };
			},
		],
	];
}
