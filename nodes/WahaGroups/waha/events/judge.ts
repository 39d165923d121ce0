import type { EventName } from './catalogue';
import { toGroupEvents } from './catalogue';
import type { Envelope } from './envelope';
import { madeAtMs } from './envelope';
import type { GroupEvent } from './groupEvent';
import { itemsOf } from './groupEvent';
import type { EventSource } from './registering';
import type { Filters, Numbers } from './wanted';
import { wantedEvents } from './wanted';

/** What a workflow wants of WAHA's events. It may read its values when they are asked for: not every event asks for all. */
export interface Subscription {
	readonly session: string;
	readonly events: readonly EventName[];
	/** Which of WAHA's events count; `auto` for both. */
	readonly source: EventSource;
	readonly filters: Filters;
	/** In seconds; Infinity for no limit. */
	readonly maxEventAge: number;
	/** Whether the numbers of hidden people are looked up. */
	readonly resolvePhoneNumbers: boolean;
	/** Whether items have our shape; else the one item is the event as it came. */
	readonly simplify: boolean;
	/** Whether each person of an event is an item. */
	readonly splitParticipants: boolean;
}

export type Item = ReturnType<typeof itemsOf>[number] | Record<string, unknown>;

/** Why an event is not for a workflow. */
export type Unwanted = 'tooOld' | 'otherSession' | 'otherEvents' | 'filtered';

export type Judgement =
	| { kind: 'taken'; items: Item[] }
	| { kind: 'unwanted'; why: Unwanted }
	/** To be judged again with these hidden ids looked up. */
	| { kind: 'needsNumbers'; ids: string[] };

/** The numbers, with those ids for which nobody found one. */
function withUnknown(numbers: Numbers, ids: readonly string[]): Numbers {
	return new Map([...numbers, ...ids.map((id) => [id, null] as const)]);
}

/**
 * What becomes of an event for a workflow. Asks for no id that is in `numbers`, so it has an answer after two rounds.
 * In: the time now in milliseconds since 1970, what was looked up for this event so far, and what is left of it to be
 * told, where that is not all. What was caught up is told in our shape always: there is no event as it came.
 */
export function judge(
	envelope: Envelope,
	subscription: Subscription,
	nowMs: number,
	numbers: Numbers = new Map(),
	left: ReadonlyArray<GroupEvent<EventName>> = toGroupEvents(envelope),
): Judgement {
	const madeAt = madeAtMs(envelope);
	if (madeAt !== null && nowMs - madeAt > subscription.maxEventAge * 1000)
		return { kind: 'unwanted', why: 'tooOld' };
	if (envelope.session !== subscription.session) return { kind: 'unwanted', why: 'otherSession' };
	const { events, source } = subscription;
	const isOfSource = (told: (typeof left)[number]['source']): boolean =>
		source === 'auto' || told === 'catchUp' || source === told;
	const asked = left.filter((one) => events.includes(one.event) && isOfSource(one.source));
	if (asked.length === 0) return { kind: 'unwanted', why: 'otherEvents' };
	const { filters } = subscription;
	const simplify = subscription.simplify || asked.every((one) => one.source === 'catchUp');
	const step = wantedEvents(asked, envelope.accountIds, filters, numbers, simplify);
	if ('needs' in step) {
		return subscription.resolvePhoneNumbers
			? { kind: 'needsNumbers', ids: step.needs }
			: judge(envelope, subscription, nowMs, withUnknown(numbers, step.needs), left);
	}
	if (step.value.length === 0) return { kind: 'unwanted', why: 'filtered' };
	if (!simplify) return { kind: 'taken', items: [envelope.body] };
	const { splitParticipants } = subscription;
	const items = step.value.flatMap((event) => itemsOf(event, envelope, splitParticipants));
	return { kind: 'taken', items };
}

/** Looks up the numbers behind hidden ids, by hidden id; those that nobody knows are left out. */
export type FindNumbers = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Judges an event, and looks up what is needed in between. In: as `judge`, but what looks up. */
export async function judgeFinding(
	envelope: Envelope,
	subscription: Subscription,
	nowMs: number,
	find: FindNumbers,
	left?: ReadonlyArray<GroupEvent<EventName>>,
): Promise<Exclude<Judgement, { kind: 'needsNumbers' }>> {
	let numbers: Numbers = new Map();
	for (;;) {
		const judgement = judge(envelope, subscription, nowMs, numbers, left);
		if (judgement.kind !== 'needsNumbers') return judgement;
		const found = await find(judgement.ids);
		numbers = new Map([...withUnknown(numbers, judgement.ids), ...found]);
	}
}
