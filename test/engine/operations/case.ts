import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { World } from '../../../sandbox';

export const ENGINES = ['WEBJS', 'NOWEB', 'GOWS'] as const;
export type EngineName = (typeof ENGINES)[number];

/** The same for every engine, or what it is for each. */
export type PerEngine<T> = T | Record<EngineName, T>;

/** How the node ends where it is to fail. */
export interface ExpectedError {
	message: string;
	description?: string;
	/** Of an answer; null where the server gave none. */
	httpCode?: string | null;
}

/** One run of the node with one item, from its parameters to what the server looks like afterwards. */
export interface Case {
	/** What it shows, behind the name of the operation. */
	title: string;
	/** Of the server; the one that most people have where left out. */
	version?: string;
	/** All where left out. */
	engines?: readonly EngineName[];
	/** Besides resource, operation and session. */
	parameters: INodeParameters;
	/** A file that the input item carries. */
	file?: { mimeType: string; fileName: string; base64: string };
	prepare?: (world: World) => void;
	/** `METHOD path body`, letter by letter as they went over the wire. */
	requests: PerEngine<string[]>;
	/** Whether several run at once, so that nobody knows which arrives first. */
	anyOrder?: boolean;
	/** The `json` of the output items. */
	items?: PerEngine<IDataObject[]>;
	/** In place of the items. */
	error?: PerEngine<ExpectedError | undefined>;
	/** Everything that is different on the server afterwards; nothing where left out. */
	changed?: PerEngine<Record<string, unknown>>;
}

/** The cases of one resource, under the stored values of its operations. */
export type Cases = Readonly<Record<string, readonly Case[]>>;

/** The value for an engine. */
export function forEngine<T>(value: PerEngine<T>, engine: EngineName): T {
	return isPerEngine(value) ? value[engine] : value;
}

function isPerEngine<T>(value: PerEngine<T>): value is Record<EngineName, T> {
	return typeof value === 'object' && value !== null && 'WEBJS' in value;
}

/** A group as the editor stores it when its id was typed. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A group as the editor stores it when it was picked. */
export const fromList = (value: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName: 'Any name',
});

/** A server that has everything. */
export const NEWEST = '2026.9';

export const TEAM = '120363041234567890@g.us';
export const CUSTOMERS = '120363041234567891@g.us';
export const NEIGHBOURS = '120363041234567892@g.us';
export const OLD = '4912345-1612345678@g.us';
export const HIDDEN = '120363041234567893@g.us';
export const ALONE = '120363041234567894@g.us';

/** Every fact of every group, each under its own name, so that two moments can be compared. */
export function snapshot(world: World): Record<string, unknown> {
	const facts = world.groups
		.all()
		.flatMap(({ id, members, ...group }) => [
			[`${id} subject`, group.subject],
			[`${id} description`, group.description],
			[`${id} infoAdminOnly`, group.infoAdminOnly],
			[`${id} messagesAdminOnly`, group.messagesAdminOnly],
			[`${id} membersCanAddNewMember`, group.membersCanAddNewMember],
			[`${id} newMembersApprovalRequired`, group.newMembersApprovalRequired],
			[`${id} membersCanShareHistory`, group.membersCanShareHistory],
			[`${id} picture`, group.picture],
			[`${id} inviteCode`, group.inviteCode],
			...[...members.values()].map(({ person, role }) => [`${id} ${person.phone}`, role]),
		]);
	return Object.fromEntries(facts);
}

/** The facts that are new or different. */
export function difference(
	before: Record<string, unknown>,
	after: Record<string, unknown>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(after).filter(([name, value]) => before[name] !== value),
	);
}
