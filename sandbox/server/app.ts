import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import type { FaultRule } from '../faults';
import type { RequestEntry } from '../requests';
import type { World } from '../world';
import { failureAnswer, nestFailure, noSuchRoute, sendAnswer } from './answers';
import { checkKey } from './auth';
import { controlRoutes } from './control';
import { cutConnection, putOver, sendHalf, showsAfterwards, substituteFor } from './interference';
import { pageRoutes } from './page';
import { contactRoutes, sessionOfContacts } from './routes-contacts';
import { groupRoutes } from './routes-groups';
import { memberRoutes } from './routes-members';
import { messageRoutes, sessionOfMessage } from './routes-messages';
import { requestRoutes } from './routes-requests';
import { serverRoutes } from './routes-server';
import { sessionRoutes } from './routes-sessions';
import { settingRoutes } from './routes-settings';

interface Track {
	entry: RequestEntry;
	fault: FaultRule | null;
}

/** Hangs for good: the connection stays open until somebody gives up. */
const forever = (): Promise<never> => new Promise(() => undefined);

/** Builds the server over a world: the WAHA routes, the control API under /sandbox, the page at `/`. */
export function buildApp(world: World): FastifyInstance {
	const app = fastify({
		bodyLimit: 50 * 1024 * 1024,
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2000 },
	});
	const tracks = new WeakMap<FastifyRequest['raw'], Track>();
	readBodies(app, (request, text) => {
		const track = tracks.get(request.raw);
		if (track) world.log.body(track.entry, text);
	});
	const track = (request: FastifyRequest): Track => startTrack(world, request);
	trackAndSpoil(app, world, tracks, track);
	app.setNotFoundHandler((request, reply) =>
		sendAnswer(reply, failureAnswer(noSuchRoute(request), request, world), false),
	);
	app.setErrorHandler((error, request, reply) =>
		sendAnswer(reply, failureAnswer(error, request, world), false),
	);
	serverRoutes(app, world);
	sessionRoutes(app, world);
	groupRoutes(app, world);
	settingRoutes(app, world);
	memberRoutes(app, world);
	requestRoutes(app, world);
	messageRoutes(app, world);
	contactRoutes(app, world);
	controlRoutes(app, world);
	pageRoutes(app);
	return app;
}

const isControl = (request: FastifyRequest): boolean =>
	/^\/(sandbox([/?]|$)|$)/.test(request.raw.url ?? '');

function sessionNameOf({ params }: FastifyRequest): string | null {
	const named = typeof params === 'object' && params !== null && 'session' in params;
	return named && typeof params.session === 'string' ? params.session : null;
}

function startTrack(world: World, request: FastifyRequest): Track {
	const { method } = request;
	const session = sessionNameOf(request) ?? sessionOfContacts(request);
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
	);
	const entry = world.log.start({ method, url: request.raw.url ?? '', headers, session });
	const { path, inFlight } = entry;
	const fault = world.faults.pick({ method, path, session, inFlight });
	entry.fault = fault?.kind ?? null;
	return { entry, fault };
}

/** The hooks that write the log, check the key and let things go wrong. */
function trackAndSpoil(
	app: FastifyInstance,
	world: World,
	tracks: WeakMap<FastifyRequest['raw'], Track>,
	track: (request: FastifyRequest) => Track,
): void {
	app.addHook('onRequest', async (request, reply) => {
		if (isControl(request)) return;
		if (world.settings.unplugged) {
			cutConnection(request);
			await forever();
		}
		const { entry, fault } = track(request);
		tracks.set(request.raw, { entry, fault });
		// A client that goes away ends its request, too.
		reply.raw.on('close', () => world.log.end(entry, null));
	});
	// Only now is the body read, so that the log has it for requests that go wrong, too.
	app.addHook('preHandler', async (request, reply) => {
		const known = tracks.get(request.raw);
		if (!known) return;
		const { fault, entry } = known;
		await world.timers.sleep(world.settings.latencyMs + (fault?.ms ?? 0));
		if (fault && !showsAfterwards(fault)) {
			if (fault.kind === 'reset') cutConnection(request);
			if (fault.kind === 'reset' || fault.kind === 'hang') await forever();
			const substitute = substituteFor(fault, request, world);
			if (substitute) {
				// The hook after this one must not spoil it a second time.
				tracks.set(request.raw, { entry, fault: null });
				return reply.send(putOver(reply, substitute));
			}
		}
		// Only what lies under /api is kept by the key; /ping is for everybody.
		if (request.raw.url?.startsWith('/api')) {
			const elsewhere = sessionOfMessage(request) ?? sessionOfContacts(request);
			checkKey(world, request, sessionNameOf(request) ?? elsewhere);
		}
		world.onRequest?.(entry);
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const known = tracks.get(request.raw);
		if (!known) return payload;
		const { fault, entry } = known;
		const text = typeof payload === 'string' ? payload : '';
		const spoiled =
			fault && showsAfterwards(fault)
				? await spoil(world, request, reply, fault, text)
				: (payload ?? '');
		world.log.end(entry, reply.statusCode);
		return spoiled;
	});
}

/** Lets a call that had its effect go wrong; never returns where no answer goes out. */
async function spoil(
	world: World,
	request: FastifyRequest,
	reply: Parameters<typeof putOver>[0],
	fault: FaultRule,
	text: string,
): Promise<string> {
	switch (fault.kind) {
		case 'reset':
			cutConnection(request);
			return forever();
		case 'hang':
			return forever();
		case 'cut-body':
			sendHalf(request, reply, text);
			return forever();
		case 'truncated-json':
			void reply.removeHeader('content-length');
			return text.slice(0, Math.floor(text.length / 2));
		case 'wrong-content-type':
			void reply.type('text/plain');
			return text;
		case 'empty-body':
			void reply.removeHeader('content-length').removeHeader('content-type');
			return '';
		default: {
			const substitute = substituteFor(fault, request, world);
			return substitute ? putOver(reply, substitute) : text;
		}
	}
}

/** Takes bodies as Express does: JSON where the header says so, nothing from anything else. */
function readBodies(
	app: FastifyInstance,
	seen: (request: FastifyRequest, text: string) => void,
): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser(
		'*',
		{ parseAs: 'string' },
		async (request: FastifyRequest, body: string | Buffer) => {
			const text = body.toString();
			seen(request, text);
			if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return {};
			if (text.trim() === '') return {};
			try {
				const parsed: unknown = JSON.parse(text);
				return parsed;
			} catch (error) {
				throw nestFailure(400, error instanceof Error ? error.message : 'Bad JSON');
			}
		},
	);
}
