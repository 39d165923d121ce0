import { InputError } from '../wording/inputError';
import { quote } from '../waha/input/quote';
import { visible } from '../waha/input/visible';
import type { Field } from './field';

interface NumberSettings {
	displayName: string;
	description: string;
	default: number;
	min: number;
	/** No limit where left out. */
	max?: number;
	shownFor?: Record<string, string[]>;
}

function isNothing(value: unknown): boolean {
	return value === null || (typeof value === 'string' && visible(value) === '');
}

/** A whole number within limits; its default where it is not set, or an expression gives nothing. */
export function wholeNumber(settings: NumberSettings): Field<number> {
	const { displayName, description, default: initial, min, max, shownFor } = settings;
	const limits = max === undefined ? `, ${min} or more` : ` from ${min} to ${max}`;
	return {
		shownFor,
		property: {
			displayName,
			type: 'number',
			default: initial,
			description,
			typeOptions: {
				minValue: min,
				...(max !== undefined && { maxValue: max }),
				numberPrecision: 0,
			},
		},
		read(value) {
			if (value === undefined || isNothing(value)) return initial;
			// Number() makes 0 of an empty list, and 1 of true.
			const text = typeof value === 'string' ? visible(value) : value;
			const result = typeof text === 'number' || typeof text === 'string' ? Number(text) : NaN;
			if (!Number.isInteger(result) || result < min || result > (max ?? Infinity)) {
				throw new InputError(
					`${displayName} has to be a whole number${limits}, but it is ${quote(value)}`,
					`Enter a number such as ${initial}.`,
				);
			}
			return result;
		},
	};
}

/** A number without which nothing may be done: where it is set, an expression that gives nothing is an error. */
export function required(field: Field<number>): Field<number> {
	return {
		...field,
		read(value) {
			if (!isNothing(value)) return field.read(value);
			throw new InputError(
				`${field.property.displayName} is empty`,
				'Enter a number, or take the option away.',
			);
		},
	};
}
