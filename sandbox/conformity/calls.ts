/** What earlier answers told: the subject of the group, its invite code, … */
export type Learned = Record<string, unknown>;

/** One call that is made to both servers. `{name}` in path and body stands for a given or learned value. */
export interface ConformityCall {
	name: string;
	method: 'GET' | 'POST' | 'PUT';
	path: string;
	body?: Readonly<Record<string, string>>;
	/** What the answer is where all is well and the server is new enough. */
	expect: 'object' | 'list' | 'text' | 'error' | 'object or text';
	/** Changes something, if only to what it is already: made where `--write` is given. */
	writes?: true;
	/** Without the key. */
	keyless?: true;
	/** What later calls need of the answer. */
	learn?: (body: unknown, text: string) => Learned;
}

const GROUPS = '/api/{session}/groups';
const GROUP = `${GROUPS}/{group}`;
const UNKNOWN = `${GROUPS}/{unknownGroup}`;
const SECURITY = `${GROUP}/settings/security`;

function field(body: unknown, ...path: string[]): unknown {
	let value: unknown = body;
	for (const name of path) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = Object.entries(value).find(([key]) => key === name)?.[1];
	}
	return value;
}

/** The first of some values that is a text with something in it. */
const text = (...values: unknown[]): unknown =>
	values.find((value) => typeof value === 'string' && value !== '');

const digits = (id: unknown): unknown =>
	typeof id === 'string' ? /^(\d+)(?::\d+)?@/.exec(id)?.[1] : undefined;

const setting = (path: string, name: string): ConformityCall[] => [
	{
		name: path,
		method: 'GET',
		path: `${SECURITY}/${path}`,
		expect: 'object',
		learn: (body) => {
			const value = field(body, name);
			return typeof value === 'boolean' ? { [path]: value } : {};
		},
	},
	{
		name: `${path}, as it is`,
		method: 'PUT',
		path: `${SECURITY}/${path}`,
		body: { [name]: `{${path}}` },
		expect: 'text',
		writes: true,
	},
];

/** In the order in which they are made. */
export const CALLS: readonly ConformityCall[] = [
	{ name: 'ping', method: 'GET', path: '/ping', expect: 'object' },
	{ name: 'version', method: 'GET', path: '/api/server/version', expect: 'object' },
	{ name: 'version of old', method: 'GET', path: '/api/version', expect: 'object' },
	{ name: 'no key', method: 'GET', path: '/api/sessions', keyless: true, expect: 'error' },
	{ name: 'no such path', method: 'GET', path: '/api/no-such-path', expect: 'error' },
	{
		name: 'session',
		method: 'GET',
		path: '/api/sessions/{session}',
		expect: 'object',
		learn: (body) => ({
			phone: digits(field(body, 'me', 'id')),
			lid: digits(field(body, 'me', 'lid')),
		}),
	},
	{ name: 'account', method: 'GET', path: '/api/sessions/{session}/me', expect: 'object' },
	{
		name: 'unknown session',
		method: 'GET',
		path: '/api/sessions/no-such-session',
		expect: 'error',
	},
	{
		name: 'groups of an unknown session',
		method: 'GET',
		path: '/api/no-such-session/groups',
		expect: 'error',
	},
	{ name: 'groups', method: 'GET', path: `${GROUPS}?limit=3`, expect: 'list' },
	{
		name: 'groups without members',
		method: 'GET',
		path: `${GROUPS}?limit=3&exclude=participants`,
		expect: 'list',
	},
	{ name: 'groups, bad limit', method: 'GET', path: `${GROUPS}?limit=x`, expect: 'error' },
	{ name: 'groups, bad order', method: 'GET', path: `${GROUPS}?sortBy=age`, expect: 'error' },
	{ name: 'count', method: 'GET', path: `${GROUPS}/count`, expect: 'object' },
	{
		name: 'group',
		method: 'GET',
		path: GROUP,
		expect: 'object',
		learn: (body) => ({
			subject: text(
				field(body, 'subject'),
				field(body, 'name'),
				field(body, 'Name'),
				field(body, 'groupMetadata', 'subject'),
			),
			// What is not told may still be there, and must not be written away.
			description: text(
				field(body, 'desc'),
				field(body, 'Topic'),
				field(body, 'groupMetadata', 'desc'),
			),
		}),
	},
	{ name: 'unknown group', method: 'GET', path: UNKNOWN, expect: 'error' },
	{ name: 'members', method: 'GET', path: `${GROUP}/participants`, expect: 'list' },
	{ name: 'members, v2', method: 'GET', path: `${GROUP}/participants/v2`, expect: 'list' },
	{
		name: 'members of an unknown group',
		method: 'GET',
		path: `${UNKNOWN}/participants`,
		expect: 'error',
	},
	{
		name: 'invite code',
		method: 'GET',
		path: `${GROUP}/invite-code`,
		expect: 'text',
		learn: (body, bare) => ({ code: text(body, bare) }),
	},
	{ name: 'join info', method: 'GET', path: `${GROUPS}/join-info?code={code}`, expect: 'object' },
	{
		name: 'join info, no such code',
		method: 'GET',
		path: `${GROUPS}/join-info?code=NoSuchInviteCodeAnywhere`,
		expect: 'error',
	},
	{ name: 'picture', method: 'GET', path: `${GROUP}/picture`, expect: 'object' },
	...setting('info-admin-only', 'adminsOnly'),
	...setting('messages-admin-only', 'adminsOnly'),
	...setting('member-add-mode', 'membersCanAddNewMember'),
	...setting('membership-approval', 'newMembersApprovalRequired'),
	...setting('member-share-history-mode', 'membersCanShareHistory'),
	{
		name: 'join requests',
		method: 'GET',
		path: `${GROUP}/participants/join-requests`,
		expect: 'list',
	},
	{
		name: 'lid to number',
		method: 'GET',
		path: '/api/{session}/lids/{lid}%40lid',
		expect: 'object',
	},
	{
		name: 'number to lid',
		method: 'GET',
		path: '/api/{session}/lids/pn/{phone}',
		expect: 'object',
	},
	{
		name: 'lid of nobody',
		method: 'GET',
		path: '/api/{session}/lids/{unknownLid}%40lid',
		expect: 'object',
	},
	{
		name: 'subject, as it is',
		method: 'PUT',
		path: `${GROUP}/subject`,
		body: { subject: '{subject}' },
		expect: 'text',
		writes: true,
	},
	{
		name: 'description, as it is',
		method: 'PUT',
		path: `${GROUP}/description`,
		body: { description: '{description}' },
		expect: 'text',
		writes: true,
	},
	{
		name: 'refresh',
		method: 'POST',
		path: `${GROUPS}/refresh`,
		expect: 'object or text',
		writes: true,
	},
];
