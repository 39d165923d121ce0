import type { Workflow, WorkflowDraft, WorkflowNode } from '../../../harness/n8n';
import { fillIn, readExample, setFields, settingsNode } from '../../../demo/workflows';
import type { GroupState } from '../../../demo/control';
import { types } from './nodes';
import { itSince } from './versions';
import type { E2eWorld } from './world';

type Fields = Record<string, string | number | boolean>;

/** `it` for what an example does; one with a Data table is left out where n8n cannot make the table. */
export function itFor(file: string): jest.It {
	const hasTable = readExample(file).nodes.some(({ type }) => type === 'n8n-nodes-base.dataTable');
	return hasTable ? itSince('2.4', 'has a _Data table_ node that cannot make a table') : it;
}

/** Imports an example and sets it up for a group (for none where undefined), as its user does. `fields` go into its settings. */
export async function importExample(
	world: E2eWorld,
	file: string,
	groupId: string | undefined,
	fields: Fields = {},
): Promise<Workflow> {
	return await world.create(prepared(world, file, groupId, fields));
}

/** The same, and activates it. */
export async function activateExample(
	world: E2eWorld,
	file: string,
	groupId: string | undefined,
	fields: Fields = {},
): Promise<Workflow> {
	return await world.createActive(prepared(world, file, groupId, fields));
}

/** The same, begun by a WAHA Groups Live Trigger with the settings of the trigger that the example has. */
export async function activateLiveExample(
	world: E2eWorld,
	file: string,
	groupId: string | undefined,
): Promise<Workflow> {
	const draft = prepared(world, file, groupId, {});
	return await world.createActive({ ...draft, nodes: draft.nodes.map(toLive) });
}

function toLive(node: WorkflowNode): WorkflowNode {
	if (node.type !== types.trigger) return node;
	const { session, events, filters, options } = node.parameters;
	const parameters = { session, events, filters, options };
	return { ...node, webhookId: undefined, type: types.liveTrigger, parameters };
}

function prepared(
	world: E2eWorld,
	file: string,
	groupId: string | undefined,
	fields: Fields,
): WorkflowDraft {
	const group = groupId === undefined ? undefined : { id: groupId, subject: 'The group' };
	const draft = fillIn(readExample(file), { ...world, group });
	return draft.nodes.some(({ name }) => name === settingsNode) ? setFields(draft, fields) : draft;
}

/** The phone numbers of a group's members, in no particular order. */
export const phonesIn = ({ members }: GroupState): string[] =>
	members.map(({ phone }) => phone).sort();
