import { readPersonId } from '../input/ids';
import { firstText, isRecord, plainWords, recordOf } from '../json';
import type { Reply } from '../http/reply';
import { jsonOf, toldError, yesOrNo } from '../http/reply';
import { personIdIn } from '../phones/personId';
import { keysOf, personKey } from '../phones/samePerson';

/** What became of one participant in an add, remove, promote or demote. */
export interface ParticipantResult {
	participantId: string;
	/** null: the server did not say. */
	success: boolean | null;
	/** WhatsApp's code, e.g. 200, 403, 409; null where there is none. */
	code: number | null;
	/** In plain words why not; null on success. */
	reason: string | null;
	/** Present where it is told whether an invitation went out instead; null where nobody knows. */
	inviteSent?: boolean | null;
}

export type MemberChange = 'add' | 'remove' | 'promote' | 'demote';

const REASONS: Record<number, string> = {
	400: 'WhatsApp did not accept this participant',
	401: 'This person has blocked the account, or the account may not do this',
	403: 'This person can only be added by private invitation',
	404: 'Is not on WhatsApp',
	406: 'WhatsApp does not allow this for this participant',
	408: 'Left the group recently and cannot be added yet',
	409: 'Is a member already',
	417: 'Cannot be added to this community',
	419: 'The group is full',
	429: 'Too many changes: WhatsApp asks to go slower',
	451: 'There is no such number on WhatsApp',
	500: 'The group is full, or WhatsApp had a problem',
};

const WITHOUT_ADD: Record<number, string> = {
	403: 'The account may not do this: it is probably not an admin of the group',
	404: 'Is not in the group',
};

const NOT_TOLD = 'WAHA did not say what became of this participant';
export const NOT_ALLOWED =
	'WhatsApp did not allow it: the account is probably not an admin of this group';

/** What was said of somebody: the ids under which the engine knows the person, and how it went. */
interface Said {
	ids: string[];
	code: number | null;
	message?: string;
	inviteSent?: boolean;
	/** Whether this is who made the group: listed with the others, but nobody asked for that person. */
	isMaker?: boolean;
}

/** The first of some values that is a whole number, also as text; null where none is. */
export function codeOf(...values: unknown[]): number | null {
	for (const value of values) {
		const code = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof code === 'number' && Number.isInteger(code)) return code;
	}
	return null;
}

function idsOf(...values: unknown[]): string[] {
	return values.flatMap((value) => readPersonId(value) ?? []);
}

/** One entry of the lists of NOWEB and GOWS. */
function saidInList(entry: unknown): Said[] {
	if (!isRecord(entry)) {
		const id = typeof entry === 'string' ? personIdIn(entry) : undefined;
		return id === undefined ? [] : [{ ids: [id], code: 200 }];
	}
	// NOWEB hands the engine's own node on, which alone has the number where `jid` is a hidden id.
	const attributes = recordOf(recordOf(entry.content).attrs);
	const ids = idsOf(
		entry.jid,
		entry.JID,
		entry.id,
		entry.PhoneNumber,
		entry.LID,
		entry.pn,
		entry.lid,
		attributes.jid,
		attributes.phone_number,
		attributes.lid,
	);
	// GOWS: Error 0 is success.
	const error = codeOf(entry.Error);
	const code = error === 0 ? 200 : (error ?? codeOf(entry.status, entry.code, entry.statusCode));
	const invited = isRecord(entry.AddRequest) ? { inviteSent: false } : {};
	return [{ ids, code, ...invited, isMaker: entry.IsSuperAdmin === true }];
}

/** One entry of WEBJS's object by id. */
function saidById([id, entry]: [string, unknown]): Said[] {
	if (!isRecord(entry)) return [{ ids: idsOf(id), code: codeOf(entry) }];
	return [
		{
			ids: idsOf(id),
			code: codeOf(entry.code, entry.statusCode, entry.status),
			message: typeof entry.message === 'string' ? plainWords(entry.message, 500) : undefined,
			...(typeof entry.isInviteV4Sent === 'boolean' && { inviteSent: entry.isInviteV4Sent }),
			isMaker: entry.isGroupCreator === true,
		},
	];
}

function describe(
	participantId: string,
	change: MemberChange,
	said: Said | undefined,
): ParticipantResult {
	if (said === undefined) return { participantId, success: null, code: null, reason: NOT_TOLD };
	const { code, message, inviteSent } = said;
	const success = code === null ? null : code >= 200 && code < 300;
	return {
		participantId,
		success,
		code,
		reason: success ? null : reasonOf(change, code, message, inviteSent),
		...(inviteSent !== undefined && { inviteSent }),
	};
}

function reasonOf(
	change: MemberChange,
	code: number | null,
	message?: string,
	inviteSent?: boolean,
): string {
	if (code === null) return NOT_TOLD;
	if (inviteSent && code === 403) return 'Can only join by private invitation: one was sent';
	const known = (change === 'add' ? undefined : WITHOUT_ADD[code]) ?? REASONS[code];
	return known ?? (message || `WhatsApp answered with code ${code}`);
}

/** The same end for all of a request. */
export function sameForAll(
	participantIds: readonly string[],
	success: boolean | null,
	code: number | null,
	reason: string | null,
): ParticipantResult[] {
	return participantIds.map((participantId) => ({ participantId, success, code, reason }));
}

/** Turns an engine's list or object into what was said of whom; undefined where the body speaks of all at once. */
function saidIn(json: unknown): Said[] | undefined {
	if (Array.isArray(json)) return json.flatMap(saidInList);
	if (!isRecord(json)) return undefined;
	const inside = json.participants ?? json.Participants;
	if (Array.isArray(inside)) return inside.flatMap(saidInList);
	const entries = isRecord(inside) ? inside : json;
	const keyed = Object.entries(entries).filter(([id]) => id.includes('@'));
	return keyed.length > 0 ? keyed.flatMap(saidById) : undefined;
}

/** Whether an answer says yes for all at once: WEBJS does so also for who is not in the group (measured on 2024.10). */
export function isYesForAll(reply: Reply): boolean {
	const json = jsonOf(reply);
	return isRecord(json) && saidIn(json) === undefined && codeOf(json.status, json.code) === 200;
}

/** The ids in an answer under which nobody was asked for: those of people who are known under another one, too. */
export function otherIdsIn(reply: Reply, asked: readonly string[]): string[] {
	const wanted = new Set(keysOf(asked));
	const others = (saidIn(jsonOf(reply)) ?? []).filter(
		({ ids, isMaker }) => !isMaker && !ids.some((id) => wanted.has(personKey(id))),
	);
	return others.flatMap(({ ids }) => ids);
}

/**
 * What became of each participant, in the order asked for, from whatever an engine answered:
 * WEBJS's object by id or `{status}`, NOWEB's and GOWS's lists, a boolean, a text that tells an error, or nothing.
 * `aliases`: the other id of a person, where it is known.
 */
export function resultsOf(
	reply: Reply,
	asked: readonly string[],
	change: MemberChange,
	aliases: ReadonlyMap<string, string> = new Map(),
): ParticipantResult[] {
	const bare = reply.text.trim();
	if (bare === '' || bare === 'null') return sameForAll(asked, true, null, null);
	const json = jsonOf(reply);
	const withAlias = (id: string): string[] => {
		const other = aliases.get(id);
		return other === undefined ? [id] : [id, other];
	};
	const said = saidIn(json)?.map((entry) => ({ ...entry, ids: entry.ids.flatMap(withAlias) }));
	if (said !== undefined)
		return matched(said, asked, change).map((result) => settled(result, reply, change));
	const answer = yesOrNo(json);
	if (isRecord(json)) {
		const code = codeOf(json.status, json.code);
		if (code !== null)
			return asked.map((id) => settled(describe(id, change, { ids: [], code }), reply, change));
		const told = toldError(reply);
		if (told === undefined && answer === true) return sameForAll(asked, true, 200, null);
		const words = told ?? firstText(json, ['error', 'message']);
		if (words !== undefined) return sameForAll(asked, false, null, refused(words));
		return answer === false
			? sameForAll(asked, false, null, NOT_ALLOWED)
			: sameForAll(asked, null, null, NOT_TOLD);
	}
	if (answer === true) return sameForAll(asked, true, 200, null);
	if (answer === false) return sameForAll(asked, false, null, NOT_ALLOWED);
	return sameForAll(asked, false, null, refused(typeof json === 'string' ? json : bare));
}

function refused(words: string): string {
	return `WhatsApp did not do this: ${plainWords(words, 450)}`;
}

const kindOf = (id: string): string => id.slice(id.lastIndexOf('@'));

/** Whether an answer can be about people asked for under ids of another kind: two phone numbers are two people. */
function mayBeOneOf(ids: readonly string[], asked: readonly string[]): boolean {
	return !ids.some((id) => asked.some((one) => kindOf(one) === kindOf(id)));
}

function matched(
	said: readonly Said[],
	asked: readonly string[],
	change: MemberChange,
): ParticipantResult[] {
	const byId = new Map(said.flatMap((entry) => entry.ids.map((id) => [id, entry] as const)));
	const byKey = new Map(
		said.flatMap((entry) => entry.ids.map((id) => [personKey(id), entry] as const)),
	);
	const wanted = new Set(keysOf(asked));
	const unknown = said.filter(
		({ ids, isMaker }) => !isMaker && !ids.some((id) => wanted.has(personKey(id))),
	);
	const missing = asked.filter((id) => !byKey.has(personKey(id)));
	// An engine may answer for phone numbers under hidden ids only; where all went the same, there is no doubt.
	const [first] = unknown;
	const same =
		unknown.length === missing.length &&
		unknown.every(({ ids, code }) => code === first?.code && mayBeOneOf(ids, missing));
	const leftOver = same ? first : undefined;
	// Both forms of one number may have been asked for, and answered differently.
	return asked.map((id) =>
		describe(id, change, byId.get(id) ?? byKey.get(personKey(id)) ?? leftOver),
	);
}

/** A second try's result, where "is a member already" or "not in the group" means that the first had done it. */
export function ofSecondTry(result: ParticipantResult, change: MemberChange): ParticipantResult {
	const done =
		(change === 'add' && result.code === 409) || (change === 'remove' && result.code === 404);
	return done ? { ...result, success: true, reason: null } : result;
}

/** The result of a try, which may be the second one after a first that broke off. */
function settled(result: ParticipantResult, reply: Reply, change: MemberChange): ParticipantResult {
	return reply.afterDoubt ? ofSecondTry(result, change) : result;
}
