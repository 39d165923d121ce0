import { WahaError } from '../../waha/errors';
import { inWords, messageOf, whyNotTried } from '../../wording/wording';
import { fetchMembers, membersIn } from '../../waha/groupMembers';
import type { Reply } from '../../waha/http/reply';
import type { MemberChange, ParticipantResult } from '../../waha/answers/results';
import { refusedMember } from '../../waha/answers/refusedMember';
import { sameForAll } from '../../waha/answers/results';
import { idsOf, keysOf, keysOfAll } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import type { Member } from '../../waha/answers/shapes';
import { wholeNumber } from '../../fields/fields';
import type { Context } from '../framework/operation';
import { resultsFor } from './memberResults';
import { groupPath } from '../../waha/paths';
import type { Listed } from './people';
import { asGiven, mayBeSame } from './people';
import { comparable } from './phones';

/** A list in parts of so many. */
export function chunksOf<T>(ids: readonly T[], size: number): T[][] {
	const chunks: T[][] = [];
	for (let start = 0; start < ids.length; start += size)
		chunks.push(ids.slice(start, start + size));
	return chunks;
}

function failedResults(ids: readonly string[], error: WahaError): ParticipantResult[] {
	return sameForAll(ids, error.inDoubt ? null : false, null, inWords(error));
}

interface Change {
	change: MemberChange;
	group: string;
	ids: readonly string[];
	/** How many go into one request: WEBJS takes up to half a second for each, so long lists time out. */
	chunkSize: number;
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
interface ChangedPart {
	reply?: Reply;
	results: ParticipantResult[];
}

/** What became of a change, part by part. */
interface Changed {
	parts: ChangedPart[];
	/** Why a request failed, where one did: what came after it was not tried. */
	brokeOff?: WahaError;
}

/** The result of those for whom nothing was sent because an earlier request failed. */
export function notTried(ids: readonly string[], error: WahaError): ParticipantResult[] {
	return sameForAll(ids, false, null, whyNotTried(error));
}

/** Who was asked for and who is in the group, both with the phone numbers that it takes to compare them. */
interface Look {
	people: readonly Listed[];
	members: readonly Member[];
	/** How many more members there are, each of whom may be anybody. */
	unreadable: number;
}

/** Looks who is in a group now. In: who was asked for. Throws WahaError where the members cannot be read. */
export async function lookAt(
	context: Context,
	group: string,
	ids: readonly string[],
): Promise<Look> {
	const { members: found, unreadable } = membersIn(await fetchMembers(context, group));
	const both = await settle(comparable(context, ids, found));
	// Where phone numbers cannot be looked up, it has to do with what the group shows.
	return { ...(both.ok ? both.value : { people: asGiven(ids), members: found }), unreadable };
}

/** Why nobody can tell that a person is not among members; undefined where the person is not. */
export function mayBeAmong(
	ids: readonly string[],
	members: readonly Member[],
	unreadable: number,
): string | undefined {
	if (members.some((member) => mayBeSame(ids, idsOf(member))))
		return 'members of the group hide their numbers';
	return unreadable > 0 ? 'WAHA lists a member without an ID that this node can read' : undefined;
}

/** What a look has told of somebody whom an add that broke off may have brought in. */
interface Seen {
	result: ParticipantResult;
	/** Whether the person is in the group, is not, or may be one of the members. */
	isIn: boolean | undefined;
}

const hasTold = ({ isIn }: Seen): boolean => isIn !== false;

/** Whether WAHA may go on with a request after nobody waited for its answer any longer. */
export const mayGoOn = ({ kind, status }: WahaError): boolean =>
	kind === 'timeout' || status === 504 || status === 524;

function seen({ people, members, unreadable }: Look, error: WahaError): Seen[] {
	const present = keysOfAll(members);
	const broken = messageOf(error);
	return people.map(({ id: participantId, ids }) => {
		const result = { participantId, success: null, code: null };
		if (keysOf(ids).some((one) => present.has(one)))
			return { result: { ...result, success: true, reason: null }, isIn: true };
		const doubt = mayBeAmong(ids, members, unreadable);
		if (doubt !== undefined) {
			const reason = `${broken}. Nobody can tell whether this person is in the group now: ${doubt}.`;
			return { result: { ...result, reason }, isIn: undefined };
		}
		if (mayGoOn(error)) {
			const reason = `${broken}. This person was not in the group right after that, but WAHA may still be adding.`;
			return { result: { ...result, reason }, isIn: false };
		}
		const reason = `${broken}. Afterwards this person was not in the group.`;
		return { result: { ...result, success: false, reason }, isIn: false };
	});
}

/**
 * What became of people after an add that broke off: it is not sent again, so a look tells who is in. Undefined where
 * there is nothing to look for, or no way to look.
 */
async function looked(
	context: Context,
	group: string,
	ids: readonly string[],
	error: WahaError,
): Promise<Seen[] | undefined> {
	if (!error.inDoubt || error.kind === 'cancelled') return undefined;
	const look = await settle(lookAt(context, group, ids));
	return look.ok ? seen(look.value, error) : undefined;
}

/**
 * Changes members in requests of some ids each, one after the other. Where a later request fails, the results so
 * far are kept and the rest is told as not done. Throws WahaError where the first fails without any effect.
 */
export async function changeMembers(
	context: Context,
	{ change, group, ids, chunkSize, afterOthers }: Change,
): Promise<Changed> {
	const parts: ChangedPart[] = [];
	const waiting = chunksOf(ids, chunkSize);
	// A first try of these broke off, and may have done it.
	const maybeDone = new Set<string>();
	for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
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
			parts.push({ reply, results: await resultsFor(context, reply, chunk, change) });
			continue;
		}
		const { error } = settled;
		if (!(error instanceof WahaError)) throw error;
		if (error.afterDoubt) for (const id of chunk) maybeDone.add(id);
		const [first = ''] = chunk;
		const refused = refusedMember(error, change, maybeDone.has(first));
		if (refused !== undefined) {
			// One by one, the others are not held back by whom it is about.
			if (chunk.length > 1) waiting.unshift(...chunksOf(chunk, 1));
			else parts.push({ results: [{ participantId: first, ...refused }] });
			continue;
		}
		const look = change === 'add' ? await looked(context, group, chunk, error) : undefined;
		const isFirst = parts.length === 0 && !afterOthers;
		// Only what a look has told can be an effect; without one, null is no more than the error itself.
		if (isFirst && !look?.some(hasTold)) throw error;
		parts.push({ results: look?.map(({ result }) => result) ?? failedResults(chunk, error) });
		parts.push({ results: notTried(waiting.flat(), error) });
		return { parts, brokeOff: error };
	}
	return { parts };
}

/** How many participants go into one request where nobody says otherwise. */
export const USUAL_CHUNK = 10;

export const chunkSize = wholeNumber({
	displayName: 'Chunk Size',
	description:
		'How many participants go into one request. Smaller parts take longer but do not time out with big lists.',
	default: USUAL_CHUNK,
	min: 1,
	max: 1000,
});
