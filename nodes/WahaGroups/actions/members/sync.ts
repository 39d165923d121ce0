import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';
import type { ParticipantResult } from '../../waha/answers/results';
import type { Differences } from './differences';
import { differencesOf } from './differences';
import {
	countryCode,
	groupId,
	participants,
	required,
	toggle,
	unset,
	wholeNumber,
} from '../../fields/fields';
import { changeMembers, chunkSize, notTried } from './members';
import type { Context, PairedOutput } from '../framework/operation';
import { operation, RowError } from '../framework/operation';
import { item } from '../framework/outputs';
import { LABELS } from '../../wording/labels';

// Without it, nobody has said how many may go.
const maxRemovals = {
	...unset(
		required(
			wholeNumber({
				displayName: LABELS.maxRemovals,
				description:
					'How many members may be removed at once. If more would have to go, nothing is changed and the node says how many.',
				default: 10,
				min: 0,
				max: 100_000,
			}),
		),
		undefined,
	),
	hiddenFor: { '/removeOthers': ['false'] },
};

interface Plan {
	dryRun: boolean;
	addMissing: boolean;
	removeOthers: boolean;
	/** Not there where nobody is to be removed. */
	keepAdmins?: boolean;
	maxRemovals?: number;
}

const PLAN_KEYS = ['dryRun', 'addMissing', 'removeOthers', 'keepAdmins', 'maxRemovals'] as const;

interface SyncRow {
	index: number;
	input: Plan & { groupId: string; participants: string[] };
	options: { chunkSize: number; maxRemovals: number | undefined };
}

const planOf = ({ input, options }: SyncRow): Plan => ({
	...input,
	maxRemovals: options.maxRemovals,
});

/** What the rows of a group are to do. Throws RowError for the first that says something else than the one before. */
function planOfAll(first: SyncRow, rows: readonly SyncRow[]): Plan {
	const plan = planOf(first);
	for (const row of rows) {
		const other = planOf(row);
		const differs = PLAN_KEYS.find((key) => other[key] !== plan[key]);
		if (differs === undefined) continue;
		throw new RowError(
			`The rows of one group are one list, but ${LABELS[differs]} is not the same in row ${row.index + 1} as in row ${first.index + 1}`,
			`Nothing was changed in this group. Set ${LABELS[differs]} without an expression, or to the same value for all rows of a group.`,
			row.index,
		);
	}
	return plan;
}

/** Throws InputError where a plan makes no sense, or would empty the group. */
function check({ dryRun, addMissing, removeOthers }: Plan, wanted: readonly string[]): void {
	if (!addMissing && !removeOthers) {
		throw new InputError(
			`${LABELS.addMissing} and ${LABELS.removeOthers} are both off, so there is nothing to do`,
			'Turn on one of them, or both.',
		);
	}
	if (wanted.length === 0 && removeOthers && !dryRun) {
		throw new InputError(
			'The list of participants is empty: this would remove everybody from the group',
			'Check the previous node. If you really mean it, use "Participant: Remove".',
		);
	}
}

/** Who is on the list: each id, and the rows that name it. */
function listOf(rows: readonly SyncRow[]): Map<string, number[]> {
	const list = new Map<string, number[]>();
	for (const { index, input } of rows) {
		for (const id of input.participants) {
			const from = list.get(id);
			if (from) from.push(index);
			else list.set(id, [index]);
		}
	}
	return list;
}

/** Why a real run would do nothing; null where it would. */
function whyTooMany(count: number, { maxRemovals: most }: Plan): string | null {
	if (most === undefined || count <= most) return null;
	const members = count === 1 ? '1 member' : `${count} members`;
	return `${members} would be removed, but ${LABELS.maxRemovals} is ${most}`;
}

function planned(ids: readonly string[], reason: string | null): ParticipantResult[] {
	return ids.map((participantId) => ({ participantId, success: null, code: null, reason }));
}

interface Changed {
	added: ParticipantResult[];
	removed: ParticipantResult[];
}

/** Adds, then removes; where the adding broke off, nobody is removed any more. Throws WahaError. */
async function change(
	context: Context,
	group: string,
	{ add, remove }: Pick<Differences, 'remove'> & { add: string[] },
	size: number,
): Promise<Changed> {
	const shared = { group, chunkSize: size };
	const adding = await changeMembers(context, { ...shared, change: 'add', ids: add });
	const added = adding.parts.flatMap(({ results }) => results);
	if (adding.brokeOff) return { added, removed: notTried(remove, adding.brokeOff) };
	const afterOthers = add.length > 0;
	const removing = { ...shared, change: 'remove', ids: remove, afterOthers } as const;
	const { parts } = await changeMembers(context, removing);
	return { added, removed: parts.flatMap(({ results }) => results) };
}

/** Does what is planned, or tells it. Throws InputError where more would be removed than may. */
async function carryOut(
	context: Context,
	group: string,
	plan: Plan,
	changes: { add: string[]; remove: string[] },
	size: number,
): Promise<Changed> {
	const whyNot = whyTooMany(changes.remove.length, plan);
	if (plan.dryRun) {
		const reason = whyNot && `A real run would change nothing: ${whyNot}.`;
		return { added: planned(changes.add, reason), removed: planned(changes.remove, reason) };
	}
	if (whyNot) {
		throw new InputError(
			whyNot,
			`Nothing was changed, and nobody was added. Look at the list with ${LABELS.dryRun}. If they are really to go, raise ${LABELS.maxRemovals}.`,
		);
	}
	return await change(context, group, changes, size);
}

function told(
	group: string,
	action: 'add' | 'remove',
	{ participantId, success, code, reason }: ParticipantResult,
): IDataObject {
	// Whether a private invitation went out is in the reason: the fields are the same as those of a removal.
	return item({ groupId: group, participantId, action, success, code, reason });
}

/** Makes one group equal to the list of all its rows. Throws InputError, WahaError. */
async function syncGroup(
	context: Context,
	first: SyncRow,
	rows: readonly SyncRow[],
): Promise<PairedOutput[]> {
	const group = first.input.groupId;
	const plan = planOfAll(first, rows);
	const list = listOf(rows);
	const wanted = [...list.keys()];
	check(plan, wanted);
	const { removeOthers, keepAdmins = true } = plan;
	const differences = await differencesOf(context, group, wanted, { removeOthers, keepAdmins });
	const missing = plan.addMissing ? differences.add : [];
	const changes = { add: missing.map(({ id }) => id), remove: differences.remove };
	const { added, removed } = await carryOut(context, group, plan, changes, first.options.chunkSize);
	const kept = differences.kept.map(({ participantId, reason }) => ({
		participantId,
		success: plan.dryRun ? null : false,
		code: null,
		reason,
	}));
	const all = rows.map(({ index }) => index);
	const namedBy = new Map(
		missing.map(({ id, given }) => [id, given.flatMap((one) => list.get(one) ?? [])]),
	);
	const fromOf = (id: string): number[] =>
		[...new Set(namedBy.get(id) ?? all)].sort((one, other) => one - other);
	return [
		...added.map((one) => ({ json: told(group, 'add', one), from: fromOf(one.participantId) })),
		...[...removed, ...kept].map((one) => ({ json: told(group, 'remove', one), from: all })),
	];
}

export const sync = operation({
	name: 'Sync',
	action: 'Sync members with a list',
	description: `Make members equal to a list: add who is missing and, if you say so, remove others. Use ${LABELS.dryRun} first.`,
	effect: 'once',
	fields: {
		groupId,
		participants: participants({
			description: 'The people who should be in the group',
			hint: 'All input items with the same group are one list, e.g. the rows of a spreadsheet. Feed them together, not one by one in a loop.',
			optional: true,
		}),
		dryRun: toggle({
			displayName: LABELS.dryRun,
			description: 'Whether to only return what would change, without changing anything',
			default: false,
		}),
		addMissing: toggle({
			displayName: LABELS.addMissing,
			description: 'Whether to add people who are on the list but not in the group',
			default: true,
		}),
		removeOthers: toggle({
			displayName: LABELS.removeOthers,
			description:
				'Whether to remove members who are not on the list. The account itself always stays.',
			default: false,
		}),
		keepAdmins: {
			...toggle({
				displayName: LABELS.keepAdmins,
				description: 'Whether admins stay in the group even if they are not on the list',
				default: true,
			}),
			shownFor: { removeOthers: ['true'] },
		},
	},
	options: { chunkSize, countryCode, maxRemovals },
	togetherBy: 'groupId',
	listedBy: 'participants',
	wholeIf: 'removeOthers',
	plannedIf: 'dryRun',
	async runAll(context, rows) {
		const [first] = rows;
		return first === undefined ? [] : await syncGroup(context, first, rows);
	},
});
