import { recordOf } from '../../../../nodes/WahaGroups/waha/json';
import type { SessionName, WorkflowId } from './actions';

/** One entry that a workflow may have in a session: for its production address, or for its test address. */
export interface Slot {
	workflow: WorkflowId;
	kind: 'production' | 'test';
	/** The end of its URL, the same under every address of n8n. */
	path: string;
}

/** A session's config; null where it has none. */
export type Config = Record<string, unknown> | null;

/** What came to a session's config in the order of the server. */
interface Step {
	session: SessionName;
	before: string;
	after: string;
	/** The API key of who asked; null for another program. */
	key: string | null;
	kind: 'read' | 'write';
	/** When the request came; a write is done only some time later. */
	cameAt: number;
	/** The slot that a write of ours changed. */
	slot?: Slot;
}

const webhooksIn = (config: Config): unknown[] =>
	Array.isArray(config?.webhooks) ? config.webhooks : [];

function isOf(slot: Slot, entry: unknown): boolean {
	return String(recordOf(entry).url).endsWith(slot.path);
}

/** The entries of a slot in a config. */
export function entriesOf(slot: Slot, config: Config): unknown[] {
	return webhooksIn(config).filter((entry) => isOf(slot, entry));
}

const parse = (text: string): Config => JSON.parse(text) as Config;

const slotText = (slot: Slot, text: string): string => JSON.stringify(entriesOf(slot, parse(text)));

/** Everything in a config but the entries of a slot. */
function restOf(slot: Slot | undefined, text: string): string {
	const config = parse(text);
	const others = webhooksIn(config).filter((entry) => !(slot && isOf(slot, entry)));
	// No webhooks are the same as none named.
	const kept = Object.entries({ ...config, webhooks: others }).filter(
		([field]) => field !== 'webhooks' || others.length > 0,
	);
	return JSON.stringify(kept);
}

/** What another program wrote while a write of ours was under way, and ours undid although it had seen it. */
interface Owed {
	/** The step of the write that undid it. */
	at: number;
	theirs: string;
}

/**
 * All reads and writes of the sessions' configs, in the order in which the server did them. It judges each write of
 * ours: made from the workflow's last read before it was sent, with one slot changed and not a letter of anything else.
 * So what it undoes is exactly what others wrote between that read and the moment in which it is stored: WAHA has no lock
 * and no ETag. What the workflow saw of that while its write was under way, it has to write again.
 */
export class History {
	readonly wrong: string[] = [];
	private readonly steps: Step[] = [];
	/** Writes of another program that were undone in that window. */
	lost = 0;
	private owed: Owed[] = [];

	constructor(private readonly slots: readonly Slot[]) {}

	get length(): number {
		return this.steps.length;
	}

	/** What came since a step, a line for each; a failure of chance has to be understood from what it says. */
	told(from: number): string[] {
		return this.steps.slice(from).map(({ key, kind, session, cameAt, after }) => {
			const came = cameAt > 0 ? ` (came at ${Math.round(cameAt % 1e6)} ms)` : '';
			return `${key ?? 'another program'}: ${kind} ${session}${came} ${after}`;
		});
	}

	read(key: string, session: SessionName, config: Config, cameAt: number): void {
		const text = JSON.stringify(config);
		this.steps.push({ session, key, kind: 'read', before: text, after: text, cameAt });
	}

	foreign(session: SessionName, before: Config, after: Config): void {
		const texts = { before: JSON.stringify(before), after: JSON.stringify(after) };
		this.steps.push({ session, key: null, kind: 'write', ...texts, cameAt: 0 });
	}

	write(key: string, session: SessionName, current: Config, body: unknown, cameAt: number): void {
		const [before, after] = [JSON.stringify(current), JSON.stringify(recordOf(body).config)];
		const step: Step = { session, key, kind: 'write', before, after, cameAt };
		const at = this.lastRead(key, session, cameAt);
		const base = this.steps[at]?.after ?? 'null';
		const own = this.slots.filter(({ workflow }) => key.startsWith(`${workflow}.`));
		const previous = this.steps.findLastIndex(
			(one) => one.kind === 'write' && one.session === session && one.key === key,
		);
		const changed = own.filter((slot) => slotText(slot, base) !== slotText(slot, after));
		// The one before it may have undone something, which this one gives back.
		const again = this.steps[previous]?.slot;
		const givesBack = this.owed.some(
			({ at: write, theirs }) =>
				write === previous && restOf(again, theirs) === restOf(again, after),
		);
		const slot = givesBack ? again : changed[0];
		step.slot = slot;
		const isChange = changed.length === 1 && restOf(slot, base) === restOf(slot, after);
		const fine =
			Object.keys(recordOf(body)).join() === 'config' &&
			(isChange || givesBack) &&
			own.every((slot) => entriesOf(slot, parse(after)).length <= 1);
		if (!fine) this.wrong.push(`${key} writes to ${session} what is not its own: ${after}`);
		const window = this.steps
			.slice(at + 1)
			.filter((other) => other.session === session && other.kind === 'write');
		if (window.some((other) => other.key !== null)) {
			this.wrong.push(`${key} writes to ${session} although it is another one's turn`);
		}
		this.lost += window.length;
		this.steps.push(step);
		const seen = this.steps[this.lastRead(key, session)]?.after ?? 'null';
		if (restOf(slot, seen) !== restOf(slot, base)) {
			this.owed.push({ at: this.steps.length - 1, theirs: seen });
		}
	}

	/** What was undone although it had been seen, and was not written again right after; empty afterwards. */
	debts(): string[] {
		const { owed } = this;
		this.owed = [];
		return owed.flatMap(({ at, theirs }) => {
			const { session, key, slot } = this.steps[at] ?? {};
			const next = this.steps
				.slice(at + 1)
				.find((step) => step.kind === 'write' && step.session === session);
			// Whoever writes meanwhile has decided anew what is there.
			if (next?.key === null) return [];
			if (next && next.key === key && restOf(slot, next.after) === restOf(slot, theirs)) return [];
			return [`${key} undoes in ${session} and does not write again: ${theirs}`];
		});
	}

	/** Where a workflow last read a session, by a request that came before a moment; -1 where it never did. */
	lastRead(key: string, session: SessionName, before = Infinity): number {
		return this.steps.findLastIndex(
			(step) =>
				step.kind === 'read' &&
				step.key === key &&
				step.session === session &&
				step.cameAt < before,
		);
	}

	/** Whether a workflow has looked at a session after its last write to it since a step. */
	hasLookedAgain(key: string, session: SessionName, since: number): boolean {
		const own = this.steps
			.slice(since)
			.findLast((step) => step.key === key && step.session === session);
		return own?.kind !== 'write';
	}

	/** Whether somebody else changed the entries of a slot since a step: another program, or a write that undid that. */
	disturbed(slot: Slot, session: SessionName, since: number): boolean {
		return this.steps
			.slice(since + 1)
			.some(
				(step) =>
					step.session === session &&
					step.slot !== slot &&
					slotText(slot, step.before) !== slotText(slot, step.after),
			);
	}
}
