import type { Call } from './http/call';
import type { Reply } from './http/reply';
import { jsonOf } from './http/reply';
import { isRecord } from './json';
import { groupPath } from './paths';
import type { Version } from './versions';
import { SINCE } from './versions';

/** A security setting of a group. */
export interface GroupSetting {
	/** The last part of its path. */
	path: string;
	/** Its name in WAHA's bodies. */
	key: string;
	/** Since when servers have it; always where left out. */
	since?: Version;
}

/** All security settings, in the order told, under the names of our own outputs. */
export const GROUP_SETTINGS = {
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
} satisfies Record<string, GroupSetting>;

export type SettingName = keyof typeof GROUP_SETTINGS;

/** What of a group a PUT changes: a setting, or one of its texts. */
export type DetailName = SettingName | 'subject' | 'description';

const isSetting = (name: DetailName): name is SettingName => Object.hasOwn(GROUP_SETTINGS, name);

const pathOf = (group: string, { path }: GroupSetting): string[] =>
	groupPath(group, 'settings', 'security', path);

/** The request that reads a setting. */
export function settingCall(group: string, setting: GroupSetting): Call {
	return { method: 'GET', path: pathOf(group, setting) };
}

/** The setting in the reply to that; null where it does not say. */
export function settingIn(reply: Reply, { key }: GroupSetting): boolean | null {
	const json = jsonOf(reply);
	const value = isRecord(json) ? json[key] : json;
	return typeof value === 'boolean' ? value : null;
}

/** The request that changes one thing of a group. */
export function changeCall(group: string, name: DetailName, value: boolean | string): Call {
	const common = { method: 'PUT', effect: 'repeatable' } as const;
	if (!isSetting(name)) return { ...common, path: groupPath(group, name), body: { [name]: value } };
	const setting: GroupSetting = GROUP_SETTINGS[name];
	const { key, since } = setting;
	return {
		...common,
		path: pathOf(group, setting),
		body: { [key]: value },
		...(since && { since }),
	};
}
