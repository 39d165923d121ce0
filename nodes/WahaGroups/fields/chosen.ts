import { refuseObjectText } from '../waha/input/entries';
import { InputError } from '../wording/inputError';
import { isRecord } from '../waha/json';
import { quote } from '../waha/input/quote';
import { visible } from '../waha/input/visible';

/** The value inside a resource locator, or the plain value where an expression or an AI gave one. */
export function locatorValue(value: unknown): unknown {
	return isRecord(value) && 'value' in value ? value.value : value;
}

/** One half of a pair of code units without the other, as cut texts have it. */
const HALF_CHARACTER = /\p{Surrogate}/u;

const ADVICE = 'Choose one from the list, or type its name, e.g. default.';

/**
 * The name of a session as the user gave it, in a resource locator, plain or in an object of ours or of WAHA.
 * Throws InputError for none.
 */
export function toSessionName(value: unknown): string {
	const raw = locatorValue(value);
	refuseObjectText(raw, 'session');
	const given = isRecord(raw) ? (raw.session ?? raw.name) : raw;
	const name = typeof given === 'string' || typeof given === 'number' ? visible(String(given)) : '';
	if (name === '' && (raw === undefined || raw === null || typeof raw === 'string')) {
		throw new InputError('No session was chosen', ADVICE);
	}
	// In a path these mean "here" and "one up": the request would go to something else. Half a character has no code there.
	if (name === '' || name === '.' || name === '..' || HALF_CHARACTER.test(name)) {
		throw new InputError(`${quote(name === '' ? raw : name)} is not the name of a session`, ADVICE);
	}
	return name;
}
