import data from './plans.json';

/** The plan of each calling code, in the order of `Plan`, blanks between. See tools/phone-plans.js for where it comes from. */
const DATA: Readonly<Record<string, string>> = data;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** One calling code's numbers, as its countries have laid down. */
export class Plan {
	/** How many digits can follow the calling code. */
	readonly lengths: readonly number[];
	/** What follows the calling code, as far as the ranges are known. */
	private readonly pattern: RegExp;
	/** What is dialled in front within the country; undefined where nothing is. */
	private readonly trunk: RegExp | undefined;
	/** What takes the place of `trunk` where it holds a group. */
	private readonly rewrite: string | undefined;
	/** The digits alone, where `trunk` takes more: in some countries the code of a company is dialled, too. */
	private readonly plainTrunk: string | undefined;
	/** Mobiles, where the 0 in front belongs to some numbers and to no mobile. */
	private readonly mobile: RegExp | undefined;

	constructor(
		readonly code: string,
		text: string,
	) {
		const [lengths = '', pattern = '', trunk, rewrite, plainTrunk, mobile] = text.split(' ');
		this.lengths = lengths.split(',').map(Number);
		this.pattern = whole(pattern);
		this.trunk = trunk ? new RegExp(`^(?:${trunk})`) : undefined;
		this.rewrite = rewrite;
		this.plainTrunk = plainTrunk;
		this.mobile = mobile ? whole(mobile) : undefined;
	}

	/** Whether a number of this length can exist. In: the digits behind the calling code. */
	isPossible(digits: string): boolean {
		return this.lengths.includes(digits.length);
	}

	/** Whether the number lies in a known range; new ranges are not known, so nothing is refused for this. */
	isKnown(digits: string): boolean {
		return this.pattern.test(digits);
	}

	/** Whether the number is a mobile for sure, where others begin with a 0; else nobody can tell. */
	isMobile(digits: string): boolean {
		return this.mobile?.test(digits) ?? false;
	}

	/** The number without what is dialled in front within the country only; as it is where that belongs to it. */
	withoutTrunk(digits: string): string {
		const match = this.trunk?.exec(digits);
		if (!this.trunk || !match || this.isKnown(digits)) return digits;
		const { rewrite, plainTrunk } = this;
		const hasGroup = match.length > 1 && match[match.length - 1] !== undefined;
		const bare =
			rewrite && hasGroup ? digits.replace(this.trunk, rewrite) : digits.slice(match[0].length);
		if (this.isPossible(bare)) return bare;
		const plain =
			plainTrunk && digits.startsWith(plainTrunk) ? digits.slice(plainTrunk.length) : digits;
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
