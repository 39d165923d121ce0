import { InputError } from '../wording/inputError';
import { quote } from '../waha/input/quote';
import { toParticipantId, toParticipantIds } from '../waha/phones/participant';
import { toCallingCode } from '../waha/phones/typed';
import type { Field } from './field';
import { asCode } from './text';
import { LABELS } from '../wording/labels';

/** The country of numbers that are written as within it. */
export const countryCode: Field<string | undefined> = {
	property: {
		displayName: LABELS.countryCode,
		type: 'string',
		default: '',
		placeholder: 'e.g. 49',
		description:
			'For numbers written without a country code: with 49, 0170 1234567 becomes +49 170 1234567. Numbers with + or 00 in front stay what they are.',
	},
	read(value) {
		const given = asCode(value, LABELS.countryCode);
		if (given === '') return undefined;
		const code = toCallingCode(given);
		if (code !== undefined) return code;
		throw new InputError(
			`${LABELS.countryCode} has to be the digits that numbers of the country begin with, but it is ${quote(value)}`,
			'Enter e.g. 49 for Germany, 43 for Austria, or 1 for the United States.',
		);
	},
};

interface ParticipantsSettings {
	/** "Participants" where left out. */
	displayName?: string;
	description: string;
	/** What has to be known before something is entered; always shown. What to enter after the trigger where left out. */
	hint?: string;
	/** Whether the list may be empty. */
	optional?: boolean;
	shownFor?: Record<string, string[]>;
}

/** What fills a list of people from an event. */
export const AFTER_TRIGGER = 'After the trigger, enter {{ $json.participants }}';

const PEOPLE = 'e.g. +49 170 1234567, +49 171 7654321';

type Options = Readonly<Record<string, unknown>>;

function countryCodeIn(options: Options | undefined): string | undefined {
	const code = options?.countryCode;
	return typeof code === 'string' ? code : undefined;
}

/** The ids of people, as text or as whatever an expression gives. In: also the options, for the country. Throws InvalidInput. */
export function readPeople(value: unknown, options?: Options): string[] {
	return toParticipantIds(value, countryCodeIn(options));
}

/** The id of one person who is no part of a list. In: as above. Throws InvalidInput. */
export function readPerson(value: unknown, options?: Options): string {
	return toParticipantId(value, undefined, countryCodeIn(options));
}

/** People: phone numbers or ids. */
export function participants({
	displayName = LABELS.participants,
	description,
	hint = AFTER_TRIGGER,
	optional,
	shownFor,
}: ParticipantsSettings): Field<string[]> {
	return {
		shownFor,
		property: {
			displayName,
			type: 'string',
			default: '',
			...(!optional && { required: true }),
			placeholder: PEOPLE,
			description: `${description}: phone numbers with country code or WhatsApp IDs, separated by commas, semicolons or line breaks. You can also drag in a list.`,
			hint,
			typeOptions: { rows: 2 },
		},
		needsOptions: true,
		read(value, options) {
			const ids = readPeople(value, options);
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

/** The people of a filter; none means everybody. */
export function peopleFilter(description: string): Field<string[]> {
	return {
		property: {
			displayName: LABELS.participants,
			type: 'string',
			default: '',
			placeholder: PEOPLE,
			description,
		},
		read: (value) => toParticipantIds(value),
	};
}
