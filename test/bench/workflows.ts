import type { CredentialRef, WorkflowDraft, WorkflowNode } from '../../harness/n8n';
import { action, chain, liveTrigger, manual, session, trigger } from '../e2e/support/nodes';
import { groupIds } from './sandbox-process';

export const benchPackage = 'n8n-nodes-waha-groups-bench';

/** The node whose time is taken. */
export const measuredNode = 'Measured';

const fromItem = { groupId: '={{ $json.groupId }}', subject: '={{ $json.subject }}' };

function node(
	type: string,
	name: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
): WorkflowNode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

function connected(made: WorkflowNode, { id, name }: CredentialRef): WorkflowNode {
	return { ...made, credentials: { wahaApi: { id, name } } };
}

const computedFromItem = {
	groupId: '={{ $json.groupId.trim() }}',
	subject: '={{ $json.subject.trim() }}',
};

/** Both fields as a workflow stores them. */
function stored({ groupId, subject }: typeof fromItem): Record<string, unknown> {
	return { groupId: { __rl: true, mode: 'id', value: groupId }, subject };
}

/** "WAHA Groups" as a user fills it in: two expressions, plain or computing ones, everything else left alone. */
export function ourNode(
	credential: CredentialRef,
	options: Record<string, unknown>,
	computed = false,
): WorkflowNode {
	const fields = stored(computed ? computedFromItem : fromItem);
	const parameters = { resource: 'group', operation: 'setSubject', ...fields, options };
	return action(credential, parameters, measuredNode);
}

/** n8n's HTTP Request node that sends the same requests. */
export function httpRequestNode(credential: CredentialRef, sandboxUrl: string): WorkflowNode {
	const made = node('n8n-nodes-base.httpRequest', measuredNode, 4.2, {
		method: 'PUT',
		url: `=${sandboxUrl}/api/default/groups/{{ encodeURIComponent($json.groupId) }}/subject`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'wahaApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify({ subject: $json.subject }) }}',
		options: {},
	});
	return connected(made, credential);
}

/** The loop around n8n's request helper; with `evaluate` n8n evaluates for each item the same computing expressions as for ours. */
export function floorNode(
	credential: CredentialRef,
	parallel: number,
	evaluate = false,
): WorkflowNode {
	const parameters = { parallel, evaluate, ...stored(computedFromItem) };
	return connected(node(`${benchPackage}.benchFloor`, measuredNode, 1, parameters), credential);
}

/** What the items are made of; each list begins again at its end. */
interface Source {
	count: number;
	/** Before the number of each item, in its field `subject`. */
	word?: string;
	groupIds?: readonly string[];
	phones?: readonly string[];
}

/** A workflow that gives such items to the measured node. */
export function sourceWorkflow(
	measured: WorkflowNode,
	{ count, word = '', groupIds: groups = [], phones = [] }: Source,
): WorkflowDraft {
	const parameters = { count, word, groupIds: groups.join(','), phones: phones.join(',') };
	return chain(manual(), node(`${benchPackage}.benchSource`, 'Source', 1, parameters), measured);
}

/** A workflow that gives so many items to the measured node, over all groups. */
export function itemsWorkflow(measured: WorkflowNode, count: number, word: string): WorkflowDraft {
	return sourceWorkflow(measured, { count, word, groupIds });
}

/** The node that collects garbage. */
export const collectNode = 'Collect';

/** A workflow that collects garbage. */
export function collectWorkflow(): WorkflowDraft {
	return chain(manual(), node(`${benchPackage}.benchCollect`, collectNode, 1, {}));
}

/** Our trigger, as a user adds it. */
export function ourTrigger(credential: CredentialRef, sessionName?: string): WorkflowNode {
	return trigger(credential, { registration: 'automatic', session: session(sessionName) });
}

/** Our live trigger, as a user adds it. */
export function ourLiveTrigger(credential: CredentialRef, sessionName: string): WorkflowNode {
	return liveTrigger(credential, { session: session(sessionName) });
}

/** A community trigger that starts with whatever a WebSocket brings, with a credential, the right to which n8n checks. */
export function emptyLiveTrigger(credential: CredentialRef, url: string): WorkflowNode {
	return connected(node(`${benchPackage}.benchLiveTrigger`, 'Trigger', 1, { url }), credential);
}

/** A community trigger that does nothing but start. */
export function emptyTrigger(): WorkflowNode {
	return { ...trigger(noCredential), type: `${benchPackage}.benchTrigger`, credentials: {} };
}

/** The same with all of our fields, a credential, the right to which n8n checks, and a write to n8n's database for each event. */
export function storingTrigger(credential: CredentialRef): WorkflowNode {
	return { ...ourTrigger(credential), type: `${benchPackage}.benchStoring` };
}

/** A community trigger that does nothing but refuse, with a credential, the right to which n8n checks before. */
export function refusingTrigger(credential: CredentialRef): WorkflowNode {
	return { ...trigger(credential), type: `${benchPackage}.benchRefusal` };
}

/** n8n's own Webhook node. */
export function webhookTrigger(): WorkflowNode {
	const { webhookId = '' } = trigger(noCredential);
	const parameters = { httpMethod: 'POST', path: `${webhookId}/webhook`, options: {} };
	return { ...node('n8n-nodes-base.webhook', 'Trigger', 2, parameters), webhookId };
}

const noCredential: CredentialRef = { id: '', name: '', type: 'wahaApi', data: {} };
