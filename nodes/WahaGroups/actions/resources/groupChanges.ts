import type { IDataObject } from 'n8n-workflow';

import type { ProblemKind } from '../../waha/errors';
import { WahaError } from '../../waha/errors';
import { inWords, whyNotTried } from '../../wording/wording';
import type { DetailName, GroupSetting } from '../../waha/groupSettings';
import { changeCall, GROUP_SETTINGS, settingCall, settingIn } from '../../waha/groupSettings';
import type { Call } from '../../waha/http/call';
import { lacksEndpoint, lacksTarget } from '../../waha/http/missing';
import { settle } from '../../waha/settle';
import type { Field } from '../../fields/fields';
import { groupId, text, toggle } from '../../fields/fields';
import { InputError } from '../../wording/inputError';
import { LABELS } from '../../wording/labels';
import { collection } from '../../fields/collection';
import type { Context, Operation } from '../framework/operation';
import { LAST_STANDS } from '../framework/hints';
import { operation } from '../framework/operation';
import { refusalIn } from '../framework/outputs';

/** One setting; null where server or engine cannot tell. Throws WahaError where the group itself cannot be asked. */
async function readSetting(
	context: Context,
	group: string,
	setting: GroupSetting,
): Promise<boolean | null> {
	const settled = await settle(context.send(settingCall(group, setting)));
	if (settled.ok) return settingIn(settled.value, setting);
	const { error } = settled;
	const isUnknown = setting.since !== undefined && lacksEndpoint(error) && !lacksTarget(error);
	if (isUnknown || (error instanceof WahaError && error.kind === 'unsupported')) return null;
	throw error;
}

/** The texts of a group. */
export const subject = text({
	displayName: 'Subject',
	description: 'The new name of the group, at most 100 characters',
	placeholder: 'e.g. Choir 2026',
	sort: 'name',
	maxLength: 100,
});
const descriptionText = text({
	displayName: LABELS.description,
	description:
		'The new description of the group, at most 2048 characters. Leave it empty to remove it; newer servers with the engine GOWS refuse that.',
	placeholder: 'e.g. Rehearsal every Tuesday at 19:30',
	maxLength: 2048,
	optional: true,
	rows: 4,
});

/** An expression that finds nothing must not remove what is there. */
export const description: Field<string> = {
	...descriptionText,
	read(value, options) {
		if (value !== null) return descriptionText.read(value, options);
		throw new InputError(
			`${LABELS.description} comes from an expression that found nothing`,
			'Check the name of the field in it. To remove the description, leave the field empty, or let the expression give an empty text: {{ $json.text ?? "" }}.',
		);
	},
};

const CHANGES = {
	subject,
	description,
	infoAdminOnly: toggle({
		displayName: 'Only Admins Can Edit',
		description: 'Whether only admins may change subject, description and picture',
		default: true,
	}),
	messagesAdminOnly: toggle({
		displayName: 'Only Admins Can Send',
		description: 'Whether only admins may send messages to the group',
		default: true,
	}),
	membersCanAddNewMember: toggle({
		displayName: 'Members Can Add Others',
		description: 'Whether every member may add people, and not only admins',
		default: true,
	}),
	newMembersApprovalRequired: toggle({
		displayName: 'Approve New Members',
		description: 'Whether an admin has to let in everybody who wants to join',
		default: true,
	}),
	membersCanShareHistory: toggle({
		displayName: 'Members Share History',
		description: 'Whether members may show earlier messages to those who join',
		default: true,
	}),
} satisfies Record<DetailName, Field<boolean | string>>;

type Changes = Partial<Record<DetailName, boolean | string>>;

/** All that can be changed, in the order in which it is. */
const NAMES = Object.keys(CHANGES).filter((name): name is DetailName =>
	Object.hasOwn(CHANGES, name),
);

/** What fails for one change only; everything else would fail for the next one, too. */
const OF_ONE: ReadonlySet<ProblemKind> = new Set([
	'refused',
	'unexpected',
	'unknownEndpoint',
	'unsupported',
	'validation',
]);

/** What became of one change, where it is not known to have worked. */
interface Failed {
	field: DetailName;
	/** null: it may have been done all the same. */
	success: false | null;
	reason: string;
}

function failedWith(field: DetailName, error: WahaError): Failed {
	return { field, success: error.inDoubt ? null : false, reason: inWords(error) };
}

/** Makes one change; what became of it, undefined for success. Throws what would stop all others, too. */
async function makeChange(
	context: Context,
	call: Call,
	field: DetailName,
): Promise<Failed | undefined> {
	const settled = await settle((async () => refusalIn(await context.send(call)))());
	if (settled.ok) return settled.value && { field, ...settled.value };
	const { error } = settled;
	if (!(error instanceof WahaError) || !OF_ONE.has(error.kind)) throw error;
	return failedWith(field, error);
}

/** Makes the changes one after the other. Throws what stops all of them where nothing was done before. */
async function makeChanges(
	context: Context,
	group: string,
	changes: Changes,
): Promise<IDataObject> {
	const set: Changes = {};
	const failed: Failed[] = [];
	const names = NAMES.filter((name) => changes[name] !== undefined);
	for (const [index, name] of names.entries()) {
		const value = changes[name] ?? '';
		const settled = await settle(makeChange(context, changeCall(group, name, value), name));
		if (settled.ok) {
			if (settled.value) failed.push(settled.value);
			else set[name] = value;
			continue;
		}
		const { error } = settled;
		if (!(error instanceof WahaError) || Object.keys(set).length === 0) throw error;
		failed.push(failedWith(name, error));
		const reason = whyNotTried(error);
		for (const field of names.slice(index + 1)) failed.push({ field, success: false, reason });
		break;
	}
	const isUnknown = failed.length > 0 && failed.every(({ success }) => success === null);
	return {
		groupId: group,
		success: isUnknown ? null : failed.length === 0,
		...set,
		failed: failed.map(({ field, reason }) => ({ field, reason })),
	};
}

/** The operations on all settings of a group at once. */
export const changeOperations = {
	getSettings: operation({
		name: 'Get Settings',
		action: 'Get the settings of a group',
		description:
			'Get what members may do in a group: all five settings, empty where the server or its engine cannot tell',
		effect: 'none',
		fields: { groupId },
		async run(context, { groupId: group }) {
			const read = Object.entries<GroupSetting>(GROUP_SETTINGS).map(async ([name, setting]) => [
				name,
				await readSetting(context, group, setting),
			]);
			// The client keeps the pace.
			const ends = await Promise.all(read.map(settle<(string | boolean | null)[]>));
			const values = ends.map((end) => {
				if (end.ok) return end.value;
				throw end.error;
			});
			return { groupId: group, ...Object.fromEntries(values) };
		},
	}),

	update: operation({
		name: 'Update',
		action: 'Update a group',
		description:
			'Change several things of a group at once. Returns which of them worked, and why others did not.',
		effect: 'repeatable',
		rowByRow: LAST_STANDS,
		fields: {
			groupId,
			changes: collection({
				displayName: 'Changes',
				description: 'What to change; everything else stays as it is',
				placeholder: 'Add change',
				fields: CHANGES,
			}),
		},
		run: async (context, { groupId: group, changes }) => await makeChanges(context, group, changes),
	}),
} satisfies Record<string, Operation>;
