import type { EventName } from './catalogue';
import { toGroupEvents } from './catalogue';
import type { Envelope } from './envelope';
import { madeAtMs } from './envelope';
import type { GroupEvent } from './groupEvent';
import { itemsOf } from './groupEvent';
import type { EventSource } from './registering';
import { toldSubjects } from './toldSubjects';
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
	| { kind: 'needsNumbers'; ids: string[] }
	/** Taken, once the subjects of these groups are looked up, as far as anybody knows them. */
	| { kind: 'needsSubjects'; groupIds: string[]; itemsWith: (subjects: Subjects) => Item[] };

/** Of groups, by their ids. */
type Subjects = ReadonlyMap<string, string>;

/** What is known of each, with null for those of which nothing was found. */
function added(
	known: ReadonlyMap<string, string | null>,
	asked: readonly string[],
	found: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string | null> {
	return new Map([...known, ...asked.map((id) => [id, null] as const), ...found]);
}

/** The groups of events that do not tell their subject. */
function unnamedGroups(events: ReadonlyArray<GroupEvent<string>>): string[] {
	const ids = events.flatMap(({ groupId, group }) =>
		groupId === null || typeof group?.subject === 'string' ? [] : [groupId],
	);
	return [...new Set(ids)];
}

/**
 * What becomes of an event for a workflow. Asks for nothing that was looked up, so it has an answer after two rounds.
 * In: the time now in milliseconds since 1970, the numbers looked up for this event so far (null for what nobody knows),
 * and what is left of it to be told, where that is not all. What was caught up is told in our shape always: there is no
 * event as it came.
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
		const { needs } = step;
		if (subscription.resolvePhoneNumbers) return { kind: 'needsNumbers', ids: needs };
		return judge(envelope, subscription, nowMs, added(numbers, needs), left);
	}
	if (step.value.length === 0) return { kind: 'unwanted', why: 'filtered' };
	if (!simplify) return { kind: 'taken', items: [envelope.body] };
	const { splitParticipants } = subscription;
	const itemsWith = (subjects: Subjects): Item[] =>
		step.value.flatMap((event) => itemsOf(event, envelope, splitParticipants, subjects));
	const groupIds = unnamedGroups(step.value);
	return groupIds.length > 0
		? { kind: 'needsSubjects', groupIds, itemsWith }
		: { kind: 'taken', items: itemsWith(new Map()) };
}

/** Looks up the numbers behind hidden ids, by hidden id; those that nobody knows are left out. */
export type FindNumbers = (lids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Looks up what an event does not tell; what nobody knows is left out. */
export interface LookUp {
	numbers: FindNumbers;
	/** The subjects of groups, by id. */
	subjects(groupIds: readonly string[]): Promise<Subjects>;
	/** Takes over subjects that an event has told. */
	learnSubjects(told: Subjects): void;
}

/** Judges an event, and looks up what is needed in between. In: as `judge`, but what looks up. */
export async function judgeFinding(
	envelope: Envelope,
	subscription: Subscription,
	nowMs: number,
	lookUp: LookUp,
	left: ReadonlyArray<GroupEvent<EventName>> = toGroupEvents(envelope),
): Promise<Extract<Judgement, { kind: 'taken' | 'unwanted' }>> {
	let numbers: Numbers = new Map();
	for (;;) {
		const judgement = judge(envelope, subscription, nowMs, numbers, left);
		if (judgement.kind === 'needsNumbers') {
			const { ids } = judgement;
			numbers = added(numbers, ids, await lookUp.numbers(ids));
			continue;
		}
		// Also what this workflow does not want tells what a group is called now.
		const isNews = judgement.kind !== 'unwanted' || judgement.why !== 'tooOld';
		if (isNews) lookUp.learnSubjects(toldSubjects(envelope));
		if (judgement.kind !== 'needsSubjects') return judgement;
		const { groupIds, itemsWith } = judgement;
		return { kind: 'taken', items: itemsWith(await lookUp.subjects(groupIds)) };
	}
}
