/** What is told of an error: one sentence of what happened without a full stop, and what to do; '' for nothing. */
export interface Words {
	message: string;
	description: string;
}
