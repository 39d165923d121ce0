import { randomUUID } from 'node:crypto';
import type { CredentialRef, WorkflowDraft, WorkflowNode } from '../../../harness/n8n';
import { packageName } from '../../../demo/workflows';

type Parameters = Record<string, unknown>;

/** The types as they are stored in workflows. */
export const types = {
	action: `${packageName}.wahaGroups`,
	trigger: `${packageName}.wahaGroupsTrigger`,
	liveTrigger: `${packageName}.wahaGroupsLiveTrigger`,
	tool: `${packageName}.wahaGroupsTool`,
	manual: 'n8n-nodes-base.manualTrigger',
	set: 'n8n-nodes-base.set',
} as const;

/** A resource locator's value, by id. */
export function byId(value: string): Parameters {
	return { __rl: true, mode: 'id', value };
}

/** A session, by name. */
export function session(name = 'default'): Parameters {
	return { __rl: true, mode: 'name', value: name };
}

function node(type: string, name: string, parameters: Parameters): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters };
}

function withCredential(made: WorkflowNode, { id, name, type }: CredentialRef): WorkflowNode {
	return { ...made, credentials: { [type]: { id, name } } };
}

/** A node that starts a manual execution. */
export function manual(name = 'Manual'): WorkflowNode {
	return node(types.manual, name, {});
}

/** A node that gives one item with these fields. */
export function give(json: unknown, name = 'Give'): WorkflowNode {
	const parameters = { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} };
	return { ...node(types.set, name, parameters), typeVersion: 3.4 };
}

/** Nodes that give these items one by one, as the rows of a table come. */
export function rows(list: readonly unknown[], name = 'Rows'): WorkflowNode[] {
	const parameters = { fieldToSplitOut: 'list', options: {} };
	return [give({ list }), node('n8n-nodes-base.splitOut', name, parameters)];
}

/** A "WAHA Groups" node; `session` is `default` unless given. */
export function action(
	credential: CredentialRef,
	parameters: Parameters,
	name = 'WAHA Groups',
): WorkflowNode {
	return withCredential(
		node(types.action, name, { session: session(), options: {}, ...parameters }),
		credential,
	);
}

/** A "WAHA Groups Trigger" node with a webhook id of its own. */
export function trigger(
	credential: CredentialRef,
	parameters: Parameters = {},
	name = 'Trigger',
): WorkflowNode {
	const given = { session: session(), events: ['join', 'leave'], filters: {}, options: {} };
	const made = node(types.trigger, name, { ...given, ...parameters });
	return { ...withCredential(made, credential), webhookId: randomUUID() };
}

/** A "WAHA Groups Live Trigger" node. */
export function liveTrigger(
	credential: CredentialRef,
	parameters: Parameters = {},
	name = 'Live Trigger',
): WorkflowNode {
	const given = { session: session(), events: ['join', 'leave'], filters: {}, options: {} };
	return withCredential(node(types.liveTrigger, name, { ...given, ...parameters }), credential);
}

function at(index: number): [number, number] {
	return [index * 224, 0];
}

/** A workflow of nodes one after the other. */
export function chain(...nodes: WorkflowNode[]): WorkflowDraft {
	const connections: WorkflowDraft['connections'] = {};
	nodes.slice(1).forEach((next, index) => {
		const from = nodes[index]?.name ?? '';
		connections[from] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	// Side by side, so that a person or a browser can click each of them.
	const placed = nodes.map((one, index) => ({ ...one, position: at(index) }));
	return { name: `test ${randomUUID().slice(0, 8)}`, nodes: placed, connections };
}

/** The address under which n8n takes this trigger's events while the workflow is active. */
export function webhookUrl(n8nUrl: string, { webhookId }: WorkflowNode, test = false): string {
	return `${n8nUrl}/${test ? 'webhook-test' : 'webhook'}/${webhookId}/webhook`;
}
