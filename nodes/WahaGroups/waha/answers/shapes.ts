import { phoneOf, readPersonId } from '../input/ids';
import { serialized } from '../input/serialized';
import { isRecord, scalarText } from '../json';

export type Role = 'participant' | 'admin' | 'superadmin' | 'left';

/** A member of a group as our outputs tell it. */
export interface Member {
	participantId: string;
	/** Digits with the country code first; null where WhatsApp hides the number. */
	phoneNumber: string | null;
	/** null where the server tells it in a way that nobody knows. */
	role: Role | null;
}

/** A group as our outputs tell it; what the engine does not say is null. */
export interface Group {
	groupId: string | null;
	subject: string | null;
	description: string | null;
	owner: string | null;
	/** ISO 8601. */
	createdAt: string | null;
	infoAdminOnly: boolean | null;
	messagesAdminOnly: boolean | null;
	participantCount: number | null;
	participants?: Member[];
}

type Source = Record<string, unknown>;

/** An engine's object, and behind it the metadata that WEBJS keeps one level down. */
function sourcesOf(raw: unknown): Source[] {
	if (!isRecord(raw)) return [];
	return isRecord(raw.groupMetadata) ? [raw.groupMetadata, raw] : [raw];
}

function pick<T>(
	sources: readonly Source[],
	names: readonly string[],
	read: (value: unknown) => T | null,
): T | null {
	for (const source of sources) {
		for (const name of names) {
			const value = read(source[name]);
			if (value !== null) return value;
		}
	}
	return null;
}

// GOWS says '' for "no description" where the others leave it out, so both are null.
const text = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
const opposite = (value: unknown): boolean | null => (typeof value === 'boolean' ? !value : null);
const count = (value: unknown): number | null =>
	// The account itself is a member, so 0 means that nobody has counted.
	typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
const list = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null);

function groupIdFrom(value: unknown): string | null {
	return text(isRecord(value) ? serialized(value) : value);
}

/** Seconds since 1970, or a date as text, as ISO 8601; null where it is neither. */
export function toIso(value: unknown): string | null {
	if (typeof value !== 'number' && typeof value !== 'string') return null;
	if (value === '' || value === 0) return null;
	const numeric = Number(value);
	const date = Number.isNaN(numeric) ? new Date(value) : new Date(numeric * 1000);
	// Go writes the year 1 for "no time".
	return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 ? null : date.toISOString();
}

/** Where the engines tell the role, and what stands there, in small letters; what is empty or false tells none. */
const ROLES: ReadonlyArray<{ names: readonly string[]; words: Readonly<Record<string, Role>> }> = [
	{
		names: ['role', 'admin'],
		words: {
			participant: 'participant',
			member: 'participant',
			admin: 'admin',
			superadmin: 'superadmin',
			owner: 'superadmin',
			creator: 'superadmin',
			left: 'left',
			true: 'admin',
		},
	},
	{ names: ['isSuperAdmin', 'IsSuperAdmin'], words: { true: 'superadmin' } },
	{ names: ['isAdmin', 'IsAdmin'], words: { true: 'admin' } },
];

const NO_ROLE: ReadonlySet<string> = new Set(['', 'false', 'null']);

/** The first role that a member's object tells and that is known; null where it tells nothing but unknown ones. */
function roleOf(raw: Source): Role | null {
	const told = ROLES.flatMap(({ names, words }) =>
		names.flatMap((name) => {
			const value = raw[name] ?? '';
			const word = scalarText(value).toLowerCase();
			if (typeof value !== 'object' && NO_ROLE.has(word)) return [];
			return [Object.hasOwn(words, word) ? (words[word] ?? null) : null];
		}),
	);
	if (told.length === 0) return 'participant';
	return told.find((role) => role !== null) ?? null;
}

/** Whether somebody is known to be an admin. */
export function isAdmin({ role }: Member): boolean {
	return role === 'admin' || role === 'superadmin';
}

/** The names under which the engines keep the phone number beside a hidden id. */
const PHONE_NAMES = ['pn', 'phoneNumber', 'PhoneNumber', 'jid'] as const;

/**
 * A member as any of the engines writes it (WEBJS, NOWEB, GOWS, `participants/v2`, a bare id); null where it has no id.
 */
export function toMember(raw: unknown): Member | null {
	const source: Source = isRecord(raw) ? raw : { id: raw };
	const participantId = pick([source], ['id', 'JID', 'jid'], readPersonId) ?? readPersonId(source);
	if (participantId === null) return null;
	const phoneNumber =
		phoneOf(participantId) ?? pick([source], PHONE_NAMES, (value) => phoneOf(readPersonId(value)));
	return { participantId, phoneNumber, role: roleOf(source) };
}

/** GOWS lists people whom it could not add beside the members, with a code. */
function isRefused(raw: unknown): boolean {
	return isRecord(raw) && typeof raw.Error === 'number' && raw.Error !== 0;
}

/** Who is in a list, as far as that can be read. */
export interface MemberList {
	members: Member[];
	/** How many more have no id that this node can read: each of them may be anybody. */
	unreadable: number;
}

/** The members in a list of any engine; who has left or was refused is passed over. */
export function toMemberList(raw: unknown): MemberList {
	const members: Member[] = [];
	let unreadable = 0;
	for (const entry of list(raw) ?? []) {
		if (isRefused(entry)) continue;
		const member = toMember(entry);
		if (member === null) unreadable += isRecord(entry) && roleOf(entry) === 'left' ? 0 : 1;
		else if (member.role !== 'left') members.push(member);
	}
	return { members, unreadable };
}

/** The members in a list of any engine that can be read. */
export function toMembers(raw: unknown): Member[] {
	return toMemberList(raw).members;
}

const idIn = (sources: readonly Source[]): string | null =>
	pick(sources, ['id', 'gid', 'JID'], groupIdFrom);
const subjectIn = (sources: readonly Source[]): string | null =>
	pick(sources, ['subject', 'name', 'Name', 'title'], text);

/** Only what a list shows of a group: reading the members of thousands of groups takes n8n's time from others. */
export function toGroupHead(raw: unknown): Pick<Group, 'groupId' | 'subject'> {
	const sources = sourcesOf(raw);
	return { groupId: idIn(sources), subject: subjectIn(sources) };
}

/**
 * Whether GOWS has not loaded a group, and fills in its zero values: nobody is in it, and it was made in year 1, or at
 * no time that is told while not even the account is counted.
 */
function isUnloaded(sources: readonly Source[], members: readonly Member[]): boolean {
	if (members.length > 0) return false;
	if (pick(sources, ['creation', 'createdAt', 'GroupCreated'], toIso) !== null) return false;
	return sources.some(
		({ GroupCreated: made, ParticipantCount: members }) =>
			(typeof made === 'string' && /^0001-/.test(made)) || members === 0,
	);
}

/** A group as any of the engines, or an event, writes it. An empty list of members is unknown: the account is one. */
export function toGroup(raw: unknown): Group {
	const sources = sourcesOf(raw);
	const rawMembers = pick(sources, ['participants', 'Participants'], list);
	const { members, unreadable } = toMemberList(rawMembers);
	const isZero = isUnloaded(sources, members);
	const told = (value: boolean | null): boolean | null =>
		isZero && value === false ? null : value;
	return {
		groupId: idIn(sources),
		subject: subjectIn(sources),
		description: pick(sources, ['desc', 'description', 'Topic'], text),
		owner: pick(sources, ['owner', 'OwnerJID'], readPersonId),
		createdAt: pick(sources, ['creation', 'createdAt', 'GroupCreated'], toIso),
		infoAdminOnly: told(pick(sources, ['restrict', 'IsLocked'], flag)),
		messagesAdminOnly:
			told(pick(sources, ['announce', 'IsAnnounce'], flag)) ??
			pick(sources, ['membersCanSendMessages'], opposite),
		participantCount:
			members.length > 0
				? members.length + unreadable
				: (pick(sources, ['size', 'ParticipantCount', 'participantsCount'], count) ?? null),
		...(members.length > 0 && { participants: members }),
	};
}
