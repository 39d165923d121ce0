import { type Workflow, pause } from '../../harness/n8n';
import { type EventStart, startsAfter } from '../e2e/support/database';
import type { BenchStage } from './stage';
import { median, quantile, rotated } from './statistics';
import { type Engine, activate, engines, settled } from './trigger';
import { cpuSeconds, memoryMb, peakDuring } from './watch';
import { emptyLiveTrigger, ourLiveTrigger, ourTrigger } from './workflows';

/** How a trigger stood a burst of events, and single ones after it. */
interface LiveRun {
	/** Of the burst, from the first event's sending to the last execution's start. */
	perSecond: number;
	/** Processor time of n8n for each event of the burst, in milliseconds. */
	cpuMs: number;
	/** How much the memory of n8n grew at most during the burst, in MB. */
	grownMb: number;
	/** Of single events, milliseconds from their sending to the execution's start: of half of them, of 99 in 100. */
	p50: number;
	p99: number;
}

/** One line of the table: the medians of all rounds. */
export interface LiveResult extends LiveRun {
	engine: string;
	variant: string;
	/** Events of one burst. */
	events: number;
	/** Events that started exactly one execution, of all rounds together. */
	startedOnce: number;
	/** Executions that started, of all rounds together. */
	started: number;
	/** Events that were sent, of all rounds together. */
	expected: number;
	/** Each round by itself. */
	rounds: LiveRun[];
}

export const liveTriggers = {
	ours: 'WAHA Groups Live Trigger',
	empty: 'Empty live trigger (floor)',
	webhook: 'WAHA Groups Trigger',
} as const;

/** How much is sent in a round. */
interface Amounts {
	burst: number;
	singles: number;
	/** The time from one single event to the next. */
	everyMs: number;
}

// With n8n's default engine for expressions, 100 webhooks at once took n8n 1.8 GB of memory.
const amounts: Record<Engine, Amounts> = {
	[engines.default]: { burst: 100, singles: 200, everyMs: 120 },
	[engines.legacy]: { burst: 1000, singles: 100, everyMs: 100 },
};
const quickAmounts: Amounts = { burst: 100, singles: 10, everyMs: 400 };
const warmUp = 40;

/** An active workflow that listens to a session of its own, so that no other one hears its events. */
interface Listener {
	variant: string;
	workflow: Workflow;
	session: string;
	/** The last execution that was looked at already. */
	lastId: number;
	/** How many executions it has, and should have, so far. */
	sent: number;
	starts: EventStart[];
}

/** Sends the same events to our live trigger, to an empty one, and as webhooks to our trigger. */
export async function measureLive(
	stage: BenchStage,
	engine: Engine,
	rounds: number,
	isQuick: boolean,
): Promise<LiveResult[]> {
	const { burst, singles, everyMs } = isQuick ? quickAmounts : amounts[engine];
	const { listeners, groupId } = await openListeners(stage, engine);
	const runs = new Map<Listener, LiveRun[]>(listeners.map((listener) => [listener, []]));
	for (const listener of listeners) await sendBurst(stage, listener, groupId, warmUp);
	for (const listener of listeners) listener.starts = [];
	for (let round = 0; round < rounds; round++) {
		for (const listener of rotated(listeners, round)) {
			const fast = await sendBurst(stage, listener, groupId, burst);
			const slow = await sendSingles(stage, listener, groupId, singles, everyMs);
			const run = { ...fast, ...slow };
			console.log(`${engine}, live, round ${round + 1}: ${listener.variant}: ${show(run)}`);
			runs.get(listener)?.push(run);
		}
	}
	const expected = rounds * (burst + singles);
	const results: LiveResult[] = [];
	for (const [{ variant, workflow, starts }, list] of runs) {
		const counted = { startedOnce: onceEach(starts), started: starts.length, expected };
		results.push({ engine, variant, events: burst, ...counted, ...summary(list), rounds: list });
		await stage.client.deactivate(workflow.id);
	}
	return results;
}

/** Makes for each trigger a session, all of them in one group, and a workflow that listens to it. */
async function openListeners(
	stage: BenchStage,
	engine: string,
): Promise<{ listeners: Listener[]; groupId: string }> {
	const { credential, sandbox } = stage;
	const { control } = sandbox;
	// Thousands at once are not answered within seconds, and sending them again would be no burst any more.
	await sandbox.prepare({ latencyMs: 0, webhookTimeoutMs: 600_000 });
	const sessionOf = (kind: keyof typeof liveTriggers): string =>
		`${kind}-${engine === engines.legacy ? 'legacy' : 'default'}`;
	const sessions = {
		ours: sessionOf('ours'),
		empty: sessionOf('empty'),
		webhook: sessionOf('webhook'),
	};
	for (const name of Object.values(sessions)) await control.addSession(name);
	const members = Object.values(sessions);
	const { id: groupId } = await control.addGroup({ subject: 'Benchmark', members });
	const nodes = {
		ours: ourLiveTrigger(credential, sessions.ours),
		empty: emptyLiveTrigger(credential, socketUrl(stage, sessions.empty)),
		webhook: ourTrigger(credential, sessions.webhook),
	};
	const listeners: Listener[] = [];
	for (const kind of ['ours', 'empty', 'webhook'] as const) {
		const variant = liveTriggers[kind];
		const { workflow } = await activate(stage, variant, nodes[kind]);
		listeners.push({ variant, workflow, session: sessions[kind], lastId: 0, sent: 0, starts: [] });
	}
	return { listeners, groupId };
}

function socketUrl({ sandbox }: BenchStage, session: string): string {
	const query = new URLSearchParams({ session, events: joined, 'x-api-key': sandbox.apiKey });
	return `${sandbox.url.replace(/^http/, 'ws')}/ws?${query.toString()}`;
}

const joined = 'group.v2.participants';

/** Somebody joins; `{n}` is put in by the sandbox. */
export function joining(groupId: string, n: number | '{n}'): { event: string; payload: unknown } {
	const timestamp = Math.floor(Date.now() / 1000);
	const participants = [{ id: `491609${n}@c.us`, role: 'participant' }];
	const payload = { type: 'join', timestamp, group: { id: groupId }, participants, _data: {} };
	return { event: joined, payload };
}

/** The executions that have come since it was asked last. */
async function newStarts({ n8n }: BenchStage, listener: Listener): Promise<EventStart[]> {
	const starts = await startsAfter(n8n.userFolder, listener.workflow.id, listener.lastId);
	listener.lastId = starts.at(-1)?.executionId ?? listener.lastId;
	listener.starts.push(...starts);
	return starts;
}

async function sendBurst(
	stage: BenchStage,
	listener: Listener,
	groupId: string,
	count: number,
): Promise<Pick<LiveRun, 'perSecond' | 'cpuMs' | 'grownMb'>> {
	const { n8n, sandbox } = stage;
	await stage.collect();
	const memoryBefore = memoryMb(n8n.pid);
	const cpuBefore = cpuSeconds(n8n.pid);
	listener.sent += count;
	const { result: at, peakMb } = await peakDuring(n8n.pid, async () => {
		const first = await sandbox.control.flood(listener.session, {
			...joining(groupId, '{n}'),
			count,
		});
		await settled(stage, listener.workflow.id, listener.sent);
		return first;
	});
	const cpuMs = ((cpuSeconds(n8n.pid) - cpuBefore) / count) * 1000;
	const starts = await newStarts(stage, listener);
	const seconds = (Math.max(...starts.map(({ startedAt }) => startedAt)) - at) / 1000;
	return { perSecond: count / seconds, cpuMs, grownMb: peakMb - memoryBefore };
}

async function sendSingles(
	stage: BenchStage,
	listener: Listener,
	groupId: string,
	count: number,
	everyMs: number,
): Promise<Pick<LiveRun, 'p50' | 'p99'>> {
	const sentAt = new Map<string, number>();
	for (let n = 0; n < count; n++) {
		const id = eventId();
		const sent = { ...joining(groupId, n), overrides: { id } };
		sentAt.set(id, await stage.sandbox.control.sendEvent(listener.session, sent));
		await pause(everyMs);
	}
	listener.sent += count;
	await settled(stage, listener.workflow.id, listener.sent);
	const starts = await newStarts(stage, listener);
	const times = starts.map(({ eventId: id, startedAt }) => startedAt - (sentAt.get(id) ?? NaN));
	return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

let events = 0;

/** An id of the length that WAHA's have, of an event that nobody has sent yet. */
function eventId(): string {
	events += 1;
	return `evt_${String(Date.now())}${String(events).padStart(13, '0')}`;
}

/** How many events have started exactly one execution. */
function onceEach(starts: readonly EventStart[]): number {
	const counts = new Map<string, number>();
	for (const { eventId: id } of starts) counts.set(id, (counts.get(id) ?? 0) + 1);
	return [...counts].filter(([id, count]) => id !== '' && count === 1).length;
}

function show({ perSecond, cpuMs, grownMb, p50, p99 }: LiveRun): string {
	const burst = `${perSecond.toFixed(1)} a second, CPU ${cpuMs.toFixed(0)} ms, memory +${grownMb.toFixed(0)} MB`;
	return `${burst}; one by one p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
}

/** The medians of several runs. */
function summary(runs: readonly LiveRun[]): LiveRun {
	const middle = (figure: keyof LiveRun): number => median(runs.map((run) => run[figure]));
	return {
		perSecond: middle('perSecond'),
		cpuMs: middle('cpuMs'),
		grownMb: middle('grownMb'),
		p50: middle('p50'),
		p99: middle('p99'),
	};
}
