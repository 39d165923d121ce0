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

/** What stands in the examples where people put the id of their own group. */
export const groupPlaceholder = 'PUT-YOUR-GROUP-ID-HERE';

/** What stands in the examples where people put the address of their WAHA server. */
export const urlPlaceholder = 'PUT-YOUR-WAHA-URL-HERE';

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

/** Does with an example what its user does after importing it: choose credential, group and server. */
export function fillIn(
	draft: WorkflowDraft,
	{ credential, groupId }: { credential: CredentialRef; groupId: string },
): WorkflowDraft {
	const fill = (node: WorkflowNode): WorkflowNode =>
		JSON.parse(
			JSON.stringify(node)
				.replaceAll(groupPlaceholder, groupId)
				.replaceAll(urlPlaceholder, String(credential.data.url)),
		);
	// What the notes say about the placeholders stays readable.
	const isNote = ({ type }: WorkflowNode): boolean => type === 'n8n-nodes-base.stickyNote';
	const nodes = draft.nodes.map((node) => (isNote(node) ? node : connect(fill(node), credential)));
	return { ...draft, nodes };
}

// The editor gives every imported trigger a webhook id of its own, and so does this.
function connect(node: WorkflowNode, { id, name, type }: CredentialRef): WorkflowNode {
	if (node.credentials?.[type] === undefined) return node;
	const webhook = node.type.endsWith('Trigger') ? { webhookId: randomUUID() } : {};
	return { ...node, ...webhook, credentials: { [type]: { id, name } } };
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
