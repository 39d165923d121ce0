import type { WahaClient } from '../../waha/http/client';
import { readPersonId } from '../../waha/input/ids';
import { recordOf } from '../../waha/json';
import { Memory } from '../../waha/memory';
import { jsonOf } from '../../waha/http/reply';
import type { Context } from './operation';

async function ownIds(client: WahaClient, session: string): Promise<string[]> {
	const reply = await client.callServer({ method: 'GET', path: ['sessions', session] });
	const me = recordOf(recordOf(jsonOf(reply)).me);
	return [me.id, me.lid].flatMap((id) => readPersonId(id) ?? []);
}

type Account = Pick<Context, 'ownIds' | 'phones'>;

/** What a run finds out by a session's account, kept apart for each session: one account may know what others do not. */
export function accountsOf(client: WahaClient): (session: string) => Account {
	const accounts = new Map<string, Account>();
	const own = new Memory<string[]>();
	return (session) => {
		const known = accounts.get(session);
		if (known !== undefined) return known;
		const account: Account = {
			ownIds: async () => await own.get(session, async () => await ownIds(client, session)),
			phones: new Memory(),
		};
		accounts.set(session, account);
		return account;
	};
}
