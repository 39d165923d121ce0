import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type CredentialRef, type WorkflowDraft, type WorkflowNode, repositoryRoot } from './n8n';

/** The package's name, which all its node types begin with. */
export const packageName = 'n8n-nodes-waha-groups';

/** What stands in the examples where people put the id of their own group. */
export const groupPlaceholder = 'PUT-YOUR-GROUP-ID-HERE';

/** Reads one of the workflows in examples/, as people import it. */
export function readExample(file: string): WorkflowDraft {
	const draft: WorkflowDraft = JSON.parse(
		fs.readFileSync(path.join(repositoryRoot, 'examples', file), 'utf8'),
	);
	return draft;
}

/** Does with an example what its user does after importing it: choose credential and group. */
export function fillIn(
	draft: WorkflowDraft,
	{ credential, groupId }: { credential: CredentialRef; groupId: string },
): WorkflowDraft {
	const filled: WorkflowDraft = JSON.parse(
		JSON.stringify(draft).replaceAll(groupPlaceholder, groupId),
	);
	return { ...filled, nodes: filled.nodes.map((node) => connect(node, credential)) };
}

// The editor gives every imported trigger a webhook id of its own, and so does this.
function connect(node: WorkflowNode, { id, name, type }: CredentialRef): WorkflowNode {
	if (!node.type.startsWith(`${packageName}.`)) return node;
	const webhook = node.type.endsWith('Trigger') ? { webhookId: randomUUID() } : {};
	return { ...node, ...webhook, credentials: { [type]: { id, name } } };
}

/** Puts a value into a field of a Set node, as its user does by typing. */
export function setField(
	draft: WorkflowDraft,
	nodeName: string,
	field: string,
	value: string,
): WorkflowDraft {
	const nodes = draft.nodes.map((node) =>
		node.name === nodeName ? { ...node, parameters: withField(node, field, value) } : node,
	);
	return { ...draft, nodes };
}

function withField(node: WorkflowNode, field: string, value: string): Record<string, unknown> {
	return JSON.parse(JSON.stringify(node.parameters), (_key, entry: unknown) =>
		typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === field
			? { ...entry, value }
			: entry,
	);
}
