import { WahaError } from '../waha/errors';
import type { Reply } from '../waha/reply';
import { listOf } from '../waha/reply';
import { settle } from '../waha/settle';
import type { MemberChange, ParticipantResult } from '../waha/results';
import { resultsOf, sameForAll } from '../waha/results';
import type { Member } from '../waha/shapes';
import { toMembers } from '../waha/shapes';
import { groupId, participants, wholeNumber } from './fields';
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
	/** Whether something was changed before, so that a failure must not hide it. */
	afterOthers?: boolean;
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

/** What became of people after a request that broke off: an add is not sent again, so a look tells who is in. */
async function looked(
	context: Context,
	group: string,
	ids: readonly string[],
	change: MemberChange,
	error: WahaError,
): Promise<ParticipantResult[]> {
	if (change !== 'add' || !error.inDoubt || error.kind === 'cancelled')
		return failedResults(ids, error);
	const settled = await settle(fetchMembers(context, group));
	if (!settled.ok) return failedResults(ids, error);
	const present = new Set(
		membersIn(settled.value).flatMap((member) => [
			member.participantId,
			`${member.phoneNumber}@c.us`,
		]),
	);
	return ids.flatMap((id) =>
		present.has(id)
			? sameForAll([id], true, null, null)
			: sameForAll(
					[id],
					false,
					null,
					`${error.message}. Afterwards this person was not in the group.`,
				),
	);
}

/**
 * Changes members in requests of some ids each, one after the other. Where a later request fails, the results so
 * far are kept and the rest is told as not done. Throws WahaError where the first fails without any effect.
 */
export async function changeMembers(
	context: Context,
	{ change, group, ids, chunkSize, afterOthers }: Change,
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
		if (!(error instanceof WahaError)) throw error;
		const results = await looked(context, group, chunk, change, error);
		const isFirst = index === 0 && !afterOthers;
		if (isFirst && !results.some(({ success }) => success === true)) throw error;
		parts.push({ results });
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
