import { ZodError } from 'zod';

/** Thrown where a name (of a group, a session, a person) stands for nothing. */
export class UnknownName extends Error {}

/** What went wrong, on one line; of a value that does not fit, where it stands. */
export function wordsOf(error: unknown): string {
	if (error instanceof ZodError) {
		return error.issues
			.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
			.join('; ');
	}
	return error instanceof Error ? error.message : String(error);
}
