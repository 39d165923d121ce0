import type { Decided, JoinRequest } from '../../waha/answers/joinRequests';
import { decisionsIn, joinRequestsIn, NOT_WAITING } from '../../waha/answers/joinRequests';
import { WahaError } from '../../waha/errors';
import { inWords, whyNotTried } from '../../wording/wording';
import { groupPath } from '../../waha/paths';
import { personKey } from '../../waha/phones/samePerson';
import { settle } from '../../waha/settle';
import { SINCE } from '../../waha/versions';
import { countryCode, groupId, participants, toggle } from '../../fields/fields';
import type { Context, Operation, Resource } from '../framework/operation';
import { operation } from '../framework/operation';
import { item } from '../framework/outputs';
import { chunkSize, chunksOf } from '../members/members';
import { withPhones } from '../members/phones';
import { tellUnreadable } from '../members/unreadable';

/** Who waits now. In: what is not done with those who cannot be read, where that is to be told. Throws WahaError. */
async function waitingIn(context: Context, group: string, notDone: string | undefined) {
	const reply = await context.send({
		method: 'GET',
		path: groupPath(group, 'participants', 'join-requests'),
		since: SINCE.joinRequests,
	});
	const found = joinRequestsIn(reply);
	if (notDone !== undefined)
		tellUnreadable(context, found.unreadable, 'join request', group, notDone);
	return found;
}

const everyone = toggle({
	displayName: 'Everyone',
	description: 'Whether to take everyone who is waiting now',
	default: false,
});

const requesters = participants({
	displayName: 'Requesters',
	description: 'The people who asked to join',
	shownFor: { everyone: ['false'] },
});

/** Of those who are named; a property of its own, because it is shown otherwise. */
const countryCodeOfNamed = {
	...countryCode,
	property: { ...countryCode.property },
	hiddenFor: { '/everyone': ['true'] },
};

/** Somebody to decide about: as asked for, and as the group's list has it; undefined where that has nobody. */
interface Asked {
	id: string;
	request?: JoinRequest;
}

/** The id under which somebody is sent. */
const targetOf = ({ id, request }: Asked): string => request?.requesterId ?? id;

const keysOf = ({ requesterId, phoneNumber }: JoinRequest): string[] =>
	[requesterId, ...(phoneNumber === null ? [] : [`${phoneNumber}@c.us`])].map(personKey);

/** Requests with the numbers of hidden people, where somebody asked for is not found without. */
async function findable(
	context: Context,
	waiting: readonly JoinRequest[],
	ids: readonly string[],
): Promise<JoinRequest[]> {
	const known = new Set(waiting.flatMap(keysOf));
	if (ids.every((id) => known.has(personKey(id)))) return [...waiting];
	const members = waiting.map(({ requesterId, phoneNumber }) => ({
		participantId: requesterId,
		phoneNumber,
		role: 'participant' as const,
	}));
	const looked = await settle(withPhones(context, members));
	if (!looked.ok) return [...waiting];
	return waiting.map((request, at) => ({
		...request,
		phoneNumber: looked.value[at]?.phoneNumber ?? request.phoneNumber,
	}));
}

async function decide(
	context: Context,
	group: string,
	verb: 'approve' | 'reject',
	asked: readonly Asked[],
	size: number,
): Promise<Decided[]> {
	const decided: Decided[] = [];
	const chunks = chunksOf(asked, size);
	for (const [index, chunk] of chunks.entries()) {
		const sent = await settle(
			context.send({
				method: 'POST',
				path: groupPath(group, 'participants', 'join-requests', verb),
				body: { participants: chunk.map((one) => ({ id: targetOf(one) })) },
				effect: 'repeatable',
				since: SINCE.joinRequests,
			}),
		);
		if (sent.ok) {
			const people = chunk.map(({ id, request }) => ({
				ids: [id, ...(request ? keysOf(request) : [])],
				wasSeen: request !== undefined,
			}));
			decided.push(...decisionsIn(sent.value, people));
			continue;
		}
		const { error } = sent;
		if (!(error instanceof WahaError) || index === 0) throw error;
		const failed = { success: error.inDoubt ? null : false, code: null, reason: inWords(error) };
		const notTried = { success: false, code: null, reason: whyNotTried(error) };
		const rest = chunks.slice(index + 1).flat();
		decided.push(...chunk.map(() => failed), ...rest.map(() => notTried));
		break;
	}
	return decided;
}

const NOBODY: Decided = { success: false, code: null, reason: NOT_WAITING };

function decision(verb: 'approve' | 'reject', words: { name: string; done: string }): Operation {
	return operation({
		name: words.name,
		action: `${words.name} join requests`,
		description: `${words.done} Returns for each person whether it worked, and if not, why.`,
		effect: 'repeatable',
		fields: { groupId, everyone, requesters },
		options: { chunkSize, countryCode: countryCodeOfNamed },
		async run(context, { groupId: group, everyone: all, requesters: named }, options) {
			// Read first: who is not seen to wait is told so, and not sent.
			const { requests: waiting, unreadable } = await waitingIn(
				context,
				group,
				all ? 'decided' : undefined,
			);
			const ids = all ? waiting.map(({ requesterId }) => requesterId) : named;
			const found = await findable(context, waiting, ids);
			// Of who is not to be seen only the server can tell.
			const isHidden = unreadable > 0 || found.some(({ phoneNumber }) => phoneNumber === null);
			const asked = ids.map((id): Asked => {
				const request = found.find((one) => keysOf(one).includes(personKey(id)));
				return { id, ...(request && { request }) };
			});
			// A number and a hidden ID can be one person, who is sent once.
			const sent = new Map(
				asked
					.filter(({ request }) => request !== undefined || isHidden)
					.map((one) => [targetOf(one), one] as const),
			);
			const ends = await decide(context, group, verb, [...sent.values()], options.chunkSize);
			const decided = new Map([...sent.keys()].map((target, at) => [target, ends[at]]));
			return asked.map((one) =>
				item({ groupId: group, requesterId: one.id, ...(decided.get(targetOf(one)) ?? NOBODY) }),
			);
		},
	});
}

export const joinRequest: Resource = {
	name: 'Join Request',
	description: 'Who is waiting to be let into a group',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many join requests of a group',
			description: 'Get the people who wait for an admin to let them in, one item for each',
			effect: 'none',
			fields: { groupId },
			async run(context, { groupId: group }) {
				const { requests } = await waitingIn(context, group, 'returned');
				return requests.map((request) => item({ groupId: group, ...request }));
			},
		}),
		approve: decision('approve', { name: 'Approve', done: 'Let people in who asked to join.' }),
		reject: decision('reject', {
			name: 'Reject',
			done: 'Turn away people who asked to join. This cannot be undone: they have to ask again.',
		}),
	},
};
