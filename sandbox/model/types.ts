/** The engines that a WAHA session may run on. */
export const ENGINES = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const;
export type Engine = (typeof ENGINES)[number];

export const STATUSES = [
	'STOPPED',
	'STARTING',
	'SCAN_QR_CODE',
	'PASSKEY_REQUIRED',
	'PASSKEY_CONFIRMATION_REQUIRED',
	'WORKING',
	'FAILED',
] as const;
export type SessionStatus = (typeof STATUSES)[number];

export const ROLES = ['participant', 'admin', 'superadmin'] as const;
export type Role = (typeof ROLES)[number];

/** One WhatsApp user; there is one record per phone number in the whole world. */
export interface Person {
	readonly phone: string;
	readonly lid: string;
	/** Groups show the `@lid` in place of the number. */
	hidden: boolean;
	/** The lids API knows the number behind the lid. */
	resolvable: boolean;
	/** What an attempt to add this person gives; null = whatever the group's state gives. */
	addResult: number | null;
	/** With 403: a private invitation went out. */
	inviteSent: boolean;
	/** As accounts have saved this person; null where they have not. */
	name: string | null;
	/** As the person goes by; null where nobody knows. */
	pushName: string | null;
}

export interface Member {
	readonly person: Person;
	role: Role | 'left';
}

export const REQUEST_METHODS = ['invite_link', 'linked_group_join', 'non_admin_add'] as const;

/** Somebody who asked to come into a group where admins approve. */
export interface JoinRequest {
	readonly person: Person;
	readonly method: (typeof REQUEST_METHODS)[number];
	/** Unix seconds. */
	readonly at: number;
}

/** The part of a group that can be changed by an update. */
export interface GroupDetails {
	subject: string;
	description: string;
	infoAdminOnly: boolean;
	messagesAdminOnly: boolean;
	membersCanAddNewMember: boolean;
	newMembersApprovalRequired: boolean;
	membersCanShareHistory: boolean;
	picture: string | null;
}

export interface Group extends GroupDetails {
	readonly id: string;
	owner: Person | null;
	/** Unix seconds, as WhatsApp counts. */
	readonly createdAt: number;
	inviteCode: string;
	readonly revokedCodes: Set<string>;
	/** Who waits for an admin, by phone number. */
	readonly requests: Map<string, JoinRequest>;
	/** By phone number, in the order of joining; those who left stay with the role `left`. */
	readonly members: Map<string, Member>;
}

export type Config = Record<string, unknown>;

export interface Session {
	readonly name: string;
	engine: Engine;
	status: SessionStatus;
	/** How often it was stopped and started again, by config writes above all. */
	restarts: number;
	/** A session without an account comes back from a restart as SCAN_QR_CODE. */
	paired: boolean;
	readonly account: Person;
	pushName: string;
	config: Config | null;
	apps: unknown[] | null;
}

/** Something that happened in a group, before it is put into an engine's words. */
export type Change =
	| {
			kind: 'join' | 'leave' | 'promote' | 'demote';
			group: Group;
			people: Person[];
			author: Person;
			/** The engine's word for the way: add, invite, remove, leave, … */
			how: string;
			at: number;
	  }
	| { kind: 'create'; group: Group; author: Person; at: number }
	| { kind: 'update'; group: Group; changed: Partial<GroupDetails>; author: Person; at: number };

/** What became of one participant of an add, remove, promote, demote or create. */
export interface Outcome {
	person: Person | null;
	/** The id as it was asked for. */
	requested: string;
	code: number;
	inviteSent: boolean;
	/** NOWEB names somebody whose number is hidden by lid, with the number beside it. */
	byLid?: boolean;
}
