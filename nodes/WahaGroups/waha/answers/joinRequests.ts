import { phoneOf, readPersonId } from '../input/ids';
import { isRecord, plainWords } from '../json';
import type { Reply } from '../http/reply';
import { garbled, jsonOf, toldError, yesOrNo } from '../http/reply';
import { personKey } from '../phones/samePerson';
import { codeOf } from './results';
import { toIso } from './shapes';

/** Somebody who waits for an admin to let them into a group. */
export interface JoinRequest {
	requesterId: string;
	/** Digits with the country code first; null where it is hidden. */
	phoneNumber: string | null;
	/** Who wanted to add that person; null where the person asked. */
	addedById: string | null;
	/** `invite_link`, `linked_group_join` or `non_admin_add`; null where WAHA does not say. */
	requestMethod: string | null;
	/** ISO 8601. */
	requestedAt: string | null;
}

/** Who waits by a list, as far as that can be read. */
interface JoinRequestList {
	requests: JoinRequest[];
	/** How many more have no id that this node can read: each of them may be anybody. */
	unreadable: number;
}

/** The requests in a reply (WAHA 2026.8.2 and newer, the same for every engine). Throws WahaError where it is no list. */
export function joinRequestsIn(reply: Reply): JoinRequestList {
	const list = jsonOf(reply);
	if (!Array.isArray(list)) throw garbled(reply, 'list');
	const requests = list.flatMap((entry: unknown): JoinRequest[] => {
		if (!isRecord(entry)) return [];
		const requesterId = readPersonId(entry.requesterId) ?? readPersonId(entry.requesterPn);
		if (requesterId === null) return [];
		const { requestMethod, timestamp } = entry;
		return [
			{
				requesterId,
				phoneNumber: phoneOf(requesterId) ?? phoneOf(readPersonId(entry.requesterPn)),
				addedById: readPersonId(entry.addedById),
				requestMethod: typeof requestMethod === 'string' ? requestMethod : null,
				requestedAt: toIso(timestamp),
			},
		];
	});
	// Nobody whom this node can read is not the same as nobody.
	if (list.length > 0 && requests.length === 0) throw garbled(reply, 'list');
	return { requests, unreadable: list.length - requests.length };
}

/** What became of one request. */
export interface Decided {
	/** null: the server did not say. */
	success: boolean | null;
	/** WhatsApp's code; null where there is none. */
	code: number | null;
	/** In plain words why not; null on success. */
	reason: string | null;
}

export const NOT_WAITING = 'Has not asked to join this group, or not any more';

const REASONS: Readonly<Record<number, string>> = {
	401: 'The account may not do this: it is probably not an admin of the group',
	403: 'The account may not do this: it is probably not an admin of the group',
	404: NOT_WAITING,
	409: 'Is a member already',
	419: 'The group is full',
};

function decidedIn(
	{ success, error }: Record<string, unknown>,
	afterDoubt: boolean,
	wasSeen = false,
): Decided {
	const code = codeOf(error);
	if (success === true) return { success, code: code ?? 200, reason: null };
	// A try that broke off has decided it where the request was seen a moment before.
	if (afterDoubt && code === 404)
		return wasSeen
			? { success: true, code: null, reason: null }
			: {
					success: null,
					code: null,
					reason: 'A first try broke off, and now there is no such request',
				};
	const words = typeof error === 'string' && code === null ? plainWords(error, 450) : '';
	if (success !== false && code === null && words === '')
		return { success: null, code, reason: 'WAHA did not say what became of this request' };
	const unknown =
		code === null ? 'WhatsApp did not do this' : `WhatsApp answered with code ${code}`;
	return { success: false, code, reason: REASONS[code ?? 0] ?? (words || unknown) };
}

/** Somebody whose request was sent to be decided. */
export interface Sent {
	/** All ids of that person that are known. */
	ids: readonly string[];
	/** Whether the list of those who wait had that person. */
	wasSeen: boolean;
}

/** What became of each request, in the order that they were sent; WAHA answers with one entry for each. */
export function decisionsIn(reply: Reply, people: readonly Sent[]): Decided[] {
	const json = jsonOf(reply);
	const afterDoubt = reply.afterDoubt === true;
	if (!Array.isArray(json)) {
		const told = toldError(reply);
		const all: Decided =
			told === undefined
				? decidedIn({ success: yesOrNo(json) }, afterDoubt)
				: { success: false, code: null, reason: `WhatsApp did not do this: ${told}` };
		return people.map(() => all);
	}
	const entries = json.filter(isRecord);
	const byKey = new Map(
		entries.flatMap((entry) => {
			const id = readPersonId(entry.requesterId);
			return id === null ? [] : [[personKey(id), entry] as const];
		}),
	);
	// Where it names nobody, the place in the list tells.
	const inOrder = byKey.size === 0 && entries.length === people.length ? entries : [];
	return people.map(({ ids, wasSeen }, at) => {
		const entry = ids.map((id) => byKey.get(personKey(id))).find((one) => one !== undefined);
		return decidedIn(entry ?? inOrder[at] ?? {}, afterDoubt, wasSeen);
	});
}
