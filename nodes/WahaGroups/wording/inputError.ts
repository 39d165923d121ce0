/** What an input was that nobody could act on: the message names the value, `description` says what to do. */
export class InputError extends Error {
	override readonly name = 'InputError';

	constructor(
		message: string,
		readonly description?: string,
	) {
		super(message);
	}
}
