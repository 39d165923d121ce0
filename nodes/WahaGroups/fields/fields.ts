import type { INodeProperties, NodePropertyTypes } from 'n8n-workflow';

import type { Locator } from './locators';
import { groupLocator, sessionLocator } from './locators';
import { refuseObjectText } from '../waha/input/entries';
import { InputError } from '../waha/errors';
import { quote, toInviteCode, toParticipantIds } from '../waha/input/ids';
import { toCallingCode } from '../waha/phones/typed';

/** A parameter as the editor shows it; its name is the key under which an operation lists it. */
export type FieldProperty = Omit<INodeProperties, 'name' | 'displayOptions'> & {
	type: NodePropertyTypes;
};

/** One parameter: how it looks, and how its value is put right. */
export interface Field<T> {
	readonly property: FieldProperty;
	/** Where it stands among the fields of an operation; in the order listed where not said. */
	readonly place?: 'first' | 'last';
	/** Shown only while another parameter of the operation has one of these values. */
	readonly shownFor?: Record<string, string[]>;
	/** Whether `read` has to see the options of the operation, too. */
	readonly needsOptions?: boolean;
	/**
	 * In: the parameter as n8n gives it, undefined where it is not set; the options, put right, where it needs them.
	 * Throws InputError for what nobody can act on.
	 */
	read(value: unknown, options?: Readonly<Record<string, unknown>>): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What an operation gets for its fields. */
export type ValuesOf<F extends Fields> = { [K in keyof F]: ReturnType<F[K]['read']> };

function fromLocator<T>({ property, read }: Locator<T>): Field<T> {
	return { property, read };
}

export const sessionField = fromLocator(sessionLocator);
export const groupId: Field<string> = { ...fromLocator(groupLocator), place: 'first' };

function asText(value: unknown, name: string): string {
	refuseObjectText(value);
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new InputError(
		`${name} has to be a text, but it is ${quote(value)}`,
		'If it comes from an expression, choose a field that holds a text.',
	);
}

interface TextSettings {
	displayName: string;
	description: string;
	placeholder: string;
	/** WhatsApp's own limit, in characters. */
	maxLength?: number;
	/** Whether an empty text is fine. */
	optional?: boolean;
	initial?: string;
	rows?: number;
	shownFor?: Record<string, string[]>;
}

/** No text is looked at longer than this, which is many times what any limit allows. */
const LONGEST_COUNTED = 100_000;

/**
 * How many characters a text has as people see them, if it may be more than so many: an emoji with skin colour is one.
 * Nobody documents how WhatsApp counts, and by any other count what it accepts might be refused here.
 */
function lengthOf(value: string, most: number): number {
	if (value.length <= most || value.length > LONGEST_COUNTED) return value.length;
	return [...new Intl.Segmenter().segment(value)].length;
}

/** A text, trimmed; never longer than WhatsApp allows, and empty only where that has a meaning. */
export function text(settings: TextSettings): Field<string> {
	const { displayName, description, placeholder, maxLength, optional, initial, rows, shownFor } =
		settings;
	return {
		shownFor,
		property: {
			displayName,
			type: 'string',
			default: initial ?? '',
			...(!optional && { required: true }),
			placeholder,
			description,
			...(rows && { typeOptions: { rows } }),
		},
		read(value) {
			const result = asText(value, displayName);
			if (result === '' && !optional) {
				throw new InputError(`${displayName} is empty`, `Enter one, ${placeholder}.`);
			}
			const length = lengthOf(result, maxLength ?? Infinity);
			if (maxLength !== undefined && length > maxLength) {
				throw new InputError(
					`${displayName} has ${length} characters, but WhatsApp allows ${maxLength}: ${quote(result)}`,
					'Shorten it.',
				);
			}
			return result;
		},
	};
}

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
			const word = String(value).trim().toLowerCase();
			if (word === 'true' || word === '1') return true;
			if (word === 'false' || word === '0') return false;
			// Nothing is not the default: it must not turn off a dry run.
			const given = value === null || word === '' ? 'empty' : quote(value);
			throw new InputError(
				`${displayName} has to be true or false, but it is ${given}`,
				'Turn the switch on or off, or let the expression give true or false.',
			);
		},
	};
}

interface NumberSettings {
	displayName: string;
	description: string;
	default: number;
	min: number;
	max: number;
}

/** A whole number within limits. */
export function wholeNumber(settings: NumberSettings): Field<number | undefined> {
	const { displayName, description, default: initial, min, max } = settings;
	return {
		property: {
			displayName,
			type: 'number',
			default: initial,
			description,
			typeOptions: { minValue: min, maxValue: max, numberPrecision: 0 },
		},
		read(value) {
			if (value === undefined || value === null || value === '') return undefined;
			const isNumeric = typeof value === 'number' || typeof value === 'string';
			const result = isNumeric && String(value).trim() !== '' ? Number(value) : NaN;
			if (!Number.isInteger(result) || result < min || result > max) {
				throw new InputError(
					`${displayName} has to be a whole number from ${min} to ${max}, but it is ${quote(value)}`,
					`Enter a number such as ${initial}.`,
				);
			}
			return result;
		},
	};
}

/** A number without which nothing may be done: where it is set, an expression that gives nothing is an error. */
export function required(field: Field<number | undefined>): Field<number | undefined> {
	return {
		...field,
		read(value) {
			const result = field.read(value);
			if (result !== undefined || value === undefined) return result;
			throw new InputError(
				`${field.property.displayName} is empty`,
				'Enter a number, or take the option away.',
			);
		},
	};
}

interface Choice<T extends string> {
	name: string;
	value: T;
	description?: string;
}

interface ChoiceSettings<T extends string> {
	displayName: string;
	description: string;
	choices: ReadonlyArray<Choice<T>>;
	default: T;
}

/** One of some values. */
export function choice<T extends string>(settings: ChoiceSettings<T>): Field<T> {
	const { displayName, description, choices, default: initial } = settings;
	return {
		property: {
			displayName,
			type: 'options',
			options: [...choices],
			default: initial,
			description,
		},
		read(value) {
			const word = typeof value === 'string' ? value.trim() : value;
			if (word === undefined || word === null || word === '') return initial;
			const chosen = choices.find((option) => option.value === word);
			if (chosen) return chosen.value;
			const names = choices.map((option) => option.value).join(', ');
			throw new InputError(`${displayName} does not know ${quote(value)}`, `Use one of ${names}.`);
		},
	};
}

/** Several of some values; an empty choice counts as all. */
export function choices<T extends string>(
	settings: Omit<ChoiceSettings<T>, 'default'>,
): Field<T[]> {
	const { displayName, description, choices: offered } = settings;
	return {
		property: {
			displayName,
			type: 'multiOptions',
			options: [...offered],
			default: [],
			description,
		},
		read(value) {
			const words: unknown[] = Array.isArray(value) ? value : asText(value, displayName).split(',');
			const wanted = words.map((word) => (typeof word === 'string' ? word.trim() : word));
			return wanted
				.filter((entry) => entry !== '')
				.map((entry) => {
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

interface ParticipantsSettings {
	description: string;
	/** What has to be known before something is entered; always shown. */
	hint?: string;
	/** Whether the list may be empty. */
	optional?: boolean;
}

/** The country of numbers that are written as within it. */
export const countryCode: Field<string | undefined> = {
	property: {
		displayName: 'Country Code',
		type: 'string',
		default: '',
		placeholder: 'e.g. 49',
		description:
			'The country of phone numbers that are written as within it: with 49, 0170 1234567 is +49 170 1234567. Numbers with + or 00 in front stay what they are.',
	},
	read(value) {
		const given = asText(value, 'Country Code');
		if (given === '') return undefined;
		const code = toCallingCode(given);
		if (code !== undefined) return code;
		throw new InputError(
			`Country Code has to be the digits that numbers of the country begin with, but it is ${quote(value)}`,
			'Enter e.g. 49 for Germany, 43 for Austria, or 1 for the United States.',
		);
	},
};

/** People: phone numbers or ids, as text or as whatever an expression gives. */
export function participants({
	description,
	hint,
	optional,
}: ParticipantsSettings): Field<string[]> {
	return {
		property: {
			displayName: 'Participants',
			type: 'string',
			default: '',
			...(!optional && { required: true }),
			placeholder: 'e.g. +49 170 1234567, +49 171 7654321',
			description: `${description}: phone numbers with country code or WhatsApp IDs, separated by comma, semicolon or line. An expression may also give an array.`,
			...(hint && { hint }),
			typeOptions: { rows: 2 },
		},
		needsOptions: true,
		read(value, options) {
			const code = options?.countryCode;
			const ids = toParticipantIds(value, typeof code === 'string' ? code : undefined);
			if (ids.length === 0 && !optional) {
				throw new InputError(
					'The list of participants is empty',
					'Enter at least one phone number, e.g. +49 170 1234567.',
				);
			}
			return ids;
		},
	};
}

export const inviteCode: Field<string> = {
	property: {
		displayName: 'Invite Code or Link',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv',
		description: 'The invite link of the group, or only its last part',
	},
	read: (value) => toInviteCode(value),
};
