import { Faults } from './faults';
import { seedBulk, seedWorld } from './model/seed';
import { Groups, isIn, roleOf, setRole } from './model/groups';
import { People } from './model/people';
import { randomInviteCode, seededRandom } from './model/random';
import { Sessions } from './model/sessions';
import { Timers } from './model/timers';
import { hasFeature, type Feature } from './model/versions';
import {
	DEFAULT_SETTINGS,
	mergeSettings,
	type SandboxOptions,
	type Settings,
	type SettingsInput,
} from './options';
import { RequestLog, type RequestEntry } from './requests';
import { UnknownName } from './unknown';
import { Deliveries, type Delivery } from './webhooks/deliveries';
import { dispatch, ignoresGroups } from './webhooks/dispatch';
import { eventsFor } from './webhooks/events';
import type {
	Change,
	Config,
	Engine,
	Group,
	GroupDetails,
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
}

/** Everything that the sandbox knows, and the hands to change it: the control API is thin over it. */
export class World {
	readonly people = new People();
	readonly groups = new Groups();
	readonly timers = new Timers();
	readonly sessions = new Sessions(this.people, this.timers, (session) => this.tellStatus(session));
	readonly log = new RequestLog();
	readonly random: () => number;
	readonly faults: Faults;
	readonly deliveries: Deliveries;
	/** Runs right after a config was written by the API: the place for a second writer. */
	onConfigWrite: ((session: Session) => void) | null = null;
	/** When `refresh` was called, by session. */
	readonly refreshes = new Map<string, number[]>();
	private readonly startSettings: Settings;
	private current: Settings;

	constructor(readonly options: SandboxOptions = {}) {
		this.random = seededRandom(options.randomSeed ?? 1);
		this.startSettings = mergeSettings(DEFAULT_SETTINGS, options);
		this.current = this.startSettings;
		this.faults = new Faults(seededRandom((options.randomSeed ?? 1) + 1));
		this.deliveries = new Deliveries(() => this.current, this.timers);
		seedWorld(this, this.serverEngine, options.seed ?? {});
	}

	get settings(): Settings {
		return this.current;
	}

	get serverEngine(): Engine {
		return this.options.engine ?? 'WEBJS';
	}

	/** Every WAHA request since the start or the last `clearRequests`, in the order of arrival. */
	get requests(): RequestEntry[] {
		return this.log.list();
	}

	clearRequests(): void {
		this.log.clear();
	}

	/** Changes settings while running. */
	configure(input: SettingsInput): Settings {
		this.current = mergeSettings(this.current, input);
		return this.current;
	}

	has(feature: Feature): boolean {
		return hasFeature(this.current.version, feature);
	}

	/** Everything as it was at the start; what is on its way is cut off. */
	async reset(): Promise<void> {
		await this.deliveries.clear();
		this.sessions.clear();
		this.groups.clear();
		this.people.clear();
		this.faults.clear();
		this.log.clear();
		this.refreshes.clear();
		this.onConfigWrite = null;
		this.current = this.startSettings;
		seedWorld(this, this.serverEngine, this.options.seed ?? {});
	}

	newInviteCode(): string {
		return randomInviteCode(this.random);
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
		return id;
	}

	/** Adds many groups at once. */
	addGroups(count: number, membersPerGroup = 5): void {
		seedBulk(this, count, membersPerGroup);
	}

	newGroupId(): string {
		let id: string;
		do id = `1203634${String(Math.floor(this.random() * 1e11)).padStart(11, '0')}@g.us`;
		while (this.groups.get(id));
		return id;
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

	/** Tells a change to every working session whose account can see it. */
	publish(change: Change): void {
		for (const session of this.sessions.all()) {
			// Whatever happens while a session is down is never told.
			if (session.status !== 'WORKING' || ignoresGroups(session.config)) continue;
			const concerned = 'people' in change && change.people.includes(session.account);
			if (!concerned && !isIn(change.group, session.account)) continue;
			for (const event of eventsFor(change, session, this.current.version)) {
				dispatch(this.dispatchTools(), session, event);
			}
		}
	}

	async close(): Promise<void> {
		this.timers.close();
		await this.deliveries.abort();
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

	private tellStatus(session: Session): void {
		const payload = {
			name: session.name,
			status: session.status,
			data: null,
			statuses: [{ status: session.status, timestamp: Date.now() }],
		};
		dispatch(this.dispatchTools(), session, { event: 'session.status', payload });
	}

	private dispatchTools(): Parameters<typeof dispatch>[0] {
		return {
			settings: this.current,
			serverEngine: this.serverEngine,
			random: this.random,
			deliveries: this.deliveries,
		};
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

/** Unix seconds. */
export function nowSeconds(): number {
	return Math.floor(Date.now() / 1000);
}
