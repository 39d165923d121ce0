import type { IHookFunctions } from 'n8n-workflow';

/** Whatever has the trigger's static data: its hooks and its webhook. */
type WithStaticData = Pick<IHookFunctions, 'getWorkflowStaticData'>;

/**
 * What a trigger keeps of its registration in its static data. The key is random and stored: derived from the API key,
 * it would fail with each change of that one, of which n8n tells no trigger, and be known to all where there is none.
 */
export interface RegistrationState {
	/** The signing key of its entry. */
	key: string | undefined;
	/** The sessions that have its entry, or may have it because nobody knows how a write ended. */
	sessions: readonly string[];
}

function namesIn(sessions: unknown): string[] {
	const names: unknown[] = Array.isArray(sessions) ? sessions : [];
	return names.filter((name): name is string => typeof name === 'string');
}

/** The state of a trigger; none where it was copied together with another one's workflow, which the mark tells. */
export function stateOf(context: WithStaticData, mark: string): RegistrationState {
	const { key, sessions } = context.getWorkflowStaticData('node');
	if (typeof key !== 'string' || !key.startsWith(mark)) return { key: undefined, sessions: [] };
	return { key, sessions: namesIn(sessions) };
}

/** Writes the state. n8n saves it after the hook, also after some that failed. */
export function writeState(context: WithStaticData, { key, sessions }: RegistrationState): void {
	Object.assign(context.getWorkflowStaticData('node'), { key, sessions });
}

/**
 * Puts right what a delivery proves: its key, and the session that has sent it. A trigger of the same workflow that
 * polls, or a delivery that was under way while the trigger was published, may have written older static data.
 */
export function confirmState(context: WithStaticData, key: string, session: string): void {
	const data = context.getWorkflowStaticData('node');
	const sessions = namesIn(data.sessions);
	if (data.key === key && sessions.includes(session)) return;
	writeState(context, { key, sessions: [...new Set([...sessions, session])] });
}
