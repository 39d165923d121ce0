import type { FastifyInstance } from 'fastify';

import { updateDetails } from '../actions/groups';
import { demandAdmin } from '../actions/rights';
import type { Feature } from '../model/versions';
import type { Engine, GroupDetails, Session } from '../model/types';
import type { World } from '../world';
import { bare, empty, json, nestFailure, type Answer } from './answers';
import { bodyOf, notImplemented, sessionRoute, type SessionCall } from './call';
import { GROUP, groupOf } from './routes-groups';

interface Setting {
	path: string;
	/** The name in the body. */
	field: string;
	detail: Exclude<keyof GroupDetails, 'subject' | 'description' | 'picture'>;
	since?: Feature;
	without?: Engine;
	/** The engines of the protocol answer a change with `true`, where the others come with nothing. */
	confirmed?: true;
}

const SETTINGS: readonly Setting[] = [
	{ path: 'info-admin-only', field: 'adminsOnly', detail: 'infoAdminOnly' },
	{ path: 'messages-admin-only', field: 'adminsOnly', detail: 'messagesAdminOnly' },
	// @witness documented: member-add-mode since 2026.7.2, on every engine
	{
		path: 'member-add-mode',
		field: 'membersCanAddNewMember',
		detail: 'membersCanAddNewMember',
		since: 'memberAddMode',
	},
	// @witness documented: membership-approval comes with join requests, in 2026.8.2 (its release notes)
	// @witness documented: NOWEB and GOWS answer a changed membership-approval with `true` (source)
	{
		path: 'membership-approval',
		field: 'newMembersApprovalRequired',
		detail: 'newMembersApprovalRequired',
		since: 'joinRequests',
		confirmed: true,
	},
	// @witness documented: member-share-history-mode since 2026.9, not on WPP (422 there)
	// @witness chosen: NOWEB and GOWS answer a changed member-share-history-mode with `true`, as its type in the source says
	{
		path: 'member-share-history-mode',
		field: 'membersCanShareHistory',
		detail: 'membersCanShareHistory',
		since: 'shareHistory',
		without: 'WPP',
		confirmed: true,
	},
];

/** Subject, description and the security settings of a group. */
export function settingRoutes(app: FastifyInstance, world: World): void {
	for (const name of ['subject', 'description'] as const) {
		sessionRoute(app, world, 'PUT', `${GROUP}/${name}`, (call) => {
			const reader = bodyOf(call);
			const value = reader.string(name);
			reader.done();
			// @witness documented: an empty subject is 400 since 2026.9
			// @witness chosen: before 2026.9 an empty subject is 500, where a real server hangs
			if (name === 'subject' && value.trim() === '' && world.has('subjectChecked')) {
				throw nestFailure(400, ['subject should not be empty']);
			}
			// @witness documented: newer GOWS refuses an empty description with 400 (source)
			// @witness chosen: that came with the check of the subject, in 2026.9; the source names no version
			const { engine } = call.session;
			if (value.trim() === '' && engine === 'GOWS' && world.has('subjectChecked')) {
				throw nestFailure(400, 'GOWS does not support empty group description.');
			}
			return change(call, { [name]: value });
		});
	}
	for (const setting of SETTINGS) settingRoute(app, world, setting);
}

/** Tells whether an engine has a setting in this version. */
function isThere(world: World, { engine }: Session, setting: Setting): boolean {
	// @witness measured R24: NOWEB answers the security settings, GET and PUT, with 422 not implemented
	if (engine === 'NOWEB' && !world.has('after202410')) return false;
	return setting.without !== engine;
}

function settingRoute(app: FastifyInstance, world: World, setting: Setting): void {
	const { path, field, detail, since } = setting;
	const url = `${GROUP}/settings/security/${path}`;
	const options = since ? { since } : {};
	const read = (call: SessionCall): Answer =>
		isThere(world, call.session, setting)
			? json({ [field]: groupOf(call)[detail] })
			: notImplemented();
	const write = (call: SessionCall): Answer => {
		if (!isThere(world, call.session, setting)) return notImplemented();
		const reader = bodyOf(call);
		const value = reader.boolean(field);
		reader.done();
		return change(call, { [detail]: value }, setting.confirmed);
	};
	sessionRoute(app, world, 'GET', url, read, options);
	sessionRoute(app, world, 'PUT', url, write, options);
}

// @witness measured R24: NOWEB answers subject and description with 200 and an EMPTY body; no admin is 500 `forbidden`
// @witness measured R26: NOWEB answers a changed setting with 200 and an EMPTY body (2026.7.2)
// @witness documented: NOWEB and GOWS answer subject, description, info-admin-only, messages-admin-only and
//   member-add-mode with nothing in every version, and throw what WhatsApp refuses, which makes a 500 (source)
/** Changes a group as the engine answers it: the protocol's say nothing, or fail. */
function change(call: SessionCall, changed: Partial<GroupDetails>, confirmed = false): Answer {
	const { session, world } = call;
	const group = groupOf(call);
	const throws = session.engine === 'NOWEB' || session.engine === 'GOWS';
	if (throws) demandAdmin(session, group);
	// @witness documented: `false` with 200 where the account may not change that, on WEBJS and WPP
	const done = updateDetails(world, session, group, changed);
	return throws && !confirmed ? empty() : bare(done);
}
