'use strict';

/**
 * What the node knows about the countries' numbers, from libphonenumber-js, which is not part of the package: a small
 * file that is made by each build and kept with the sources, so that a change of the library shows in a review.
 */
const FILE = 'nodes/WahaGroups/waha/phones/plans.json';

/** Lengths that the library knows no more, though such accounts are known. Benin put "01" in front in 2024. */
const STILL_USED = { 229: [8] };

/** The plans by calling code. In: the library's metadata. Out: the file's text. */
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
		plans[code] = {
			lengths: [...new Set([...lengths, ...(STILL_USED[code] ?? [])])].sort((a, b) => a - b),
			pattern: [...new Set(countries.map(([, , pattern]) => pattern))].join('|'),
			...(prefix && { trunk: prefix }),
			...(parsed && transform && { rewrite: transform }),
			...(parsed && trunk && parsed !== trunk && { plainTrunk: trunk }),
		};
	}
	const lines = Object.entries(plans).map(([code, plan]) => `"${code}":${JSON.stringify(plan)}`);
	return `{\n${lines.join(',\n')}\n}\n`;
}

module.exports = { FILE, phonePlans };
