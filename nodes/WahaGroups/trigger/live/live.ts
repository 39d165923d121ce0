import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	ITriggerFunctions,
	ITriggerResponse,
} from 'n8n-workflow';

import type { Account, Pacing } from '../../n8n/connection';
import { toActivationError, toNodeError } from '../../n8n/nodeErrors';
import type { Envelope } from '../../waha/events/envelope';
import type { Item, Subscription } from '../../waha/events/judge';
import { judge, judgeFinding } from '../../waha/events/judge';
import { settle } from '../../waha/settle';
import { InputError } from '../../wording/inputError';
import { LookUps } from '../lookUps';
import { eventsOf, filtersOf, optionsOf, sessionOf } from '../settings';
import { LiveTrigger } from './liveTrigger';
import { checkWebSocket } from './plan';
import { Queue } from './queue';
import { tellOwner } from './telling';

/** n8n starts a trigger so when nobody is there to read an error, and does not try again after one. */
const BY_ITSELF: ReadonlySet<string> = new Set(['init', 'leadershipChange']);

/** What the workflow wants, read now: later n8n evaluates no expressions for a trigger. Throws InputError. */
function subscriptionOf(context: ITriggerFunctions): Subscription {
	const { resolvePhoneNumbers, simplify, splitParticipants } = optionsOf(context);
	return {
		session: sessionOf(context),
		events: eventsOf(context),
		// Only the events that were planned are heard, and each of them has one source.
		source: 'auto',
		filters: filtersOf(context),
		// Nothing can be replayed here, and WAHA keeps nothing back.
		maxEventAge: Infinity,
		resolvePhoneNumbers,
		simplify,
		splitParticipants,
	};
}

/** An event that came, and where from. */
interface Heard {
	envelope: Envelope;
	account: Account;
}

/** The items that an event gives; none where it is not for this workflow. */
async function itemsOf({ envelope, account }: Heard, subscription: Subscription): Promise<Item[]> {
	const connect = async (pacing: Pacing) => await Promise.resolve(account.connect(pacing));
	const lookUps = new LookUps(connect, envelope.session);
	const judgement = await judgeFinding(envelope, subscription, Date.now(), lookUps);
	return judgement.kind === 'taken' ? judgement.items : [];
}

const outputOf = (items: readonly Item[]): INodeExecutionData[][] => [
	items.map((json) => ({ json: json as IDataObject })),
];

/** Starts an execution for each event from now on. */
async function publish(
	context: ITriggerFunctions,
	subscription: Subscription,
): Promise<ITriggerResponse> {
	const queue = new Queue<Heard, Item>({
		itemsOf: async (heard) => await itemsOf(heard, subscription),
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
		drained: () => undefined,
	});
	const live = new LiveTrigger(context, {
		session: subscription.session,
		events: subscription.events,
		source: optionsOf(context).eventSource,
		hear: (envelope, account) => {
			// What needs no look-up to be left out takes no place in the queue.
			if (judge(envelope, subscription, Date.now()).kind !== 'unwanted')
				queue.push({ envelope, account });
		},
		connected: () => undefined,
	});
	const stop = async (): Promise<void> => {
		queue.stop();
		await Promise.resolve(live.stop());
	};
	if (BY_ITSELF.has(context.getActivationMode())) {
		void live.startSometime();
		return { closeFunction: stop };
	}
	const settled = await settle(live.start());
	if (settled.ok) return { closeFunction: stop };
	await stop();
	throw settled.error;
}

/** Waits for one event, for a person who tries the workflow out. */
function test(context: ITriggerFunctions, subscription: Subscription): ITriggerResponse {
	let isDone = false;
	const live = new LiveTrigger(context, {
		session: subscription.session,
		events: subscription.events,
		source: optionsOf(context).eventSource,
		hear: (envelope, account) => {
			void itemsOf({ envelope, account }, subscription).then((items) => {
				if (isDone || items.length === 0) return;
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
