import type { WahaClient } from '../../waha/http/client';
import { accountIdsIn } from '../../waha/input/ids';
import { recordOf } from '../../waha/json';
import { Memory } from '../../waha/memory';
import { jsonOf } from '../../waha/http/reply';
import { settle } from '../../waha/settle';
import { isAtLeast, parseVersion, SINCE } from '../../waha/versions';
import type { Context } from './operation';

type Account = Pick<
	Context,
	'ownIds' | 'phones' | 'subjects' | 'listedSubjects' | 'names' | 'invitations' | 'mentionsAll'
>;

/** What a run finds out by a session's account, kept apart for each session: one account may know what others do not. */
export function accountsOf(client: WahaClient): (session: string) => Account {
	const accounts = new Map<string, Account>();
	const sessions = new Memory<Record<string, unknown>>();
	const server = new Memory<Record<string, unknown>>();

	const stateOf = async (session: string): Promise<Record<string, unknown>> =>
		await sessions.get(session, async () => {
			const call = client.callServer({ method: 'GET', path: ['sessions', session] });
			const settled = await settle(call);
			if (settled.ok) return recordOf(jsonOf(settled.value));
			throw await client.explained(settled.error, session);
		});

	return (session) => {
		const known = accounts.get(session);
		if (known !== undefined) return known;
		const account: Account = {
			async ownIds() {
				return accountIdsIn((await stateOf(session)).me);
			},
			phones: new Memory(),
			subjects: new Memory(),
			listedSubjects: new Memory(),
			names: new Memory(),
			invitations: new Memory(),
			async mentionsAll() {
				const { engine } = recordOf((await stateOf(session)).engine);
				if (typeof engine !== 'string' || engine === 'WPP') return false;
				const told = await server.get('', async () => await client.serverInfo());
				const version = parseVersion(told.version);
				return version !== undefined && isAtLeast(version, SINCE.mentionAll);
			},
		};
		accounts.set(session, account);
		return account;
	};
}
