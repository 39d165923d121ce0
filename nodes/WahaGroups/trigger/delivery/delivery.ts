import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { connectReadingOnce, credentialIdOf } from '../../n8n/connection';
import { toNodeError } from '../../n8n/nodeErrors';
import { lostKeyCode } from '../../onDemand';
import { WahaError } from '../../waha/errors';
import { wordsOf } from '../../wording/wording';
import { fingerprintsOf, toEnvelope } from '../../waha/events/envelope';
import type { Subscription, Unwanted } from '../../waha/events/judge';
import { judgeFinding } from '../../waha/events/judge';
import { parseJson } from '../../waha/json';
import { lazy } from '../../waha/once';
import { settle } from '../../waha/settle';
import { confirmState } from '../registration/state';
import { LookUps } from '../lookUps';
import type { TriggerOptions } from '../settings';
import {
	eventsOf,
	filtersOf,
	isAutomatic,
	optionsOf,
	sessionOf,
	signingSecretOf,
} from '../settings';
import { isDuplicate } from './deduplication';
import type { Headers } from './signature';
import { isSignedWith } from './signature';

/** How a delivery is answered: in one word of ours, and by what status. */
interface Answer {
	status: 200 | 400 | 401;
	reason: string;
}

/** A delivery is answered, but starts nothing. */
class NotTaken extends Error {
	readonly status: Answer['status'];

	constructor({ status, reason }: Answer) {
		super(reason);
		this.status = status;
	}
}

/** What WAHA is answered for an event that is not for this workflow. In: the name of the event. */
const UNWANTED: Readonly<Record<Unwanted, (event: string) => Answer>> = {
	tooOld: () => ({ status: 401, reason: 'the event is too old' }),
	otherSession: () => ({ status: 200, reason: 'this workflow listens to another session' }),
	otherEvents: (event) => ({
		status: 200,
		reason: `this workflow does not listen to ${event} of this kind`,
	}),
	filtered: () => ({ status: 200, reason: 'the filters of this workflow leave it out' }),
};

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

async function readRawBody(request: Request): Promise<void> {
	await request.readRawBody?.();
}

/** The body as it came over the wire: only that is signed. Empty where n8n has none. */
async function rawBodyOf(request: Request): Promise<Buffer> {
	// n8n parses forms with parts as a stream, and what was streamed cannot be read again: that is no reason to
	// fail, because a failing trigger starts an execution.
	if (request.rawBody === undefined) await settle(readRawBody(request));
	return Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
}

/** The key to check with; '' where there is none. */
async function signingKey(context: IWebhookFunctions): Promise<string> {
	if (!isAutomatic(context)) return signingSecretOf(context);
	const { key: stored } = context.getWorkflowStaticData('node');
	const key = typeof stored === 'string' ? stored.trim() : '';
	// A test's static data is in n8n's memory, where nobody else writes.
	if (key !== '' || context.getMode() === 'manual') return key;
	const { lostKey } = await lostKeyCode();
	return await lostKey(context);
}

/** What the workflow wants; each value is read when it is asked for, as in the options. */
function subscriptionOf(context: IWebhookFunctions, options: TriggerOptions): Subscription {
	return lazy<Subscription>({
		session: () => sessionOf(context),
		events: () => eventsOf(context),
		// What the node registers itself has one source only; by hand, both may have been entered.
		source: () => (isAutomatic(context) ? 'auto' : options.eventSource),
		filters: () => filtersOf(context),
		maxEventAge: () => options.maxEventAge,
		resolvePhoneNumbers: () => options.resolvePhoneNumbers,
		simplify: () => options.simplify,
		splitParticipants: () => options.splitParticipants,
	});
}

async function take(context: IWebhookFunctions): Promise<IDataObject[]> {
	const request = context.getRequestObject();
	const headers: Headers = request.headers;
	const rawBody = await rawBodyOf(request);
	const options = optionsOf(context);
	const { verifySignature } = options;
	const key = verifySignature ? await signingKey(context) : '';
	if (verifySignature && !isSignedWith(key, rawBody, headers)) {
		throw new NotTaken({ status: 401, reason: 'the signature is missing or wrong' });
	}
	const envelope = toEnvelope(parseJson(rawBody.toString('utf8')));
	if (envelope === undefined)
		throw new NotTaken({ status: 400, reason: 'the body is not a WAHA event' });
	const subscription = subscriptionOf(context, options);
	const lookUps = new LookUps(
		async (pacing) => await connectReadingOnce(context, pacing),
		credentialIdOf(context),
		envelope.session,
	);
	const judgement = await judgeFinding(envelope, subscription, Date.now(), lookUps);
	if (judgement.kind === 'unwanted') throw new NotTaken(UNWANTED[judgement.why](envelope.event));
	const requestId = headers['x-webhook-request-id'];
	const names = fingerprintsOf(
		envelope,
		typeof requestId === 'string' ? requestId : '',
		rawBody,
		Date.now(),
	);
	if (await isDuplicate(context, names)) {
		throw new NotTaken({ status: 200, reason: 'this event was taken before' });
	}
	if (key !== '' && isAutomatic(context)) confirmState(context, key, envelope.session);
	return judgement.items as IDataObject[];
}

/**
 * Answers a delivery, whatever it is: 200 for one that is taken or not for this workflow, 401 for one that is not
 * signed rightly or too old, 400 for what is not a WAHA event. Only one that is taken starts the workflow.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = context.getResponseObject();
	try {
		const output = await take(context);
		return {
			webhookResponse: { taken: true },
			workflowData: [output.map((json) => ({ json }))],
		};
	} catch (error) {
		if (error instanceof NotTaken) {
			response.status(error.status).json({ taken: false, reason: error.message });
			return { noWebhookResponse: true };
		}
		// What the workflow's own values lack is no fault of the event, which WAHA need not send again.
		const words = error instanceof WahaError ? undefined : wordsOf(error, false);
		if (words !== undefined) {
			response.status(200).json({ taken: false, reason: words.message });
			return { noWebhookResponse: true };
		}
		throw toNodeError(context.getNode(), error);
	}
}
