import type { IDataObject } from 'n8n-workflow';

import { WahaError } from '../waha/errors';
import type { Reply } from '../waha/reply';
import { jsonOf, listOf } from '../waha/reply';
import { settle } from '../waha/settle';
import type { MemberChange, ParticipantResult } from '../waha/results';
import { resultsOf, sameForAll } from '../waha/results';
import type { Member, Role } from '../waha/shapes';
import { toMembers } from '../waha/shapes';
import { choices, groupId, participants, wholeNumber } from './fields';
import type { Context, Operation } from './operation';
import { operation } from './operation';
import { item, raw, simplify } from './outputs';
import { groupPath } from './paths';

const NO_V2 = 'participants/v2 is missing';

/** The endpoint that a server lacks, however it says so; a group that is missing is told by the older one too. */
function lacksEndpoint(error: unknown): boolean {
	return (
		error instanceof WahaError &&
		(error.status === 404 || error.status === 405 || error.status === 501)
	);
}

/**
 * The members of a group as the server tells them: by `participants/v2`, which has one shape for every engine,
 * else by `participants` (servers before 2025.11.1). Throws WahaError.
 */
export async function fetchMembers(context: Context, group: string): Promise<Reply> {
	if (!context.known.has(NO_V2)) {
		const call = context.send({ method: 'GET', path: groupPath(group, 'participants', 'v2') });
		const settled = await settle(call);
		if (settled.ok) return settled.value;
		if (!lacksEndpoint(settled.error)) throw settled.error;
	}
	const reply = await context.send({ method: 'GET', path: groupPath(group, 'participants') });
	// Only now is it sure that the endpoint is missing and not the group.
	context.known.add(NO_V2);
	return reply;
}

/** Members from the reply of either endpoint. */
export function membersIn(reply: Reply): Member[] {
	return toMembers(listOf(reply));
}

function numbered(chunks: readonly string[], size: number): string[][] {
	const parts: string[][] = [];
	for (let start = 0; start < chunks.length; start += size)
		parts.push(chunks.slice(start, start + size));
	return parts;
}

function failedResults(ids: readonly string[], error: WahaError): ParticipantResult[] {
	return sameForAll(
		ids,
		error.inDoubt ? null : false,
		null,
		`${error.message}. ${error.description}`,
	);
}

interface Change {
	change: MemberChange;
	group: string;
	ids: readonly string[];
	/** How many go into one request: WEBJS takes up to half a second for each, so long lists time out. */
	chunkSize: number | undefined;
}

const CHANGE_PATHS: Record<MemberChange, [string, string]> = {
	add: ['participants', 'add'],
	remove: ['participants', 'remove'],
	promote: ['admin', 'promote'],
	demote: ['admin', 'demote'],
};

/** An add can send a private invitation, which must not go out twice. */
export const EFFECTS = {
	add: 'once',
	remove: 'repeatable',
	promote: 'repeatable',
	demote: 'repeatable',
} as const;

/** A part of a change: what was asked for, and what became of it. */
export interface ChangedPart {
	reply?: Reply;
	results: ParticipantResult[];
}

/**
 * Changes members in requests of some ids each, one after the other. Where a later request fails, the results so
 * far are kept and the rest is told as not done. Throws WahaError where the first fails without any effect.
 */
export async function changeMembers(
	context: Context,
	{ change, group, ids, chunkSize }: Change,
): Promise<ChangedPart[]> {
	const parts: ChangedPart[] = [];
	const chunks = numbered(ids, chunkSize ?? 10);
	for (const [index, chunk] of chunks.entries()) {
		const settled = await settle(
			context.send({
				method: 'POST',
				path: groupPath(group, ...CHANGE_PATHS[change]),
				body: { participants: chunk.map((id) => ({ id })) },
				effect: EFFECTS[change],
			}),
		);
		if (settled.ok) {
			const reply = settled.value;
			parts.push({ reply, results: resultsOf(reply, chunk, change) });
			continue;
		}
		const { error } = settled;
		if (!(error instanceof WahaError) || index === 0) throw error;
		parts.push({ results: failedResults(chunk, error) });
		const rest = chunks.slice(index + 1).flat();
		const why = `Not tried: an earlier request failed. ${error.message}`;
		parts.push({ results: sameForAll(rest, false, null, why) });
		break;
	}
	return parts;
}

export const chunkSize = wholeNumber({
	displayName: 'Chunk Size',
	description:
		'How many participants go into one request. Smaller parts take longer but do not time out with big lists.',
	default: 10,
	min: 1,
	max: 1000,
});

interface ChangeWords {
	name: string;
	action: string;
	description: string;
	who: string;
}

/** An operation that changes members: one output item for each participant, in the order given. */
export function memberChange(change: MemberChange, { who, ...words }: ChangeWords): Operation {
	return operation({
		...words,
		effect: EFFECTS[change],
		fields: { groupId, participants: participants({ description: who }), simplify },
		options: { chunkSize },
		async run(context, { groupId: group, participants: ids, simplify: simplified }, options) {
			const parts = await changeMembers(context, {
				change,
				group,
				ids,
				chunkSize: options.chunkSize,
			});
			return parts.flatMap(({ reply, results }) =>
				reply && !simplified
					? raw(reply)
					: results.map((result) => item({ groupId: group, ...result })),
			);
		},
	});
}

export const roles = choices<Exclude<Role, 'left'>>({
	displayName: 'Roles',
	description: 'Which members to return; none chosen means all',
	choices: [
		{ name: 'Admin', value: 'admin' },
		{ name: 'Participant', value: 'participant' },
		{ name: 'Super Admin', value: 'superadmin' },
	],
});

/** Members as output items, filtered by role where some are asked for. */
export function memberItems(
	group: string,
	members: readonly Member[],
	wanted: readonly Role[],
): IDataObject[] {
	return members
		.filter(({ role }) => wanted.length === 0 || wanted.includes(role))
		.map((member) => item({ groupId: group, ...member }));
}

/** The body of a list as the server sent it, but only the elements of members with these roles. */
export function rawMembers(reply: Reply, wanted: readonly Role[]): IDataObject[] {
	if (wanted.length === 0 || !Array.isArray(jsonOf(reply))) return raw(reply);
	return raw(reply).filter((element) =>
		toMembers([element]).some(({ role }) => wanted.includes(role)),
	);
}
