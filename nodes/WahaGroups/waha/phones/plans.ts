import data from './plans.json';

/** One calling code's numbers, as its countries have laid down. See tools/phone-plans.js for where it comes from. */
interface PlanData {
	/** How many digits can follow the calling code. */
	lengths: number[];
	/** What follows the calling code, as far as the ranges are known. */
	pattern: string;
	/** What is dialled in front within the country, as an expression; missing where nothing is. */
	trunk?: string;
	/** What takes the place of `trunk` where it holds a group. */
	rewrite?: string;
	/** The digits alone, where `trunk` takes more: in some countries the code of a company is dialled, too. */
	plainTrunk?: string;
	/** Mobiles, where the 0 in front belongs to some numbers and to no mobile. */
	mobile?: string;
}

const DATA: Readonly<Record<string, PlanData>> = data;

export class Plan {
	private readonly pattern: RegExp;
	private readonly trunk: RegExp | undefined;

	constructor(
		readonly code: string,
		private readonly data: PlanData,
	) {
		this.pattern = new RegExp(`^(?:${data.pattern})$`);
		this.trunk = data.trunk === undefined ? undefined : new RegExp(`^(?:${data.trunk})`);
	}

	get lengths(): readonly number[] {
		return this.data.lengths;
	}

	/** Whether a number of this length can exist. In: the digits behind the calling code. */
	isPossible(digits: string): boolean {
		return this.data.lengths.includes(digits.length);
	}

	/** Whether the number lies in a known range; new ranges are not known, so nothing is refused for this. */
	isKnown(digits: string): boolean {
		return this.pattern.test(digits);
	}

	/** Whether the number is a mobile for sure, where others begin with a 0; else nobody can tell. */
	isMobile(digits: string): boolean {
		return new RegExp(`^(?:${this.data.mobile ?? '(?!)'})$`).test(digits);
	}

	/** The number without what is dialled in front within the country only; as it is where that belongs to it. */
	withoutTrunk(digits: string): string {
		const match = this.trunk?.exec(digits);
		if (!this.trunk || !match || this.isKnown(digits)) return digits;
		const { rewrite, plainTrunk } = this.data;
		const hasGroup = match.length > 1 && match[match.length - 1] !== undefined;
		const bare =
			rewrite !== undefined && hasGroup
				? digits.replace(this.trunk, rewrite)
				: digits.slice(match[0].length);
		if (this.isPossible(bare)) return bare;
		const plain =
			plainTrunk !== undefined && digits.startsWith(plainTrunk)
				? digits.slice(plainTrunk.length)
				: digits;
		if (plain !== digits && this.isPossible(plain)) return plain;
		// A 0 that is dialled in front is no digit of a number, however short that is.
		return digits.replace(/^0/, '');
	}
}

const plans = new Map<string, Plan>();

/** The plan of a calling code; undefined where no country has it. In: its digits, e.g. `49`. */
export function planOf(code: string): Plan | undefined {
	const known = plans.get(code);
	if (known) return known;
	const found = Object.hasOwn(DATA, code) ? DATA[code] : undefined;
	if (!found) return undefined;
	const plan = new Plan(code, found);
	plans.set(code, plan);
	return plan;
}

/** The plan of the calling code that a number begins with: none is the beginning of another. */
export function planFor(digits: string): Plan | undefined {
	for (const length of [1, 2, 3]) {
		const plan = planOf(digits.slice(0, length));
		if (plan) return plan;
	}
	return undefined;
}
