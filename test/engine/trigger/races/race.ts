import type { N8n } from '../../support/trigger';
import type { Stage } from '../stage';
import type { Action, Change, Deed, Foreign, WorkflowId } from './actions';
import {
	EVENTS,
	isCalm,
	isClear,
	isForeign,
	isQuiet,
	PUBLIC_URLS,
	SESSIONS,
	WORKFLOWS,
} from './actions';
import { begins, Expected, sessionsIn, type State } from './expected';
import { changed, START } from './foreign';
import { History } from './history';
import { admit, type Choice, newProcess, keyOf, tell } from './process';
import { problemsAtRest, staleWrites } from './rest';

interface Due {
	at: number;
	/** Right before such a request, e.g. `PUT default`; any where left out. */
	before?: string;
	run: () => void;
}

/** How many of each kind were really run. */
export interface Tally {
	storms: number;
	deeds: number;
	failed: number;
	kills: number;
	lost: number;
	leftBehind: number;
}

/** One n8n and its users, another program and a WAHA, all at once: what happens when is told by the requests that came. */
export class Race {
	readonly expected: Expected;
	readonly history: History;
	private readonly lanes = new Map<string, Promise<void>>();
	private readonly chosen = new Map<WorkflowId, Choice>();
	private readonly problems: string[] = [];
	private spare: N8n | undefined;
	private generation = 0;
	private due: Due[] = [];
	private tick = 0;
	private calm = true;
	private quiet = true;

	private constructor(
		private readonly stage: Stage,
		private n8n: N8n,
		private readonly tally: Tally,
	) {
		for (const [at, workflow] of WORKFLOWS.entries()) {
			this.chosen.set(workflow, { session: SESSIONS[at % 2] ?? 'default', event: 'join' });
			tell(n8n, workflow, this.choice(workflow));
		}
		this.expected = new Expected((workflow, kind) => {
			const url = kind === 'test' ? n8n.testUrl(workflow) : n8n.productionUrl(workflow);
			return new URL(url).pathname;
		});
		this.history = new History(this.expected.slots);
	}

	static async start(stage: Stage, tally: Tally): Promise<Race> {
		const { world } = stage.sandbox;
		await world.reset();
		for (const name of SESSIONS) world.setConfig(name, structuredClone(START));
		const race = new Race(stage, await newProcess(stage, 0, PUBLIC_URLS[0]), tally);
		admit(world, 0);
		world.onRequest = ({ method, session, headers, body, startedAt }) => {
			race.tick++;
			race.fire(`${method} ${session}`);
			const name = SESSIONS.find((one) => one === session);
			if (name === undefined) return;
			const found = world.sessions.get(name);
			const key = headers['x-api-key'] ?? '';
			// That a session is gone is something that a look tells, too.
			if (method === 'GET') race.history.read(key, name, found?.config ?? null, startedAt);
			else if (found) race.history.write(key, name, found.config, JSON.parse(body), startedAt);
		};
		return race;
	}

	/** Lets all of it happen at once, waits until nothing is under way, and looks at what is left. */
	async storm(actions: readonly Action[]): Promise<void> {
		const { world } = this.stage.sandbox;
		this.tally.storms++;
		this.calm = isCalm(actions);
		this.quiet = isQuiet(actions);
		for (const action of actions) {
			if (action.kind !== 'kill') continue;
			this.spare = await newProcess(this.stage, this.generation + 1, action.publicUrl);
		}
		this.tick = 0;
		this.due = actions
			.map((action): Due => {
				const before = isForeign(action) ? `${action.before} ${action.session}` : undefined;
				return { at: action.at, before, run: () => this.begin(action) };
			})
			.sort((one, other) => one.at - other.at);
		const { lost, length: from } = this.history;
		for (this.fire('begin'); ; ) {
			await this.idle();
			const [next] = this.due;
			if (next === undefined) break;
			this.tick = next.at;
			this.fire();
		}
		world.faults.clear();
		this.tally.lost += this.history.lost - lost;
		this.problems.push(...this.history.wrong, ...this.staleWrites());
		const debts = this.history.debts();
		if (isClear(actions)) this.problems.push(...debts);
		const configOf = (name: string) => world.sessions.get(name)?.config ?? null;
		this.problems.push(...problemsAtRest(this.expected, this.history, configOf));
		world.clearRequests();
		if (this.problems.length > 0) {
			throw new Error([...this.problems, 'What came:', ...this.history.told(from)].join('\n'));
		}
	}

	/** Switches everything off on a server that is well: nothing of ours is left that is known to be ours. */
	async end(): Promise<void> {
		const off = this.expected.states.flatMap(({ slot: { workflow, kind }, on, maybe }): Deed[] => {
			const elsewhere = [...maybe].filter((session) => session !== on?.session);
			const { event } = this.choice(workflow);
			if (kind === 'production') {
				return on || elsewhere.length > 0
					? [
							{ kind: 'activate', workflow },
							{ kind: 'deactivate', workflow },
						]
					: [];
			}
			// A test that n8n has forgotten is found by the next one on the same session.
			return [
				{ kind: 'stop', workflow },
				...elsewhere.flatMap((session): Deed[] => [
					{ kind: 'change', workflow, session, event },
					{ kind: 'listen', workflow },
					{ kind: 'stop', workflow },
				]),
				{ kind: 'deactivate', workflow },
			];
		});
		await this.storm(off.map((deed) => ({ ...deed, at: 0 })));
		this.tally.storms--;
		const left = this.expected.states.filter(({ on, maybe }) => on !== null || maybe.size > 0);
		if (left.length > 0) throw new Error(`Left: ${JSON.stringify(left)}`);
	}

	private choice(workflow: WorkflowId): Choice {
		return this.chosen.get(workflow) ?? { session: 'default', event: 'join' };
	}

	private begin(action: Action): void {
		if (isForeign(action)) this.foreign(action);
		else if (action.kind === 'fault') this.stage.sandbox.world.faults.add(action.rule);
		else if (action.kind === 'kill') this.kill();
		else this.queue(action.workflow, () => this.act(action));
	}

	/** Does what is due before a request, or whatever is due where no more come. */
	private fire(request?: string): void {
		const isDue = ({ at, before }: Due): boolean =>
			at <= this.tick && (!request || !before || before === request);
		for (let next; (next = this.due.find(isDue)); next.run()) {
			this.due.splice(this.due.indexOf(next), 1);
		}
	}

	private later(ticks: number, run: () => void): void {
		if (ticks === 0) return run();
		this.due.push({ at: this.tick + ticks, run });
		this.due.sort((one, other) => one.at - other.at);
	}

	/** n8n does one thing after the other with a workflow, and several workflows at once. */
	private queue(workflow: string, work: () => Promise<void>): void {
		this.lanes.set(workflow, (this.lanes.get(workflow) ?? Promise.resolve()).then(work));
	}

	private async idle(): Promise<void> {
		for (let before: unknown[] = []; ; ) {
			const lanes = [...this.lanes.values()];
			if (lanes.every((lane, at) => lane === before[at])) return;
			await Promise.all(lanes);
			before = lanes;
		}
	}

	private foreign({ kind, session, lasts }: Foreign): void {
		const { world } = this.stage.sandbox;
		const config = world.sessions.get(session)?.config ?? null;
		if (kind === 'remake') {
			world.sessions.remove(session);
			this.history.foreign(session, config, null);
			return this.later(lasts, () => {
				if (world.sessions.get(session) === null) world.addSession({ name: session });
			});
		}
		const after = changed(structuredClone(config), kind);
		this.later(lasts, () => {
			const current = world.sessions.get(session);
			if (current === null) return;
			this.history.foreign(session, current.config, after);
			world.setConfig(session, after);
		});
	}

	private staleWrites(): string[] {
		return staleWrites(this.stage.sandbox.world.requests, this.generation);
	}

	/** n8n dies, whatever it is at: its requests are not heard any more, and what it has not saved is gone. */
	private kill(): void {
		const { spare, n8n } = this;
		if (spare === undefined) return;
		this.tally.kills++;
		this.problems.push(...this.staleWrites());
		this.generation++;
		for (const [id, data] of n8n.database) spare.database.set(id, data);
		for (const workflow of WORKFLOWS) {
			tell(spare, workflow, this.choice(workflow));
			const { on } = this.expected.of(workflow, 'test');
			if (on) begins(this.expected.of(workflow, 'test'), on.session);
			this.queue(workflow, async () => {
				if (this.expected.of(workflow, 'production').on) await this.publish(this.n8n, workflow);
			});
		}
		[this.n8n, this.spare] = [spare, undefined];
		admit(this.stage.sandbox.world, this.generation);
	}

	private async act(deed: Deed): Promise<void> {
		const { n8n } = this;
		const { workflow } = deed;
		this.tally.deeds++;
		if (deed.kind === 'change') await this.change(n8n, deed);
		else if (deed.kind === 'listen') await this.listen(n8n, workflow);
		else if (deed.kind === 'stop') await this.stop(n8n, workflow);
		else if (deed.kind === 'activate') await this.publish(n8n, workflow);
		else await this.unpublish(n8n, workflow);
		// n8n, started again, takes up what it was at when it was killed; what was tried out, it has forgotten.
		const taken = deed.kind !== 'listen' && deed.kind !== 'stop' && deed.kind !== 'change';
		if (n8n !== this.n8n && taken) await this.act(deed);
	}

	/** n8n takes what was published before out with its old settings, and puts in the new. */
	private async change(n8n: N8n, { workflow, session, event }: Change): Promise<void> {
		const { on } = this.expected.of(workflow, 'production');
		if (on) await this.unpublish(n8n, workflow);
		this.chosen.set(workflow, { session, event });
		tell(this.n8n, workflow, { session, event });
		// An n8n that is killed at it takes it up again before anything else happens to the workflow.
		for (let at: N8n | undefined; on && at !== this.n8n; ) {
			at = this.n8n;
			await this.publish(at, workflow);
		}
	}

	private async publish(n8n: N8n, workflow: WorkflowId): Promise<void> {
		const state = this.expected.of(workflow, 'production');
		const { session, event } = this.choice(workflow);
		begins(state, session);
		const well = await this.ended(n8n, state, () => n8n.publish(workflow, 2));
		if (n8n !== this.n8n) return;
		const { sessions, key } = n8n.notes(workflow);
		if (!well) return;
		state.on = { session, event: EVENTS[event], url: n8n.productionUrl(workflow), key };
		state.maybe.clear();
		// What could not be cleaned up is at least not forgotten.
		for (const name of sessionsIn(sessions)) state.maybe.add(name);
		if (state.maybe.size > 1) this.tally.leftBehind++;
		if (this.quiet && state.maybe.size > 1)
			this.problems.push(`${workflow} leaves something behind`);
	}

	private async unpublish(n8n: N8n, workflow: WorkflowId): Promise<void> {
		const state = this.expected.of(workflow, 'production');
		begins(state, this.choice(workflow).session);
		if (await this.ended(n8n, state, () => n8n.unpublish(workflow, 2))) state.maybe.clear();
	}

	private async listen(n8n: N8n, workflow: WorkflowId): Promise<void> {
		const state = this.expected.of(workflow, 'test');
		const { session, event } = this.choice(workflow);
		if (state.on) await this.stop(n8n, workflow);
		begins(state, session);
		const well = await this.ended(n8n, state, () => n8n.listen(workflow));
		if (!well) return;
		const { key } = n8n.testNotes(workflow);
		state.on = { session, event: EVENTS[event], url: n8n.testUrl(workflow), key };
	}

	private async stop(n8n: N8n, workflow: WorkflowId): Promise<void> {
		const state = this.expected.of(workflow, 'test');
		const where = new Set(sessionsIn(n8n.testNotes(workflow).sessions));
		if (state.on) state.maybe.add(state.on.session);
		state.on = null;
		const well = await this.ended(n8n, state, () => n8n.stopListening(workflow));
		if (well) for (const session of where) state.maybe.delete(session);
	}

	/** Waits for something that n8n does; says whether it went well and n8n is still there. */
	private async ended(n8n: N8n, state: State, begin: () => Promise<void>): Promise<boolean> {
		const from = this.history.length;
		let failure: unknown;
		const well = await begin().then(
			() => true,
			(error: unknown) => {
				failure = error;
				return false;
			},
		);
		if (n8n !== this.n8n) return false;
		const { workflow, kind } = state.slot;
		const key = keyOf(workflow, this.generation);
		const { sessions } = kind === 'test' ? n8n.testNotes(workflow) : n8n.notes(workflow);
		// An entry may stay behind there, which is noted: the server may be too bad for another look.
		const stillNoted = sessionsIn(sessions).filter(
			(session) => session !== this.choice(workflow).session,
		);
		for (const session of SESSIONS) {
			const look = this.history.lastRead(key, session);
			if (look >= from) state.seen.set(session, look);
			const hasToLook = well && !stillNoted.includes(session);
			if (hasToLook && !this.history.hasLookedAgain(key, session, from)) {
				this.problems.push(`${key} does not look at ${session} again after its write`);
			}
		}
		if (!well) this.tally.failed++;
		if (!well && this.calm) this.problems.push(`Failed without a reason: ${String(failure)}`);
		return well;
	}
}
