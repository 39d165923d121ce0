import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { CountryCode } from 'libphonenumber-js/min';
import {
	getCountries,
	getCountryCallingCode,
	getExampleNumber,
	parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import metadata from 'libphonenumber-js/min/metadata';

import { personKey } from '../../../nodes/WahaGroups/waha/phones/samePerson';
import { toCallingCode, typedNumber } from '../../../nodes/WahaGroups/waha/phones/typed';
import { FILE, phonePlans } from '../../../tools/phone-plans.js';

const digitsOf = (text: string, countryCode?: string): string => {
	const typed = typedNumber(text, countryCode);
	if ('digits' in typed) return typed.digits;
	const { why, ...facts } = typed;
	return [why, ...Object.values(facts).flat()].join(' ');
};

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

describe('numbers as they are typed', () => {
	it('are judged by plans that are those of the library', () => {
		// Where this fails, `npm run build` has brought the file up to date: look at the difference, and keep it.
		expect(fs.readFileSync(path.resolve(__dirname, '../../..', FILE), 'utf8')).toBe(
			phonePlans(metadata),
		);
	});

	it('are judged by plans that stay small', () => {
		expect(phonePlans(metadata).length).toBeLessThan(25_000);
	});

	it.each([
		['+43 (0664) 123 4567', '436641234567'],
		['+43 0664 123 4567', '436641234567'],
		['+43 (0) 664 123 4567', '436641234567'],
		['0033 06 12 34 56 78', '33612345678'],
		['0033 6 12 34 56 78', '33612345678'],
		['0011 49 170 1234567', '491701234567'],
		['011 49 170 1234567', '491701234567'],
		['00 1 415 555 2671', '14155552671'],
		['+44 (0)7400 123456', '447400123456'],
		['+39 06 1234 5678', '390612345678'],
		['+39 (0)6 1234 5678', '390612345678'],
		['+39 312 345 6789', '393123456789'],
		['+34 (0)612 345 678', '34612345678'],
		['+36 (06) 20 123 4567', '36201234567'],
		['+7 8 912 345 67 89', '79123456789'],
		['+54 9 11 2345-6789', '5491123456789'],
		['+54 11 2345-6789', '541123456789'],
		['+54 011 15 2345-6789', '5491123456789'],
		['+55 (011) 98765-4321', '5511987654321'],
		['+55 11 8765-4321', '551187654321'],
		['+52 1 55 1234 5678', '5215512345678'],
		['+52 55 1234 5678', '525512345678'],
		['+229 97 12 34 56', '22997123456'],
		['49.170.1234567', '491701234567'],
		['+0049 170 1234567', '491701234567'],
	])('%s', (given, expected) => {
		expect(digitsOf(given)).toBe(expected);
	});

	it.each([
		['+999 123 4567', 'noCountry'],
		['+33 6 12 34 56', 'length 33 9 7'],
		['0170 1234567', 'national'],
		// Sheffield, not a call from North America.
		['0114 478 1234', 'national'],
		['011 4912 3456', 'national'],
		['Anna', 'none'],
	])('%s is refused', (given, problem) => {
		expect(digitsOf(given)).toBe(problem);
	});

	it.each([
		['0170 1234567', '49', '491701234567'],
		['0664 123 4567', '43', '436641234567'],
		['06 12 34 56 78', '33', '33612345678'],
		['612 345 678', '34', '34612345678'],
		['(415) 555-2671', '1', '14155552671'],
		['8 912 345-67-89', '7', '79123456789'],
		['312 345 6789', '39', '393123456789'],
		['06 1234 5678', '39', '390612345678'],
		['11 98765-4321', '55', '5511987654321'],
		['011 15 2345-6789', '54', '5491123456789'],
		// What has its own country code keeps it.
		['+43 664 1234567', '49', '436641234567'],
		['0043 664 1234567', '49', '436641234567'],
		['491701234567', '49', '491701234567'],
		['0011 43 664 1234567', '61', '436641234567'],
	])('%s within the country %s', (given, countryCode, expected) => {
		expect(digitsOf(given, countryCode)).toBe(expected);
	});

	it('is refused where it can be of two countries', () => {
		// Germany has numbers of that length, too.
		expect(digitsOf('436641234567', '49')).toMatch(/^twoCountries/);
		expect(digitsOf('687 750 123', '34')).toBe('twoCountries 687750123 34687750123');
	});

	it('takes a country code in its usual forms', () => {
		expect(['49', '+49', '0049', ' +49 ', '\u200e49', '+1', '358'].map(toCallingCode)).toEqual([
			...['49', '49', '49', '49', '49', '1', '358'],
		]);
		expect(['DE', '999', '', '+', '0', '4', '491'].map(toCallingCode)).toEqual(
			Array.from({ length: 7 }),
		);
	});
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

	it('knows an example of nearly every country', () => {
		expect(mobiles.length).toBeGreaterThan(230);
	});

	it.each(mobiles)('reads the example of $country', ({ country, code, digits }) => {
		const plan = metadata.countries[country];
		const trunk = plan?.[5];
		for (const text of notations(code, digits)) expect(digitsOf(text)).toBe(`${code}${digits}`);
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
