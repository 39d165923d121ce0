import type { IHookFunctions } from 'n8n-workflow';

/** Whatever has the trigger's part of n8n's database: its hooks and its webhook. */
type Stored = Pick<IHookFunctions, 'getWorkflowStaticData'>;

/** What a trigger keeps for itself in n8n's database. */
export interface Notes {
	/** The signing key of its entry. */
	key: string | undefined;
	/** The sessions that have its entry, or may have it because nobody knows how a write ended. */
	sessions: readonly string[];
}

function namesIn(sessions: unknown): string[] {
	const names: unknown[] = Array.isArray(sessions) ? sessions : [];
	return names.filter((name): name is string => typeof name === 'string');
}

/** The notes of a trigger; none where they were copied together with another one's workflow, which the mark tells. */
export function notesOf(context: Stored, mark: string): Notes {
	const { key, sessions } = context.getWorkflowStaticData('node');
	if (typeof key !== 'string' || !key.startsWith(mark)) return { key: undefined, sessions: [] };
	return { key, sessions: namesIn(sessions) };
}

/** Writes the notes. n8n saves them after the hook, also after some that failed. */
export function writeNotes(context: Stored, { key, sessions }: Notes): void {
	Object.assign(context.getWorkflowStaticData('node'), { key, sessions });
}

/**
 * Notes again what is known by a delivery: its key, and the session that has sent it. n8n may have lost the notes, or
 * a delivery that was under way while the trigger was published may have written its older copy of them.
 */
export function noteAgain(context: Stored, key: string, session: string): void {
	const noted = context.getWorkflowStaticData('node');
	const sessions = namesIn(noted.sessions);
	if (noted.key === key && sessions.includes(session)) return;
	writeNotes(context, { key, sessions: [...new Set([...sessions, session])] });
}
