/** A group of which nothing is known, as our outputs tell it. */
export const UNKNOWN_GROUP = {
	groupId: null,
	subject: null,
	description: null,
	owner: null,
	createdAt: null,
	infoAdminOnly: null,
	messagesAdminOnly: null,
	participantCount: null,
} as const;
