import { elementsOf } from '../waha/input/entries';
import { InputError } from '../wording/inputError';
import { quote } from '../waha/input/quote';
import { visible } from '../waha/input/visible';
import type { Field } from './field';

interface Choice<T extends string> {
	name: string;
	value: T;
	/** As in the list of what starts a workflow. */
	action?: string;
	description?: string;
}

interface ChoiceSettings<T extends string> {
	displayName: string;
	description: string;
	choices: ReadonlyArray<Choice<T>>;
	default: T;
	shownFor?: Record<string, string[]>;
}

/** One of some values. */
export function choice<T extends string>(settings: ChoiceSettings<T>): Field<T> {
	const { displayName, description, choices, default: initial, shownFor } = settings;
	return {
		shownFor,
		property: {
			displayName,
			type: 'options',
			options: [...choices],
			default: initial,
			description,
		},
		read(value) {
			const word = typeof value === 'string' ? visible(value) : value;
			if (word === undefined || word === null || word === '') return initial;
			const chosen = choices.find((option) => option.value === word);
			if (chosen) return chosen.value;
			const names = choices.map((option) => option.value).join(', ');
			throw new InputError(`${displayName} does not know ${quote(value)}`, `Use one of ${names}.`);
		},
	};
}

interface ChoicesSettings<T extends string> {
	displayName: string;
	description: string;
	choices: ReadonlyArray<Choice<T>>;
	/** None where left out. */
	default?: T[];
	/** What is told where none is chosen, if that is an error. */
	empty?: () => InputError;
}

/** Several of some values: an array, or a text with commas, semicolons or lines between them. Blank ones are passed over. */
export function choices<T extends string>(settings: ChoicesSettings<T>): Field<T[]> {
	const { displayName, description, choices: offered, default: initial = [], empty } = settings;
	return {
		property: {
			displayName,
			type: 'multiOptions',
			...(empty && { required: true }),
			options: [...offered],
			default: initial,
			description,
		},
		read(value) {
			const given = value === undefined ? initial : elementsOf(value, null);
			const words = given.map((word) => (typeof word === 'string' ? visible(word) : (word ?? '')));
			const wanted = words.filter((word) => word !== '');
			if (wanted.length === 0 && empty) throw empty();
			return wanted.map((entry) => {
				const chosen = offered.find((option) => option.value === entry);
				if (chosen) return chosen.value;
				const names = offered.map((option) => option.value).join(', ');
				throw new InputError(
					`${displayName} does not know ${quote(entry)}`,
					`Use one or several of ${names}.`,
				);
			});
		},
	};
}
