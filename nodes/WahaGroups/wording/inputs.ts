import type { InputProblem, InputProblemName, InputProblems, NoPerson } from '../waha/errors';
import { quote } from '../waha/input/quote';
import { shownVersion } from '../waha/versions';
import { LABELS } from './labels';
import type { Words } from './words';

const ID_ADVICE =
	'A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many"';

const groupAdvice = (isOne: boolean): string =>
	isOne ? `${ID_ADVICE}, or choose the group from the list.` : `${ID_ADVICE}.`;

const FIELD_ADVICE = ' Of an object, take the field that holds the ID, e.g. {{ $json.groupId }}.';

const LINK_ADVICE =
	'Use the whole link, e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv, or the part after the last slash.';

const PHONE_ADVICE =
	'Use the international form with the country code, e.g. +49 170 1234567 or 491701234567@c.us.';

/** What a value is instead of a person; follows the value. */
function whyNoPerson({ why }: NoPerson): string {
	switch (why) {
		case 'group':
			return 'is a group, not a person';
		case 'national':
			return 'starts with a single 0, so its country code is missing';
		case 'scientific':
			return 'is in scientific notation, and so its last digits are lost';
		case 'onlyZeros':
			return 'is not a phone number, but the decimals of one or an empty cell';
		case 'more':
			return 'is a phone number with something more after it';
		case 'zero':
			return 'can be meant with its 0 or without it';
		case 'noCountry':
			return 'is not a phone number: no country has the code that it begins with';
		case 'length':
			return 'is not a phone number: it is too short or too long for its country';
		case 'notInside':
			return `is not a phone number of the country in ${LABELS.countryCode}`;
		case 'twoCountries':
			return 'can be a number of two countries';
		case 'rowKey':
			return 'has no phone number: its id may be the key of a row';
		case 'emptyPhone':
			return 'has no phone number: its column for it is empty';
		case 'none':
			return 'is neither a phone number nor a participant ID';
	}
}

const IF_KNOWN = 'If WhatsApp knows the number all the same, put @c.us after its digits.';

function personAdvice(reason: NoPerson, isOperation: boolean): string {
	switch (reason.why) {
		case 'scientific':
			return 'Format the column as text in the spreadsheet, enter the numbers again, and export it once more.';
		case 'onlyZeros':
			return 'Format the column as text in the spreadsheet, export it once more, and take rows without a number out before this node.';
		case 'more':
			return 'Give each number as an entry of its own, without extension, decimals and words. If all of it is one number, write it without . and / and -.';
		case 'zero':
			return 'Write it without the 0. If the 0 belongs to the number, write it without brackets, or put @c.us after its digits.';
		case 'rowKey':
			return 'Add a column with the numbers and call it phone. If the id is the number, call its column phone, or give that column alone.';
		case 'emptyPhone':
			return "Enter the number, or take the row out before this node, e.g. with n8n's Filter node. It is not passed over, because whoever is meant might be removed.";
		case 'twoCountries': {
			const [one, other] = reason.candidates;
			return `It can be +${one} or +${other}: write it with a + in front.`;
		}
		case 'national':
			return isOperation
				? `${PHONE_ADVICE} If all such numbers are of one country, set ${LABELS.countryCode} in the options, e.g. 49.`
				: PHONE_ADVICE;
		case 'noCountry':
			return `${PHONE_ADVICE} ${IF_KNOWN}`;
		case 'length': {
			const { code, lengths, found } = reason;
			return `After +${code} there are ${lengths.join(' or ')} digits, and here there are ${found}. ${PHONE_ADVICE} ${IF_KNOWN}`;
		}
		default:
			return PHONE_ADVICE;
	}
}

/** What is told of each problem of what was given. */
const WORDS: { [N in InputProblemName]: (facts: InputProblems[N], isOperation: boolean) => Words } =
	{
		noGroup: () => ({
			message: 'No group was chosen',
			description: `Choose a group from the list. ${ID_ADVICE}.`,
		}),
		notAGroupId: ({ value, isOne }) => ({
			message: `${quote(value)} is not a group ID`,
			description: `${groupAdvice(isOne)}${typeof value === 'object' ? FIELD_ADVICE : ''}`,
		}),
		severalGroups: ({ value }) => ({
			message: `Only one group can be used here, but several are in ${quote(value)}`,
			description: `Give one of them, or let each come in as an item of its own, e.g. by n8n's Split Out node.${FIELD_ADVICE}`,
		}),
		groupIdAsNumber: ({ value }) => ({
			message: `${quote(value)} came as a number, and as a number a group ID loses its last digits`,
			description: `Give the ID as text: in quotes, or with @g.us at the end. ${ID_ADVICE}.`,
		}),
		noInviteCode: () => ({ message: 'No invite link was given', description: LINK_ADVICE }),
		notAnInviteCode: ({ value }) => ({
			message: `${quote(value)} is neither an invite link nor an invite code`,
			description: LINK_ADVICE,
		}),
		nothingFound: ({ value }) => ({
			message: `${quote(value)} comes from an expression that found nothing, and is not an invite link`,
			description:
				'Look at the item that comes in: the field that the expression takes is not there or empty.',
		}),
		objectText: ({ value, source }) => ({
			message: `${quote(value)} is not what the expression holds, because something stands before or after it`,
			description: `Remove everything before {{ and after }}, also spaces and line breaks. If nothing is there, choose one field of the object${source === null ? '' : `, e.g. {{ $json.${source} }}`}.`,
		}),
		badJson: ({ value }) => ({
			message: `The list starts with "[" but is not valid JSON: ${quote(value)}`,
			description: 'Separate the entries with commas instead, without brackets.',
		}),
		noPerson({ value, place, row, reason }, isOperation) {
			const places = [
				...(row === undefined ? [] : [`row ${row}`]),
				...(place === undefined ? [] : [`number ${place} in the list`]),
			];
			const where = places.length === 0 ? '' : ` (${places.join(', ')})`;
			return {
				message: `${quote(value)}${where} ${whyNoPerson(reason)}`,
				description: personAdvice(reason, isOperation),
			};
		},
		hostUrlTooLong: ({ length }) => ({
			message: `The ${LABELS.hostUrl} in the credential has ${length} characters: it is not an address`,
			description: 'Use the address of your WAHA server, e.g. http://localhost:3000.',
		}),
		eventNeverComes({ event, engine, version, since, engineIsGuess }) {
			const where = `the engine ${engine ?? 'of this session'} of WAHA ${version ?? ''}`;
			const advice = since
				? `Update WAHA to ${shownVersion(since)} or newer, which sends it on every engine, or take "${event}" out of the events.`
				: `Choose the ${LABELS.eventSource} "Automatic" or "New Events" in the options.`;
			const doubt = engineIsGuess
				? ' If this session has another engine, start it first: only then does it tell its engine.'
				: '';
			return {
				message: `"${event}" never comes from ${where.trim()} with this event source`,
				description: `${advice}${doubt}`,
			};
		},
		eventTooNew: ({ event, version, since }) => ({
			message: `WAHA ${version} does not know "${event}", which came with ${shownVersion(since)}`,
			description: `Update WAHA, or take "${event}" out of the events.`,
		}),
		noV2Events: ({ version }) => ({
			message: `WAHA ${version} does not know the new group events, which came with 2025.2`,
			description: `Update WAHA, or choose the ${LABELS.eventSource} "Automatic" in the options.`,
		}),
	};

/** What is told of a value that cannot be what it is to be. In: also whether an operation was given it. */
export function inputWords<N extends InputProblemName>(
	{ name, facts }: InputProblem<N>,
	isOperation: boolean,
): Words {
	return WORDS[name](facts, isOperation);
}
