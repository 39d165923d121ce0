import type { FastifyInstance } from 'fastify';

import { refusal } from '../engines/refusals';
import { participantV2, shapesOf } from '../engines/shapes';
import {
	createGroup,
	groupByCode,
	groupFor,
	isSubject,
	joinByCode,
	leaveGroup,
} from '../actions/groups';
import { demandAdmin } from '../actions/rights';
import { isAdmin, isIn } from '../model/groups';
import type { Group } from '../model/types';
import { wholeGroup } from '../webhooks/events';
import type { World } from '../world';
import { bare, empty, json, type Answer } from './answers';
import { bodyOf, notImplemented, sessionRoute, type SessionCall } from './call';
import { numberQuery, wordQuery } from './validate';

export const GROUPS = '/api/:session/groups';
export const GROUP = `${GROUPS}/:id`;

/** The group that the path names. */
export function groupOf({ world, session, params }: SessionCall): Group {
	return groupFor(world, session, params.id ?? '');
}

/** The groups of an account: all, one, new, gone. */
export function groupRoutes(app: FastifyInstance, world: World): void {
	sessionRoute(app, world, 'POST', GROUPS, (call) => {
		const reader = bodyOf(call);
		const name = reader.string('name');
		const ids = reader.ids('participants');
		reader.done();
		const refused = refusedCreate(call, name);
		if (refused) return refused;
		const { group, outcomes } = createGroup(world, call.session, name, ids);
		return json(shapesOf(call.session.engine).created(group, outcomes), 201);
	});
	sessionRoute(app, world, 'GET', GROUPS, listGroups);
	sessionRoute(app, world, 'GET', `${GROUPS}/count`, (call) => {
		// @witness measured R24: `count` and `join-info`, unknown to a server, are taken for a group's id
		if (!world.has('count')) return getGroup({ ...call, params: { ...call.params, id: 'count' } });
		return json({ count: world.groups.of(call.session.account).length });
	});
	sessionRoute(app, world, 'POST', `${GROUPS}/refresh`, refresh, { since: 'refresh' });
	sessionRoute(app, world, 'GET', `${GROUPS}/join-info`, (call) => {
		if (!world.has('joinInfo')) {
			return getGroup({ ...call, params: { ...call.params, id: 'join-info' } });
		}
		const { code } = call.query;
		const group = groupByCode(world, call.session, typeof code === 'string' ? code : '');
		return json(shapesOf(call.session.engine).inviteInfo(group));
	});
	sessionRoute(
		app,
		world,
		'POST',
		`${GROUPS}/join`,
		(call) => {
			const reader = bodyOf(call);
			const code = reader.string('code');
			reader.done();
			return json({ id: joinByCode(world, call.session, code).id }, call.postStatus);
		},
		{ since: 'invites' },
	);
	sessionRoute(app, world, 'GET', GROUP, getGroup);
	sessionRoute(app, world, 'DELETE', GROUP, (call) => {
		const { engine } = call.session;
		// @witness documented: a group is deleted on WEBJS and WPP only; elsewhere 422
		if (engine === 'NOWEB' || engine === 'GOWS') return notImplemented();
		leaveGroup(world, call.session, groupOf(call));
		// @witness measured R24: a delete gives `true`
		return bare(true);
	});
	sessionRoute(app, world, 'POST', `${GROUP}/leave`, (call) => {
		leaveGroup(world, call.session, groupOf(call));
		return empty(call.postStatus);
	});
	sessionRoute(app, world, 'GET', `${GROUP}/invite-code`, (call) => {
		const group = groupOf(call);
		// @witness measured R24: WEBJS answers 200 EMPTY where the account is no admin
		// @witness chosen: newer servers refuse the invite code with 500 to who is no admin
		const silent = call.session.engine === 'WEBJS' && !world.has('after202410');
		if (silent && !isAdmin(group, call.session.account)) return empty();
		demandAdmin(call.session, group);
		return bare(group.inviteCode);
	});
	sessionRoute(app, world, 'POST', `${GROUP}/invite-code/revoke`, (call) => {
		const group = groupOf(call);
		demandAdmin(call.session, group);
		group.revokedCodes.add(group.inviteCode);
		group.inviteCode = world.newInviteCode();
		return bare(group.inviteCode, call.postStatus);
	});
}

function getGroup(call: SessionCall): Answer {
	const { session, world, params } = call;
	// @witness measured R24: NOWEB answers an unknown group with 200 and an EMPTY body
	// @witness chosen: a group that the account has left is unknown to it in the same way
	const group = world.groups.get(params.id ?? '');
	const unknown = !group || !isIn(group, session.account);
	if (unknown && isOldNoweb(call)) return empty();
	const view = { viewer: session.account, participants: true };
	return json(shapesOf(session.engine).group(groupOf(call), view));
}

/** NOWEB as it was measured on 2024.10.8. */
export const isOldNoweb = ({ session, world }: SessionCall): boolean =>
	session.engine === 'NOWEB' && !world.has('after202410');

/** WEBJS tells that a group could not be made by a success with an error in it. */
function refusedCreate({ session, world }: SessionCall, name: string): Answer | null {
	if (session.engine !== 'WEBJS' || isSubject(name)) return null;
	const error = 'CreateGroupError: An unknown error occurred while trying to create a group';
	// @witness measured R24: a refused create is 201 with the TEXT `CreateGroupError: …` on WEBJS
	// @witness documented: newer servers answer a refused create with 201 `{"error": …}`
	return world.has('after202410') ? json({ error }, 201) : bare(error, 201);
}

function listGroups({ world, session, query }: SessionCall): Answer {
	let groups = world.groups.of(session.account);
	if (world.has('paging')) groups = paged(groups, query);
	const excluded = world.has('exclude') && [query.exclude].flat().includes('participants');
	const shapes = shapesOf(session.engine);
	const view = { viewer: session.account, participants: !excluded };
	const bodies = groups.map((group) => shapes.group(group, view));
	// @witness documented: old NOWEB lists groups as an object by id
	// @witness chosen: that object ends with 2024.12
	if (session.engine === 'NOWEB' && !world.has('paging')) {
		return json(Object.fromEntries(groups.map((group, at) => [group.id, bodies[at]])));
	}
	return json(bodies);
}

function paged(groups: Group[], query: Record<string, unknown>): Group[] {
	const sortBy = wordQuery(query, 'sortBy', ['id', 'subject']);
	const sortOrder = wordQuery(query, 'sortOrder', ['desc', 'asc']);
	const limit = numberQuery(query, 'limit');
	const offset = numberQuery(query, 'offset') ?? 0;
	const sorted = [...groups];
	if (sortBy) {
		sorted.sort((one, other) => (one[sortBy] < other[sortBy] ? -1 : Number(one !== other)));
		if (sortOrder === 'desc') sorted.reverse();
	}
	return sorted.slice(offset, limit === undefined ? undefined : offset + limit);
}

function refresh({ world, session, postStatus }: SessionCall): Answer {
	const { refreshCalls, refreshWindowMs } = world.settings;
	const from = Date.now() - refreshWindowMs;
	const recent = (world.refreshes.get(session.name) ?? []).filter((at) => at > from);
	world.refreshes.set(session.name, [...recent, Date.now()]);
	// @witness documented: refreshing often brings `rate-overlimit`
	// @witness chosen: the sixth refresh in a minute brings it
	if (recent.length >= refreshCalls) throw refusal(session.engine, 'rate-overlimit');
	if (session.engine === 'NOWEB' && world.has('groupsV2Events')) {
		for (const group of world.groups.of(session.account)) {
			const { event, payload } = wholeGroup(group, session.account);
			world.sendEvent(session.name, event, payload);
		}
	}
	return session.engine === 'GOWS' ? empty(postStatus) : json({ success: true }, postStatus);
}

/** `participants/v2`, the one shape of all engines. */
export function participantsV2(call: SessionCall): Answer {
	const members = [...groupOf(call).members.values()];
	const { listLeft } = call.world.settings;
	const listed = members.filter(({ role }) => listLeft || role !== 'left');
	return json(listed.map((member) => participantV2(member, call.session.engine)));
}
