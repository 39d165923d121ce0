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

/** The notes of a trigger; none where they were copied together with another one's workflow, which the mark tells. */
export function notesOf(context: Stored, mark: string): Notes {
	const { key, sessions } = context.getWorkflowStaticData('node');
	if (typeof key !== 'string' || !key.startsWith(mark)) return { key: undefined, sessions: [] };
	const names = Array.isArray(sessions) ? sessions : [];
	return { key, sessions: names.filter((name): name is string => typeof name === 'string') };
}

/** Writes the notes. n8n saves them after the hook, also after some that failed. */
export function writeNotes(context: Stored, { key, sessions }: Notes): void {
	Object.assign(context.getWorkflowStaticData('node'), { key, sessions });
}
