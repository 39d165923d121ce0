import { seedBulk } from './model/seed';
import { nowSeconds } from './model/clock';
import { roleOf, setRole } from './model/groups';
import { ask } from './actions/requests';
import { Stage } from './stage';
import { UnknownName } from './errors';
import { CLOSE } from './sockets/sockets';
import { dispatch } from './webhooks/dispatch';
import type { RequestEntry } from './requests';
import type { NewSession } from './model/sessions';
import type { Delivery } from './webhooks/deliveries';
import type {
	Config,
	Engine,
	Group,
	GroupDetails,
	JoinRequest,
	Person,
	Role,
	Session,
	SessionStatus,
} from './model/types';

export interface MoveOptions {
	/** Who did it: a phone number, an id, or the name of a session for its account. */
	author?: string;
	/** The engine's word for the way: add, invite, linked_group_join, remove, leave, … */
	how?: string;
}

export interface AddGroupOptions extends Partial<GroupDetails> {
	id?: string;
	inviteCode?: string;
	/** Default: the account of `default`. */
	owner?: string;
	/** Phone numbers, ids, names of sessions; or with a role. */
	members?: Array<string | { id: string; role: Role }>;
}

export interface PersonOptions {
	addResult?: number | null;
	inviteSent?: boolean;
	hidden?: boolean;
	resolvable?: boolean;
	name?: string | null;
	pushName?: string | null;
}

/** The hands to change what the sandbox knows: the control API is thin over it. */
export class World extends Stage {
	/** Every WAHA request since the start or the last `clearRequests`, in the order of arrival. */
	get requests(): RequestEntry[] {
		return this.log.list();
	}

	clearRequests(): void {
		this.log.clear();
	}

	// People

	/** A person by phone number, id, or name of the session whose account it is. */
	who(name: string): Person {
		const session = this.sessions.get(name);
		if (session) return session.account;
		if (/^\d+$/.test(name)) return this.people.phone(name);
		const person = this.people.find(name);
		if (!person) throw new UnknownName(`Nobody here is called ${name}`);
		return person;
	}

	setPerson(name: string, options: PersonOptions): Person {
		return Object.assign(this.who(name), options);
	}

	/** What adding this person gives from now on; null = as the group's state gives. */
	setAddResult(name: string, code: number | null, options: { inviteSent?: boolean } = {}): void {
		this.setPerson(name, { addResult: code, inviteSent: options.inviteSent ?? true });
	}

	// Sessions

	session(name: string): Session {
		const session = this.sessions.get(name);
		if (!session) throw new UnknownName(`No session ${name}`);
		return session;
	}

	/** Adds a session with an account of its own. */
	addSession(options: NewSession): Session {
		if (this.sessions.get(options.name))
			throw new Error(`There is a session ${options.name} already`);
		return this.sessions.add(options);
	}

	setSessionStatus(name: string, status: SessionStatus): void {
		this.sessions.setStatus(this.session(name), status);
	}

	setEngine(name: string, engine: Engine): void {
		this.session(name).engine = engine;
	}

	/** Writes a config without a restart, as another hand would between two calls. */
	setConfig(name: string, config: Config | null): void {
		this.session(name).config = config;
	}

	/** Stops and starts WAHA itself: one that keeps configs in memory forgets them. */
	restartServer(): void {
		// @witness measured R24: CORE 2024.10 keeps configs in memory only, and a restart forgets them
		// @witness chosen: after a restart of the server the sessions that ran start again; configs stay from 2024.11.5 on
		const { tier, forgetsConfig, restartMs } = this.settings;
		this.sockets.cut();
		const forgets = forgetsConfig ?? (tier === 'CORE' && !this.has('webhookExtras'));
		for (const session of this.sessions.all()) {
			const ran = session.status !== 'STOPPED';
			if (forgets) Object.assign(session, { config: null, apps: null });
			if (!ran) continue;
			session.restarts += 1;
			this.sessions.setStatus(session, 'STOPPED');
			this.sessions.start(session, restartMs);
		}
	}

	/** Takes a key away while connections are open with it; returns how many were closed. */
	revokeKey(key: string): number {
		const { apiKeys } = this.settings;
		if (!apiKeys.some((known) => known.key === key)) throw new UnknownName('No such key');
		this.configure({ apiKeys: apiKeys.filter((known) => known.key !== key) });
		// @witness chosen: who is connected with a key that is taken away is closed with 1008
		return this.sockets.closeAll(CLOSE.policy, 'Unauthorized', (used) => used === key);
	}

	// Groups

	group(id: string): Group {
		const group = this.groups.get(id);
		if (!group) throw new UnknownName(`No group ${id}`);
		return group;
	}

	/** Adds a group without a word to anybody; returns its id. */
	addGroup(options: AddGroupOptions = {}): string {
		const {
			id = this.newGroupId(),
			owner = 'default',
			members = [],
			inviteCode,
			...details
		} = options;
		const founder = this.who(owner);
		const others = members.map((member): [Person, Role] =>
			typeof member === 'string'
				? [this.who(member), 'participant']
				: [this.who(member.id), member.role],
		);
		this.groups.add({
			...details,
			id,
			owner: founder,
			createdAt: nowSeconds(),
			inviteCode: inviteCode ?? this.newInviteCode(),
			members: [[founder, 'superadmin'], ...others],
		});
		this.lastChanged = id;
		return id;
	}

	/** Adds many groups at once. */
	addGroups(count: number, membersPerGroup = 5): void {
		seedBulk(this, count, membersPerGroup);
	}

	/** Members join; without an author they came by the invite link. */
	join(groupId: string, who: string[], options: MoveOptions = {}): void {
		this.move('join', groupId, who, options);
	}

	/** Members leave; with another author they were removed. */
	leave(groupId: string, who: string[], options: MoveOptions = {}): void {
		this.move('leave', groupId, who, options);
	}

	promote(groupId: string, who: string[], options: MoveOptions = {}): void {
		this.move('promote', groupId, who, options);
	}

	demote(groupId: string, who: string[], options: MoveOptions = {}): void {
		this.move('demote', groupId, who, options);
	}

	/** People ask to come into a group where admins approve. */
	askToJoin(groupId: string, who: string[], method: JoinRequest['method'] = 'invite_link'): void {
		const group = this.group(groupId);
		if (!group.newMembersApprovalRequired) {
			throw new Error('Nobody has to ask here: set newMembersApprovalRequired first');
		}
		ask(
			this,
			group,
			who.map((name) => this.who(name)),
			method,
		);
	}

	/** People take their requests back. */
	revokeRequest(groupId: string, who: string[]): void {
		this.endRequest(groupId, who, 'revoked');
	}

	/** People who asked are turned away. */
	rejectRequest(groupId: string, who: string[]): void {
		this.endRequest(groupId, who, 'rejected');
	}

	private endRequest(groupId: string, who: string[], how: 'revoked' | 'rejected'): void {
		const group = this.group(groupId);
		for (const { phone } of who.map((name) => this.who(name))) {
			const request = group.requests.get(phone);
			group.requests.delete(phone);
			if (request) this.publishRequest(group, request, how);
		}
	}

	/** People who asked come in; others are passed over. */
	approveRequest(groupId: string, who: string[], options: MoveOptions = {}): void {
		const { requests } = this.group(groupId);
		const asked = who.filter((name) => requests.delete(this.who(name).phone));
		this.join(groupId, asked, { how: 'invite', ...options });
	}

	/** Sets a role without an event. */
	setRole(groupId: string, name: string, role: Role | 'left'): void {
		setRole(this.group(groupId), this.who(name), role);
	}

	/** Any text may be a code: `true` and digits, too. */
	setInviteCode(groupId: string, code: string): void {
		this.group(groupId).inviteCode = code;
	}

	/** Changes what a group is like, with the event. */
	updateGroup(groupId: string, changed: Partial<GroupDetails>, options: MoveOptions = {}): void {
		const group = this.group(groupId);
		Object.assign(group, changed);
		const author = options.author === undefined ? group.owner : this.who(options.author);
		this.publish({
			kind: 'update',
			group,
			changed,
			author: author ?? this.who('default'),
			at: nowSeconds(),
		});
	}

	// Events

	/** Sends any event of a session to its webhooks; `overrides` go over the envelope's fields. */
	sendEvent(
		sessionName: string,
		event: string,
		payload: unknown,
		overrides: Record<string, unknown> = {},
	): void {
		dispatch(this.dispatchTools(), this.session(sessionName), { event, payload }, overrides);
	}

	resend(n: number): Delivery | null {
		return this.deliveries.resend(n);
	}

	/** Resolves when no delivery is on its way any more. */
	settled(): Promise<void> {
		return this.deliveries.settled();
	}

	private move(
		kind: 'join' | 'leave' | 'promote' | 'demote',
		groupId: string,
		who: string[],
		options: MoveOptions,
	): void {
		const group = this.group(groupId);
		const people = who.map((name) => this.who(name));
		const [first] = people;
		if (!first) return;
		const byThemselves = kind === 'join' || kind === 'leave' ? first : (group.owner ?? first);
		const author = options.author === undefined ? byThemselves : this.who(options.author);
		for (const person of people) setRole(group, person, ROLE_AFTER[kind](roleOf(group, person)));
		const alone = author === first ? ALONE[kind] : WITH_AUTHOR[kind];
		this.publish({ kind, group, people, author, how: options.how ?? alone, at: nowSeconds() });
	}
}

const ROLE_AFTER = {
	join: (role: Role | null): Role => role ?? 'participant',
	leave: (): 'left' => 'left',
	promote: (role: Role | null): Role => (role === 'superadmin' ? role : 'admin'),
	demote: (): Role => 'participant',
};
const ALONE = { join: 'invite', leave: 'leave', promote: 'promote', demote: 'demote' };
const WITH_AUTHOR = { join: 'add', leave: 'remove', promote: 'promote', demote: 'demote' };
