import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../waha/errors';
import type { ParticipantResult } from '../waha/results';
import type { Differences } from './differences';
import { differencesOf } from './differences';
import { countryCode, groupId, participants, toggle } from './fields';
import { changeMembers, chunkSize, notTried } from './members';
import type { Context } from './operation';
import { operation } from './operation';
import { item } from './outputs';

function items(
	group: string,
	action: 'add' | 'remove',
	results: readonly ParticipantResult[],
): IDataObject[] {
	// Whether a private invitation went out is in the reason: the fields are the same as those of a removal.
	return results.map(({ participantId, success, code, reason }) =>
		item({ groupId: group, participantId, action, success, code, reason }),
	);
}

function planned(ids: readonly string[]): ParticipantResult[] {
	return ids.map((participantId) => ({ participantId, success: null, code: null, reason: null }));
}

/** Adds, then removes; where the adding broke off, nobody is removed any more. Throws WahaError. */
async function change(
	context: Context,
	group: string,
	{ add, remove }: Differences,
	size: number | undefined,
): Promise<{ added: ParticipantResult[]; removed: ParticipantResult[] }> {
	const shared = { group, chunkSize: size };
	const adding = await changeMembers(context, { ...shared, change: 'add', ids: add });
	const added = adding.parts.flatMap(({ results }) => results);
	if (adding.brokeOff) return { added, removed: notTried(remove, adding.brokeOff) };
	const afterOthers = add.length > 0;
	const removing = { ...shared, change: 'remove', ids: remove, afterOthers } as const;
	const { parts } = await changeMembers(context, removing);
	return { added, removed: parts.flatMap(({ results }) => results) };
}

export const sync = operation({
	name: 'Sync',
	action: 'Sync the participants of a WhatsApp group with a list of phone numbers',
	description:
		'Make members equal to a list: add who is missing and, if you say so, remove others. Use Dry Run first.',
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
	options: { chunkSize, countryCode },
	async run(context, input, options): Promise<IDataObject[]> {
		const { groupId: group, participants: wanted, dryRun, removeOthers, keepAdmins } = input;
		if (wanted.length === 0 && removeOthers && !dryRun) {
			throw new InputError(
				'The list of participants is empty: this would remove everybody from the group',
				'Check the node before. If you really mean it, use "Participant: Remove".',
			);
		}
		const rules = { removeOthers, keepAdmins };
		const differences = await differencesOf(context, group, wanted, rules);
		const { add, remove } = differences;
		const kept = differences.kept.map(({ participantId, reason }) => ({
			participantId,
			success: dryRun ? null : false,
			code: null,
			reason,
		}));
		const { added, removed } = dryRun
			? { added: planned(add), removed: planned(remove) }
			: await change(context, group, differences, options.chunkSize);
		return [...items(group, 'add', added), ...items(group, 'remove', [...removed, ...kept])];
	},
});
