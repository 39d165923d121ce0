import type { FastifyInstance } from 'fastify';

import { Refusal, refusal } from '../engines/refusals';
import { shapesOf } from '../engines/shapes';
import { addParticipants, changeParticipants } from '../actions/groups';
import { demandAdmin } from '../actions/rights';
import { isAdmin, isIn } from '../model/groups';
import { nowSeconds } from '../model/clock';
import type { World } from '../world';
import { bare, json, type Answer } from './answers';
import { bodyOf, sessionRoute, type SessionCall } from './call';
import { GROUP, groupOf, isOldNoweb, participantsV2 } from './routes-groups';
import { BodyReader, isFields } from './validate';

/** Members, admins and the picture of a group. */
export function memberRoutes(app: FastifyInstance, world: World): void {
	sessionRoute(app, world, 'GET', `${GROUP}/participants`, (call) => {
		const group = world.groups.get(call.params.id ?? '');
		if (isOldNoweb(call) && (!group || !isIn(group, call.session.account))) {
			// @witness measured R24: the members of a group unknown to NOWEB: 500 `Cannot read properties of undefined …`
			throw new Refusal(
				"Cannot read properties of undefined (reading 'participants')",
				'TypeError',
			);
		}
		return json(shapesOf(call.session.engine).participants(groupOf(call)));
	});
	sessionRoute(app, world, 'GET', `${GROUP}/participants/v2`, participantsV2, {
		since: 'participantsV2',
	});
	sessionRoute(app, world, 'POST', `${GROUP}/participants/add`, add);
	const changes = {
		'participants/remove': 'leave',
		'admin/promote': 'promote',
		'admin/demote': 'demote',
	} as const;
	for (const [path, kind] of Object.entries(changes)) {
		sessionRoute(app, world, 'POST', `${GROUP}/${path}`, (call) => {
			const ids = readIds(call);
			const group = groupOf(call);
			const outcomes = changeParticipants(world, call.session, group, kind, ids);
			return json(shapesOf(call.session.engine).changed(group, outcomes), call.postStatus);
		});
	}
	pictureRoutes(app, world);
}

export function readIds(call: SessionCall): string[] {
	const reader = bodyOf(call);
	const ids = reader.ids('participants');
	reader.done();
	return ids;
}

async function add(call: SessionCall): Promise<Answer> {
	const { world, session, postStatus } = call;
	const ids = readIds(call);
	const group = groupOf(call);
	if (!isAdmin(group, session.account) && !group.membersCanAddNewMember) {
		// @witness documented: WEBJS can tell the error of an add by a string in place of the object
		// @witness chosen: WEBJS answers such a string where the account is no admin; NOWEB and GOWS 500
		if (session.engine === 'WEBJS') return bare(ADD_ERROR, postStatus);
		demandAdmin(session, group);
	}
	const outcomes = await addParticipants(world, session, group, ids);
	return json(shapesOf(session.engine).added(group, outcomes), postStatus);
}

/** What WEBJS says in place of the object when the account may not add anybody. */
export const ADD_ERROR = 'AddParticipantsError: the account has no right to add participants here';

function pictureRoutes(app: FastifyInstance, world: World): void {
	const url = `${GROUP}/picture`;
	const since = 'picture';
	sessionRoute(
		app,
		world,
		'GET',
		url,
		(call) => {
			const { picture } = groupOf(call);
			const fresh = call.query.refresh === 'true' && picture !== null;
			return json({ url: fresh ? `${picture}&refreshed=true` : picture });
		},
		{ since },
	);
	sessionRoute(app, world, 'PUT', url, (call) => setPicture(call, readPicture(call)), { since });
	sessionRoute(app, world, 'DELETE', url, (call) => setPicture(call, null), { since });
}

function setPicture(call: SessionCall, picture: string | null): Answer {
	const { world, session } = call;
	const group = groupOf(call);
	if (!isAdmin(group, session.account)) {
		if (session.engine === 'WEBJS' || session.engine === 'WPP') return json({ success: false });
		throw refusal(session.engine, 'not-admin');
	}
	group.picture = picture;
	const author = session.account;
	world.publish({ kind: 'update', group, changed: { picture }, author, at: nowSeconds() });
	return json({ success: true });
}

/** Reads `{file: {url}}` or `{file: {data}}`; a link is taken at its word and never fetched. */
function readPicture(call: SessionCall): string {
	const reader = new BodyReader(call.body);
	const file = reader.raw('file');
	// @witness chosen: a picture as data needs its `mimetype`, and links are not fetched
	const fields = isFields(file) ? file : {};
	if (!isFields(file)) reader.refuse('file must be an object');
	else if (typeof fields.url !== 'string' && typeof fields.data !== 'string') {
		reader.refuse('file must have a url or data');
	} else if (typeof fields.url !== 'string' && typeof fields.mimetype !== 'string') {
		reader.refuse('file.mimetype must be a string');
	}
	reader.done();
	const { engine } = call.session;
	if (typeof fields.url === 'string' && !/^https?:\/\/\S+$/.test(fields.url)) {
		throw refusal(engine, 'bad-value');
	}
	if (typeof fields.data === 'string' && !isBase64(fields.data)) throw refusal(engine, 'bad-value');
	const stamp = Math.floor(call.world.random() * 1e9);
	return `https://pps.whatsapp.net/v/t61.24694-24/${stamp}.jpg?oe=1`;
}

function isBase64(text: string): boolean {
	return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
