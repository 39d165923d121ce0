import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
	type CredentialRef,
	type WorkflowDraft,
	type WorkflowNode,
	repositoryRoot,
} from '../harness/n8n';

/** The package's name, which all its node types begin with. */
export const packageName = 'n8n-nodes-waha-groups';

/** The node in which the examples keep what their users have to set. */
export const settingsNode = 'Your Settings';

/** The files in examples/, in the order of their names. */
export function exampleFiles(): string[] {
	return fs.readdirSync(path.join(repositoryRoot, 'examples')).sort();
}

/** Reads one of the workflows in examples/, as people import it. */
export function readExample(file: string): WorkflowDraft {
	const draft: WorkflowDraft = JSON.parse(
		fs.readFileSync(path.join(repositoryRoot, 'examples', file), 'utf8'),
	);
	return draft;
}

/** The README's first workflow as it is after the import: with the credential, and with no group yet. */
export function firstWorkflow(credential: CredentialRef): WorkflowDraft {
	const imported = fillIn(readExample('welcome-new-members.json'), { credential });
	return { ...imported, name: 'My first workflow' };
}

/** A group as the editor stores it when it is chosen from the list. */
export interface ChosenGroup {
	id: string;
	subject: string;
}

/** Does with an example what its user does after importing it: choose the credential, and the group where none is chosen. */
export function fillIn(
	draft: WorkflowDraft,
	{ credential, group }: { credential: CredentialRef; group?: ChosenGroup },
): WorkflowDraft {
	const nodes = draft.nodes.map((node) => connect(withGroup(node, group), credential));
	return { ...draft, nodes };
}

function withGroup(node: WorkflowNode, group: ChosenGroup | undefined): WorkflowNode {
	if (group === undefined || !lacksGroup(node)) return node;
	const { filters }: { filters?: object } = node.parameters;
	const chosen = node.type.endsWith('Trigger')
		? { filters: { ...filters, groups: [group.id] } }
		: {
				groupId: { __rl: true, mode: 'list', value: group.id, cachedResultName: group.subject },
			};
	return { ...node, parameters: { ...node.parameters, ...chosen } };
}

/** Whether a node waits for its user to choose a group: an empty picker, or the trigger's filter with none chosen. */
export function lacksGroup({ parameters }: WorkflowNode): boolean {
	const { groupId, filters }: { groupId?: { value?: unknown }; filters?: { groups?: unknown } } =
		parameters;
	return groupId?.value === '' || (Array.isArray(filters?.groups) && filters.groups.length === 0);
}

// The editor gives every imported trigger a webhook id of its own, and so does this.
function connect(node: WorkflowNode, { id, name, type }: CredentialRef): WorkflowNode {
	if (node.credentials?.[type] === undefined) return node;
	const webhook = node.type.endsWith('Trigger') ? { webhookId: randomUUID() } : {};
	return { ...node, ...webhook, credentials: { [type]: { id, name } } };
}

/** What tells who came and went in a group, also while nobody listened: a live trigger, and a node that puts it in words. */
export function comingsAndGoings(credential: CredentialRef, group: ChosenGroup): WorkflowDraft {
	const parameters = {
		session: { __rl: true, mode: 'list', value: 'default', cachedResultName: 'default' },
		events: ['join', 'leave'],
		filters: { groups: [group.id] },
		options: {},
	};
	const words = "={{ $json.phoneNumber }} {{ $json.event === 'join' ? 'joined' : 'left' }}";
	const when = "={{ $json.source === 'catchUp' ? 'while nobody listened' : $json.timestamp }}";
	const value = (name: string, text: string): Record<string, string> => ({
		id: name,
		name,
		type: 'string',
		value: text,
	});
	const assignments = [value('what', words), value('when', when)];
	const listen: WorkflowNode = {
		name: 'Members Come and Go',
		type: `${packageName}.wahaGroupsLiveTrigger`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const tell: WorkflowNode = {
		name: 'In Words',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [320, 0],
		parameters: { assignments: { assignments }, options: {} },
	};
	return {
		name: 'Who came and went (live)',
		nodes: [listen, tell],
		connections: { [listen.name]: { main: [[{ node: tell.name, type: 'main', index: 0 }]] } },
	};
}

/** Puts values into fields of an example's settings, as its user does by typing; throws for a field that is not there. */
export function setFields(
	draft: WorkflowDraft,
	fields: Record<string, string | number | boolean>,
): WorkflowDraft {
	const nodes = draft.nodes.map((node) =>
		node.name === settingsNode
			? { ...node, parameters: Object.entries(fields).reduce(withField, node.parameters) }
			: node,
	);
	return { ...draft, nodes };
}

function withField(
	parameters: Record<string, unknown>,
	[field, value]: [string, unknown],
): Record<string, unknown> {
	let found = false;
	const changed: Record<string, unknown> = JSON.parse(
		JSON.stringify(parameters),
		(_key, entry: unknown) => {
			if (typeof entry !== 'object' || entry === null) return entry;
			if (!('name' in entry) || entry.name !== field) return entry;
			found = true;
			return { ...entry, value };
		},
	);
	if (!found) throw new Error(`"${settingsNode}" has no field ${field}`);
	return changed;
}
