const objectIn = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? { ...value } : {};

/** An id as text, or as WhatsApp Web's object; '' for what is none. */
const idIn = (value: unknown): string => {
	const id = typeof value === 'string' ? value : objectIn(value)._serialized;
	return typeof id === 'string' ? id : '';
};

const digitsOf = (id: unknown): string => /^\d+/.exec(idIn(id))?.[0] ?? '';

/** All ids of a member, as any of the engines lists them. */
function digitsIn(member: unknown): string[] {
	const { id, pn, phoneNumber, JID, LID, PhoneNumber } = objectIn(member);
	return [id, pn, phoneNumber, JID, LID, PhoneNumber].map(digitsOf);
}

function isAdmin(member: unknown): boolean {
	const told = objectIn(member);
	return (
		[told.role, told.admin].some((one) => one === 'admin' || one === 'superadmin') ||
		[told.isAdmin, told.isSuperAdmin, told.IsAdmin, told.IsSuperAdmin].includes(true)
	);
}

/**
 * Why a group is none that the calls can be made with, in a sentence; undefined where nothing is wrong, or nobody tells.
 * A mistake of the user's would read as a difference of the server's. In: the session's account, and how to get the
 * body behind a path.
 */
export async function groupMistake(
	group: string,
	account: unknown,
	get: (path: string) => Promise<unknown>,
): Promise<string | undefined> {
	if (!/^\d+(?:-\d+)?@g\.us$/.test(group)) return 'A group ID looks like 1203…@g.us.';
	const list = await get('/api/{session}/groups?exclude=participants');
	const ids = (Array.isArray(list) ? list : [])
		.map((one) => idIn(objectIn(one).id) || idIn(objectIn(one).JID))
		.filter((id) => id !== '');
	if (ids.length > 0 && !ids.includes(group))
		return 'The account of the session is not in that group.';
	const { id, lid } = objectIn(account);
	const own = [id, lid].map(digitsOf).filter((digits) => digits !== '');
	for (const path of ['participants/v2', 'participants']) {
		const members = await get(`/api/{session}/groups/{group}/${path}`);
		const me = (Array.isArray(members) ? members : []).find((one) =>
			digitsIn(one).some((digits) => own.includes(digits)),
		);
		if (me !== undefined)
			return isAdmin(me) ? undefined : 'The account of the session is no admin of that group.';
	}
	return undefined;
}
