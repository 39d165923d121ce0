import fc from 'fast-check';
import type { CountryCode } from 'libphonenumber-js/max';
import {
	getCountries,
	getCountryCallingCode,
	getExampleNumber,
	parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import metadata from 'libphonenumber-js/max/metadata';

import { personKey } from '../../../nodes/WahaGroups/waha/phones/samePerson';
import { typedNumber } from '../../../nodes/WahaGroups/waha/phones/typed';
import { digitsOf } from '../support/numbers';

const countries: CountryCode[] = getCountries();

/** An example of each country that has one: its calling code, and what follows it. */
const mobiles = countries.flatMap((country) => {
	const example = getExampleNumber(country, examples);
	return example
		? [
				{
					country,
					code: String(example.countryCallingCode),
					digits: String(example.nationalNumber),
				},
			]
		: [];
});

describe('numbers of all countries, compared with libphonenumber', () => {
	const grouped = (digits: string): string => digits.replace(/(\d{2,3})(?=\d{2})/g, '$1 ');

	/** The notations of a number in which it has its country code. */
	const notations = (code: string, digits: string): string[] => [
		`+${code}${digits}`,
		`+${code} ${grouped(digits)}`,
		`00${code}${digits}`,
		`00 ${code} ${grouped(digits)}`,
		`0011 ${code} ${digits}`,
		`${code}${digits}`,
		`+${code}-${digits.slice(0, 3)}/${digits.slice(3)}`,
		`\u202a+${code}\u00a0${digits}\u202c`,
	];

	/** The notations of a number with a 0 behind its country code. */
	const withZero = (code: string, digits: string): string[] => [
		`+${code} (0) ${digits}`,
		`+${code} (0)${grouped(digits)}`,
		`00${code}(0)${digits}`,
		`${code} (0) ${digits}`,
		`+${code} 0${digits}`,
		`+${code} 0 ${grouped(digits)}`,
		`${code}0${digits}`,
	];

	it('knows an example of nearly every country', () => {
		expect(mobiles.length).toBeGreaterThan(230);
	});

	it.each(mobiles)('reads the example of $country', ({ country, code, digits }) => {
		const plan = metadata.countries[country];
		const trunk = plan?.[5];
		for (const text of notations(code, digits)) expect(digitsOf(text)).toBe(`${code}${digits}`);
		for (const text of withZero(code, digits)) {
			// Landlines of Como begin with 031, too.
			const isEither = code === '39' && !text.includes('(');
			expect(digitsOf(text)).toBe(isEither ? 'zero' : `${code}${digits}`);
		}
		if (trunk) {
			expect(digitsOf(`+${code} (${trunk}) ${digits}`)).toBe(`${code}${digits}`);
			expect(digitsOf(`+${code} ${trunk}${digits}`)).toBe(`${code}${digits}`);
			// 001 1… begins like a call from Australia, and nobody writes it.
			if (code !== '1') expect(digitsOf(`00${code} ${trunk}${digits}`)).toBe(`${code}${digits}`);
			const inside = digitsOf(`${trunk}${digits}`, code);
			if (trunk.startsWith('0')) expect(inside).toBe(`${code}${digits}`);
			else
				expect([`${code}${digits}`, expect.stringMatching(/twoCountries/)]).toContainEqual(inside);
		}
	});

	it('agrees about thousands of numbers that are valid there', () => {
		const number = fc
			.tuple(fc.constantFrom(...mobiles), fc.stringMatching(/^\d{4}$/))
			.map(([{ code, digits }, end]) => ({ code, digits: `${digits.slice(0, -4)}${end}` }));
		fc.assert(
			fc.property(number, ({ code, digits }) => {
				const theirs = parsePhoneNumberFromString(`+${code}${digits}`);
				if (!theirs?.isValid()) return;
				// A number with two forms may stay in the one in which it came.
				for (const text of notations(code, digits)) {
					expect(personKey(`${digitsOf(text)}@c.us`)).toBe(
						personKey(`${theirs.number.slice(1)}@c.us`),
					);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	const isInPattern = (calling: string, digits: string): boolean =>
		countries.some(
			(country) =>
				getCountryCallingCode(country) === calling &&
				new RegExp(`^(?:${metadata.countries[country]?.[2]})$`).test(digits),
		);

	it('refuses nothing that is possible there, and makes nothing else of it', () => {
		const code = fc.constantFrom(
			...new Set(countries.map((country) => getCountryCallingCode(country))),
		);
		fc.assert(
			fc.property(code, fc.stringMatching(/^\d{4,12}$/), (calling, digits) => {
				const theirs = parsePhoneNumberFromString(`+${calling}${digits}`);
				if (!theirs?.isPossible() || !/^\+[1-9]\d{4,14}$/.test(theirs.number)) return;
				// A 0 stays only where it is known to belong to the numbers of people.
				const isPerson = theirs.isValid() && theirs.getType() !== 'UAN';
				const isItalianMobile = calling === '39' && /^03\d{9}$/.test(digits);
				if (digits.startsWith('0') && (!isPerson || isItalianMobile)) return;
				const ours = digitsOf(`+${calling}${digits}`);
				expect(ours).toMatch(/^\d+$/);
				// Where a number is one with and without what may be a trunk prefix, as +375 8…, it stays as it came.
				const isEither = theirs.number !== `+${calling}${digits}` && isInPattern(calling, digits);
				if (theirs.isValid() && !isEither) {
					expect(personKey(`${ours}@c.us`)).toBe(personKey(`${theirs.number.slice(1)}@c.us`));
				}
			}),
			{ numRuns: 5000 },
		);
	});

	const possibleIn = (digits: string, country: CountryCode): boolean =>
		metadata.countries[country]?.[3].includes(
			digits.length - getCountryCallingCode(country).length,
		) ?? false;

	it('refuses what is possible nowhere', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[1-9]\d{4,14}$/), (digits) => {
				const typed = typedNumber(`+${digits}`);
				if (!('digits' in typed)) return;
				const theirs = parsePhoneNumberFromString(`+${typed.digits}`);
				// What the library knows no more, though there are such accounts.
				if (/^(?:521[2-9]\d{9}|229\d{8})$/.test(typed.digits)) return;
				if (theirs?.isPossible()) return;
				// Of countries that share a code the library may ask one with fewer lengths.
				const sharing = countries.filter((country) =>
					typed.digits.startsWith(getCountryCallingCode(country)),
				);
				expect(sharing.map((country) => possibleIn(typed.digits, country))).toContain(true);
			}),
			{ numRuns: 5000 },
		);
	});
});
