import fc from 'fast-check';

import { personKey } from '../../../nodes/WahaGroups/waha/phones/samePerson';

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));

describe('one person under two numbers', () => {
	it.each([
		['Brazil', '5511987654321@c.us', '551187654321@c.us'],
		['Brazil, behind a 1', '5511912345678@c.us', '551112345678@c.us'],
		['Mexico', '5215512345678@c.us', '525512345678@c.us'],
		['Argentina', '5491123456789@c.us', '541123456789@c.us'],
	])('has one key for both forms: %s', (_country, one, other) => {
		expect(personKey(one)).toBe(personKey(other));
	});

	it('has one key for every mobile of these countries', () => {
		const twoForms = fc.oneof(
			fc
				.tuple(fc.integer({ min: 11, max: 99 }), fc.integer({ min: 6, max: 9 }), digits(7))
				.filter(([area]) => area % 10 !== 0)
				.map(([area, first, rest]) => [`55${area}9${first}${rest}`, `55${area}${first}${rest}`]),
			fc
				.tuple(fc.integer({ min: 2, max: 9 }), digits(9))
				.map(([first, rest]) => [`521${first}${rest}`, `52${first}${rest}`]),
			fc
				.tuple(fc.integer({ min: 1, max: 3 }), digits(9))
				.map(([first, rest]) => [`549${first}${rest}`, `54${first}${rest}`]),
		);
		fc.assert(
			fc.property(twoForms, ([one, other]) => {
				expect(personKey(`${one}@c.us`)).toBe(personKey(`${other}@c.us`));
			}),
		);
	});

	it('keeps two people apart', () => {
		const id = fc.oneof(
			digits(12).map((text) => `${text}@c.us`),
			digits(11).map((text) => `55${text}@c.us`),
			digits(10).map((text) => `52${text}@c.us`),
			digits(10).map((text) => `54${text}@c.us`),
		);
		// Where neither has a second form, only the same id has the same key; and a key is its own key.
		fc.assert(
			fc.property(id, id, (one, other) => {
				expect(personKey(personKey(one))).toBe(personKey(one));
				if (personKey(one) === one && personKey(other) === other) {
					expect(personKey(one) === personKey(other)).toBe(one === other);
				}
			}),
		);
	});

	it.each([
		['a Brazilian landline', '551132345678@c.us'],
		['a Brazilian mobile that never had eight digits', '5511951234567@c.us'],
		['a hidden number that looks like a Brazilian one', '5511987654321@lid'],
		['a hidden number that looks like an Argentinian one', '5491123456789@lid'],
		['a German number', '491701234567@c.us'],
		['a number of the United States', '15512345678@c.us'],
		['a number that begins with 521 and is shorter', '521123456789@c.us'],
		['a group', '120363041234567890@g.us'],
		['nothing', ''],
	])('leaves %s as it is', (_what, id) => {
		expect(personKey(id)).toBe(id);
	});
});
