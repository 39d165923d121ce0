import { WahaError } from '../../waha/errors';
import { isRecord } from '../../waha/json';
import type { Reply } from '../../waha/http/reply';
import { jsonOf } from '../../waha/http/reply';
import { groupId, toggle } from '../../fields/fields';
import type { Operation } from '../framework/operation';
import { operation } from '../framework/operation';
import { outcome } from '../framework/outputs';
import { groupPath } from '../../waha/paths';

interface Setting<K extends string> {
	/** The name behind `get` and `set`. */
	key: K;
	/** The last part of the path. */
	path: string;
	/** As WhatsApp calls it, behind "Get" and "Set". */
	name: string;
	/** What members may do, in words that follow "who can". */
	what: string;
	switchDescription: string;
}

function adminsOnlyIn(reply: Reply): boolean {
	const json = jsonOf(reply);
	const value = isRecord(json) ? json.adminsOnly : json;
	if (typeof value === 'boolean') return value;
	throw new WahaError(
		'unexpected',
		'WAHA did not say whether only admins may do this',
		'Try again. If it stays like this, look at the log of the WAHA server.',
		reply.status,
	);
}

/** The pair of operations, get and set, of one of WAHA's security settings. */
export function adminsOnlySetting<K extends string>(
	setting: Setting<K>,
): Record<`get${K}` | `set${K}`, Operation> {
	const { key, name, what, switchDescription } = setting;
	const path = (id: string) => groupPath(id, 'settings', 'security', setting.path);
	const pair = {
		[`get${key}`]: operation({
			name: `Get ${name}`,
			action: `Get who can ${what}`,
			description: `Get who can ${what}: all members, or only admins`,
			effect: 'none',
			fields: { groupId },
			request: ({ groupId: id }) => ({ method: 'GET', path: path(id) }),
			output: (reply, { groupId: id }) => ({ groupId: id, adminsOnly: adminsOnlyIn(reply) }),
		}),
		[`set${key}`]: operation({
			name: `Set ${name}`,
			action: `Set who can ${what}`,
			description: `Set who can ${what}: all members, or only admins`,
			effect: 'repeatable',
			fields: {
				groupId,
				adminsOnly: toggle({
					displayName: 'Admins Only',
					description: switchDescription,
					default: true,
				}),
			},
			request: ({ groupId: id, adminsOnly }) => ({
				method: 'PUT',
				path: path(id),
				body: { adminsOnly },
			}),
			output: (reply, { groupId: id, adminsOnly }) => outcome(reply, { groupId: id, adminsOnly }),
		}),
	};
	return pair as Record<`get${K}` | `set${K}`, Operation>;
}
