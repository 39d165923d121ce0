import { SESSIONS, WORKFLOWS, type SessionName, type WorkflowId } from './actions';
import type { Slot } from './history';

/** What has to be in the sessions for one slot when nothing is under way. */
export interface State {
	readonly slot: Slot;
	/** Where its entry is, exactly once and right; null where n8n does not listen. */
	on: { session: SessionName; event: string; url: string; key: unknown } | null;
	/** Sessions where it may have been left behind: something failed, and nobody has cleaned up since. */
	readonly maybe: Set<SessionName>;
	/** The last look that its own workflow took at a session, as a step of the history. */
	readonly seen: Map<SessionName, number>;
}

/** Which entries there have to be: the model of the test. */
export class Expected {
	readonly states: readonly State[];

	constructor(pathOf: (workflow: WorkflowId, kind: Slot['kind']) => string) {
		this.states = WORKFLOWS.flatMap((workflow) =>
			(['production', 'test'] as const).map((kind): State => {
				const slot = { workflow, kind, path: pathOf(workflow, kind) };
				return { slot, on: null, maybe: new Set(), seen: new Map() };
			}),
		);
	}

	get slots(): Slot[] {
		return this.states.map(({ slot }) => slot);
	}

	of(workflow: WorkflowId, kind: Slot['kind']): State {
		const state = this.states.find(({ slot }) => slot.workflow === workflow && slot.kind === kind);
		if (state === undefined) throw new Error('unreachable');
		return state;
	}
}

/** From here on nobody knows how it stands: what was on may stay behind, where it was or where it is to be. */
export function begins(state: State, session: SessionName): void {
	if (state.on) state.maybe.add(state.on.session);
	state.maybe.add(session);
	state.on = null;
}

/** The names among some values that are sessions of the test. */
export function sessionsIn(values: unknown): SessionName[] {
	return SESSIONS.filter((name) => Array.isArray(values) && values.includes(name));
}
