import { z } from 'zod';

import { present } from '../model/groups';
import { shownId, shownName } from '../model/people';
import { REQUEST_METHODS, ROLES, type Group, type GroupDetails, type Role } from '../model/types';
import type { World } from '../world';
import type { ControlRoute } from './control-route';

const details = z
	.object({
		subject: z.string(),
		description: z.string(),
		infoAdminOnly: z.boolean(),
		messagesAdminOnly: z.boolean(),
		membersCanAddNewMember: z.boolean(),
		newMembersApprovalRequired: z.boolean(),
		membersCanShareHistory: z.boolean(),
		picture: z.string().nullable(),
	})
	.partial();
const newGroup = details.extend({
	id: z
		.string()
		.regex(/^[\d-]+@g\.us$/)
		.optional(),
	inviteCode: z.string().optional(),
	owner: z.string().optional(),
	members: z
		.array(z.union([z.string(), z.object({ id: z.string(), role: z.enum(ROLES) })]))
		.optional(),
});
const move = z.object({
	participants: z.array(z.string()).min(1),
	author: z.string().optional(),
	how: z.string().optional(),
});
const asking = z.object({
	participants: z.array(z.string()).min(1),
	method: z.enum(REQUEST_METHODS).optional(),
});
const oneRole = z.object({ participant: z.string(), role: z.enum([...ROLES, 'left']) });
const person = z
	.object({
		addResult: z.number().int().nullable(),
		inviteSent: z.boolean(),
		hidden: z.boolean(),
		resolvable: z.boolean(),
		name: z.string().nullable(),
		pushName: z.string().nullable(),
	})
	.partial();

/** A group as the control API shows it: everything, whoever asks. */
export interface GroupState extends GroupDetails {
	id: string;
	/** Phone number. */
	owner: string | null;
	inviteCode: string;
	revokedCodes: string[];
	/** The phone numbers of those who wait for an admin. */
	requests: string[];
	/** In the order of joining; those who left are not among them. */
	members: Array<{ phone: string; lid: string; shownAs: string; name: string | null; role: Role }>;
}

/** Puts a group into the shape of the control API. */
export function groupState(group: Group): GroupState {
	return {
		id: group.id,
		subject: group.subject,
		description: group.description,
		owner: group.owner?.phone ?? null,
		infoAdminOnly: group.infoAdminOnly,
		messagesAdminOnly: group.messagesAdminOnly,
		membersCanAddNewMember: group.membersCanAddNewMember,
		newMembersApprovalRequired: group.newMembersApprovalRequired,
		membersCanShareHistory: group.membersCanShareHistory,
		requests: [...group.requests.keys()],
		inviteCode: group.inviteCode,
		revokedCodes: [...group.revokedCodes],
		picture: group.picture,
		members: present(group).map(({ person: { phone, lid }, person: someone, role }) => ({
			phone,
			lid: `${lid}@lid`,
			shownAs: shownId(someone),
			name: shownName(someone),
			role,
		})),
	};
}

/** People ask to come in, and what becomes of it. */
function requestRoutes(world: World): ControlRoute[] {
	const routes: Record<string, (id: string, body: unknown) => void> = {
		request: (id, body) => {
			const { participants, method } = asking.parse(body);
			world.askToJoin(id, participants, method);
		},
		'approve-request': (id, body) => {
			const { participants, ...options } = move.parse(body);
			world.approveRequest(id, participants, options);
		},
		'reject-request': (id, body) => {
			world.rejectRequest(id, move.parse(body).participants);
		},
		'revoke-request': (id, body) => {
			world.revokeRequest(id, move.parse(body).participants);
		},
	};
	return Object.entries(routes).map(([verb, act]) => [
		'POST',
		`/groups/:id/${verb}`,
		({ params, body }) => {
			const { id } = world.group(params.id ?? '');
			act(id, body);
			return groupState(world.group(id));
		},
	]);
}

/** Control of groups and people. */
export function controlGroups(world: World): ControlRoute[] {
	const groupOf = (id: string | undefined): Group => world.group(id ?? '');
	const moves = (['join', 'leave', 'promote', 'demote'] as const).map(
		(kind): ControlRoute => [
			'POST',
			`/groups/:id/${kind}`,
			({ params, body }) => {
				const { participants, ...options } = move.parse(body);
				world[kind](groupOf(params.id).id, participants, options);
				return groupState(groupOf(params.id));
			},
		],
	);
	return [
		['GET', '/groups', () => world.groups.all().map(groupState)],
		[
			'POST',
			'/groups',
			({ body }) => groupState(world.group(world.addGroup(newGroup.parse(body)))),
		],
		[
			'POST',
			'/groups/many',
			({ body }) => {
				const { count, members } = z
					.object({
						count: z.number().int().min(1).max(100_000),
						members: z.number().int().default(5),
					})
					.parse(body);
				world.addGroups(count, members);
				return { groups: world.groups.all().length };
			},
		],
		['GET', '/groups/:id', ({ params }) => groupState(groupOf(params.id))],
		['DELETE', '/groups/:id', ({ params }) => world.groups.remove(groupOf(params.id).id)],
		...moves,
		[
			'POST',
			'/groups/:id/update',
			({ params, body }) => {
				const { author, ...changed } = details
					.extend({ author: z.string().optional() })
					.parse(body);
				world.updateGroup(groupOf(params.id).id, changed, author === undefined ? {} : { author });
				return groupState(groupOf(params.id));
			},
		],
		...requestRoutes(world),
		[
			'PUT',
			'/groups/:id/role',
			({ params, body }) => {
				const { participant, role } = oneRole.parse(body);
				world.setRole(groupOf(params.id).id, participant, role);
				return groupState(groupOf(params.id));
			},
		],
		[
			'PUT',
			'/groups/:id/invite-code',
			({ params, body }) => {
				world.setInviteCode(groupOf(params.id).id, z.object({ code: z.string() }).parse(body).code);
				return groupState(groupOf(params.id));
			},
		],
		['GET', '/people', () => world.people.all()],
		[
			'PUT',
			'/people/:id',
			({ params, body }) => world.setPerson(params.id ?? '', person.parse(body)),
		],
	];
}
