import type { FastifyInstance, FastifyRequest } from 'fastify';

import { contactOf } from '../engines/contacts';
import type { World } from '../world';
import { json, nestFailure } from './answers';
import { readySession, route } from './call';

// @witness chosen: everybody with a name is a contact of every account; WEBJS and WPP list the account's groups, too
/** The contacts of an account, whose session stands in the query. */
export function contactRoutes(app: FastifyInstance, world: World): void {
	route(app, world, 'GET', '/api/contacts/all', async ({ request, query }) => {
		const { engine, account } = await readySession(world, sessionOfContacts(request) ?? 'default');
		const people = world.people
			.all()
			.filter(({ name, pushName }) => name !== null || pushName !== null)
			.map((person) => contactOf(person, { engine, account }));
		const inBrowser = engine === 'WEBJS' || engine === 'WPP';
		const groups = inBrowser
			? world.groups.all().map(({ id, subject }) => ({ id, name: subject, isGroup: true }))
			: [];
		return json(page([...people, ...groups], world.has('paging') ? query : {}));
	});
	route(app, world, 'GET', '/api/contacts', async ({ request, query }) => {
		const { engine, account } = await readySession(world, sessionOfContacts(request) ?? 'default');
		const { contactId } = query;
		if (typeof contactId !== 'string') throw nestFailure(400, ['contactId must be a string']);
		const id = contactId.includes('@') ? contactId : `${contactId}@c.us`;
		const person = world.people.find(id);
		return json(person && contactOf(person, { engine, account }));
	});
}

// @witness documented: `contacts/all` takes limit and offset
// @witness chosen: it takes them since 2024.12, as lists of groups do; 2024.10 sends all each time (read in its source)
function page<T>(all: readonly T[], { limit, offset }: Record<string, unknown>): T[] {
	const start = Number(offset ?? 0);
	return all.slice(start, limit === undefined ? undefined : start + Number(limit));
}

/** The session of a call about contacts, whose path names none: that in the query, or `default`. */
export function sessionOfContacts({ raw, query }: FastifyRequest): string | null {
	if (!raw.url?.startsWith('/api/contacts')) return null;
	const named = typeof query === 'object' && query !== null && 'session' in query;
	return named && typeof query.session === 'string' ? query.session : 'default';
}
