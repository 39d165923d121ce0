import { z } from 'zod';

export const FAULT_KINDS = [
	'429',
	'rate-overlimit',
	'502',
	'503',
	'504',
	'overload',
	'reset',
	'hang',
	'cut-body',
	'truncated-json',
	'wrong-content-type',
	'empty-body',
	'error-string',
	'answer',
	'latency',
] as const;

/** What can go wrong on request; docs/sandbox.md says what each does. */
export type FaultKind = (typeof FAULT_KINDS)[number];

function isExpression(text: string): boolean {
	try {
		return new RegExp(text) instanceof RegExp;
	} catch {
		return false;
	}
}

export const faultRuleSchema = z.object({
	kind: z.enum(FAULT_KINDS),
	/** Any method where left out. */
	method: z.string().optional(),
	/** A glob over the path (`*` stops at a slash, `**` does not) or, in-process, a RegExp. */
	path: z.union([z.string(), z.instanceof(RegExp)]).optional(),
	/** The same as a regular expression in text form. */
	pathRegex: z.string().refine(isExpression, 'is no regular expression').optional(),
	session: z.string().optional(),
	/** So many requests get it; all where left out. */
	times: z.number().int().min(1).optional(),
	/** So many matching requests go free first. */
	after: z.number().int().min(0).default(0),
	/** The share of the matching requests that get it, drawn from the seed. */
	probability: z.number().min(0).max(1).default(1),
	/** The call has its effect before it goes wrong. */
	effect: z.boolean().default(false),
	/** Of 429, 502, 503, 504: the Retry-After header, seconds or a date. */
	retryAfter: z.union([z.number(), z.string()]).optional(),
	/** Of `overload`: 503 for requests above so many in flight. */
	above: z.number().int().min(0).default(0),
	/** Of `latency`. */
	ms: z.number().min(0).default(0),
	/** Of `answer`. */
	status: z.number().int().min(100).max(599).default(500),
	body: z.unknown(),
	headers: z.record(z.string()).default({}),
});

export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

export interface ActiveFault {
	id: number;
	rule: FaultRule;
	matched: number;
	applied: number;
}

interface Target {
	method: string;
	path: string;
	session: string | null;
	inFlight: number;
}

/** Turns a glob into the expression that matches the same paths. */
function globExpression(glob: string): RegExp {
	const text = glob
		.replace(/[.+^${}()|[\]\\?]/g, '\\$&')
		.replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
	return new RegExp(`^${text}$`);
}

function pathMatches(rule: FaultRule, path: string): boolean {
	const expressions: RegExp[] = [];
	if (rule.path instanceof RegExp) expressions.push(rule.path);
	else if (rule.path !== undefined) expressions.push(globExpression(rule.path));
	if (rule.pathRegex !== undefined) expressions.push(new RegExp(rule.pathRegex));
	// `search` does not care for the state that a sticky or global expression keeps.
	return expressions.every(
		(expression) => path.search(expression) >= 0 || decoded(path).search(expression) >= 0,
	);
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/** The rules by which WAHA routes go wrong. */
export class Faults {
	private rules: ActiveFault[] = [];
	private lastId = 0;

	constructor(private readonly random: () => number) {}

	/** Adds a rule and returns its id. Of several that match, the oldest wins. */
	add(input: FaultRuleInput): number {
		const rule = faultRuleSchema.parse(input);
		this.lastId += 1;
		this.rules.push({ id: this.lastId, rule, matched: 0, applied: 0 });
		return this.lastId;
	}

	list(): ActiveFault[] {
		return [...this.rules];
	}

	/** Removes a rule; false where there is none with this id. */
	remove(id: number): boolean {
		const before = this.rules.length;
		this.rules = this.rules.filter((fault) => fault.id !== id);
		return this.rules.length < before;
	}

	clear(): void {
		this.rules = [];
	}

	/** The fault that this request gets, if any; counts it. */
	pick(target: Target): FaultRule | null {
		for (const fault of this.rules) {
			const { rule } = fault;
			if (rule.method !== undefined && rule.method.toUpperCase() !== target.method) continue;
			if (rule.session !== undefined && rule.session !== target.session) continue;
			if (!pathMatches(rule, target.path)) continue;
			if (rule.kind === 'overload' && target.inFlight <= rule.above) continue;
			fault.matched += 1;
			if (fault.matched <= rule.after) continue;
			if (rule.times !== undefined && fault.applied >= rule.times) continue;
			if (rule.probability < 1 && this.random() >= rule.probability) continue;
			fault.applied += 1;
			return rule;
		}
		return null;
	}
}
