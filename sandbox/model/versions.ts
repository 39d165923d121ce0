/** The server version that brought a feature; what is not named here was always there. */
export const SINCE = {
	// @witness chosen: what was measured on 2024.10.8 alone (no checks of group bodies, empty answers of NOWEB for
	//   unknown groups and of WEBJS for codes, texts of refused creates, no settings on NOWEB) ends with 2024.11
	after202410: [2024, 11],
	// @witness chosen: 2024.10 knows `/api/version` only
	serverVersionRoute: [2024, 11],
	// @witness documented: HMAC, retries, custom headers and event ids since 2024.11.5
	webhookExtras: [2024, 11, 5],
	eventIds: [2024, 11, 5],
	// @witness documented: join by invite, refresh, and paging of lists since 2024.12
	invites: [2024, 12],
	refresh: [2024, 12],
	paging: [2024, 12],
	// @witness documented: group.v2 events, count, pictures, `exclude=participants`, join-info since 2025.2
	groupsV2Events: [2025, 2],
	count: [2025, 2],
	picture: [2025, 2],
	exclude: [2025, 2],
	joinInfo: [2025, 2],
	// @witness chosen: the lids API comes with 2025.5; the facts name no version
	lids: [2025, 5],
	// @witness chosen: a WebSocket that asks for `*` hears nothing before 2025.5
	socketsForAll: [2025, 5],
	// @witness documented: `participants/v2` since 2025.11.1
	participantsV2: [2025, 11, 1],
	mentionAll: [2025, 11, 1],
	// @witness chosen: POSTs answer 201 up to 2025 and 200 from 2026 on; create always 201
	postAnswers200: [2026, 1],
	// @witness documented: keys for one session, with scopes, since 2026.3
	scopedKeys: [2026, 3],
	everythingFree: [2026, 6, 1],
	// @witness measured R26: hidden numbers in NOWEB's answers and events, code 451, and a `group.v2.update`
	//   beside each change of members, as seen on 2026.7.2
	// @witness chosen: none of what R26 measured on versions before 2026.7.2
	after202672: [2026, 7, 2],
	memberAddMode: [2026, 7, 2],
	joinRequests: [2026, 8, 2],
	pnInEvents: [2026, 8, 2],
	shareHistory: [2026, 9],
	subjectChecked: [2026, 9],
} as const;

/** The versions between which servers differ, oldest first, with what each brought. */
export const VERSIONS = [
	{ version: '2024.10', brought: 'nothing signed, no invites' },
	{ version: '2024.11', brought: 'another address for the version' },
	{ version: '2024.11.5', brought: 'signatures and retries' },
	{ version: '2024.12', brought: 'join by invite, refresh, paging' },
	{ version: '2025.2', brought: 'group.v2 events, count, pictures' },
	{ version: '2025.5', brought: 'lids API' },
	{ version: '2025.11.1', brought: 'participants/v2' },
	{ version: '2026.1', brought: 'POST answers 200' },
	{ version: '2026.3', brought: 'keys with scopes' },
	{ version: '2026.6.1', brought: 'every session is free' },
	{ version: '2026.7', brought: 'the default' },
	{ version: '2026.7.2', brought: 'who may add members' },
	{ version: '2026.8.2', brought: 'join requests, numbers in events' },
	{ version: '2026.9', brought: 'sharing of history' },
] as const;

export type Feature = keyof typeof SINCE;
export type Tier = 'CORE' | 'PLUS';

const VERSION = /^20\d\d\.\d{1,2}(\.\d{1,3})?$/;

/** Tells whether a text is a version that the sandbox can pose as. */
export function isVersion(text: string): boolean {
	return VERSION.test(text);
}

/** The version as the server tells it: `2026.7` is told as `2026.7.1`. */
export function fullVersion(version: string): string {
	return version.split('.').length === 2 ? `${version}.1` : version;
}

/** Tells whether a server of this version has a feature. */
export function hasFeature(version: string, feature: Feature): boolean {
	const have = fullVersion(version).split('.').map(Number);
	const need: readonly number[] = SINCE[feature];
	for (let at = 0; at < need.length; at++) {
		const difference = (have[at] ?? 0) - (need[at] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return true;
}

// @witness chosen: the list of event names that each version knows
const OLD_EVENTS = [
	'session.status',
	'message',
	'message.reaction',
	'message.any',
	'message.ack',
	'message.waiting',
	'message.revoked',
	'state.change',
	'group.join',
	'group.leave',
	'presence.update',
	'poll.vote',
	'poll.vote.failed',
	'chat.archive',
	'call.received',
	'call.accepted',
	'call.rejected',
	'label.upsert',
	'label.deleted',
	'label.chat.added',
	'label.chat.deleted',
	'engine.event',
];
const V2_EVENTS = ['group.v2.join', 'group.v2.leave', 'group.v2.update', 'group.v2.participants'];
/** Somebody asks to come in, takes that back, or is turned away. */
export const JOIN_REQUEST_EVENT = 'group.v2.participants.join-request';
const LATE_EVENTS = [
	'message.edited',
	'message.ack.group',
	'event.response',
	'event.response.failed',
];

/** The event names that a server of this version knows. */
export function knownEvents(version: string): string[] {
	if (!hasFeature(version, 'groupsV2Events')) return OLD_EVENTS;
	const late = hasFeature(version, 'participantsV2') ? LATE_EVENTS : [];
	const requests = hasFeature(version, 'joinRequests') ? [JOIN_REQUEST_EVENT] : [];
	return [...OLD_EVENTS, ...V2_EVENTS, ...late, ...requests];
}
