import type { Workflow } from '../../../harness/n8n';
import { fillIn, readExample, setFields, settingsNode } from '../../../demo/workflows';
import type { GroupState } from '../../../demo/control';
import type { E2eWorld } from './world';

type Fields = Record<string, string | number | boolean>;

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

function prepared(world: E2eWorld, file: string, groupId: string | undefined, fields: Fields) {
	const group = groupId === undefined ? undefined : { id: groupId, subject: 'The group' };
	const draft = fillIn(readExample(file), { ...world, group });
	return draft.nodes.some(({ name }) => name === settingsNode) ? setFields(draft, fields) : draft;
}

/** The phone numbers of a group's members, in no particular order. */
export const phonesIn = ({ members }: GroupState): string[] =>
	members.map(({ phone }) => phone).sort();
