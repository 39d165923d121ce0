import type { IDataObject } from 'n8n-workflow';

import { HIDDEN, TEAM } from './case';

const SUBJECTS: Readonly<Record<string, string>> = { [TEAM]: 'Team Berlin', [HIDDEN]: 'Community' };

/** Members as the items of a list. */
export const inGroup = (groupId: string, members: IDataObject[]): IDataObject[] =>
	members.map((one) => ({ groupId, groupSubject: SUBJECTS[groupId] ?? null, ...one }));

/** What became of one participant; `more` goes over the success. */
export const result = (phone: string, more: IDataObject = {}): IDataObject => ({
	groupId: TEAM,
	participantId: `${phone}@c.us`,
	success: true,
	code: 200,
	reason: null,
	...more,
});

/** What became of one whom WhatsApp refused. */
export const refused = (phone: string, code: number, reason: string, more: IDataObject = {}) =>
	result(phone, { success: false, code, reason, ...more });
