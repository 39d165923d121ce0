import type { NoNumber } from '../errors';
import { personKey } from './samePerson';
import { visible } from '../input/visible';
import { planFor, planOf } from './plans';

/** What a typed number is: its digits from the country code on, or why it is none. */
export type Typed = { digits: string } | NoNumber;

/** E.164 allows 15 digits; nothing shorter than 5 is a number with a country code. */
export const PHONE_DIGITS = /^[1-9]\d{4,14}$/;

/** Hyphens and spaces of every kind that address books and spreadsheets put into numbers. */
const PUNCTUATION = /[\s().\-/\u2010-\u2015\u2212]/g;

/** The digits and the plus of a text. In: a number in any notation. */
export function withoutPunctuation(text: string): string {
	return visible(text).replace(PUNCTUATION, '');
}

const NO_NUMBER: Typed = { why: 'none' };
const NATIONAL: Typed = { why: 'national' };

function isKnown(digits: string): boolean {
	const plan = planFor(digits);
	return plan?.isKnown(digits.slice(plan.code.length)) ?? false;
}

/** A number with its country code, judged by that country: refused only where no such number can exist. */
function international(digits: string): Typed {
	if (!PHONE_DIGITS.test(digits)) return NO_NUMBER;
	const plan = planFor(digits);
	if (!plan) return { why: 'noCountry' };
	// A digit that only one of a number's two forms has is no trunk prefix: WhatsApp knows some by it.
	const asId = `${digits}@c.us`;
	if (personKey(asId) !== asId) return { digits };
	const number = plan.withoutTrunk(digits.slice(plan.code.length));
	const whole = `${plan.code}${number}`;
	if (plan.isPossible(number) && PHONE_DIGITS.test(whole)) return { digits: whole };
	return { why: 'length', code: plan.code, lengths: plan.lengths, found: number.length };
}

/** A number as it is dialled within a country. */
function national(digits: string, countryCode: string): Typed {
	const plan = planOf(countryCode);
	if (!plan) return { why: 'noCountry' };
	const number = plan.withoutTrunk(digits);
	const whole = `${countryCode}${number}`;
	if (plan.isPossible(number) && PHONE_DIGITS.test(whole)) return { digits: whole };
	return { why: 'notInside' };
}

const isNumber = (typed: Typed): typed is { digits: string } => 'digits' in typed;

/** Digits without any prefix: with their country code, or, where a country is given, without it. */
function bare(digits: string, countryCode: string | undefined): Typed {
	const abroad = international(digits);
	if (countryCode === undefined) return abroad;
	const isOwn = isNumber(abroad) && digits.startsWith(countryCode);
	if (isOwn && isKnown(abroad.digits)) return abroad;
	const inside = national(digits, countryCode);
	if (!isNumber(inside)) return abroad;
	if (!isNumber(abroad)) return inside;
	const [knownAbroad, knownInside] = [isKnown(abroad.digits), isKnown(inside.digits)];
	// Spreadsheets drop the 0 in front of national numbers, so also one without it may be of either country.
	if (knownAbroad === knownInside) {
		return { why: 'twoCountries', candidates: [abroad.digits, inside.digits] };
	}
	return knownAbroad ? abroad : inside;
}

function prefixed(digits: string, countryCode: string | undefined): Typed {
	// 0011 is how Australia dials abroad; no number of +1 goes on with a 1.
	if (digits.startsWith('0011')) {
		const abroad = international(digits.slice(4));
		if (isNumber(abroad)) return abroad;
	}
	if (digits.startsWith('00')) return international(digits.slice(2));
	if (!digits.startsWith('0')) return bare(digits, countryCode);
	if (countryCode !== undefined) {
		const inside = national(digits, countryCode);
		if (isNumber(inside)) return inside;
	}
	// 011 is how North America dials abroad, but area codes elsewhere begin like this: only where no doubt is left.
	const abroad = digits.startsWith('011') ? international(digits.slice(3)) : NATIONAL;
	const isSure = isNumber(abroad) && abroad.digits.length >= 10 && isKnown(abroad.digits);
	if (isSure) return abroad;
	return countryCode === undefined ? NATIONAL : national(digits, countryCode);
}

function read(text: string, countryCode: string | undefined): Typed {
	const compact = withoutPunctuation(text);
	if (!/^\+?\d+$/.test(compact)) return NO_NUMBER;
	return compact.startsWith('+')
		? international(compact.slice(1).replace(/^00/, ''))
		: prefixed(compact, countryCode);
}

/** The calling code of a country. In: `49`, also `+49` and `0049`. Out: its digits; undefined where no country has it. */
export function toCallingCode(text: string): string | undefined {
	const digits = withoutPunctuation(text).replace(/^(?:\+|00)/, '');
	return planOf(digits)?.code;
}

/**
 * What a person typed as a phone number, judged by the plan of its country.
 * In: a number in any usual notation, with country code; where `countryCode` is given, also as it is dialled there.
 * Out: its digits from the country code on, without a trunk prefix; or why it is none.
 */
export function typedNumber(text: string, countryCode?: string): Typed {
	const typed = read(text, countryCode);
	if (isNumber(typed)) return typed;
	// "+34 (0)612…": a zero in brackets is not dialled from abroad (ITU-T E.123), also where there is none at all.
	const spoken = text.replace(/(\d[\s.-]*)\(\s*0\s*\)/, '$1');
	if (spoken === text) return typed;
	const again = read(spoken, countryCode);
	return isNumber(again) ? again : typed;
}
