import type { Engine, Person, Role } from './types';
import type { SeedOptions, Settings } from '../options';
import type { Groups } from './groups';
import type { People } from './people';
import type { Sessions } from './sessions';
import type { Feature } from './versions';

/** The ids of what is there at the start, so that tests need not look them up. */
export const SEED = {
	phones: {
		default: '4915100001001',
		noweb: '4915100001002',
		gows: '4915100001003',
		admin: '4915200002001',
		members: ['4915200002002', '4915200002003', '4915200002004', '4915200002005'],
		/** Shown by lid; the lids API knows the number. */
		hidden: '4915300003001',
		/** Shown by lid; the lids API answers null. */
		secret: '4915300003002',
		/** Not in any group. */
		free: ['4915400004001', '4915400004002', '4915400004003'],
		/** 403, only by private invitation. */
		inviteOnly: '4915400004403',
		/** 404, not on WhatsApp. */
		notOnWhatsApp: '4915400004404',
		/** 408, left recently. */
		leftRecently: '4915400004408',
	},
	groups: {
		/** The account is admin; six members and more. */
		team: '120363041234567890@g.us',
		/** The account is admin; a description of several lines. */
		customers: '120363041234567891@g.us',
		/** The account is NOT admin; both settings are on. */
		neighbours: '120363041234567892@g.us',
		/** The older form of an id. */
		old: '4912345-1612345678@g.us',
		/** Members whose number is hidden. */
		hidden: '120363041234567893@g.us',
		/** The account alone. */
		alone: '120363041234567894@g.us',
	},
} as const;

/** What is filled. */
interface Seeded {
	readonly people: People;
	readonly groups: Groups;
	readonly sessions: Sessions;
	readonly settings: Settings;
	has(feature: Feature): boolean;
	newInviteCode(): string;
}

const CREATED = 1_700_000_000;

/** Puts the sessions and groups of the start into an empty world. */
export function seedWorld(world: Seeded, engine: Engine, options: SeedOptions): void {
	const { phones } = SEED;
	world.sessions.add({ name: 'default', engine, phone: phones.default, pushName: 'Sandbox' });
	if (world.has('everythingFree') || world.settings.tier === 'PLUS') {
		world.sessions.add({ name: 'noweb', engine: 'NOWEB', phone: phones.noweb });
		world.sessions.add({ name: 'gows', engine: 'GOWS', phone: phones.gows });
		world.sessions.add({ name: 'unpaired', status: 'SCAN_QR_CODE', phone: '4915100001004' });
		world.sessions.add({ name: 'stopped', status: 'STOPPED', phone: '4915100001005' });
	}
	seedPeople(world);
	if (!options.empty) seedGroups(world);
	seedBulk(world, options.groups ?? 0, options.membersPerGroup ?? 5);
}

function seedPeople(world: Seeded): void {
	const { phones } = SEED;
	world.people.phone(phones.hidden).hidden = true;
	Object.assign(world.people.phone(phones.secret), { hidden: true, resolvable: false });
	const [first, second] = phones.members;
	world.people.phone(phones.admin).name = 'Ada Lovelace';
	Object.assign(world.people.phone(first), { name: 'Ben Okri', pushName: 'Benny' });
	world.people.phone(second).pushName = 'carla ✨';
	world.people.phone(phones.hidden).pushName = 'Dora';
	world.people.phone(phones.inviteOnly).addResult = 403;
	world.people.phone(phones.notOnWhatsApp).addResult = 404;
	world.people.phone(phones.leftRecently).addResult = 408;
}

/** The accounts of all paired sessions, as they stand in a seeded group. */
function accounts(world: Seeded, first: Role, others: Role): Array<[Person, Role]> {
	const { phones } = SEED;
	return [
		[world.people.phone(phones.default), first],
		[world.people.phone(phones.noweb), others],
		[world.people.phone(phones.gows), others],
	];
}

function seedGroups(world: Seeded): void {
	const { phones, groups } = SEED;
	const person = (phone: string): Person => world.people.phone(phone);
	const plain = phones.members.map((phone): [Person, Role] => [person(phone), 'participant']);
	const owner = person(phones.default);
	const base = { owner, createdAt: CREATED };
	world.groups.add({
		...base,
		id: groups.team,
		subject: 'Team Berlin',
		description: 'Who is where, and when',
		inviteCode: 'TeamBerlinInviteCode01',
		members: [...accounts(world, 'superadmin', 'admin'), [person(phones.admin), 'admin'], ...plain],
	});
	world.groups.add({
		...base,
		id: groups.customers,
		subject: 'Customers 🌷 Spring "Sale" & more',
		description: 'First line\nSecond line: 20 % off\n\nÄÖÜ ✓',
		messagesAdminOnly: true,
		picture: 'https://pps.whatsapp.net/v/t61.24694-24/customers.jpg?oe=1',
		inviteCode: 'CustomersInviteCode002',
		members: [...accounts(world, 'superadmin', 'admin'), ...plain.slice(0, 2)],
	});
	world.groups.add({
		id: groups.neighbours,
		owner: person(phones.admin),
		createdAt: CREATED + 1000,
		subject: 'Neighbours',
		infoAdminOnly: true,
		messagesAdminOnly: true,
		inviteCode: 'NeighboursInviteCode03',
		members: [
			[person(phones.admin), 'superadmin'],
			...accounts(world, 'participant', 'participant'),
			...plain.slice(1),
		],
	});
	world.groups.add({
		...base,
		id: groups.old,
		createdAt: 1_612_345_678,
		subject: 'Old friends',
		inviteCode: 'OldFriendsInviteCode04',
		members: [...accounts(world, 'superadmin', 'admin'), ...plain.slice(2)],
	});
	world.groups.add({
		...base,
		id: groups.hidden,
		subject: 'Community',
		inviteCode: 'CommunityInviteCode005',
		members: [
			...accounts(world, 'superadmin', 'admin'),
			[person(phones.hidden), 'participant'],
			[person(phones.secret), 'admin'],
			...plain.slice(0, 1),
		],
	});
	world.groups.add({
		...base,
		id: groups.alone,
		subject: 'Notes to self',
		inviteCode: 'NotesToSelfInviteCod06',
		members: accounts(world, 'superadmin', 'admin'),
	});
}

const bulkId = (number: number): string => `1203630500${String(number).padStart(8, '0')}@g.us`;

/** Many groups at once; their members are drawn from few people, so that 5,000 take no time. */
export function seedBulk(world: Seeded, count: number, membersPerGroup: number): void {
	let number = 0;
	for (let made = 0; made < count; made++) {
		while (world.groups.get(bulkId(number))) number += 1;
		const members = accounts(world, 'superadmin', 'admin');
		for (let place = 0; place < membersPerGroup; place++) {
			const phone = `49160${String((number * 7 + place) % 900_000).padStart(7, '0')}`;
			members.push([world.people.phone(phone), 'participant']);
		}
		world.groups.add({
			id: bulkId(number),
			subject: `Group ${String(number).padStart(5, '0')}`,
			owner: world.people.phone(SEED.phones.default),
			createdAt: CREATED + number,
			inviteCode: world.newInviteCode(),
			members,
		});
	}
}
