'use strict';

/**
 * What the node knows about the countries' numbers, from libphonenumber-js, which is not part of the package: a small
 * file that is made by each build and kept with the sources, so that a change of the library shows in a review.
 */
const FILE = 'nodes/WahaGroups/waha/phones/plans.json';

/** Lengths that the library knows no more, though such accounts are known. Benin put "01" in front in 2024. */
const STILL_USED = { 229: { lengths: [8], pattern: '[2-9]\\d{7}' } };

/**
 * Where people's numbers fit the library's short pattern with a 0 in front, too, though no such number is there: its
 * longer ones are taken, of landlines and mobiles.
 */
const LONGER = ['39', '247'];
const TYPES = 11;

/** Italy's other numbers begin with a 0, those in the north with 03; with 0 in front a mobile has more digits. */
const MOBILES = { 39: '3\\d{9}' };

function patternsOf(code, countries) {
	const still = STILL_USED[code] ? [STILL_USED[code].pattern] : [];
	if (!LONGER.includes(code)) return [countries[0][2], ...still];
	return countries.flatMap((country) => country[TYPES].slice(0, 2).map(([pattern]) => pattern));
}

/** The plans by calling code. In: the library's metadata with all it knows. Out: the file's text. */
function phonePlans(metadata) {
	const plans = {};
	const kinds = Object.entries(metadata.country_calling_codes).map(([code, countries]) => [
		code,
		countries.map((country) => metadata.countries[country]),
	]);
	const others = Object.entries(metadata.nonGeographic).map(([code, plan]) => [code, [plan]]);
	for (const [code, countries] of [...kinds, ...others]) {
		// Of countries that share a calling code the first one's habits count; the others' numbers are among its own.
		const [, , , lengths, , trunk, , parsed, transform] = countries[0];
		const prefix = parsed || trunk;
		const possible = [...new Set([...lengths, ...(STILL_USED[code]?.lengths ?? [])])];
		plans[code] = [
			possible.sort((a, b) => a - b).join(),
			patternsOf(code, countries).join('|'),
			prefix,
			parsed && transform,
			parsed && trunk !== parsed && trunk,
			MOBILES[code],
		];
	}
	const lines = Object.entries(plans).map(([code, plan]) => {
		const text = plan.map((part) => part || '').join(' ');
		return `"${code}":${JSON.stringify(text.trimEnd())}`;
	});
	return `{\n${lines.join(',\n')}\n}\n`;
}

module.exports = { FILE, phonePlans };
