import type { IDataObject } from 'n8n-workflow';

import type { CreatedGroup } from '../../waha/answers/created';
import { createdGroup } from '../../waha/answers/created';

import type { ProblemKind } from '../../waha/errors';
import { WahaError } from '../../waha/errors';
import { changeCall } from '../../waha/groupSettings';
import { isRecord } from '../../waha/json';
import type { Call } from '../../waha/http/client';
import type { Reply } from '../../waha/http/reply';
import { jsonOf, listOf, objectOf } from '../../waha/http/reply';
import { settle } from '../../waha/settle';
import { toGroup, toGroupHead } from '../../waha/answers/shapes';
import { SINCE } from '../../waha/versions';
import {
	choice,
	countryCode,
	groupId,
	participants,
	text,
	toggle,
	unset,
	wholeNumber,
} from '../../fields/fields';
import type { Context, Resource } from '../framework/operation';
import { LAST_STANDS } from '../framework/hints';
import { operation } from '../framework/operation';
import { item, outcome, raw, simplify } from '../framework/outputs';
import { adminsOnlySetting } from './groupSettings';
import { groupPath } from '../../waha/paths';
import { changeOperations, description, subject } from './groupChanges';
import { pictureOperations } from './groupPicture';
import { sendInviteLink, withInvitations } from '../members/invitations';
import { verified, verifyCreated } from '../members/verify';

const sortBy = choice<Sorting['sortBy']>({
	displayName: 'Sort By',
	description: 'What to sort the groups by',
	choices: [
		{ name: 'ID', value: 'id' },
		{ name: 'Subject', value: 'subject' },
	],
	default: 'id',
});

const sortOrder = choice<Sorting['sortOrder']>({
	displayName: 'Sort Order',
	description: 'Which groups come first',
	choices: [
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	default: 'asc',
});

const includeParticipants = toggle({
	displayName: 'Include Participants',
	description:
		'Whether to return the members of each group, too, which makes the answer much bigger when there are many groups',
	default: false,
});

/** The simplified group, or an error where the engine answered with something that is no group. */
function groupOf(reply: Reply): IDataObject {
	const group = reply.text.trim() === '' ? undefined : toGroup(objectOf(reply));
	if (group !== undefined && group.groupId !== null) return item(group);
	// NOWEB answers with nothing for a group that it does not know (seen on WAHA 2024.10.8).
	throw new WahaError({ name: 'unknownGroup', facts: {} }, { status: reply.status });
}

/** A new group with who is in it by a look at its members; those who were asked for only. */
async function lookedAt(context: Context, created: CreatedGroup): Promise<CreatedGroup> {
	const { groupId: id, participants } = created;
	if (id === null || participants.length === 0) return created;
	const { results, members } = await verified(context, id, 'add', participants);
	return {
		...created,
		participantCount: members?.length ?? created.participantCount,
		participants: results.map((result) => ({ groupId: id, ...result })),
	};
}

/** A new group whose link was sent to those who can only be added by invitation. */
async function invited(context: Context, created: CreatedGroup): Promise<CreatedGroup> {
	const { groupId: id, participants } = created;
	if (id === null) return created;
	return { ...created, participants: await withInvitations(context, id, participants) };
}

/** What is known of a new group: the rest is left out. */
function knownOf(group: object): IDataObject {
	return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== null));
}

const UNTOLD_REFUSAL = 'WhatsApp did not do this, and WAHA gave no reason';

interface Sorting {
	sortBy: 'id' | 'subject';
	sortOrder: 'asc' | 'desc';
}

/** How to sort; what the user left out is what the editor shows as default. Undefined where nothing was said. */
function sortingOf(by?: Sorting['sortBy'], order?: Sorting['sortOrder']): Sorting | undefined {
	if (by === undefined && order === undefined) return undefined;
	return { sortBy: by ?? sortBy.read(undefined), sortOrder: order ?? sortOrder.read(undefined) };
}

/** Groups as the server sent them, in the order wanted; as they came where none is. */
function sorted(bodies: unknown[], sorting: Sorting | undefined): unknown[] {
	if (!sorting) return bodies;
	const sign = sorting.sortOrder === 'asc' ? 1 : -1;
	const keyed = bodies.map((body) => {
		const { groupId: id, subject } = toGroupHead(body);
		return { body, key: (sorting.sortBy === 'id' ? id : subject) ?? '' };
	});
	keyed.sort((one, other) => (one.key === other.key ? 0 : one.key < other.key ? -sign : sign));
	return keyed.map(({ body }) => body);
}

/** What servers before 2025.2 say: they take "count" for the ID of a group, which the engine then does not find. */
const CANNOT_COUNT: ReadonlySet<ProblemKind> = new Set([
	'groupNotFound',
	'refused',
	'unknownEndpoint',
	'validation',
]);

const isUnknown = (error: unknown): boolean =>
	error instanceof WahaError && error.kind === 'groupNotFound';

/** What some engines say to an account that is no member, and to one that may not do it. */
const isForbidden = (error: unknown): boolean =>
	error instanceof WahaError && error.kind === 'refused' && /forbidden|\b403\b/i.test(error.words);

/**
 * Takes the account out of a group. Where an earlier try broke off, the group that is unknown now tells that it has
 * worked. In: what "forbidden" tells then. Throws WahaError.
 */
async function ended(
	context: Context,
	id: string,
	call: Call,
	isOut: () => Promise<boolean>,
): Promise<IDataObject> {
	const settled = await settle(context.send({ ...call, effect: 'repeatable' }));
	if (settled.ok) return outcome(settled.value, { groupId: id }, UNTOLD_REFUSAL);
	const { error } = settled;
	const isDone =
		error instanceof WahaError &&
		error.afterDoubt &&
		(isUnknown(error) || (isForbidden(error) && (await isOut())));
	if (!isDone) throw error;
	return { success: true, groupId: id };
}

/** Whether a group is gone for the account: a member may always read it. */
async function isGone(context: Context, id: string): Promise<boolean> {
	const looked = await settle(context.send({ method: 'GET', path: groupPath(id) }));
	return !looked.ok && (isUnknown(looked.error) || isForbidden(looked.error));
}

export const group: Resource = {
	name: 'Group',
	description: 'Create, find and change groups',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create a group',
			description:
				'Create a group, if you like with its first members. Returns it with what became of each member.',
			effect: 'once',
			rowByRow: {
				by: 'subject',
				hint: (count) =>
					`${count} groups of the same name were made, one for each input item. To make one group of all rows, put n8n's Aggregate node before this one.`,
			},
			fields: {
				name: text({
					displayName: 'Subject',
					description: 'The name of the new group, at most 100 characters',
					placeholder: 'e.g. Project Alpha',
					maxLength: 100,
				}),
				participants: participants({
					description: 'The first members of the group',
					hint: "Each input item makes a group of its own. For one group of all rows, put n8n's Aggregate node before.",
					optional: true,
				}),
				simplify,
			},
			options: { countryCode, sendInviteLink, verify: verifyCreated },
			async run(context, { name, participants: ids, simplify: simplified }, options) {
				const reply = await context.send({
					method: 'POST',
					path: ['groups'],
					body: { name, participants: ids.map((id) => ({ id })) },
					effect: 'once',
				});
				const created = createdGroup(reply, name, ids);
				if (!simplified) return raw(reply);
				const seen = options.verify ? await lookedAt(context, created) : created;
				return knownOf(options.sendInviteLink ? await invited(context, seen) : seen);
			},
		}),

		get: operation({
			name: 'Get',
			action: 'Get a group',
			description: 'Get one group with its subject, description, settings and members',
			effect: 'none',
			fields: { groupId, simplify },
			request: ({ groupId: id }) => ({ method: 'GET', path: groupPath(id) }),
			output(reply, { simplify: simplified }) {
				const group = groupOf(reply);
				return simplified ? group : raw(reply);
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many groups',
			description:
				'Get the groups that the account is a member of. Use it to find the ID of a group by its name.',
			effect: 'none',
			fields: {
				returnAll: toggle({
					displayName: 'Return All',
					description: 'Whether to return all results or only up to a given limit',
					default: false,
				}),
				limit: {
					...wholeNumber({
						displayName: 'Limit',
						description: 'Max number of results to return',
						default: 50,
						min: 1,
						max: 100_000,
					}),
					shownFor: { returnAll: ['false'] },
				},
				simplify,
			},
			options: {
				sortBy: unset(sortBy, undefined),
				sortOrder: unset(sortOrder, undefined),
				includeParticipants,
			},
			request: ({ returnAll, limit }, options) => ({
				method: 'GET',
				path: ['groups'],
				query: {
					limit: returnAll ? undefined : limit,
					...sortingOf(options.sortBy, options.sortOrder),
					exclude: options.includeParticipants ? undefined : 'participants',
				},
			}),
			output(reply, { returnAll, limit, simplify: simplified }, options) {
				// Servers before 2024.12 know neither limit nor sorting and send everything.
				const most = returnAll ? Infinity : limit;
				return sorted(listOf(reply), sortingOf(options.sortBy, options.sortOrder))
					.slice(0, most)
					.map((body) => {
						if (!simplified) return item(isRecord(body) ? body : { value: body });
						const simple = toGroup(body);
						if (!options.includeParticipants) delete simple.participants;
						return item(simple);
					});
			},
		}),

		count: operation({
			name: 'Count',
			action: 'Count the groups',
			description: 'Get the number of groups that the account is a member of',
			effect: 'none',
			fields: {},
			async run(context) {
				const settled = await settle(context.send({ method: 'GET', path: ['groups', 'count'] }));
				const json = settled.ok ? jsonOf(settled.value) : undefined;
				const count = isRecord(json) ? json.count : json;
				if (typeof count === 'number') return { count };
				const error = settled.ok ? undefined : settled.error;
				if (error && !(error instanceof WahaError && CANNOT_COUNT.has(error.kind))) throw error;
				const reply = await context.send({
					method: 'GET',
					path: ['groups'],
					query: { exclude: 'participants' },
				});
				return { count: listOf(reply).length };
			},
		}),

		refresh: operation({
			name: 'Refresh',
			action: 'Refresh the list of groups',
			description:
				'Let WAHA load all groups of the account anew from WhatsApp. Use it rarely: WhatsApp limits it.',
			effect: 'repeatable',
			fields: {},
			request: () => ({ method: 'POST', path: ['groups', 'refresh'], since: SINCE.joining }),
			output: (reply) => outcome(reply, {}, UNTOLD_REFUSAL),
		}),

		...changeOperations,

		...pictureOperations,

		delete: operation({
			name: 'Delete',
			action: 'Delete a group',
			description:
				'Delete a group from the account. This cannot be undone. Only the engines WEBJS and WPP can do this.',
			effect: 'repeatable',
			fields: { groupId },
			run: async (context, { groupId: id }) =>
				await ended(
					context,
					id,
					{ method: 'DELETE', path: groupPath(id) },
					// It may also mean that the account may not delete it.
					async () => await isGone(context, id),
				),
		}),

		leave: operation({
			name: 'Leave',
			action: 'Leave a group',
			description:
				'Let the account leave a group. It cannot come back by itself: somebody has to add or invite it.',
			effect: 'repeatable',
			fields: { groupId },
			run: async (context, { groupId: id }) =>
				await ended(
					context,
					id,
					{ method: 'POST', path: groupPath(id, 'leave') },
					async () => true,
				),
		}),

		setSubject: operation({
			name: 'Set Subject',
			action: 'Set the subject of a group',
			description: 'Rename a group',
			effect: 'repeatable',
			rowByRow: LAST_STANDS,
			fields: {
				groupId,
				subject,
			},
			request: ({ groupId: id, subject: value }) => changeCall(id, 'subject', value),
			output: (reply, { groupId: id, subject: value }) =>
				outcome(reply, { groupId: id, subject: value }),
		}),

		setDescription: operation({
			name: 'Set Description',
			action: 'Set the description of a group',
			description: 'Change the description of a group; an empty one removes it',
			effect: 'repeatable',
			rowByRow: LAST_STANDS,
			fields: {
				groupId,
				description,
			},
			request: ({ groupId: id, description: value }) => changeCall(id, 'description', value),
			output: (reply, { groupId: id, description: value }) =>
				outcome(reply, { groupId: id, description: value }),
		}),

		...adminsOnlySetting({
			setting: 'infoAdminOnly',
			name: 'Who Can Edit Group Info',
			what: 'edit the group info',
			switchDescription:
				'Whether only admins may change subject, description and picture of the group',
		}),
		...adminsOnlySetting({
			setting: 'messagesAdminOnly',
			name: 'Who Can Send Messages',
			what: 'send messages',
			switchDescription: 'Whether only admins may send messages to the group',
		}),
	},
};
