import {
	address,
	choice,
	choices,
	countryCode,
	type Field,
	groupIds,
	inviteCode,
	participants,
	peopleFilter,
	required,
	secret,
	sessionField,
	text,
	toggle,
	unset,
	wholeNumber,
} from '../../../nodes/WahaGroups/fields/fields';
import { InputError } from '../../../nodes/WahaGroups/wording/inputError';
import { cpuMs } from '../support/cpu';
import { complaintOf } from '../support/told';

const words = { displayName: 'Thing', description: 'What it is' };
const placeholder = 'e.g. this';
const offered = [
	{ name: 'One', value: 'one' },
	{ name: 'Two', value: 'two' },
] as const;

interface Kind {
	field: Field<unknown>;
	/** What comes out where it is not set, and where an expression gives nothing: null, '' or blanks; an error by a part of its words. */
	unset: unknown;
	nothing: unknown;
	good: Array<readonly [given: unknown, read: unknown]>;
	bad: unknown[];
}

const KINDS: Record<string, Kind> = {
	'a text that has to be there': {
		field: text({ ...words, placeholder, maxLength: 5 }),
		unset: /^Thing is empty$/,
		nothing: /^Thing is empty$/,
		good: [
			[' here ', 'here'],
			[5, '5'],
			[true, 'true'],
		],
		bad: ['too long', {}, [], ['x'], { a: 1 }, 'x [object Object]'],
	},
	'a text that may be empty': {
		field: text({ ...words, placeholder, optional: true }),
		unset: '',
		nothing: '',
		good: [[' here ', 'here']],
		bad: [{}, ['x'], '[object Object]'],
	},
	'a secret': {
		field: secret({ ...words, placeholder }),
		unset: '',
		nothing: '',
		good: [
			[' s3cret ', 's3cret'],
			[12345, '12345'],
		],
		bad: [{}, ['x']],
	},
	'an address': {
		field: address({ ...words, placeholder, advice: 'Enter one.' }),
		unset: '',
		nothing: '',
		good: [
			[' http://n8n:5678/ ', 'http://n8n:5678'],
			['HTTPS://n8n.example.com/sub//', 'HTTPS://n8n.example.com/sub'],
		],
		bad: ['n8n:5678', 'ftp://n8n', 'https://', 'x', 5, true, {}, ['http://n8n']],
	},
	'a switch that is off': {
		field: toggle({ ...words, default: false }),
		unset: false,
		nothing: /^Thing has to be true or false, but it is empty$/,
		good: [
			[true, true],
			[false, false],
			['true', true],
			[' FALSE ', false],
			['1', true],
			[1, true],
			['0', false],
			[0, false],
		],
		bad: ['yes', 'no', 'on', 2, NaN, {}, [], [true], 'undefined', 'null'],
	},
	'a switch that is on': {
		field: toggle({ ...words, default: true }),
		unset: true,
		nothing: /^Thing has to be true or false, but it is empty$/,
		good: [
			[false, false],
			['false', false],
		],
		bad: ['off'],
	},
	'a number within limits': {
		field: wholeNumber({ ...words, default: 7, min: 1, max: 9 }),
		unset: 7,
		nothing: 7,
		good: [
			[1, 1],
			['9', 9],
			[' 3 ', 3],
		],
		bad: [0, 10, -1, 1.5, '1,5', 'many', NaN, Infinity, true, false, [], [1], {}],
	},
	'a number without an upper limit': {
		field: wholeNumber({ ...words, default: 0, min: 0 }),
		unset: 0,
		nothing: 0,
		good: [[1_000_000_000, 1_000_000_000]],
		bad: [-1, Infinity, 'Infinity', 0.5],
	},
	'a number that has to be there': {
		field: required(wholeNumber({ ...words, default: 7, min: 0, max: 9 })),
		unset: 7,
		nothing: /^Thing is empty$/,
		good: [[0, 0]],
		bad: [10, 'x'],
	},
	'one of some': {
		field: choice({ ...words, choices: offered, default: 'two' }),
		unset: 'two',
		nothing: 'two',
		good: [
			['one', 'one'],
			[' two ', 'two'],
		],
		bad: ['three', 'One', 1, true, ['one'], {}],
	},
	'several of some': {
		field: choices({ ...words, choices: offered }),
		unset: [],
		nothing: [],
		good: [
			[['one'], ['one']],
			['one, two', ['one', 'two']],
			['["two"]', ['two']],
			[['', null, undefined, 'two'], ['two']],
		],
		bad: ['three', ['one', 'three'], [5], 5, true, {}],
	},
	'several of some, one at least': {
		field: choices({
			...words,
			choices: offered,
			default: ['one'],
			empty: () => new InputError('Nothing was chosen'),
		}),
		unset: ['one'],
		nothing: /^Nothing was chosen$/,
		good: [['two', ['two']]],
		bad: [['three']],
	},
	'a session': {
		field: sessionField,
		unset: /^No session was chosen$/,
		nothing: /^No session was chosen$/,
		good: [
			[' default ', 'default'],
			[7, '7'],
			[{ __rl: true, mode: 'name', value: 'default' }, 'default'],
			// As WAHA lists it, and as the trigger gives it.
			[{ name: 'default', status: 'WORKING' }, 'default'],
			[{ event: 'join', session: 'default', name: 'Anna' }, 'default'],
		],
		bad: [
			'.',
			'..',
			'a\ud83d',
			{},
			{ id: 'default' },
			{ name: '' },
			['default'],
			true,
			'[object Object]',
		],
	},
	'ids of groups': {
		field: groupIds,
		unset: [],
		nothing: [],
		good: [
			[
				'120363041234567890; 120363041234567891@g.us',
				['120363041234567890@g.us', '120363041234567891@g.us'],
			],
			[['120363041234567890', '120363041234567890@g.us'], ['120363041234567890@g.us']],
			[['', null, '120363041234567890@g.us', '\u200b', {}], ['120363041234567890@g.us']],
			[{ groupId: '120363041234567890@g.us' }, ['120363041234567890@g.us']],
		],
		bad: ['Team Berlin', ['x'], 5, true, {}, '[1'],
	},
	'people of a filter': {
		field: peopleFilter('Who'),
		unset: [],
		nothing: [],
		good: [['+49 170 1234567', ['491701234567@c.us']]],
		bad: ['nobody', ['x'], true, { id: 'x' }],
	},
	'people to act on': {
		field: participants({ description: 'Who' }),
		unset: /^The list of participants is empty$/,
		nothing: /^The list of participants is empty$/,
		good: [['+49 170 1234567', ['491701234567@c.us']]],
		bad: ['nobody', ['x'], true, {}],
	},
	'a country code': {
		field: countryCode,
		unset: undefined,
		nothing: undefined,
		good: [
			[' 49 ', '49'],
			[49, '49'],
		],
		bad: ['Germany', '999999', true, {}, [49]],
	},
	'an invite code': {
		field: inviteCode,
		unset: /^No invite link was given$/,
		nothing: /^No invite link was given$/,
		good: [['https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv', 'AbCdEfGhIjKlMnOpQrStUv']],
		bad: ['two words', {}, [], true],
	},
	'one that is something else while nobody has added it': {
		field: unset(toggle({ ...words, default: true }), undefined),
		unset: undefined,
		nothing: /but it is empty$/,
		good: [['false', false]],
		bad: ['maybe'],
	},
};

/** What came out: the value, or the words of the error. */
function outcome(field: Field<unknown>, value: unknown): { value: unknown } | { told: string } {
	const read: unknown[] = [];
	const complaint = complaintOf(() => read.push(field.read(value)));
	return complaint ? { told: complaint.message } : { value: read[0] };
}

function expected(want: unknown): object {
	return want instanceof RegExp ? { told: expect.stringMatching(want) } : { value: want };
}

describe.each(Object.entries(KINDS))('%s', (_, kind) => {
	it('that is not set is its default', () => {
		expect(outcome(kind.field, undefined)).toEqual(expected(kind.unset));
	});

	it.each([[null], [''], [' \n ']])('of an expression that gives %j', (nothing) => {
		expect(outcome(kind.field, nothing)).toEqual(expected(kind.nothing));
	});

	it.each(kind.good)('takes %j as %j', (given, read) => {
		expect(outcome(kind.field, given)).toEqual({ value: read });
	});

	it.each(kind.bad.map((value) => [value]))('refuses %j and does not guess', (value) => {
		expect(outcome(kind.field, value)).toEqual({ told: expect.stringMatching(/\S/) });
	});
});

it('a value that is none is named, and the field, too', () => {
	const told = (field: Field<unknown>, value: unknown) => outcome(field, value);
	expect(told(wholeNumber({ ...words, default: 7, min: 1, max: 9 }), 'many')).toEqual({
		told: 'Thing has to be a whole number from 1 to 9, but it is "many"',
	});
	expect(told(wholeNumber({ ...words, default: 7, min: 1 }), 0)).toEqual({
		told: 'Thing has to be a whole number, 1 or more, but it is "0"',
	});
	expect(told(toggle({ ...words, default: true }), 'maybe')).toEqual({
		told: 'Thing has to be true or false, but it is "maybe"',
	});
	expect(told(choice({ ...words, choices: offered, default: 'one' }), ['x'])).toEqual({
		told: 'Thing does not know "["x"]"',
	});
	expect(told(address({ ...words, placeholder, advice: '' }), 'n8n')).toEqual({
		told: 'The Thing is not an address: "n8n"',
	});
});

it('but a secret is never named', () => {
	expect(outcome(secret({ ...words, placeholder }), { key: 's3cret' })).toEqual({
		told: 'Thing has to be a text, but it is a list or an object',
	});
	expect(outcome(secret({ ...words, placeholder }), 's3cret [object Object]')).not.toMatchObject({
		told: expect.stringContaining('s3cret'),
	});
});

describe('the characters of a text', () => {
	const count = (value: string): string =>
		/has (\d+) characters/.exec(
			complaintOf(() => text({ ...words, placeholder, maxLength: 1 }).read(value))?.message ?? '',
		)?.[1] ?? '';

	it('are counted as people see them, wherever they stand', () => {
		for (const character of ['👨‍👩‍👧‍👦', '🇩🇪', 'e\u0301', '👍🏽', '각']) {
			for (const before of [0, 1, 2, 3, 990, 999, 1000, 1995])
				expect(count(`${'x'.repeat(before)}${character.repeat(700)}`)).toBe(String(before + 700));
		}
	});

	it('of a very long text are counted in a moment, without all memory', () => {
		const { rss } = process.memoryUsage();
		expect(cpuMs(() => expect(count('x'.repeat(90_000))).toBe('90000'))).toBeLessThan(2000);
		expect(process.memoryUsage().rss - rss).toBeLessThan(500_000_000);
	});
});
