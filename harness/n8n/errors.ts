/** Something that the person at the terminal can put right: told in one sentence, without a stack. */
export class UserError extends Error {
	override readonly name = 'UserError';
}

/** The sentence of any thrown thing. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
