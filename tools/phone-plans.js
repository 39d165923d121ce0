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
 * longer ones are taken, of all kinds but voicemail, companies' numbers for all and pagers (5, 6 and 7).
 */
const LONGER = ['39', '247'];
const TYPES = 11;

/** Italy's other numbers begin with a 0, those in the north with 03; with 0 in front a mobile has more digits. */
const MOBILES = { 39: '3\\d{9}' };

function patternOf(code, country) {
	if (!LONGER.includes(code)) return country[2];
	const kinds = country[TYPES].filter((kind, index) => kind && (index < 5 || index > 7));
	return kinds.map(([pattern]) => pattern).join('|');
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
		// Of countries that share a calling code the first one's habits count; the others' lengths are among its own.
		const [, , , lengths, , trunk, , parsed, transform] = countries[0];
		const prefix = parsed || trunk;
		const still = STILL_USED[code] ? [STILL_USED[code].pattern] : [];
		plans[code] = {
			lengths: [...new Set([...lengths, ...(STILL_USED[code]?.lengths ?? [])])].sort(
				(a, b) => a - b,
			),
			pattern: [
				...new Set([...countries.map((country) => patternOf(code, country)), ...still]),
			].join('|'),
			...(MOBILES[code] && { mobile: MOBILES[code] }),
			...(prefix && { trunk: prefix }),
			...(parsed && transform && { rewrite: transform }),
			...(parsed && trunk && parsed !== trunk && { plainTrunk: trunk }),
		};
	}
	const lines = Object.entries(plans).map(([code, plan]) => `"${code}":${JSON.stringify(plan)}`);
	return `{\n${lines.join(',\n')}\n}\n`;
}

module.exports = { FILE, phonePlans };
