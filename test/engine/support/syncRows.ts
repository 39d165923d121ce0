import type { IDataObject } from 'n8n-workflow';

import { byId, TEAM } from '../operations/case';

/** A sync of the rows that come in, which removes whoever is on none of them. */
export const sync = {
	resource: 'participants',
	operation: 'sync',
	groupId: byId(TEAM),
	participants: '={{ $json.phone }}',
	removeOthers: true,
};

/** Who is in the group, but for the account. */
export const MEMBERS = ['4915200002002', '4915200002003', '4915200002004', '4915200002005'];

/** An item for each of these. */
export const rows = (...phones: unknown[]): IDataObject[] =>
	phones.map((phone) => ({ phone }) as IDataObject);
