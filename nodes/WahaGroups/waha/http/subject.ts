/** What "not found" can be about. */
export type Subject = 'group' | 'inviteCode' | 'other';

/** What a request is about. In: the parts of its path. */
export function subjectOf(path: readonly string[]): Subject {
	if (path.some((part) => part.endsWith('@g.us'))) return 'group';
	const last = path.at(-1);
	return path.at(-2) === 'groups' && (last === 'join' || last === 'join-info')
		? 'inviteCode'
		: 'other';
}

/** What advice depends on: what only an admin may do, what makes a group, what joins one, what sends a message; `change` of people tells of each. */
export type Doing = 'admin' | 'change' | 'create' | 'join' | 'send' | 'other';

const CHANGES: ReadonlySet<string | undefined> = new Set([
	'add',
	'remove',
	'promote',
	'demote',
	'approve',
	'reject',
]);

/** What a request does. In: its method and the parts of its path. */
export function doingOf(method: string, path: readonly string[]): Doing {
	const at = path.indexOf('groups');
	const [group, ...rest] = at < 0 ? [] : path.slice(at + 1);
	const last = rest.at(-1);
	if (at < 0) return path.at(-1) === 'sendText' ? 'send' : 'other';
	if (group === undefined) return method === 'POST' ? 'create' : 'other';
	if (group === 'join') return 'join';
	if (CHANGES.has(last)) return 'change';
	if (rest.includes('invite-code')) return 'admin';
	return method !== 'GET' && rest.length > 0 && last !== 'leave' ? 'admin' : 'other';
}

/** Whether only admins may do it. */
export const isForAdmins = (doing: Doing | undefined): boolean =>
	doing === 'admin' || doing === 'change';
