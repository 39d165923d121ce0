import { WahaError } from '../../waha/errors';
import type { SettingName } from '../../waha/groupSettings';
import { changeCall, GROUP_SETTINGS, settingCall, settingIn } from '../../waha/groupSettings';
import type { Reply } from '../../waha/http/reply';
import { groupId, toggle } from '../../fields/fields';
import type { Operation } from '../framework/operation';
import { LAST_STANDS } from '../framework/hints';
import { operation } from '../framework/operation';
import { outcome } from '../framework/outputs';

interface Setting<S extends SettingName> {
	setting: S;
	/** As WhatsApp calls it, behind "Get" and "Set". */
	name: string;
	/** What members may do, in words that follow "who can". */
	what: string;
	switchDescription: string;
}

function adminsOnlyIn(reply: Reply, setting: SettingName): boolean {
	const value = settingIn(reply, GROUP_SETTINGS[setting]);
	if (value !== null) return value;
	throw new WahaError({ name: 'settingUntold', facts: {} }, { status: reply.status });
}

/** The pair of operations, get and set, of one of WAHA's security settings. */
export function adminsOnlySetting<S extends SettingName>({
	setting,
	name,
	what,
	switchDescription,
}: Setting<S>): Record<`${'get' | 'set'}${Capitalize<S>}`, Operation> {
	const key = `${setting.charAt(0).toUpperCase()}${setting.slice(1)}`;
	const pair = {
		[`get${key}`]: operation({
			name: `Get ${name}`,
			action: `Get who can ${what}`,
			description: `Get who can ${what}: all members, or only admins`,
			effect: 'none',
			fields: { groupId },
			request: ({ groupId: id }) => settingCall(id, GROUP_SETTINGS[setting]),
			output: (reply, { groupId: id }) => ({
				groupId: id,
				adminsOnly: adminsOnlyIn(reply, setting),
			}),
		}),
		[`set${key}`]: operation({
			name: `Set ${name}`,
			action: `Set who can ${what}`,
			description: `Set who can ${what}: all members, or only admins`,
			effect: 'repeatable',
			rowByRow: LAST_STANDS,
			fields: {
				groupId,
				adminsOnly: toggle({
					displayName: 'Admins Only',
					description: switchDescription,
					default: true,
				}),
			},
			request: ({ groupId: id, adminsOnly }) => changeCall(id, setting, adminsOnly),
			output: (reply, { groupId: id, adminsOnly }) => outcome(reply, { groupId: id, adminsOnly }),
		}),
	};
	// The compiler does not follow what is named by an expression.
	return pair as Record<`${'get' | 'set'}${Capitalize<S>}`, Operation>;
}
