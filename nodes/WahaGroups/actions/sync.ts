import type { IDataObject } from 'n8n-workflow';

import { InputError, WahaError } from '../waha/errors';
import type { ParticipantResult } from '../waha/results';
import type { Member } from '../waha/shapes';
import { groupId, participants, toggle } from './fields';
import { changeMembers, chunkSize, fetchMembers, membersIn } from './members';
import type { Context } from './operation';
import { operation } from './operation';
import { item } from './outputs';
import { phoneIdOf, withPhones } from './phones';

interface Differences {
	add: string[];
	remove: string[];
	/** Members of whom nobody can tell whether they are on the list, because their phone number is hidden. */
	unclear: string[];
}

/** All ids under which a member may stand on a list. */
function idsOf({ participantId, phoneNumber }: Member): string[] {
	return phoneNumber === null ? [participantId] : [participantId, `${phoneNumber}@c.us`];
}

/** The list with hidden ids that no member has, beside the phone ids behind them. */
async function listed(context: Context, wanted: readonly string[], present: ReadonlySet<string>) {
	return await Promise.all(
		wanted.map(async (id) => {
			const phone = id.endsWith('@lid') && !present.has(id) ? await phoneIdOf(context, id) : null;
			return { id, ids: phone === null ? [id] : [id, phone] };
		}),
	);
}

interface Rules {
	removeOthers: boolean;
	keepAdmins: boolean;
}

async function compare(
	context: Context,
	group: string,
	wanted: readonly string[],
	rules: Rules,
): Promise<Differences> {
	const members = await withPhones(context, membersIn(await fetchMembers(context, group)));
	const present = new Set(members.flatMap(idsOf));
	const list = await listed(context, wanted, present);
	const add = list.filter(({ ids }) => !ids.some((id) => present.has(id))).map(({ id }) => id);
	if (!rules.removeOthers) return { add, remove: [], unclear: [] };
	const own = await context.ownIds();
	if (own.length === 0) {
		throw new WahaError(
			'unexpected',
			'WAHA does not say which account this session is, so nobody can be removed safely',
			'Look whether the session is connected, then try again.',
		);
	}
	const onList = new Set(list.flatMap(({ ids }) => ids));
	const others = members.filter(
		(member) =>
			!idsOf(member).some((id) => onList.has(id) || own.includes(id)) &&
			!(rules.keepAdmins && member.role !== 'participant'),
	);
	// A hidden member may be behind any phone number of the list; if that holds no numbers, there is no doubt.
	const listHasPhones = wanted.some((id) => id.endsWith('@c.us'));
	const isUnclear = ({ phoneNumber }: Member): boolean => phoneNumber === null && listHasPhones;
	return {
		add,
		remove: others.filter((member) => !isUnclear(member)).map(({ participantId }) => participantId),
		unclear: others.filter(isUnclear).map(({ participantId }) => participantId),
	};
}

const UNCLEAR = 'Not removed: the phone number of this member is hidden, so it may be on the list';

function items(
	group: string,
	action: 'add' | 'remove',
	results: readonly ParticipantResult[],
): IDataObject[] {
	return results.map(({ participantId, ...result }) =>
		item({ groupId: group, participantId, action, ...result }),
	);
}

function planned(ids: readonly string[]): ParticipantResult[] {
	return ids.map((participantId) => ({ participantId, success: null, code: null, reason: null }));
}

export const sync = operation({
	name: 'Sync',
	action: 'Sync the participants of a group with a list',
	description:
		'Make the members of a group equal to a list: add who is missing and, only if you say so, remove who is not on it. Returns one item for each member that differs. Try it with Dry Run first.',
	effect: 'once',
	fields: {
		groupId,
		participants: participants({
			description: 'The people who should be in the group',
			optional: true,
		}),
		dryRun: toggle({
			displayName: 'Dry Run',
			description: 'Whether to only return what would change, without changing anything',
			default: false,
		}),
		removeOthers: toggle({
			displayName: 'Remove Others',
			description:
				'Whether to remove members who are not on the list. The account itself always stays.',
			default: false,
		}),
		keepAdmins: toggle({
			displayName: 'Keep Admins',
			description: 'Whether admins stay in the group even if they are not on the list',
			default: true,
		}),
	},
	options: { chunkSize },
	async run(context, input, options): Promise<IDataObject[]> {
		const { groupId: group, participants: wanted, dryRun, removeOthers, keepAdmins } = input;
		if (wanted.length === 0 && removeOthers && !dryRun) {
			throw new InputError(
				'The list of participants is empty: this would remove everybody from the group',
				'Check the node before. If you really mean it, use "Participant: Remove".',
			);
		}
		const { add, remove, unclear } = await compare(context, group, wanted, {
			removeOthers,
			keepAdmins,
		});
		const kept = unclear.map((participantId) => ({
			participantId,
			success: dryRun ? null : false,
			code: null,
			reason: UNCLEAR,
		}));
		if (dryRun) {
			return [
				...items(group, 'add', planned(add)),
				...items(group, 'remove', [...planned(remove), ...kept]),
			];
		}
		const shared = { group, chunkSize: options.chunkSize };
		const added = await changeMembers(context, { ...shared, change: 'add', ids: add });
		const removed = await changeMembers(context, {
			...shared,
			change: 'remove',
			ids: remove,
			afterOthers: add.length > 0,
		});
		return [
			...items(
				group,
				'add',
				added.flatMap(({ results }) => results),
			),
			...items(group, 'remove', [...removed.flatMap(({ results }) => results), ...kept]),
		];
	},
});
