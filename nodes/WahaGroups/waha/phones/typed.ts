import type { NoNumber } from '../errors';
import { visible } from '../input/visible';
import type { Start } from './notation';
import { holdsMore, unlinked, unpunctuated } from './notation';
import type { Plan } from './plans';
import { planFor, planOf } from './plans';
import { personKey } from './samePerson';

/** What a typed number is: its digits from the country code on, or why it is none. */
export type Typed = { digits: string } | NoNumber;

/** E.164 allows 15 digits; nothing shorter than 5 is a number with a country code. */
export const PHONE_DIGITS = /^[1-9]\d{4,14}$/;

/** The digits and the plus of a text. In: a number in any notation. */
export function withoutPunctuation(text: string): string {
	return unpunctuated(visible(text));
}

const NO_NUMBER: Typed = { why: 'none' };
const NATIONAL: Typed = { why: 'national' };
const EITHER: Typed = { why: 'zero' };

const isNumber = (typed: Typed): typed is { digits: string } => 'digits' in typed;

/** The form of a number under which it is compared. */
function keyOf(digits: string): string {
	return personKey(`${digits}@c.us`).slice(0, -'@c.us'.length);
}

/** Whether it is the longer of a number's two forms. */
function hasTwoForms(digits: string): boolean {
	return keyOf(digits) !== digits;
}

/** Whether a number lies in a range of its country that is known, in either of its forms. */
function isKnown(digits: string): boolean {
	return [digits, keyOf(digits)].some((form) => {
		const plan = planFor(form);
		return plan?.isKnown(form.slice(plan.code.length)) ?? false;
	});
}

/**
 * The number in what stands behind a calling code, without what is dialled within the country only. A 0 stays only
 * where such numbers are known. Undefined where it may belong to the number or not.
 */
function numberIn(plan: Plan, written: string, isSpoken: boolean): string | undefined {
	const bare = plan.withoutTrunk(written);
	if (!written.startsWith('0')) return bare;
	const rest = written.slice(1);
	const isKnownRest = isKnown(`${plan.code}${rest}`);
	if (plan.isKnown(written)) {
		if (!isKnownRest) return written;
		if (plan.isMobile(rest)) return isSpoken ? rest : undefined;
		return isSpoken ? undefined : written;
	}
	if (isKnownRest && (isSpoken || bare === written)) return rest;
	return bare.startsWith('0') && !plan.isKnown(bare) ? undefined : bare;
}

/** A number of a country. In: its digits behind the calling code; whether the 0 before them stands in brackets. */
function ofCountry(plan: Plan, written: string, isSpoken = false): Typed {
	const digits = `${plan.code}${written}`;
	// A digit that only one of a number's two forms has is no trunk prefix: WhatsApp knows some by it.
	if (hasTwoForms(digits)) return { digits };
	const number = numberIn(plan, written, isSpoken);
	if (number === undefined) return EITHER;
	const whole = `${plan.code}${number}`;
	const isPossible = plan.isPossible(number) || hasTwoForms(whole);
	if (isPossible && PHONE_DIGITS.test(whole)) return { digits: whole };
	return { why: 'length', code: plan.code, lengths: plan.lengths, found: number.length };
}

/** A number with its country code, judged by that country: refused only where no such number can exist. */
function international(digits: string): Typed {
	if (!PHONE_DIGITS.test(digits)) return NO_NUMBER;
	const plan = planFor(digits);
	return plan ? ofCountry(plan, digits.slice(plan.code.length)) : { why: 'noCountry' };
}

/** A number as it is dialled within a country. */
function national(digits: string, countryCode: string): Typed {
	const plan = planOf(countryCode);
	if (!plan) return { why: 'noCountry' };
	const inside = ofCountry(plan, digits);
	return isNumber(inside) || inside === EITHER ? inside : { why: 'notInside' };
}

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

/** A number behind what some countries dial in front of a country code, where no doubt is left that it is one. */
function dialledAbroad(digits: string, prefix: string): { digits: string } | undefined {
	if (!digits.startsWith(prefix)) return undefined;
	const abroad = international(digits.slice(prefix.length));
	return isNumber(abroad) && abroad.digits.length >= 10 && isKnown(abroad.digits)
		? abroad
		: undefined;
}

function candidatesOf(typed: Typed): readonly string[] {
	if (isNumber(typed)) return [typed.digits];
	return typed.why === 'twoCountries' ? typed.candidates : [];
}

function prefixed(digits: string, countryCode: string | undefined): Typed {
	// 0011 is how Australia dials abroad; no number of +1 goes on with a 1.
	if (digits.startsWith('0011')) {
		const abroad = international(digits.slice(4));
		if (isNumber(abroad)) return abroad;
	}
	if (digits.startsWith('00')) return international(digits.slice(2));
	if (!digits.startsWith('0')) {
		const typed = bare(digits, countryCode);
		// 810 is how Russia dials abroad, and may be Japan's 81 with a 0 behind it.
		const abroad = dialledAbroad(digits, '810');
		const readings = candidatesOf(typed);
		const [reading] = readings;
		if (!abroad || reading === undefined || readings.some(isKnown)) return typed;
		return { why: 'twoCountries', candidates: [reading, abroad.digits] };
	}
	const inside = countryCode === undefined ? NATIONAL : national(digits, countryCode);
	if (isNumber(inside)) return inside;
	// 011 is how North America dials abroad, but area codes elsewhere begin like this.
	return dialledAbroad(digits, '011') ?? inside;
}

/** The calling code in what stands before a 0 in brackets. */
function codeBefore(text: string): string | undefined {
	return planOf(text.replace(/^(?:\+(?:00)?|0011|011|00)/, ''))?.code;
}

function read(text: string, countryCode: string | undefined): Typed {
	// "+34 (0)612…": a zero in brackets is not dialled from abroad (ITU-T E.123), also where there is none at all.
	const zero = /\(\s*0\s*\)/.exec(text);
	const compact = unpunctuated(text);
	if (!/^\+?\d+$/.test(compact)) return NO_NUMBER;
	if (zero) {
		const before = unpunctuated(text.slice(0, zero.index));
		const code = before === '' ? countryCode : codeBefore(before);
		const plan = code === undefined ? undefined : planOf(code);
		if (plan) return ofCountry(plan, compact.slice(before.length), true);
		return before === '' ? NATIONAL : EITHER;
	}
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
	const plain = unlinked(visible(text));
	const startOf = (start: string): Start | undefined => {
		const typed = read(start, countryCode);
		const code = isNumber(typed) && planFor(typed.digits)?.code;
		if (!code) return undefined;
		const number = typed.digits.slice(code.length);
		// In some countries a part of a number can be dialled within a town, and stands for a whole one.
		if (!unpunctuated(start).endsWith(number)) return undefined;
		return { length: number.length, isKnown: isKnown(typed.digits) };
	};
	return holdsMore(plain, startOf) ? { why: 'more' } : read(plain, countryCode);
}
