import { z } from 'zod';

import { faultRuleSchema } from '../faults';
import type { RequestEntry } from '../requests';
import { UnknownName } from '../errors';
import type { World } from '../world';
import type { ControlCall, ControlRoute } from './control-route';

const numberOf = (text: string | undefined): number => z.coerce.number().int().parse(text);

function named<Thing>(thing: Thing | null, kind: string, { n }: ControlCall['params']): Thing {
	if (thing === null) throw new UnknownName(`No ${kind} ${String(n)}`);
	return thing;
}

/** `?method=&path=&session=&after=`: the log, filtered. */
function filtered(entries: RequestEntry[], query: ControlCall['query']): RequestEntry[] {
	const { method, path, session, after } = query;
	return entries.filter(
		(entry) =>
			(method === undefined || entry.method === method.toUpperCase()) &&
			(path === undefined || entry.path.includes(path)) &&
			(session === undefined || entry.session === session) &&
			(after === undefined || entry.n > Number(after)),
	);
}

/** Control of the request log, the deliveries, the messages and the faults. */
export function controlEvents(world: World): ControlRoute[] {
	return [
		['GET', '/requests', ({ query }) => filtered(world.requests, query)],
		[
			'GET',
			'/requests/:n',
			({ params }) => named(world.log.get(numberOf(params.n)), 'request', params),
		],
		['DELETE', '/requests', () => world.clearRequests()],
		['GET', '/deliveries', () => world.deliveries.list()],
		[
			'GET',
			'/deliveries/:n',
			({ params }) => named(world.deliveries.get(numberOf(params.n)), 'delivery', params),
		],
		['DELETE', '/deliveries', () => world.deliveries.clear()],
		['POST', '/deliveries/settled', () => world.settled()],
		[
			'POST',
			'/deliveries/:n/resend',
			({ params }) => named(world.resend(numberOf(params.n)), 'delivery', params),
		],
		[
			'GET',
			'/messages',
			({ query: { session, chatId, after } }) =>
				world.messages
					.list()
					.filter(
						(message) =>
							(session === undefined || message.session === session) &&
							(chatId === undefined || message.chatId === chatId) &&
							(after === undefined || message.n > Number(after)),
					),
		],
		['DELETE', '/messages', () => world.messages.clear()],
		['GET', '/faults', () => world.faults.list()],
		[
			'POST',
			'/faults',
			({ body }) => ({ id: world.faults.add(faultRuleSchema.strict().parse(body)) }),
		],
		['DELETE', '/faults', () => world.faults.clear()],
		[
			'DELETE',
			'/faults/:id',
			({ params }) => {
				if (!world.faults.remove(numberOf(params.id)))
					throw new UnknownName(`No fault ${String(params.id)}`);
			},
		],
	];
}
