import type { IDataObject } from 'n8n-workflow';

import { ALONE, CUSTOMERS, HIDDEN, NEIGHBOURS, OLD, TEAM } from './case';

/** One member as the outputs tell it. */
export function member(phoneNumber: string, role: string): IDataObject {
	return { participantId: `${phoneNumber}@c.us`, phoneNumber, role };
}

const accounts = (first: string, others: string): IDataObject[] => [
	member('4915100001001', first),
	member('4915100001002', others),
	member('4915100001003', others),
];

export const TEAM_MEMBERS: IDataObject[] = [
	...accounts('superadmin', 'admin'),
	member('4915200002001', 'admin'),
	member('4915200002002', 'participant'),
	member('4915200002003', 'participant'),
	member('4915200002004', 'participant'),
	member('4915200002005', 'participant'),
];

/** Two of them hide their number; only GOWS tells the one that can be known. */
export const HIDDEN_MEMBERS = (numberTold: boolean): IDataObject[] => [
	...accounts('superadmin', 'admin'),
	{
		participantId: '12008427877001@lid',
		phoneNumber: numberTold ? '4915300003001' : null,
		role: 'participant',
	},
	{ participantId: '11958095020002@lid', phoneNumber: null, role: 'admin' },
	member('4915200002002', 'participant'),
];

const common = {
	description: null,
	owner: '4915100001001@c.us',
	createdAt: '2023-11-14T22:13:20.000Z',
	infoAdminOnly: false,
	messagesAdminOnly: false,
};

export const team: IDataObject = {
	groupId: TEAM,
	subject: 'Team Berlin',
	...common,
	description: 'Who is where, and when',
	participantCount: 8,
	participants: TEAM_MEMBERS,
};

export const customers: IDataObject = {
	groupId: CUSTOMERS,
	subject: 'Customers 🌷 Spring "Sale" & more',
	...common,
	description: 'First line\nSecond line: 20 % off\n\nÄÖÜ ✓',
	messagesAdminOnly: true,
	participantCount: 5,
	participants: [
		...accounts('superadmin', 'admin'),
		member('4915200002002', 'participant'),
		member('4915200002003', 'participant'),
	],
};

export const neighbours: IDataObject = {
	groupId: NEIGHBOURS,
	subject: 'Neighbours',
	...common,
	owner: '4915200002001@c.us',
	createdAt: '2023-11-14T22:30:00.000Z',
	infoAdminOnly: true,
	messagesAdminOnly: true,
	participantCount: 7,
	participants: [
		member('4915200002001', 'superadmin'),
		...accounts('participant', 'participant'),
		member('4915200002003', 'participant'),
		member('4915200002004', 'participant'),
		member('4915200002005', 'participant'),
	],
};

export const old: IDataObject = {
	groupId: OLD,
	subject: 'Old friends',
	...common,
	createdAt: '2021-02-03T09:47:58.000Z',
	participantCount: 5,
	participants: [
		...accounts('superadmin', 'admin'),
		member('4915200002004', 'participant'),
		member('4915200002005', 'participant'),
	],
};

export const hidden = (numberTold: boolean): IDataObject => ({
	groupId: HIDDEN,
	subject: 'Community',
	...common,
	participantCount: 6,
	participants: HIDDEN_MEMBERS(numberTold),
});

export const alone: IDataObject = {
	groupId: ALONE,
	subject: 'Notes to self',
	...common,
	participantCount: 3,
	participants: accounts('superadmin', 'admin'),
};

/** A group without its members; `participantCount` where the engine tells how many there are. */
export function withoutMembers(group: IDataObject, counted: boolean): IDataObject {
	const rest = { ...group };
	delete rest.participants;
	return counted ? rest : { ...rest, participantCount: null };
}
