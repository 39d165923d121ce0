import fc from 'fast-check';

import { WahaGroups } from '../../..';
import { RESOURCES } from '../../../nodes/WahaGroups/actions/registry';
import { paceOptions } from '../../../nodes/WahaGroups/actions/framework/pacing';
import type { Field } from '../../../nodes/WahaGroups/fields/fields';
import { sessionField } from '../../../nodes/WahaGroups/fields/fields';
import {
	filterFields,
	liveOptionFields,
	optionFields,
	triggerFields,
} from '../../../nodes/WahaGroups/trigger/fields';
import { normaliseBaseUrl } from '../../../nodes/WahaGroups/waha/http/address';
import { complaintOf } from '../support/told';

/** Words, names of fields and secrets, which stay as they are. */
const WORDS = [
	'binaryPropertyName',
	'changes',
	'description',
	'name',
	'signingSecret',
	'subject',
	'text',
];

/** An id, number, code or link for each field of text. */
const PASTED: Record<string, string> = {
	countryCode: '49',
	groupId: '120363041234567890@g.us',
	groupIds: '120363041234567890@g.us, 4912345-1612345678',
	inviteCode: 'https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv',
	mentions: '+49 170 1234567; 120042787@lid',
	participants: '+49 170 1234567, 491701234568@c.us',
	person: '0049 (0)170 1234567',
	pictureUrl: 'https://example.com/choir.jpg',
	replyTo: 'false_491701234567@c.us_3EB0ABCDEF0123456789',
	requesters: '["+49 170 1234567"]',
	session: 'default',
	webhookBaseUrl: 'http://n8n:5678',
};

const operations = Object.values(RESOURCES).flatMap((resource) =>
	Object.values(resource.operations),
);
const fields = new Map<Field<unknown>, string>(
	[
		{ session: sessionField },
		triggerFields,
		filterFields,
		optionFields,
		liveOptionFields,
		paceOptions,
		...operations.flatMap((one) => [one.fields, one.options]),
	].flatMap((some) =>
		Object.entries(some).map(([name, field]): [Field<unknown>, string] => [field, name]),
	),
);

/** What can be entered for a field as text; undefined for words. */
function pastedFor({ property }: Field<unknown>, name: string): string | undefined {
	const [first] = property.options ?? [];
	if (property.type === 'boolean') return 'true';
	if (property.type === 'number') return '5';
	if (first && 'value' in first) return String(first.value);
	return WORDS.includes(name) ? undefined : (PASTED[name] ?? PASTED.groupIds);
}

const NO_BREAK = ['\u00a0', '\u2007', '\u202f'];
const INVISIBLE = [
	...[
		'\u00ad',
		'\u034f',
		'\u061c',
		'\u115f',
		'\u180e',
		'\u200b',
		'\u200c',
		'\u200d',
		'\u200e',
		'\u200f',
	],
	...[
		'\u202a',
		'\u202b',
		'\u202c',
		'\u202d',
		'\u202e',
		'\u2060',
		'\u2061',
		'\u2064',
		'\u2066',
		'\u2069',
	],
	...[
		'\u206f',
		'\u3164',
		'\ufe0f',
		'\ufeff',
		'\uffa0',
		'\u{e0001}',
		'\u{e0020}',
		'\0',
		'\x1b',
		'\x7f',
	],
];

/** A text with characters that nobody sees between any of its characters. */
const strewn = (text: string, invisible: readonly string[]) =>
	fc
		.array(fc.array(fc.constantFrom(...invisible), { maxLength: 2 }), {
			minLength: text.length + 1,
			maxLength: text.length + 1,
		})
		.map((between) => between.map((marks, at) => `${marks.join('')}${text[at] ?? ''}`).join(''));

it('every field of text has words, or something to paste', () => {
	const texts = [...fields].filter(
		([{ property }]) => property.type === 'string' || property.type === 'resourceLocator',
	);
	const unknown = texts.filter(([, name]) => !WORDS.includes(name) && !(name in PASTED));
	expect(unknown.map(([, name]) => name)).toEqual([]);
	expect(fields.size).toBeGreaterThan(50);
});

it('what nobody sees is dropped from every id, number, code and link', () => {
	for (const [field, name] of fields) {
		const text = pastedFor(field, name);
		if (text === undefined) continue;
		const expected = field.read(text, {});
		// In a sentence these stand between a link and what follows it.
		const marks = name === 'inviteCode' ? INVISIBLE : [...INVISIBLE, ...NO_BREAK];
		fc.assert(
			fc.property(strewn(text, marks), (pasted) => {
				expect([name, field.read(pasted, {})]).toEqual([name, expected]);
			}),
			{ numRuns: 40 },
		);
	}
});

it('nothing is dropped from words, but what shows nothing at all is empty', () => {
	const all = [...INVISIBLE, ...NO_BREAK].join('');
	for (const [field, name] of fields) {
		if (!['subject', 'name', 'description', 'text'].includes(name)) continue;
		expect(field.read(`A${all}B`)).toBe(`A${all}B`);
		if (name === 'subject' || name === 'name')
			expect(complaintOf(() => field.read(all))?.message).toBe('Subject is empty');
	}
});

it('nor from the address of the server', () => {
	fc.assert(
		fc.property(strewn('http://waha:3000', [...INVISIBLE, ...NO_BREAK]), (pasted) => {
			expect(normaliseBaseUrl(`${pasted}/dashboard/`)).toBe('http://waha:3000');
		}),
	);
});

it('the editor lets through what is dropped later', () => {
	const locator = new WahaGroups().description.properties.find(({ name }) => name === 'groupId');
	const rules = JSON.stringify(locator?.modes?.find(({ name }) => name === 'id')?.validation);
	const [{ properties }] = JSON.parse(rules) as [{ properties: { regex: string } }];
	const regex = new RegExp(`^${properties.regex}$`);
	for (const id of ['120363041234567890@g.us', '4912345-1612345678', '120363041234567890'])
		fc.assert(
			fc.property(
				// What the id has no room for between two halves of one character.
				strewn(
					id,
					[...INVISIBLE, ...NO_BREAK].filter((mark) => mark.length === 1 && mark > '\x9f'),
				),
				(pasted) => expect(pasted).toMatch(regex),
			),
		);
	expect('Team Berlin').not.toMatch(regex);
	expect('12036304ü1234567890@g.us').not.toMatch(regex);
	expect('120363041234567890@g.us.example').not.toMatch(regex);
});
