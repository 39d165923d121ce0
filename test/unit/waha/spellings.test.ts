import fc from 'fast-check';
import type { PhoneNumber } from 'libphonenumber-js/max';
import {
	getCountries,
	getCountryCallingCode,
	parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { z } from 'zod';

import { planOf } from '../../../nodes/WahaGroups/waha/phones/plans';
import { personKey } from '../../../nodes/WahaGroups/waha/phones/samePerson';
import { digitsOf } from '../support/numbers';

/** The ranges of landlines and of mobiles, as the library keeps them. */
const RANGES = 11;
const ranges = z.array(z.union([z.literal(0), z.null(), z.tuple([z.string()]).rest(z.unknown())]));

/** Landlines and mobiles out of all ranges of all countries, some of each. */
const people: PhoneNumber[] = getCountries().flatMap((country) => {
	const code = getCountryCallingCode(country);
	const kinds = ranges.parse(metadata.countries[country]?.[RANGES] ?? []).slice(0, 2);
	return kinds.flatMap((kind) => {
		if (!kind || kind[0] === '') return [];
		const numbers = fc.sample(fc.stringMatching(new RegExp(`^(?:${kind[0]})$`)), 12);
		return numbers.flatMap((digits) => {
			const number = parsePhoneNumberFromString(`+${code}${digits}`);
			if (!number?.isValid() || number.number !== `+${code}${digits}`) return [];
			// Nobody can tell a landline of this length from a mobile with a 0 in front.
			if (/^\+3903\d{9}$/.test(number.number)) return [];
			return number.number.length <= 15 ? [number] : [];
		});
	});
});

const key = (digits: string): string => personKey(`${digits}@c.us`);
const isValid = (digits: string): boolean =>
	parsePhoneNumberFromString(`+${digits}`)?.isValid() ?? false;

/** The texts of numbers that are not read as these. */
const misread = (texts: (number: PhoneNumber) => string[]): string[] =>
	people.flatMap((number) =>
		texts(number).flatMap((text) => {
			const ours = digitsOf(text);
			return key(ours) === key(number.number.slice(1)) ? [] : [`${text} is ${ours}`];
		}),
	);

describe('landlines and mobiles of all countries', () => {
	it('are many', () => {
		expect(people.length).toBeGreaterThan(4000);
		expect(new Set(people.map(({ country }) => country)).size).toBeGreaterThan(235);
	});

	it('are known, also where countries share a calling code', () => {
		const unknown = people.filter(
			({ countryCallingCode: code, nationalNumber }) => !planOf(code)?.isKnown(nationalNumber),
		);
		expect(unknown.map(({ number }) => number)).toEqual([]);
	});

	it('are read in the groups in which they are written', () => {
		const wrong = misread((number) => {
			const groups = number.formatInternational();
			// "35 59 35 9", "34775 14": such last digits are taken for ones that were put behind.
			if (/\D\d$|\d{5} \d\d$/.test(groups)) return [groups];
			return ['-', '.', '/', ' - ', '\u2011'].flatMap((mark) => [
				groups.replace(/[ -]/g, mark),
				groups.replace(/[ -]/g, mark).replace(mark, ' '),
			]);
		});
		expect(wrong).toEqual([]);
	});

	it('lose a 0 behind the country code, and become nothing else where it may belong to them', () => {
		const wrong = people.flatMap(({ countryCallingCode: code, nationalNumber: digits }) => {
			const withZero = `${code}0${digits}`;
			return [
				`+${code} (0) ${digits}`,
				`00${code}(0)${digits}`,
				`${code} (0) ${digits}`,
				`+${code} 0${digits}`,
				`00${code} 0${digits}`,
			].flatMap((text) => {
				const ours = digitsOf(text);
				if (key(ours) === key(`${code}${digits}`)) return [];
				const isEither = isValid(withZero) && /^(?:39|241)/.test(withZero);
				const isFair = ours === 'zero' || (!text.includes('(') && ours === withZero);
				return isEither && isFair ? [] : [`${text} is ${ours}`];
			});
		});
		expect(wrong).toEqual([]);
	});

	it('are refused with something short behind them, or a second number', () => {
		const wrong = people.flatMap((number) => {
			const digits = number.number.slice(1);
			const groups = number.formatInternational();
			return [
				...['.5', '.25', '.0.0', '..0', '/8', '-1'].map((end) => `${digits}${end}`),
				...['.5', '/8', '/68', '-6', ' - 0', ' x12', ' ext. 5', '#7'].map(
					(end) => `${groups}${end}`,
				),
				...[' ', '/', ' / ', ' & ', ' or ', '\n', '\t'].map((mark) => `${groups}${mark}${groups}`),
				...[' / ', ' & ', ' or '].map((mark) => `${groups}${mark}0170 1234567`),
			].flatMap((text) => {
				const ours = digitsOf(text);
				return /^\d/.test(ours) ? [`${text} is ${ours}`] : [];
			});
		});
		expect(wrong).toEqual([]);
	});
});
