import { refusal } from '../engines/refusals';
import { isAdmin } from '../model/groups';
import type { Group, Session } from '../model/types';

/** Refuses unless the account is admin. */
export function demandAdmin(session: Session, group: Group): void {
	if (!isAdmin(group, session.account)) throw refusal(session.engine, 'not-admin');
}
