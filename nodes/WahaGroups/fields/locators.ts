import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { toGroupId } from '../waha/input/ids';
import { isRecord } from '../waha/json';
import { stateInWords } from '../wording/sessionStates';
import { listOf } from '../waha/http/reply';
import { toGroupHead } from '../waha/answers/shapes';
import type { WahaClient } from '../waha/http/client';
import { locatorValue, toSessionName } from './chosen';

export type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A resource locator and the search that fills its list, under the name in its modes, so that a picker is one thing. */
export interface Locator<T> {
	readonly property: Omit<INodeProperties, 'name' | 'displayOptions'>;
	readonly search: Search;
	/** In: the parameter as n8n stores it. Throws InputError for what is none. */
	read(value: unknown): T;
}

/** Asks the server for a list of the editor. Throws n8n's errors. */
export async function inTheEditor<T>(
	context: ILoadOptionsFunctions,
	work: (client: WahaClient) => Promise<T>,
): Promise<T> {
	const { connect, INTERACTIVE } = await import('../n8n/connection');
	try {
		return await work(await connect(context, INTERACTIVE));
	} catch (error) {
		const { toNodeError } = await import('../n8n/nodeErrors');
		throw toNodeError(context.getNode(), error);
	}
}

/** What may come along when an id is pasted; it is dropped later. */
const INVISIBLE =
	'\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\uffa0';

/** In a pattern that begins by letting nothing but visible ASCII and the invisible through: the invisible, in short. */
const AROUND = '[^!-~]*';

const DIGITS = `(\\d${AROUND}){3,32}`;

function includes(text: string, filter: string | undefined): boolean {
	return filter === undefined || text.toLowerCase().includes(filter.trim().toLowerCase());
}

export const sessionLocator: Locator<string> = {
	property: {
		displayName: 'Session',
		type: 'resourceLocator',
		default: { mode: 'list', value: 'default', cachedResultName: 'default' },
		required: true,
		description: 'The WhatsApp account that acts: its session in WAHA',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a session…',
				typeOptions: { searchListMethod: 'searchSessions', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. default',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `[${INVISIBLE}]*[^\\s/]+[${INVISIBLE}]*`,
							errorMessage: 'A session name has no spaces and no slashes, e.g. default',
						},
					},
				],
			},
		],
	},
	read: toSessionName,
	async search(filter) {
		return await inTheEditor(this, async (client) => {
			const reply = await client.callServer({
				method: 'GET',
				path: ['sessions'],
				query: { all: true },
			});
			const results = listOf(reply).flatMap((entry) => {
				if (!isRecord(entry) || typeof entry.name !== 'string') return [];
				const account =
					isRecord(entry.me) && typeof entry.me.pushName === 'string'
						? `, ${entry.me.pushName}`
						: '';
				const status =
					typeof entry.status === 'string' ? ` (${stateInWords(entry.status)}${account})` : '';
				return [{ name: `${entry.name}${status}`, value: entry.name }];
			});
			return { results: results.filter(({ name }) => includes(name, filter)) };
		});
	},
};

interface Choice {
	name: string;
	value: string;
}

/**
 * The groups of the session that is chosen in the editor, and how many the server sent; one without a name is called by
 * its id. In: which page of them, all where left out. Throws WahaError.
 */
export async function groupChoices(
	context: ILoadOptionsFunctions,
	client: WahaClient,
	paging: { limit?: number; offset?: number } = {},
): Promise<{ groups: Choice[]; sent: number }> {
	const session = toSessionName(context.getCurrentNodeParameter('session'));
	const reply = await client.callSession(session, {
		method: 'GET',
		path: ['groups'],
		query: { ...paging, sortBy: 'subject', sortOrder: 'asc', exclude: 'participants' },
	});
	const all = listOf(reply);
	const groups = all.flatMap((raw) => {
		const { groupId, subject } = toGroupHead(raw);
		return groupId === null ? [] : [{ name: subject ?? groupId, value: groupId }];
	});
	return { groups, sent: all.length };
}

/** Sorts choices as people look for them. */
export function sortByName(choices: Choice[]): void {
	choices.sort((one, other) => one.name.localeCompare(other.name));
}

/** Groups in one page of the picker. */
const PAGE_SIZE = 100;

/** The picker's place: how many groups came before, and the id of the first one on the page before. */
function readToken(token: string | undefined): { offset: number; firstId: string } {
	const [offset, firstId] = (token ?? '').split(':');
	return { offset: Number(offset) || 0, firstId: firstId ?? '' };
}

export const groupLocator: Locator<string> = {
	property: {
		displayName: 'Group',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The WhatsApp group to work on',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a group…',
				typeOptions: { searchListMethod: 'searchGroups', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 120363041234567890@g.us',
				hint: 'After the trigger, enter {{ $json.groupId }}',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `(?=[!-~${INVISIBLE}]*$)${AROUND}${DIGITS}(-${AROUND}${DIGITS})?(@${AROUND}g${AROUND}\\.${AROUND}u${AROUND}s${AROUND})?`,
							errorMessage: 'A group ID looks like 120363041234567890@g.us',
						},
					},
				],
			},
		],
	},
	read: (value) => toGroupId(locatorValue(value)),
	async search(filter, paginationToken) {
		return await inTheEditor(this, async (client) => {
			const { offset, firstId: firstBefore } = readToken(paginationToken);
			// The server does not search, so a filter needs them all.
			const paging = filter ? {} : { limit: PAGE_SIZE, offset };
			const { groups, sent } = await groupChoices(this, client, paging);
			// A server too old to page sends everything, and everything again for the next page.
			const unpaged = Boolean(filter) || sent > PAGE_SIZE;
			if (unpaged) sortByName(groups);
			if (filter) {
				return {
					results: groups.filter(({ name, value }) => includes(`${name} ${value}`, filter)),
				};
			}
			const results = unpaged ? groups.slice(offset, offset + PAGE_SIZE) : groups;
			const firstId = results[0]?.value ?? '';
			// The same page once more: this server does not page, and has exactly as many groups as a page.
			if (firstId !== '' && firstId === firstBefore) return { results: [] };
			const more = unpaged ? offset + PAGE_SIZE < groups.length : sent === PAGE_SIZE;
			return {
				results,
				...(more && { paginationToken: `${offset + PAGE_SIZE}:${firstId}` }),
			};
		});
	},
};
