import type { IHookFunctions } from 'n8n-workflow';

import { connect } from '../../n8n/connection';
import { toActivationError } from '../../n8n/nodeErrors';
import type { WahaClient } from '../../waha/http/client';
import { WahaError } from '../../waha/errors';
import { InputError } from '../../wording/inputError';
import { LABELS } from '../../wording/labels';
import { settle } from '../../waha/settle';
import type { Session, Wanted } from './entries';
import { keyIn, newKey, registeredKey } from './entries';
import { identify, n8nUrl } from './identity';
import { planRegistration } from './plan';
import { reachableUrl } from './reachable';
import { register, unregister } from './register';
import { readSession } from './sessions';
import { stateOf, writeState } from './state';
import { forgetDeliveries } from '../delivery/deduplication';
import {
	eventsOf,
	filtersOf,
	isAutomatic,
	optionsOf,
	retriesOf,
	sessionOf,
	signingSecretOf,
} from '../settings';

/** WAHA may wait some seconds for a session that just restarts; n8n itself tries an activation again. */
const PACING = {
	maxParallelRequests: 1,
	// It looks while a write is under way.
	maxParallelReads: 2,
	requestInterval: 0,
	maxRetries: 2,
	timeout: 30_000,
};

interface Registration {
	client: WahaClient;
	name: string;
	session: Session;
	wanted: Wanted;
	mark: string;
}

function withManualWay(error: unknown): unknown {
	if (!(error instanceof WahaError) || error.kind !== 'forbidden') return error;
	return error.as({ name: 'sessionNotWritable', facts: {} });
}

/** All that the user says, so that what is no value is told now and not with each delivery. Throws InputError. */
function parametersOf(context: IHookFunctions) {
	const name = sessionOf(context);
	const events = eventsOf(context);
	filtersOf(context);
	return { name, events, options: { ...optionsOf(context) } };
}

async function prepare(context: IHookFunctions): Promise<Registration> {
	const { name, events, options } = parametersOf(context);
	const url = reachableUrl(n8nUrl(context), context.getInstanceBaseUrl(), options.webhookBaseUrl);
	const client = await connect(context, PACING);
	const settled = await settle(readSession(client, name));
	// Who may not even read the session cannot change it, either.
	if (!settled.ok) throw withManualWay(settled.error);
	const { value: session } = settled;
	const retries = retriesOf(options);
	const wanted = await planRegistration(client, session, url, events, { ...options, retries });
	return { client, name, session, wanted, mark: identify(context) };
}

/** Checks a manual registration as far as the node can: session, events and filters, and that there is a key to check with. */
function checkManual(context: IHookFunctions): void {
	const { options } = parametersOf(context);
	if (options.verifySignature && signingSecretOf(context) === '') {
		throw new InputError(
			`The ${LABELS.signingSecret} is empty`,
			`Enter the HMAC key that you gave to the webhook in WAHA, or turn off "${LABELS.verifySignature}" in the options.`,
		);
	}
}

async function told<T>(context: IHookFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toActivationError(context.getNode(), error);
	}
}

/** What checkExists found out, for the create that n8n calls right after it on the same loaded workflow. */
const prepared = new WeakMap<object, Registration>();

/** Whether the session already has this trigger's entry, as it has to be, and no other session has. Nothing is written. */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	return await told(context, async () => {
		if (!isAutomatic(context)) {
			checkManual(context);
			return true;
		}
		const registration = await prepare(context);
		const { session, wanted, name, mark } = registration;
		const key = registeredKey(session, wanted, mark);
		const elsewhere = stateOf(context, mark).sessions.some((one) => one !== name);
		if (key === undefined || elsewhere) {
			prepared.set(context.getWorkflowStaticData('node'), registration);
			return false;
		}
		writeState(context, { key, sessions: [name] });
		return true;
	});
}

/** Takes this trigger's entry out of the sessions where it was before; gives those where that failed. */
async function leave(
	{ client, mark }: Registration,
	sessions: readonly string[],
): Promise<string[]> {
	const left: string[] = [];
	for (const session of sessions) {
		// The workflow works without this, so it is tried once and never fails the activation.
		if (!(await settle(unregister(client, session, mark, 1))).ok) left.push(session);
	}
	return left;
}

/** Adds this trigger's entry to the session, or puts it right, and cleans up what was left behind elsewhere. */
export async function create(context: IHookFunctions): Promise<boolean> {
	return await told(context, async () => {
		if (!isAutomatic(context)) return true;
		const data = context.getWorkflowStaticData('node');
		const registration = prepared.get(data) ?? (await prepare(context));
		prepared.delete(data);
		const { client, name, session, wanted, mark } = registration;
		const state = stateOf(context, mark);
		const key = state.key ?? keyIn(session, mark) ?? newKey(mark);
		const others = state.sessions.filter((one) => one !== name);
		// Before the write: where its answer gets lost, it is still known where to look.
		writeState(context, { key, sessions: [name, ...others] });
		const settled = await settle(register(client, name, wanted, mark, key));
		if (!settled.ok) throw withManualWay(settled.error);
		const left = await leave(registration, others);
		writeState(context, { key: settled.value, sessions: [name, ...left] });
		return true;
	});
}

/** Takes this trigger's entry out of every session that may have it. n8n also calls this when nothing is there. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	return await told(context, async () => {
		forgetDeliveries(context);
		const mark = identify(context);
		const state = stateOf(context, mark);
		// After an activation that broke off half-way, n8n may have thrown the state away.
		// Not by the field: a value that is none must not leave the entry in WAHA.
		const isManual = context.getNodeParameter('registration', null) === 'manual';
		const named = isManual ? [] : [sessionOf(context)];
		const sessions = new Set([...state.sessions, ...named]);
		if (sessions.size === 0) return true;
		const client = await connect(context, PACING);
		const errors: unknown[] = [];
		// The key stays: a delivery under way may write its older copy of this state after the next registration.
		let { key } = state;
		for (const session of [...sessions]) {
			const settled = await settle(unregister(client, session, mark));
			if (settled.ok) {
				sessions.delete(session);
				key ??= settled.value;
			} else errors.push(settled.error);
		}
		if (state.sessions.length > 0 || sessions.size > 0 || key !== state.key) {
			writeState(context, { key: key ?? newKey(mark), sessions: [...sessions] });
		}
		// While a test is listened for, n8n shows what fails here in place of what failed before.
		if (errors.length > 0) throw withManualWay(errors[0]);
		return true;
	});
}
