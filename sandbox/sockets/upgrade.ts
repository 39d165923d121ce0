import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { mayHear } from '../server/auth';
import type { World } from '../world';
import { CLOSE, type Wish } from './sockets';

/** What the address asks for. */
function wishIn({ searchParams }: URL): Wish {
	// @witness documented: without a session all of them; events one by one or with commas between
	const session = searchParams.get('session') || '*';
	const events = searchParams
		.getAll('events')
		.flatMap((list) => list.split(','))
		.map((event) => event.trim())
		.filter((event) => event !== '');
	return { session, events: events.length === 0 ? ['*'] : events };
}

/** The key of a connection: in its address, or in a header. */
function keyIn(request: IncomingMessage, { searchParams }: URL): string {
	const header = request.headers['x-api-key'];
	return searchParams.get('x-api-key') ?? (typeof header === 'string' ? header : '');
}

/** What a proxy in front says to a connection that it does not let through. */
function refuseByHttp(wire: Duplex, status: number): void {
	const page = '<html><head><title>Sign in</title></head><body></body></html>';
	wire.end(
		`HTTP/1.1 ${status} Refused\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`,
	);
}

type Admitted = Parameters<World['sockets']['accept']>[3];

/** What WAHA 2024.10 lets a connection hear. */
function admitToStatus({ session, events }: Wish, key: string): Admitted {
	// @witness measured R24: 2024.10 CORE sends only `session.status`, and closes other wishes with 4001
	// @witness documented: 2024.10 CORE takes `events=*` for `session.status`, and closes a wish for one session with 4001
	const [event, ...others] = events;
	const isAll = session === '*';
	if (isAll && others.length === 0 && (event === '*' || event === 'session.status'))
		return { wish: { session, events: ['session.status'] }, key };
	const error = isAll
		? 'Only session.status is sent here'
		: 'Only all sessions together: session=*';
	return { code: CLOSE.notThere, reason: JSON.stringify({ error }) };
}

/** Whether a connection is let in, and to what. */
function admit(world: World, wish: Wish, key: string): Admitted {
	const refused = mayHear(world, key, wish.session);
	// @witness documented: the connection is opened, and then closed with 1008 `Unauthorized` or `Forbidden`
	if (typeof refused === 'string') return { code: CLOSE.policy, reason: refused };
	if (world.settings.tier === 'CORE' && !world.has('webhookExtras'))
		return admitToStatus(wish, key);
	// @witness documented: `session=*` with a key for one session silently becomes that session
	const session = wish.session === '*' ? (refused.session ?? '*') : wish.session;
	// @witness documented: `events=*` was seen to bring nothing on 2025.2.5
	const hearsAll = world.has('socketsForAll');
	const events = hearsAll ? wish.events : wish.events.filter((event) => event !== '*');
	return { wish: { session, events }, key };
}

/** Lets WebSockets in at `/ws`. Faults go by the path, as for requests: `reset`, `hang`, `answer` and the statuses. */
export function takeSockets(server: Server, world: World): void {
	server.on('upgrade', (request: IncomingMessage, wire: Duplex, head: Buffer) => {
		wire.on('error', () => undefined);
		if (world.settings.unplugged) {
			wire.destroy();
			return;
		}
		const url = new URL(request.url ?? '/', 'http://sandbox');
		if (url.pathname !== '/ws') {
			refuseByHttp(wire, 404);
			return;
		}
		const target = { method: 'GET', path: '/ws', session: null, inFlight: 0 };
		const fault = world.faults.pick(target);
		if (fault?.kind === 'hang') {
			world.sockets.hold(wire);
			return;
		}
		if (fault?.kind === 'reset') {
			wire.destroy();
			return;
		}
		if (fault && fault.kind !== 'latency') {
			refuseByHttp(wire, fault.kind === 'answer' ? fault.status : Number(fault.kind) || 502);
			return;
		}
		world.sockets.accept(request, wire, head, admit(world, wishIn(url), keyIn(request, url)));
	});
}
