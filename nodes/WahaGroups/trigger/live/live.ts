import type { IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { toActivationError, toNodeError } from '../../n8n/nodeErrors';
import { envelopeOfMissed } from '../../waha/events/envelope';
import type { Item, Subscription } from '../../waha/events/judge';
import { judge } from '../../waha/events/judge';
import { settle } from '../../waha/settle';
import { InputError } from '../../wording/inputError';
import { liveOptionsOf } from '../settings';
import { canCatchUp, CatchingUp, WATCHED } from './catchingUp';
import type { Heard } from './items';
import { heard, itemsOf, lookUpsAt, outputOf, subscriptionOf } from './items';
import { LiveTrigger } from './liveTrigger';
import { checkWebSocket } from './plan';
import { Queue } from './queue';
import { tellOwner } from './telling';

/** n8n starts a trigger so when nobody is there to read an error, and does not try again after one. */
const BY_ITSELF: ReadonlySet<string> = new Set(['init', 'leadershipChange']);

/** How long publishing waits until it is known who is in the groups: n8n saves that right after. */
const FIRST_LOOK_MS = 20_000;

/** Starts an execution for each event from now on. */
async function publish(
	context: ITriggerFunctions,
	subscription: Subscription,
): Promise<ITriggerResponse> {
	const { session, events, filters } = subscription;
	const { catchUp, eventSource } = liveOptionsOf(context);
	const catches = catchUp && canCatchUp(events, filters.groupIds);
	let engine: string | null = null;
	const watch = catches
		? new CatchingUp(context, {
				session,
				groupIds: filters.groupIds,
				find: (account) => async (lids) => await lookUpsAt(account, session).numbers(lids),
				missed: (event, account, accountIds) => {
					const envelope = envelopeOfMissed(session, engine, accountIds);
					queue.push({ envelope, events: [event], account, heardMs: Date.now() });
				},
			})
		: undefined;
	// What was remembered once would be compared with later, when somebody turns this on again.
	if (watch === undefined) CatchingUp.forget(context);
	const queue = new Queue<Heard, Item>({
		itemsOf: async (one) => {
			const left = watch?.observe(one) ?? one.events;
			return await itemsOf({ ...one, events: left }, subscription);
		},
		start: async (items) => {
			const done = context.helpers.createDeferredPromise<IRun>();
			context.emit(outputOf(items), undefined, done);
			return await done.promise;
		},
		overflown: () => {
			const error = new InputError(
				'More events came than this workflow can work off, so some were left out',
				'Make the workflow shorter, or choose fewer events and groups in the trigger.',
			);
			tellOwner(context, error);
		},
		drained: () => watch?.lookAgain(),
	});
	const live = new LiveTrigger(context, {
		session,
		events,
		source: eventSource,
		also: catches ? WATCHED : [],
		hear: (envelope, account) => {
			const one = heard(envelope, account);
			// What needs no look-up to be left out takes no place in the queue.
			const { kind } = judge(envelope, subscription, one.heardMs, undefined, one.events);
			if (kind !== 'unwanted' || one.events.some((event) => watch?.concerns(event)))
				queue.push(one);
		},
		connected: (account, itsEngine) => {
			engine = itsEngine;
			watch?.look(account);
		},
	});
	const stop = async (): Promise<void> => {
		queue.stop();
		watch?.stop();
		await Promise.resolve(live.stop());
	};
	if (BY_ITSELF.has(context.getActivationMode())) {
		void live.startSometime();
		return { closeFunction: stop };
	}
	const settled = await settle(live.start());
	if (!settled.ok) {
		await stop();
		throw settled.error;
	}
	await watch?.firstLook(FIRST_LOOK_MS);
	return { closeFunction: stop };
}

/** Waits for one event, for a person who tries the workflow out. Nothing is remembered, and nothing caught up. */
function test(context: ITriggerFunctions, subscription: Subscription): ITriggerResponse {
	const { session, events } = subscription;
	let isDone = false;
	let before: Promise<void> = Promise.resolve();
	const live = new LiveTrigger(context, {
		session,
		events,
		source: liveOptionsOf(context).eventSource,
		also: [],
		hear: (envelope, account) => {
			// The first counts, also where it takes longer than the next one.
			before = before.then(async () => {
				const items = isDone ? [] : await itemsOf(heard(envelope, account), subscription);
				if (items.length === 0) return;
				isDone = true;
				live.stop();
				context.emit(outputOf(items));
			});
		},
		connected: () => undefined,
	});
	return {
		closeFunction: async () => await Promise.resolve(live.stop()),
		manualTriggerFunction: async () => {
			const settled = await settle(live.start());
			if (settled.ok) return;
			live.stop();
			throw toNodeError(context.getNode(), settled.error);
		},
	};
}

/**
 * Listens to a session for a workflow. What stands in the way is told where a person publishes or tests it; at n8n's
 * own start it is waited out. Throws NodeApiError or NodeOperationError.
 */
export async function startListening(context: ITriggerFunctions): Promise<ITriggerResponse> {
	const isTest = context.getMode() === 'manual';
	const work = (async () => {
		checkWebSocket();
		const subscription = subscriptionOf(context);
		return isTest ? test(context, subscription) : await publish(context, subscription);
	})();
	const settled = await settle(work);
	if (settled.ok) return settled.value;
	const toError = isTest ? toNodeError : toActivationError;
	throw toError(context.getNode(), settled.error);
}
