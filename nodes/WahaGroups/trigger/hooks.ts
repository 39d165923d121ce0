import type { IHookFunctions } from 'n8n-workflow';

import { connect } from '../n8n/connection';
import { toNodeError } from '../n8n/errors';
import type { WahaClient } from '../waha/client';
import { InputError, WahaError } from '../waha/errors';
import { settle } from '../waha/settle';
import { planRegistration } from './plan';
import { markOf, readSession, register, registeredKey, unregister } from './registration';
import type { Session, Wanted } from './registration';
import { eventsOf, filtersOf, isAutomatic, optionsOf, reachableUrl, sessionOf } from './settings';

/** WAHA may wait some seconds for a session that just restarts; n8n itself tries an activation again. */
const PACING = { maxParallelRequests: 1, requestInterval: 0, maxRetries: 2, timeout: 30_000 };

interface Registration {
	client: WahaClient;
	name: string;
	session: Session;
	wanted: Wanted;
	mark: string;
}

function n8nUrl(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw new InputError(
		'n8n gave this trigger no webhook address',
		'Save the workflow and try again.',
	);
}

/**
 * The mark of this trigger's entry. n8n tells the test address from the production one only in the path, whose
 * end is the same wherever n8n is reached: `webhook-test/<id>/webhook`.
 */
function identify(context: IHookFunctions): string {
	const { id, webhookId } = context.getNode();
	const parts = new URL(n8nUrl(context)).pathname.split('/').slice(webhookId ? -3 : -4);
	return markOf(context.getInstanceId(), context.getWorkflow().id ?? '', id, ...parts);
}

function ownUrl(context: IHookFunctions): string {
	return reachableUrl(n8nUrl(context), optionsOf(context).webhookBaseUrl);
}

function withManualWay(error: unknown): unknown {
	if (!(error instanceof WahaError) || error.kind !== 'forbidden') return error;
	return new WahaError(
		error.kind,
		'The API key is not allowed to change the settings of this session',
		'Use a key that may (scope "setting"), or set Registration to "Manual" and enter the webhook in WAHA yourself.',
		error.status,
	);
}

async function prepare(context: IHookFunctions): Promise<Registration> {
	const name = sessionOf(context);
	// Read so that a wrong filter is told now and not with each delivery.
	filtersOf(context);
	const client = await connect(context, PACING);
	const settled = await settle(readSession(client, name));
	// Who may not even read the session cannot change it, either.
	if (!settled.ok) throw withManualWay(settled.error);
	const { value: session } = settled;
	const wanted = await planRegistration(
		client,
		session,
		ownUrl(context),
		eventsOf(context),
		optionsOf(context),
	);
	return { client, name, session, wanted, mark: identify(context) };
}

function remember(context: IHookFunctions, { name, wanted }: Registration, key: string): void {
	Object.assign(context.getWorkflowStaticData('node'), { key, session: name, url: wanted.url });
}

/** Checks a manual registration as far as the node can: session, events and filters, and that there is a key to check with. */
function checkManual(context: IHookFunctions): void {
	sessionOf(context);
	eventsOf(context);
	filtersOf(context);
	if (!optionsOf(context).verifySignature) return;
	if (String(context.getNodeParameter('signingSecret', '')).trim() === '') {
		throw new InputError(
			'The Signing Secret is empty',
			'Enter the HMAC key that you gave to the webhook in WAHA, or turn off "Verify Signature" in the options.',
		);
	}
}

async function told<T>(context: IHookFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Whether the session already has this trigger's entry, as it has to be. Nothing is written. */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	return await told(context, async () => {
		if (!isAutomatic(context)) {
			checkManual(context);
			return true;
		}
		const registration = await prepare(context);
		const key = registeredKey(registration.session, registration.wanted, registration.mark);
		if (key === undefined) return false;
		remember(context, registration, key);
		return true;
	});
}

/** Adds this trigger's entry to the session, or puts it right. */
export async function create(context: IHookFunctions): Promise<boolean> {
	return await told(context, async () => {
		if (!isAutomatic(context)) return true;
		const registration = await prepare(context);
		const { client, name, wanted, mark } = registration;
		const { key } = context.getWorkflowStaticData('node');
		const noted = typeof key === 'string' ? key : '';
		const settled = await settle(register(client, name, wanted, mark, noted));
		if (!settled.ok) throw withManualWay(settled.error);
		remember(context, registration, settled.value);
		return true;
	});
}

/** Takes this trigger's entry out of the session. n8n also calls this when nothing is there. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	return await told(context, async () => {
		const notes = context.getWorkflowStaticData('node');
		const noted = typeof notes.session === 'string' ? notes.session : undefined;
		const url = typeof notes.url === 'string' ? notes.url : '';
		if (noted === undefined && !isAutomatic(context)) return true;
		const client = await connect(context, PACING);
		const session = noted ?? sessionOf(context);
		const settled = await settle(unregister(client, session, url, identify(context)));
		// While a test is listened for, n8n shows what fails here in place of what failed before.
		if (!settled.ok) throw withManualWay(settled.error);
		// The key stays: a delivery under way may write its older copy of these notes after the next registration.
		for (const name of ['session', 'url']) delete notes[name];
		return true;
	});
}
