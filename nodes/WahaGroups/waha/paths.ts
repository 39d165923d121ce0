/** The path of a group within its session, e.g. `groups/{id}/participants/add`. In: the id, and what follows it. */
export function groupPath(groupId: string, ...rest: string[]): string[] {
	return ['groups', groupId, ...rest];
}
