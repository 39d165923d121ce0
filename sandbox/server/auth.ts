import type { FastifyRequest } from 'fastify';

import type { ScopedKey } from '../options';
import type { World } from '../world';
import { HttpFailure, nestFailure } from './answers';

const DEFAULT_KEY = 'sandbox-key';

/** The main key; '' for a server without one. */
export function mainKey(world: World): string {
	return world.options.apiKey ?? DEFAULT_KEY;
}

function keyOf(request: FastifyRequest): string {
	const header = request.headers['x-api-key'];
	return typeof header === 'string' ? header : '';
}

function scopedKeyNamed(world: World, key: string): ScopedKey | null {
	if (!world.has('scopedKeys')) return null;
	return world.settings.apiKeys.find((known) => known.key === key) ?? null;
}

function scopedKey(world: World, request: FastifyRequest): ScopedKey | null {
	return scopedKeyNamed(world, keyOf(request));
}

/** Whether keys are checked at all. */
function checksKeys(world: World): boolean {
	// @witness measured R24: CORE 2024.10 checks no key
	// @witness chosen: keys are checked in the free tier from 2024.11.5 on, with the other extras
	if (world.settings.tier === 'CORE' && !world.has('webhookExtras')) return false;
	return mainKey(world) !== '';
}

/** Whether a key may hear the events of a session (`*` for all): the word that refuses it, else the only session that it has. */
export function mayHear(
	world: World,
	key: string,
	session: string,
): 'Unauthorized' | 'Forbidden' | { session: string | undefined } {
	if (!checksKeys(world) || key === mainKey(world)) return { session: undefined };
	const scoped = scopedKeyNamed(world, key);
	if (!scoped) return 'Unauthorized';
	const isElsewhere = session !== '*' && scoped.session !== undefined && session !== scoped.session;
	const mayRead = scoped.scopes?.includes('read') ?? true;
	return isElsewhere || !mayRead ? 'Forbidden' : { session: scoped.session };
}

/** The only session that the request's key may see; null for all of them. */
export function allowedSession(world: World, request: FastifyRequest): string | null {
	return scopedKey(world, request)?.session ?? null;
}

/** 401 for a wrong key, 403 for a right one that may not do this. */
export function checkKey(world: World, request: FastifyRequest, session: string | null): void {
	if (!checksKeys(world) || keyOf(request) === mainKey(world)) return;
	const scoped = scopedKey(world, request);
	if (!scoped) throw new HttpFailure(401, { message: 'Unauthorized', statusCode: 401 });
	const scope = scopeOf(request);
	// A key for one session makes no others, either.
	const elsewhere = session === null ? scope === 'setting' : session !== scoped.session;
	if (scoped.session !== undefined && elsewhere) {
		throw nestFailure(403, 'The API key is for another session');
	}
	if (scoped.scopes && !scoped.scopes.includes(scope)) {
		throw nestFailure(403, `The API key lacks the scope '${scope}'`);
	}
}

/** By WAHA's notes on 2026.4: "send" is also for what belongs to a session, such as its groups. */
function scopeOf({ method, raw }: FastifyRequest): 'read' | 'send' | 'control' | 'setting' {
	if (method === 'GET') return 'read';
	const url = raw.url ?? '';
	if (!url.startsWith('/api/sessions')) return 'send';
	return /\/(?:start|stop|restart|logout)\b/.test(url) ? 'control' : 'setting';
}
