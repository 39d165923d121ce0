import { Faults } from './faults';
import { seedWorld } from './model/seed';
import { Groups, isAdmin, isIn } from './model/groups';
import { Messages } from './model/messages';
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
import { type RequestEntry, RequestLog } from './requests';
import { Sockets } from './sockets/sockets';
import { Deliveries } from './webhooks/deliveries';
import { dispatch, ignoresGroups, type DispatchTools } from './webhooks/dispatch';
import { eventsFor, requestEvent, type RequestAction } from './webhooks/events';
import type { Change, Engine, Group, JoinRequest, Session } from './model/types';

/** What the sandbox knows: the routes of WAHA work on this. */
export class Stage {
	readonly people = new People();
	readonly groups = new Groups();
	readonly messages = new Messages();
	readonly timers = new Timers();
	readonly sessions = new Sessions(this.people, this.timers, (session) => this.tellStatus(session));
	readonly log = new RequestLog();
	readonly random: () => number;
	readonly faults: Faults;
	readonly deliveries: Deliveries;
	readonly sockets: Sockets;
	/** Runs right before a request has its effect: the place for what happens between two of them. */
	onRequest: ((entry: RequestEntry) => void) | null = null;
	/** Runs right after a config was written by the API: the place for a second writer. */
	onConfigWrite: ((session: Session) => void) | null = null;
	/** When `refresh` was called, by session. */
	readonly refreshes = new Map<string, number[]>();
	/** The id of the group in which something happened last. */
	lastChanged: string | null = null;
	private readonly startSettings: Settings;
	private current: Settings;

	constructor(readonly options: SandboxOptions = {}) {
		this.random = seededRandom(options.randomSeed ?? 1);
		this.startSettings = mergeSettings(DEFAULT_SETTINGS, options);
		this.current = this.startSettings;
		this.faults = new Faults(seededRandom((options.randomSeed ?? 1) + 1));
		this.deliveries = new Deliveries(() => this.current, this.timers);
		this.sockets = new Sockets(options.pingMs);
		seedWorld(this, this.serverEngine, options.seed ?? {});
	}

	get settings(): Settings {
		return this.current;
	}

	get serverEngine(): Engine {
		return this.options.engine ?? 'WEBJS';
	}

	/** Changes settings while running. */
	configure(input: SettingsInput): Settings {
		this.current = mergeSettings(this.current, input);
		if (this.current.unplugged) this.sockets.cut();
		return this.current;
	}

	has(feature: Feature): boolean {
		return hasFeature(this.current.version, feature);
	}

	/** Everything as it was at the start; what is on its way is cut off. */
	async reset(): Promise<void> {
		await this.deliveries.clear();
		this.sockets.cut();
		this.sessions.clear();
		this.groups.clear();
		this.messages.clear();
		this.people.clear();
		this.faults.clear();
		this.log.clear();
		this.refreshes.clear();
		this.onRequest = null;
		this.onConfigWrite = null;
		this.lastChanged = null;
		this.current = this.startSettings;
		seedWorld(this, this.serverEngine, this.options.seed ?? {});
	}

	newInviteCode(): string {
		return randomInviteCode(this.random);
	}

	newGroupId(): string {
		let id: string;
		do id = `1203634${String(Math.floor(this.random() * 1e11)).padStart(11, '0')}@g.us`;
		while (this.groups.get(id));
		return id;
	}

	/** Tells a change to every working session whose account can see it. */
	publish(change: Change): void {
		this.lastChanged = change.group.id;
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

	/** Tells the admins' sessions of a request to come in. */
	publishRequest(group: Group, request: JoinRequest, action: RequestAction): void {
		this.lastChanged = group.id;
		for (const session of this.sessions.all()) {
			if (session.status !== 'WORKING' || ignoresGroups(session.config)) continue;
			// @witness chosen: only the sessions of admins hear of requests to join
			if (!isAdmin(group, session.account)) continue;
			const event = requestEvent(group, request, action, session, this.current.version);
			if (event) dispatch(this.dispatchTools(), session, event);
		}
	}

	async close(): Promise<void> {
		this.timers.close();
		this.sockets.close();
		await this.deliveries.abort();
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

	protected dispatchTools(): DispatchTools {
		return {
			settings: this.current,
			serverEngine: this.serverEngine,
			random: this.random,
			deliveries: this.deliveries,
			sockets: this.sockets,
		};
	}
}
