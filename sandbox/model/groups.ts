import type { Group, GroupDetails, Member, Person, Role } from './types';

export interface NewGroup extends Partial<GroupDetails> {
	id: string;
	owner: Person | null;
	createdAt: number;
	inviteCode: string;
	members: Array<[Person, Role]>;
}

/** Every group of this WhatsApp, whoever is in it. */
export class Groups {
	private readonly byId = new Map<string, Group>();

	add(from: NewGroup): Group {
		const group: Group = {
			id: from.id,
			subject: from.subject ?? 'Group',
			description: from.description ?? '',
			infoAdminOnly: from.infoAdminOnly ?? false,
			messagesAdminOnly: from.messagesAdminOnly ?? false,
			membersCanAddNewMember: from.membersCanAddNewMember ?? false,
			newMembersApprovalRequired: from.newMembersApprovalRequired ?? false,
			membersCanShareHistory: from.membersCanShareHistory ?? false,
			picture: from.picture ?? null,
			owner: from.owner,
			createdAt: from.createdAt,
			inviteCode: from.inviteCode,
			revokedCodes: new Set(),
			requests: new Map(),
			members: new Map(from.members.map(([person, role]) => [person.phone, { person, role }])),
		};
		this.byId.set(group.id, group);
		return group;
	}

	get(id: string): Group | null {
		return this.byId.get(id) ?? null;
	}

	all(): Group[] {
		return [...this.byId.values()];
	}

	/** The groups that this person is in. */
	of(person: Person): Group[] {
		return this.all().filter((group) => isIn(group, person));
	}

	/** The group behind an invite code, also a revoked one. */
	byCode(code: string): { group: Group; revoked: boolean } | null {
		for (const group of this.byId.values()) {
			if (group.inviteCode === code) return { group, revoked: false };
			if (group.revokedCodes.has(code)) return { group, revoked: true };
		}
		return null;
	}

	remove(id: string): void {
		this.byId.delete(id);
	}

	clear(): void {
		this.byId.clear();
	}
}

/** The members that have not left. */
export function present(group: Group): Array<Member & { role: Role }> {
	const members: Array<Member & { role: Role }> = [];
	for (const { person, role } of group.members.values()) {
		if (role !== 'left') members.push({ person, role });
	}
	return members;
}

/** The role of a person in a group; null for strangers and for those who left. */
export function roleOf(group: Group, person: Person): Role | null {
	const role = group.members.get(person.phone)?.role;
	return role === undefined || role === 'left' ? null : role;
}

export function isIn(group: Group, person: Person): boolean {
	return roleOf(group, person) !== null;
}

export function isAdmin(group: Group, person: Person): boolean {
	const role = roleOf(group, person);
	return role === 'admin' || role === 'superadmin';
}

/** Puts a person into a role; null and `left` both mean that the person is out. */
export function setRole(group: Group, person: Person, role: Role | 'left'): void {
	const known = group.members.get(person.phone);
	if (known) {
		// A returning member stands at the end of the list again, as on WhatsApp.
		if (known.role === 'left' && role !== 'left') group.members.delete(person.phone);
		else {
			known.role = role;
			return;
		}
	}
	group.members.set(person.phone, { person, role });
}
