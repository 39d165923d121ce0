import fc from 'fast-check';

import { personKey } from '../../../nodes/WahaGroups/waha/samePerson';

it.each([
	['Brazil, a mobile', '5521998765432@c.us', '552198765432@c.us'],
	['Brazil, a mobile behind a 1', '5511912345678@c.us', '551112345678@c.us'],
	['Mexico', '5215512345678@c.us', '525512345678@c.us'],
	['Argentina', '5491123456789@c.us', '541123456789@c.us'],
])('%s: both forms are one person', (_, one, other) => {
	expect(personKey(one)).toBe(personKey(other));
});

it.each([
	['a landline of Brazil and a mobile', '551132345678@c.us', '5511932345678@c.us'],
	['an id that hides the number', '5521998765432@lid', '552198765432@lid'],
	['another country', '5621998765432@c.us', '562198765432@c.us'],
])('%s: these stay two', (_, one, other) => {
	expect(personKey(one)).not.toBe(personKey(other));
});

it('a key has one form, and no two numbers of one length have the same', () => {
	const digits = fc.stringMatching(/^(?:55|52|54|49|1)\d{8,12}$/);
	fc.assert(
		fc.property(digits, digits, (one, other) => {
			const [first, second] = [`${one}@c.us`, `${other}@c.us`];
			expect(personKey(personKey(first))).toBe(personKey(first));
			if (one.length === other.length && one !== other)
				expect(personKey(first)).not.toBe(personKey(second));
		}),
		{ numRuns: 2000 },
	);
});
