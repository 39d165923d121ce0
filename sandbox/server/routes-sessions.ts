import type { FastifyInstance } from 'fastify';

import { storedConfig } from '../model/config';
import { knownEvents } from '../model/versions';
import { webhookSchema } from '../options';
import { accountInfo } from '../webhooks/dispatch';
import type { Config, Session, SessionStatus } from '../model/types';
import type { World } from '../world';
import { empty, json, nestFailure } from './answers';
import { allowedSession } from './auth';
import { checkTier, route, type Call } from './call';
import { BodyReader, isFields } from './validate';

/** Sessions: list, read, create, replace the config, start, stop, delete. */
export function sessionRoutes(app: FastifyInstance, world: World): void {
	route(app, world, 'GET', '/api/sessions', ({ query, request }) => {
		const only = allowedSession(world, request);
		const all = query.all === 'true' || query.all === '1';
		const sessions = world.sessions
			.all()
			.filter(({ name, status }) => (all || status !== 'STOPPED') && (only ?? name) === name);
		return json(sessions.map((session) => sessionInfo(world, session, query)));
	});
	route(app, world, 'GET', '/api/sessions/:session', (call) =>
		json(sessionInfo(world, sessionOf(call), call.query)),
	);
	route(app, world, 'GET', '/api/sessions/:session/me', (call) => {
		const me = accountInfo(sessionOf(call), world.settings.version);
		return me ? json(me) : empty();
	});
	route(app, world, 'PUT', '/api/sessions/:session', async (call) => {
		const session = sessionOf(call);
		const { config, apps } = readConfig(world, call.body);
		const ran = session.status !== 'STOPPED';
		// @witness measured R24: a config write stops a running session for 3 s and more (`stopMs` here);
		//   all that time it shows STOPPED with the OLD config, then the new one is stored and it starts
		if (ran) await world.sessions.stop(session, world.settings.stopMs);
		// @witness documented: the config is replaced whole; `apps`, where left out, stay
		session.config = config;
		if (apps !== undefined) session.apps = apps;
		// @witness chosen: who writes while it is stopped by another's write stores at once and starts nothing
		// @witness documented: the status is STARTING when the call returns
		if (ran && isKnown(world, session)) world.sessions.start(session, world.settings.restartMs);
		const answer = json(sessionDto(session));
		world.onConfigWrite?.(session);
		return answer;
	});
	route(app, world, 'POST', '/api/sessions', (call) => {
		const reader = new BodyReader(call.body);
		const name = reader.raw('name') === undefined ? 'default' : reader.string('name');
		const start = reader.raw('start') === undefined ? true : reader.boolean('start');
		reader.done();
		const { config, apps } = readConfig(world, call.body);
		checkTier(world, name);
		if (world.sessions.get(name)) throw nestFailure(422, `Session '${name}' exists already.`);
		const session = world.sessions.add({
			name,
			engine: world.serverEngine,
			status: 'SCAN_QR_CODE',
			config,
			apps: apps ?? null,
		});
		if (start) world.sessions.start(session, world.settings.restartMs);
		else world.sessions.setStatus(session, 'STOPPED');
		return json(sessionDto(session), 201);
	});
	oldStart(app, world);
	route(app, world, 'DELETE', '/api/sessions/:session', ({ params }) => {
		world.sessions.remove(params.session ?? '');
		return empty();
	});
	for (const verb of ['start', 'restart', 'stop'] as const) {
		route(app, world, 'POST', `/api/sessions/:session/${verb}`, async (call) => {
			const session = sessionOf(call);
			if (verb === 'restart') await world.sessions.stop(session, world.settings.stopMs);
			if (verb === 'stop') world.sessions.setStatus(session, 'STOPPED');
			else world.sessions.start(session, world.settings.restartMs);
			return json(sessionDto(session), 201);
		});
	}
}

/** The start of old: name and config in one body. */
function oldStart(app: FastifyInstance, world: World): void {
	// @witness measured R24: the old `/sessions/start` forgets the webhooks: its body is the whole config
	// @witness chosen: the old `/sessions/start` is there in every version; 422 where the session runs
	route(app, world, 'POST', '/api/sessions/start', (call) => {
		const reader = new BodyReader(call.body);
		const name = reader.raw('name') === undefined ? 'default' : reader.string('name');
		reader.done();
		const { config } = readConfig(world, call.body);
		checkTier(world, name);
		const engine = world.serverEngine;
		const known = world.sessions.get(name);
		if (known && known.status !== 'STOPPED') {
			throw nestFailure(422, `Session '${name}' is already started.`);
		}
		const session = known ?? world.sessions.add({ name, engine, status: 'SCAN_QR_CODE' });
		session.config = config;
		world.sessions.start(session, world.settings.restartMs);
		return json(sessionDto(session), 201);
	});
}

const isKnown = (world: World, session: Session): boolean =>
	world.sessions.get(session.name) === session;

function sessionOf({ world, params }: Call): Session {
	const name = params.session ?? '';
	checkTier(world, name);
	const session = world.sessions.get(name);
	if (!session) throw nestFailure(404, `Session '${name}' not found`);
	return session;
}

function sessionDto(session: Session): { name: string; status: SessionStatus; config?: Config } {
	const { name, status, config } = session;
	return { name, status, ...(config ? { config } : {}) };
}

function sessionInfo(world: World, session: Session, query: Call['query']): object {
	// @witness chosen: a stopped session tells no engine, and `me` is null unless WORKING
	const engine = session.status === 'STOPPED' ? {} : { engine: { engine: session.engine } };
	return {
		...sessionDto(session),
		// @witness chosen: apps are told only to those who ask for them (`?expand=apps`)
		...([query.expand].flat().includes('apps') ? { apps: session.apps } : {}),
		me: accountInfo(session, world.settings.version),
		presence: session.status === 'WORKING' ? 'offline' : null,
		timestamps: { activity: null },
		...engine,
	};
}

/** Reads and checks `{config, apps}`. */
function readConfig(
	world: World,
	body: unknown,
): { config: Config | null; apps: unknown[] | null | undefined } {
	const reader = new BodyReader(body);
	const config = reader.raw('config') ?? null;
	const apps = reader.raw('apps');
	if (config !== null && !isFields(config)) reader.refuse('config must be an object');
	if (apps !== undefined && apps !== null && !Array.isArray(apps)) {
		reader.refuse('apps must be an array');
	}
	if (isFields(config)) checkWebhooks(world, reader, config.webhooks);
	reader.done();
	return {
		// @witness measured R24: `config` may be null
		config: isFields(config) ? stored(world, config) : null,
		apps: apps === undefined ? undefined : Array.isArray(apps) ? apps : null,
	};
}

const stored = (world: World, config: Config): Config =>
	world.settings.stripConfig ? storedConfig(config) : config;

function checkWebhooks(world: World, reader: BodyReader, webhooks: unknown): void {
	if (webhooks === undefined || webhooks === null) return;
	if (!Array.isArray(webhooks)) return reader.refuse('config.webhooks must be an array');
	// @witness measured R24: unknown event names are 400, in POST and PUT
	const strict = world.settings.strictEvents ?? true;
	const known = [...knownEvents(world.settings.version), '*'];
	// @witness chosen: retries, key and headers of a webhook are checked when they are written
	webhooks.forEach((webhook: unknown, at) => {
		const place = `config.webhooks.${at}`;
		if (!isFields(webhook)) {
			return reader.refuse(
				'each value in nested property config.webhooks must be either object or array',
			);
		}
		if (typeof webhook.url !== 'string' || !/^https?:\/\//.test(webhook.url)) {
			reader.refuse(`${place}.url must be a URL address`);
		}
		for (const { path, message } of webhookSchema.safeParse(webhook).error?.issues ?? []) {
			const [field] = path;
			if (field !== 'url' && field !== 'events')
				reader.refuse(`${place}.${path.join('.')}: ${message}`);
		}
		if (!Array.isArray(webhook.events)) return reader.refuse(`${place}.events must be an array`);
		const unknown = webhook.events.some((event) => !known.includes(String(event)));
		if (strict && unknown) {
			reader.refuse(
				`${place}.each value in events must be one of the following values: ${known.join(', ')}`,
			);
		}
	});
}
