import fc from 'fast-check';

import type { FaultRuleInput } from '../../../../sandbox';

export const WORKFLOWS = ['a', 'b', 'c'] as const;
export const SESSIONS = ['default', 'gows'] as const;
/** What a trigger may listen to, and the WAHA event that brings it. */
export const EVENTS = { join: 'group.v2.participants', update: 'group.v2.update' } as const;
/** Addresses under which n8n is reached: it may be started with another one. */
export const PUBLIC_URLS = ['http://127.0.0.1:1', 'http://127.0.0.1:2/n8n'] as const;

export type WorkflowId = (typeof WORKFLOWS)[number];
export type SessionName = (typeof SESSIONS)[number];
export type EventOfTrigger = keyof typeof EVENTS;

/** A user publishes a workflow with another session or other events. */
export interface Change {
	kind: 'change';
	workflow: WorkflowId;
	session: SessionName;
	event: EventOfTrigger;
}

/** What a user does with a workflow. */
export type Deed =
	| { kind: 'activate' | 'deactivate' | 'listen' | 'stop'; workflow: WorkflowId }
	| Change;

/** What another program does to a session: at once from a fresh read, or with so many requests of ours in between. */
export interface Foreign {
	kind: 'add' | 'remove' | 'setting' | 'reorder' | 'remake';
	session: SessionName;
	lasts: number;
	/** Right before a request of this kind. */
	before: 'GET' | 'PUT';
}

/** n8n is killed and started again. */
export interface Kill {
	kind: 'kill';
	publicUrl: (typeof PUBLIC_URLS)[number];
}

export interface Fault {
	kind: 'fault';
	rule: FaultRuleInput;
}

/** Something that happens when so many requests have come since the beginning of a storm. */
export type Action = { at: number } & (Deed | Foreign | Kill | Fault);

export const isForeign = (action: Action): action is Foreign & { at: number } =>
	['add', 'remove', 'setting', 'reorder', 'remake'].includes(action.kind);

/** How the server or the way to it goes wrong so that the same again may go well. */
const PASSING = [
	'429',
	'502',
	'503',
	'504',
	'reset',
	'rate-overlimit',
	'cut-body',
	'truncated-json',
] as const;
const KINDS = [...PASSING, 'empty-body', 'error-string'] as const;

/** What goes wrong in a storm; that writes take long is how WAHA is. */
function failuresIn(actions: readonly Action[]): FaultRuleInput[] {
	return actions.flatMap((action) =>
		action.kind === 'fault' && action.rule.kind !== 'latency' ? [action.rule] : [],
	);
}

/** Whether the server is well, so that a look always tells what is there. */
export const isClear = (actions: readonly Action[]): boolean =>
	isCalm(actions) && failuresIn(actions).length === 0;

/** Whether nothing may fail in a storm: others may write, but the server is well but for a moment. */
export function isCalm(actions: readonly Action[]): boolean {
	const faults = failuresIn(actions);
	const mild =
		faults.every(({ kind }) => PASSING.some((one) => one === kind)) &&
		faults.reduce((sum, { times = Infinity }) => sum + times, 0) <= 2;
	return mild && !actions.some(({ kind }) => kind === 'kill' || kind === 'remake');
}

/** Whether the server is well, and another program reads and writes at once, so that nothing comes back that was removed. */
export const isQuiet = (actions: readonly Action[]): boolean =>
	isClear(actions) && !actions.some((action) => isForeign(action) && action.lasts > 0);

const workflow = fc.constantFrom(...WORKFLOWS);
const session = fc.constantFrom(...SESSIONS);
const at = fc.nat({ max: 12 });

const change: fc.Arbitrary<Change> = fc.record({
	kind: fc.constant('change'),
	workflow,
	session,
	event: fc.constantFrom('join', 'update'),
});
const deed: fc.Arbitrary<Deed> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom('activate', 'deactivate', 'listen', 'stop'),
			workflow,
		}),
	},
	{ weight: 1, arbitrary: change },
);

// Mostly one that reads and writes without a pause; some hold an old copy for long.
const lasts = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(0) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) },
);
const foreign: fc.Arbitrary<Foreign> = fc.record({
	kind: fc.constantFrom('add', 'add', 'add', 'remove', 'setting', 'setting', 'reorder', 'remake'),
	session,
	lasts,
	before: fc.constantFrom('GET', 'PUT'),
});

const fault: fc.Arbitrary<Fault> = fc
	.record({
		kind: fc.constantFrom(...KINDS),
		method: fc.constantFrom('GET', 'PUT', 'PUT', undefined),
		session: fc.constantFrom(undefined, ...SESSIONS),
		effect: fc.boolean(),
		// Some are over before a request is given up, some outlast n8n's tries.
		times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 6, max: 12 })),
	})
	.map((rule) => ({ kind: 'fault', rule }));

/** WAHA stores a config only 3 s after it was sent, and tells the old one until then (measured): here in less. */
const slowWrites: fc.Arbitrary<Action[]> = fc
	.integer({ min: 60, max: 200 })
	.map((ms) => [{ at: 0, kind: 'fault', rule: { kind: 'latency', method: 'PUT', ms } }]);

const kill: fc.Arbitrary<Kill> = fc.record({
	kind: fc.constant('kill'),
	publicUrl: fc.constantFrom(...PUBLIC_URLS),
});

function some<T extends object>(
	arbitrary: fc.Arbitrary<T>,
	minLength: number,
	maxLength: number,
): fc.Arbitrary<Array<T & { at: number }>> {
	const placed = fc.tuple(arbitrary, at).map(([action, tick]) => ({ ...action, at: tick }));
	return fc.array(placed, { minLength, maxLength, size: 'max' });
}

const none = fc.constant<Action[]>([]);

/** A session that takes no writes for long while workflows move to another one. */
const outages: fc.Arbitrary<Action[]> = fc
	.tuple(
		some(change, 1, 3),
		session.chain((name) =>
			some(
				fc.integer({ min: 4, max: 12 }).map((times): Fault => {
					return { kind: 'fault', rule: { kind: '503', method: 'PUT', session: name, times } };
				}),
				1,
				2,
			),
		),
	)
	.map((parts) => parts.flat());

/** What happens at once: users, another program, and in some storms a server that fails or an n8n that dies. */
const mixed: fc.Arbitrary<Action[]> = fc
	.tuple(
		some(deed, 1, 5),
		some(foreign, 0, 3),
		fc.oneof(
			{ weight: 2, arbitrary: none },
			{ weight: 2, arbitrary: slowWrites },
			{ weight: 2, arbitrary: some(fault, 1, 2) },
		),
		fc.oneof({ weight: 7, arbitrary: none }, { weight: 1, arbitrary: some(kill, 1, 1) }),
	)
	.map((parts) => parts.flat());

export const storms = fc.oneof({ weight: 6, arbitrary: mixed }, { weight: 1, arbitrary: outages });

/** The same with one request that gets no answer at all until somebody gives up. */
export const stormsWithHang: fc.Arbitrary<Action[]> = fc
	.tuple(
		some(deed, 2, 5),
		some(foreign, 0, 2),
		some(
			fc
				.record({ method: fc.constantFrom('GET', 'PUT'), effect: fc.boolean() })
				.map((rule): Fault => ({ kind: 'fault', rule: { ...rule, kind: 'hang', times: 1 } })),
			1,
			1,
		),
	)
	.map((parts) => parts.flat());
