import { refuseObjectText } from '../waha/input/entries';
import { InputError } from '../wording/inputError';
import { isRecord } from '../waha/json';
import { visible } from '../waha/input/visible';

/** The value inside a resource locator, or the plain value where an expression or an AI gave one. */
export function locatorValue(value: unknown): unknown {
	return isRecord(value) && 'value' in value ? value.value : value;
}

/** One half of a pair of code units without the other, as cut texts have it. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** The name of a session as the user gave it, in a resource locator or plain, trimmed. Throws InputError for none. */
export function toSessionName(value: unknown): string {
	const raw = locatorValue(value);
	refuseObjectText(raw);
	const name = typeof raw === 'string' || typeof raw === 'number' ? visible(String(raw)) : '';
	if (name === '') {
		throw new InputError(
			'No session was chosen',
			'Choose one from the list, or type its name, e.g. default.',
		);
	}
	// In a path these mean "here" and "one up": the request would go to something else. Half a character has no code there.
	if (name === '.' || name === '..' || HALF_CHARACTER.test(name)) {
		throw new InputError(
			`"${name}" is no name of a session`,
			'Choose one from the list, or type its name, e.g. default.',
		);
	}
	return name;
}
