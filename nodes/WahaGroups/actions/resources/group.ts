import type { IDataObject } from 'n8n-workflow';

import type { ProblemKind } from '../../waha/errors';
import { WahaError } from '../../waha/errors';
import { changeCall } from '../../waha/groupSettings';
import { isRecord } from '../../waha/json';
import type { Reply } from '../../waha/http/reply';
import { jsonOf, listOf, objectOf } from '../../waha/http/reply';
import { settle } from '../../waha/settle';
import { toGroup, toGroupHead } from '../../waha/answers/shapes';
import { SINCE } from '../../waha/versions';
import { choice, groupId, toggle, unset, wholeNumber } from '../../fields/fields';
import type { Resource } from '../framework/operation';
import { LAST_STANDS } from '../framework/hints';
import { operation } from '../framework/operation';
import { item, outcome, raw, simplify, UNTOLD_REFUSAL } from '../framework/outputs';
import { adminsOnlySetting } from './groupSettings';
import { groupPath } from '../../waha/paths';
import { changeOperations, description, subject } from './groupChanges';
import { create } from './groupCreation';
import { exitOperations } from './groupExits';
import { pictureOperations } from './groupPicture';

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

export const group: Resource = {
	name: 'Group',
	description: 'Create, find and change groups',
	operations: {
		create,

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
				'Have WAHA reload all groups of the account from WhatsApp. Use it rarely: WhatsApp limits it.',
			effect: 'repeatable',
			fields: {},
			request: () => ({ method: 'POST', path: ['groups', 'refresh'], since: SINCE.joining }),
			output: (reply) => outcome(reply, {}, UNTOLD_REFUSAL),
		}),

		...changeOperations,

		...pictureOperations,

		...exitOperations,

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
