import type { IDataObject, INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';

import type { Account, Pacing } from '../../n8n/connection';
import type { EventName } from '../../waha/events/catalogue';
import { toGroupEvents } from '../../waha/events/catalogue';
import type { Envelope } from '../../waha/events/envelope';
import type { GroupEvent } from '../../waha/events/groupEvent';
import type { Item, Subscription } from '../../waha/events/judge';
import { judgeFinding } from '../../waha/events/judge';
import { LookUps } from '../lookUps';
import { eventsOf, filtersOf, liveOptionsOf, sessionOf } from '../settings';

/** What the workflow wants, read now: later n8n evaluates no expressions for a trigger. Throws InputError. */
export function subscriptionOf(context: ITriggerFunctions): Subscription {
	const { resolvePhoneNumbers, simplify, splitParticipants } = liveOptionsOf(context);
	return {
		session: sessionOf(context),
		events: eventsOf(context),
		// Only the events that were planned are heard, and each of them has one source.
		source: 'auto',
		filters: filtersOf(context),
		// Nobody can send it an event that was recorded: it asks WAHA itself.
		maxEventAge: Infinity,
		resolvePhoneNumbers,
		simplify,
		splitParticipants,
	};
}

/** An event that waits for its turn, and the server that it is from. */
export interface Heard {
	envelope: Envelope;
	events: ReadonlyArray<GroupEvent<EventName>>;
	account: Account;
	/** When it came in, in milliseconds since 1970: its turn may be much later. */
	heardMs: number;
}

/** An event that came over the connection. */
export function heard(envelope: Envelope, account: Account): Heard {
	return { envelope, events: toGroupEvents(envelope), account, heardMs: Date.now() };
}

/** What looks things up at a server, for one event: all its look-ups share the time. */
export function lookUpsAt(account: Account, session: string): LookUps {
	const connect = async (pacing: Pacing) => await Promise.resolve(account.connect(pacing));
	// Nobody tells a live trigger of another address in the credential, and it goes on with the old one.
	return new LookUps(connect, `${account.credentialId} ${account.baseUrl}`, session);
}

/** The items that an event gives, or what is left of it to be told; none where it is not for this workflow. */
export async function itemsOf(
	{ envelope, events, account }: Heard,
	subscription: Subscription,
): Promise<Item[]> {
	if (events.length === 0) return [];
	const lookUps = lookUpsAt(account, envelope.session);
	const judgement = await judgeFinding(envelope, subscription, Date.now(), lookUps, events);
	return judgement.kind === 'taken' ? judgement.items : [];
}

/** Items as n8n takes them from a trigger. */
export const outputOf = (items: readonly Item[]): INodeExecutionData[][] => [
	items.map((json) => ({ json: json as IDataObject })),
];
