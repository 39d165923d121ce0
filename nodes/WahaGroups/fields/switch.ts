import { InputError } from '../wording/inputError';
import { quote } from '../waha/input/quote';
import { visible } from '../waha/input/visible';
import type { Field } from './field';

interface SwitchSettings {
	displayName: string;
	/** Starts with "Whether". */
	description: string;
	default: boolean;
}

/** A switch. Also takes the words that expressions and AI tools give. */
export function toggle({
	displayName,
	description,
	default: initial,
}: SwitchSettings): Field<boolean> {
	return {
		property: { displayName, type: 'boolean', default: initial, description },
		read(value) {
			if (value === undefined) return initial;
			if (typeof value === 'boolean') return value;
			// Not of a list: the text of [true] is "true", too.
			const word = typeof value === 'object' ? '' : visible(String(value)).toLowerCase();
			if (word === 'true' || word === '1') return true;
			if (word === 'false' || word === '0') return false;
			// Nothing is not the default: it must not turn off a dry run.
			const isNothing = value === null || (typeof value !== 'object' && word === '');
			throw new InputError(
				`${displayName} has to be true or false, but it is ${isNothing ? 'empty' : quote(value)}`,
				'Turn the switch on or off, or let the expression give true or false.',
			);
		},
	};
}
