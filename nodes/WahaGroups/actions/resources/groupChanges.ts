import type { IDataObject } from 'n8n-workflow';

import { NOT_ALLOWED } from '../../waha/answers/results';
import type { ProblemKind } from '../../waha/errors';
import { WahaError } from '../../waha/errors';
import { lacksEndpoint, lacksTarget } from '../../waha/http/missing';
import { jsonOf, successOf } from '../../waha/http/reply';
import { isRecord } from '../../waha/json';
import { groupPath } from '../../waha/paths';
import { settle } from '../../waha/settle';
import type { Version } from '../../waha/versions';
import { SINCE } from '../../waha/versions';
import type { Fields } from '../../fields/fields';
import { groupId, text, toggle } from '../../fields/fields';
import { collection } from '../../fields/collection';
import type { Context, Operation } from '../framework/operation';
import { operation } from '../framework/operation';

/** What every group has settings for, in the order told. */
interface Setting {
	/** The last part of the path, behind `settings/security`. */
	path: string;
	/** The name in WAHA's bodies. */
	key: string;
	since?: Version;
}

const SETTINGS = {
	infoAdminOnly: { path: 'info-admin-only', key: 'adminsOnly' },
	messagesAdminOnly: { path: 'messages-admin-only', key: 'adminsOnly' },
	membersCanAddNewMember: {
		path: 'member-add-mode',
		key: 'membersCanAddNewMember',
		since: SINCE.memberAddMode,
	},
	newMembersApprovalRequired: {
		path: 'membership-approval',
		key: 'newMembersApprovalRequired',
		since: SINCE.joinRequests,
	},
	membersCanShareHistory: {
		path: 'member-share-history-mode',
		key: 'membersCanShareHistory',
		since: SINCE.shareHistory,
	},
} satisfies Record<string, Setting>;

type SettingName = keyof typeof SETTINGS;

const settingPath = (group: string, { path }: Setting): string[] =>
	groupPath(group, 'settings', 'security', path);

/** One setting; null where server or engine cannot tell. Throws WahaError where the group itself cannot be asked. */
async function readSetting(
	context: Context,
	group: string,
	setting: Setting,
): Promise<boolean | null> {
	const settled = await settle(context.send({ method: 'GET', path: settingPath(group, setting) }));
	if (settled.ok) {
		const json = jsonOf(settled.value);
		const value = isRecord(json) ? json[setting.key] : json;
		return typeof value === 'boolean' ? value : null;
	}
	const { error } = settled;
	const isUnknown = setting.since !== undefined && lacksEndpoint(error) && !lacksTarget(error);
	if (isUnknown || (error instanceof WahaError && error.kind === 'unsupported')) return null;
	throw error;
}

const DETAILS = {
	subject: text({
		displayName: 'Subject',
		description: 'The new name of the group, at most 100 characters',
		placeholder: 'e.g. Choir 2026',
		maxLength: 100,
	}),
	description: text({
		displayName: 'Description',
		description: 'The new description, at most 2048 characters. Leave it empty to remove it.',
		placeholder: 'e.g. Rehearsal every Tuesday at 19:30',
		maxLength: 2048,
		optional: true,
		rows: 4,
	}),
} satisfies Fields;

const CHANGES = {
	...DETAILS,
	infoAdminOnly: toggle({
		displayName: 'Only Admins Can Edit Group Info',
		description: 'Whether only admins may change subject, description and picture',
		default: true,
	}),
	messagesAdminOnly: toggle({
		displayName: 'Only Admins Can Send Messages',
		description: 'Whether only admins may send messages to the group',
		default: true,
	}),
	membersCanAddNewMember: toggle({
		displayName: 'Members Can Add Other Members',
		description: 'Whether every member may add people, and not only admins',
		default: true,
	}),
	newMembersApprovalRequired: toggle({
		displayName: 'Approve New Members',
		description: 'Whether an admin has to let in everybody who wants to join',
		default: true,
	}),
	membersCanShareHistory: toggle({
		displayName: 'Members Can Share the History',
		description: 'Whether members may show earlier messages to those who join',
		default: true,
	}),
} satisfies Fields & Record<SettingName, unknown>;

const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** The request that makes one change. */
function changeCall(group: string, name: string, value: unknown) {
	const common = { method: 'PUT' as const, effect: 'repeatable' as const };
	if (!isSetting(name)) return { ...common, path: groupPath(group, name), body: { [name]: value } };
	const setting: Setting = SETTINGS[name];
	return {
		...common,
		path: settingPath(group, setting),
		body: { [setting.key]: value },
		...(setting.since && { since: setting.since }),
	};
}

/** What fails for one change only; everything else would fail for the next one, too. */
const OF_ONE: ReadonlySet<ProblemKind> = new Set([
	'refused',
	'unexpected',
	'unknownEndpoint',
	'unsupported',
	'validation',
]);

interface Failed {
	field: string;
	reason: string;
	/** Whether it may have been done all the same. */
	inDoubt: boolean;
}

/** Makes one change; what became of it, undefined for success. Throws what would stop all others, too. */
async function makeChange(
	context: Context,
	group: string,
	field: string,
	value: unknown,
): Promise<Failed | undefined> {
	const settled = await settle(
		(async () => successOf(await context.send(changeCall(group, field, value))))(),
	);
	if (settled.ok) {
		if (settled.value) return undefined;
		return settled.value === null
			? { field, reason: 'WAHA did not say whether this worked', inDoubt: true }
			: { field, reason: NOT_ALLOWED, inDoubt: false };
	}
	const { error } = settled;
	if (!(error instanceof WahaError) || !OF_ONE.has(error.kind)) throw error;
	return { field, reason: `${error.message}. ${error.description}`, inDoubt: error.inDoubt };
}

/** Makes the changes one after the other. Throws what stops all of them where nothing was done before. */
async function makeChanges(
	context: Context,
	group: string,
	changes: Readonly<Record<string, unknown>>,
): Promise<IDataObject> {
	const set: Record<string, unknown> = {};
	const failed: Failed[] = [];
	const names = Object.keys(CHANGES).filter((name) => Object.hasOwn(changes, name));
	for (const [index, name] of names.entries()) {
		const settled = await settle(makeChange(context, group, name, changes[name]));
		if (settled.ok) {
			if (settled.value) failed.push(settled.value);
			else set[name] = changes[name];
			continue;
		}
		const { error } = settled;
		if (!(error instanceof WahaError) || Object.keys(set).length === 0) throw error;
		const { message, description, inDoubt } = error;
		failed.push({ field: name, reason: `${message}. ${description}`, inDoubt });
		const reason = `Not tried: an earlier request failed. ${message}`;
		for (const field of names.slice(index + 1)) failed.push({ field, reason, inDoubt: false });
		break;
	}
	const isUnknown = failed.length > 0 && failed.every(({ inDoubt }) => inDoubt);
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
			const read = Object.entries<Setting>(SETTINGS).map(async ([name, setting]) => [
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
