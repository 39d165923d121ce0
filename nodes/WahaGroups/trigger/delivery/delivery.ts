import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toNodeError } from '../../n8n/nodeErrors';
import { hiddenNumbersCode, lostKeyCode } from '../../onDemand';
import { InputError } from '../../waha/errors';
import { parseJson } from '../../waha/json';
import { settle } from '../../waha/settle';
import { fingerprint, isDuplicate, timelessFingerprints } from './deduplication';
import type { HiddenNumbers } from './hiddenNumbers';
import { confirmState } from '../registration/state';
import type { Envelope, GroupEvent } from '../../waha/events/payloads';
import { payloadTimeMs, toEnvelope, toGroupEvents } from '../../waha/events/payloads';
import type { TriggerOptions } from '../settings';
import {
	eventsOf,
	filtersOf,
	isAutomatic,
	optionsOf,
	sessionOf,
	signingSecretOf,
} from '../settings';
import type { Headers } from './signature';
import { isSignedWith } from './signature';
import type { FindNumbers } from '../../waha/events/wanted';
import { wantedEvents } from '../../waha/events/wanted';

/** A delivery is answered, but starts nothing. */
class NotTaken extends Error {
	constructor(
		readonly status: 200 | 400 | 401,
		reason: string,
	) {
		super(reason);
	}
}

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

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The key to check with; '' where there is none. */
async function signingKey(context: IWebhookFunctions): Promise<string> {
	if (!isAutomatic(context)) return signingSecretOf(context);
	const key = text(context.getWorkflowStaticData('node').key);
	// A test's static data is in n8n's memory, where nobody else writes.
	if (key !== '' || context.getMode() === 'manual') return key;
	const { lostKey } = await lostKeyCode();
	return await lostKey(context);
}

function parse(rawBody: Buffer): Envelope {
	const envelope = toEnvelope(parseJson(rawBody.toString('utf8')));
	if (envelope === undefined) throw new NotTaken(400, 'the body is no WAHA event');
	return envelope;
}

function checkAge(envelope: Envelope, maxSeconds: number): void {
	const ms = envelope.timestampMs ?? payloadTimeMs(envelope.payload);
	if (ms !== null && Date.now() - ms > maxSeconds * 1000)
		throw new NotTaken(401, 'the event is too old');
}

function items(event: GroupEvent, envelope: Envelope, split: boolean): IDataObject[] {
	const { participants, ...rest } = event;
	const sets = split && participants.length > 0 ? participants.map((one) => [one]) : [participants];
	return sets.map((members) => {
		const [first] = members;
		return {
			event: rest.event,
			groupId: rest.groupId,
			participantId: first?.participantId ?? null,
			phoneNumber: first?.phoneNumber ?? null,
			role: first?.role ?? null,
			actorId: rest.actorId,
			participants: members.map((member) => ({ ...member })),
			group: rest.group === null ? null : { ...rest.group },
			session: envelope.session,
			engine: envelope.engine,
			timestamp: rest.timestamp,
			eventId: envelope.id,
			source: rest.source,
		};
	});
}

/** Looks up numbers at the server, where the workflow wants that. */
function numberFinder(
	context: IWebhookFunctions,
	session: string,
	{ resolvePhoneNumbers }: TriggerOptions,
): FindNumbers {
	let numbers: HiddenNumbers | undefined;
	return async (lids) => {
		if (!resolvePhoneNumbers || lids.length === 0) return new Map<string, string>();
		const code = await hiddenNumbersCode();
		// One for the delivery: all its look-ups share the time.
		numbers ??= new code.HiddenNumbers(context, session);
		return await numbers.find(lids);
	};
}

async function outputOf(
	context: IWebhookFunctions,
	envelope: Envelope,
	rawBody: Buffer,
	options: TriggerOptions,
): Promise<IDataObject[]> {
	const events = eventsOf(context);
	// What the node registers itself has one source only; by hand, both may have been entered.
	const source = isAutomatic(context) ? 'auto' : options.eventSource;
	const asked = toGroupEvents(envelope).filter(
		(one) => events.includes(one.event) && (source === 'auto' || source === one.source),
	);
	if (asked.length === 0)
		throw new NotTaken(200, `this workflow does not listen to ${envelope.event} of this kind`);
	const find = numberFinder(context, envelope.session, options);
	const wanted = await wantedEvents(asked, envelope, filtersOf(context), find, options.simplify);
	if (wanted.length === 0) throw new NotTaken(200, 'the filters of this workflow leave it out');
	return options.simplify
		? wanted.flatMap((event) => items(event, envelope, options.splitParticipants))
		: [JSON.parse(rawBody.toString('utf8')) as IDataObject];
}

/** The fingerprint of a delivery, and others under which it may have come before. */
function fingerprintsOf(
	{ id, timestampMs, payload }: Envelope,
	headers: Headers,
	rawBody: Buffer,
): [string, ...string[]] {
	const requestId = headers['x-webhook-request-id'];
	if (id !== null) return [fingerprint(`event ${id}`)];
	if (typeof requestId === 'string' && requestId !== '')
		return [fingerprint(`request ${requestId}`)];
	const isTimed = (timestampMs ?? payloadTimeMs(payload)) !== null;
	return isTimed ? [fingerprint(rawBody)] : timelessFingerprints(rawBody, Date.now());
}

async function take(context: IWebhookFunctions): Promise<IDataObject[]> {
	const request = context.getRequestObject();
	const headers: Headers = request.headers;
	const rawBody = await rawBodyOf(request);
	const options = optionsOf(context);
	const { verifySignature } = options;
	const key = verifySignature ? await signingKey(context) : '';
	if (verifySignature && !isSignedWith(key, rawBody, headers)) {
		throw new NotTaken(401, 'the signature is missing or wrong');
	}
	const envelope = parse(rawBody);
	checkAge(envelope, options.maxEventAge);
	if (envelope.session !== sessionOf(context))
		throw new NotTaken(200, 'this workflow listens to another session');
	const output = await outputOf(context, envelope, rawBody, options);
	if (await isDuplicate(context, fingerprintsOf(envelope, headers, rawBody))) {
		throw new NotTaken(200, 'this event was taken before');
	}
	if (key !== '' && isAutomatic(context)) confirmState(context, key, envelope.session);
	return output;
}

/**
 * Answers a delivery, whatever it is: 200 for one that is taken or not for this workflow, 401 for one that is not
 * signed rightly or too old, 400 for what is no WAHA event. Only one that is taken starts the workflow.
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
		if (error instanceof InputError) {
			response.status(200).json({ taken: false, reason: error.message });
			return { noWebhookResponse: true };
		}
		throw toNodeError(context.getNode(), error);
	}
}
