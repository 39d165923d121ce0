import type { People } from './people';
import type { Timers } from './timers';
import type { Config, Engine, Person, Session, SessionStatus } from './types';

export interface NewSession {
	name: string;
	engine?: Engine;
	status?: SessionStatus;
	phone?: string;
	pushName?: string;
	config?: Config | null;
	apps?: unknown[] | null;
}

/** Whether somebody's phone has been linked, judged by the status that a session starts in. */
const PAIRED: readonly SessionStatus[] = ['WORKING', 'STARTING', 'STOPPED'];

/** The sessions of the server: their status, config and restarts. */
export class Sessions {
	private readonly byName = new Map<string, Session>();
	private readonly restarts = new Map<string, () => void>();
	/** The accounts of deleted sessions: who makes one anew links the same phone. */
	private readonly phones = new Map<string, Person>();
	private added = 0;

	constructor(
		private readonly people: People,
		private readonly timers: Timers,
		private readonly changed: (session: Session) => void,
	) {}

	add(from: NewSession): Session {
		const status = from.status ?? 'WORKING';
		const phone = from.phone ?? `4915100001${String(100 + this.added++)}`;
		const linked = from.phone === undefined ? this.phones.get(from.name) : undefined;
		const session: Session = {
			name: from.name,
			engine: from.engine ?? 'WEBJS',
			status,
			restarts: 0,
			paired: PAIRED.includes(status),
			account: linked ?? this.people.phone(phone),
			pushName: from.pushName ?? from.name,
			config: from.config ?? null,
			apps: from.apps ?? null,
		};
		this.byName.set(session.name, session);
		return session;
	}

	get(name: string): Session | null {
		return this.byName.get(name) ?? null;
	}

	all(): Session[] {
		return [...this.byName.values()];
	}

	/** The session of an account; null where the person is nobody's account. */
	ofAccount(person: Person): Session | null {
		return this.all().find((session) => session.account === person) ?? null;
	}

	remove(name: string): void {
		this.callOff(name);
		const account = this.byName.get(name)?.account;
		if (account !== undefined) this.phones.set(name, account);
		this.byName.delete(name);
	}

	/** Sets the status now; a restart under way is called off. */
	setStatus(session: Session, status: SessionStatus): void {
		this.callOff(session.name);
		if (status === 'WORKING') session.paired = true;
		if (session.status === status) return;
		session.status = status;
		this.changed(session);
	}

	/** The first half of a restart: STOPPED for `ms`; what is to run then must be started. */
	async stop(session: Session, ms: number): Promise<void> {
		session.restarts += 1;
		this.setStatus(session, 'STOPPED');
		await this.timers.sleep(ms);
	}

	/** STARTING for `ms`, then whatever the account allows. */
	start(session: Session, ms: number): void {
		this.setStatus(session, 'STARTING');
		const callOff = this.timers.after(ms, () => {
			this.setStatus(session, session.paired ? 'WORKING' : 'SCAN_QR_CODE');
		});
		this.restarts.set(session.name, callOff);
	}

	clear(): void {
		for (const name of [...this.restarts.keys()]) this.callOff(name);
		this.byName.clear();
		this.phones.clear();
		this.added = 0;
	}

	private callOff(name: string): void {
		this.restarts.get(name)?.();
		this.restarts.delete(name);
	}
}
