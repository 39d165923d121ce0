import type { FastifyInstance } from 'fastify';

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
	route(app, world, 'PUT', '/api/sessions/:session', (call) => {
		const session = sessionOf(call);
		const { config, apps } = readConfig(world, call.body);
		// The whole config is replaced; what is left out of it is gone.
		session.config = config;
		if (apps !== undefined) session.apps = apps;
		if (session.status !== 'STOPPED') world.sessions.restart(session, world.settings.restartMs);
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
	route(app, world, 'DELETE', '/api/sessions/:session', ({ params }) => {
		world.sessions.remove(params.session ?? '');
		return empty();
	});
	for (const verb of ['start', 'restart', 'stop'] as const) {
		route(app, world, 'POST', `/api/sessions/:session/${verb}`, (call) => {
			const session = sessionOf(call);
			if (verb === 'stop') world.sessions.setStatus(session, 'STOPPED');
			else world.sessions[verb](session, world.settings.restartMs);
			return json(sessionDto(session), 201);
		});
	}
}

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
	// A stopped session runs no engine, so none is told.
	const engine = session.status === 'STOPPED' ? {} : { engine: { engine: session.engine } };
	return {
		...sessionDto(session),
		// Apps are told only to those who ask for them.
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
		config: isFields(config) ? config : null,
		apps: apps === undefined ? undefined : Array.isArray(apps) ? apps : null,
	};
}

function checkWebhooks(world: World, reader: BodyReader, webhooks: unknown): void {
	if (webhooks === undefined || webhooks === null) return;
	if (!Array.isArray(webhooks)) return reader.refuse('config.webhooks must be an array');
	const strict = world.settings.strictEvents ?? world.has('strictEvents');
	const known = [...knownEvents(world.settings.version), '*'];
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
