import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type GroupDetails, SEED, type SandboxOptions, type World } from '../../../sandbox';
import { envelope, joined, post, signed } from '../../support/deliveries';
import { UNKNOWN_GROUP } from '../../support/unknownGroup';
import type { N8n } from '../support/trigger';
import { Stage, trigger } from './stage';

const { groups, phones } = SEED;
const [free, other] = phones.free;
const [member] = phones.members;

let stage: Stage;
let n8n: N8n;
let world: World;

afterEach(() => stage.close());

async function start(parameters: INodeParameters = {}, options: SandboxOptions = {}) {
	stage = await Stage.start(options);
	({ world } = stage.sandbox);
	n8n = await stage.n8n();
	n8n.workflow('w', trigger(parameters));
	await n8n.activate('w');
}

/** Lets something happen; gives the items that came of it, each of which must have been taken with 200. */
async function itemsOf(deed: () => unknown): Promise<IDataObject[]> {
	n8n.forget();
	world.deliveries.forget();
	await stage.happen(deed);
	expect(n8n.answers.map(({ status }) => status)).toEqual(n8n.answers.map(() => 200));
	return n8n.items;
}

/** What an item takes over from its delivery: the events are sent with their own times and ids. */
function sent(event: string): {
	timestamp: string | null;
	eventId: string | null;
	raw: IDataObject;
} {
	const delivery = world.deliveries.list().find((one) => one.event === event);
	const raw = JSON.parse(delivery?.body ?? '') as IDataObject;
	const { timestamp, payload, id } = raw as {
		timestamp?: number;
		id?: string;
		payload: { timestamp?: number };
	};
	// Some engines tell seconds, some milliseconds.
	const unit = (payload.timestamp ?? 0) > 1e11 ? 1 : 1000;
	const ms = payload.timestamp === undefined ? timestamp : payload.timestamp * unit;
	const iso = ms === undefined ? null : new Date(ms).toISOString();
	return { timestamp: iso, eventId: id ?? null, raw };
}

function person(phoneNumber: string, role = 'participant') {
	return { participantId: `${phoneNumber}@c.us`, phoneNumber, role };
}

const ALL = ['join', 'leave', 'promote', 'demote', 'accountJoin', 'accountLeave', 'update'];

/** The team as it is when the account comes back to it. */
const TEAM = [
	person(phones.noweb, 'admin'),
	person(phones.gows, 'admin'),
	person(phones.admin, 'admin'),
	...phones.members.map((phone) => person(phone)),
	person(phones.default),
];

describe.each([
	['WEBJS', '2025.2'],
	['WPP', '2025.2'],
	['NOWEB', '2025.2'],
	['GOWS', '2025.2'],
	['WEBJS', '2026.7'],
	['WPP', '2026.7'],
	['NOWEB', '2026.7'],
	['GOWS', '2026.7'],
] as const)('%s of %s', (engine, version) => {
	/** The item for one person, as the contract has it. */
	const item = (event: string, wahaEvent: string, who: IDataObject, more: IDataObject) => {
		const { timestamp, eventId } = sent(wahaEvent);
		return {
			event,
			groupId: groups.team,
			...who,
			participants: [who],
			groupSubject: 'Team Berlin',
			group: null,
			session: 'default',
			engine,
			timestamp,
			eventId,
			source: 'v2',
			...more,
		};
	};
	const MEMBERS = 'group.v2.participants';
	const author = { author: phones.admin };
	const actorId = `${phones.admin}@c.us`;

	it('members: join, leave, promote, demote', async () => {
		await start({ events: ALL }, { engine, version });
		expect(await itemsOf(() => world.join(groups.team, [free], author))).toEqual([
			item('join', MEMBERS, person(free), { actorId }),
		]);
		expect(Object.keys(n8n.items[0] ?? {})).toEqual([
			'event',
			'groupId',
			'participantId',
			'phoneNumber',
			'role',
			'actorId',
			'participants',
			'groupSubject',
			'group',
			'session',
			'engine',
			'timestamp',
			'eventId',
			'source',
		]);
		expect(await itemsOf(() => world.promote(groups.team, [free], author))).toEqual([
			item('promote', MEMBERS, person(free, 'admin'), { actorId }),
		]);
		expect(await itemsOf(() => world.demote(groups.team, [free], author))).toEqual([
			item('demote', MEMBERS, person(free), { actorId }),
		]);
		expect(await itemsOf(() => world.leave(groups.team, [free]))).toEqual([
			item('leave', MEMBERS, person(free, 'left'), { actorId: `${free}@c.us` }),
		]);
	});

	it('the account: leave and join', async () => {
		await start({ events: ['accountJoin', 'accountLeave'] }, { engine, version });
		expect(await itemsOf(() => world.leave(groups.team, ['default'], author))).toEqual([
			item('accountLeave', 'group.v2.leave', person(phones.default, 'left'), {
				actorId,
				// Of a group that the account is not in, WAHA tells nothing.
				groupSubject: null,
			}),
		]);
		expect(await itemsOf(() => world.join(groups.team, ['default'], author))).toEqual([
			item('accountJoin', 'group.v2.join', person(phones.default), {
				actorId,
				group: {
					groupId: groups.team,
					subject: 'Team Berlin',
					description: 'Who is where, and when',
					owner: null,
					createdAt: null,
					infoAdminOnly: null,
					messagesAdminOnly: engine === 'WEBJS' ? null : false,
					participantCount: 8,
					participants: TEAM,
				},
			}),
		]);
		expect(n8n.executions).toHaveLength(1);
	});

	it('the account as a member, for those who asked for members', async () => {
		await start({ events: ['join', 'leave'] }, { engine, version });
		const left = await itemsOf(() => world.leave(groups.team, ['default'], author));
		if (engine === 'WPP') return expect(left).toEqual([]);
		// WAHA tells nothing of a group that the account is not in, and is not asked again at once.
		const more = { actorId, groupSubject: null };
		expect(left).toEqual([item('leave', MEMBERS, person(phones.default, 'left'), more)]);
		expect(await itemsOf(() => world.join(groups.team, ['default'], author))).toEqual([
			item('join', MEMBERS, person(phones.default), more),
		]);
	});

	it('the group: what changed, and null for the rest', async () => {
		await start({ events: ['update'] }, { engine, version });
		const nobody = { participantId: null, phoneNumber: null, role: null };
		const unchanged = {
			...UNKNOWN_GROUP,
			groupId: groups.team,
			// WEBJS tells the whole group as it is now, whatever has changed.
			subject: engine === 'WEBJS' ? 'Grüße 🌷' : null,
			description: engine === 'WEBJS' ? 'Who is where, and when' : null,
		};
		const update = (group: IDataObject) =>
			item('update', 'group.v2.update', nobody, {
				actorId,
				participants: [],
				groupSubject: 'Grüße 🌷',
				group: { ...unchanged, ...group },
			});
		const changed = async (details: Partial<GroupDetails>) =>
			await itemsOf(() => world.updateGroup(groups.team, details, author));
		expect(await changed({ subject: 'Grüße 🌷' })).toEqual([update({ subject: 'Grüße 🌷' })]);
		for (const messagesAdminOnly of [true, false]) {
			const told = { messagesAdminOnly: engine === 'WEBJS' ? null : messagesAdminOnly };
			// WPP tells of a new subject or description only.
			const items = await changed({ messagesAdminOnly });
			expect(items).toEqual(engine === 'WPP' ? [] : [update(told)]);
		}
		expect(await changed({ description: 'New' })).toEqual([update({ description: 'New' })]);
		const removed = { WEBJS: null, NOWEB: null, GOWS: '', WPP: '' };
		expect(await changed({ description: '' })).toEqual([update({ description: removed[engine] })]);
	});

	it.each([
		['infoAdminOnly', { WEBJS: null, NOWEB: 'told', GOWS: 'unsent', WPP: 'unsent' }],
		['membersCanAddNewMember', { WEBJS: undefined, NOWEB: 'told', GOWS: 'unsent', WPP: 'unsent' }],
		[
			'newMembersApprovalRequired',
			{ WEBJS: undefined, NOWEB: 'told', GOWS: 'told', WPP: 'unsent' },
		],
	])('the group: a setting that changed, %s', async (name, by) => {
		await start({ events: ['update'] }, { engine, version });
		for (const on of [true, false]) {
			const [one] = await itemsOf(() => world.updateGroup(groups.team, { [name]: on }, author));
			if (by[engine] === 'unsent') expect(one).toBeUndefined();
			else expect(one?.group).toHaveProperty('groupId', groups.team);
			const told = Object(one?.group)[name];
			expect(told).toBe(
				by[engine] === 'told' ? on : by[engine] === 'unsent' ? undefined : by[engine],
			);
		}
	});

	it('hidden numbers, known where the engine or the lids API tells them', async () => {
		await start({}, { engine, version });
		const lid = `${world.who(phones.hidden).lid}@lid`;
		// The lids API is as old as the sandbox's 2025.5; before, nobody tells the number.
		const phoneNumber = version === '2026.7' ? phones.hidden : null;
		expect(await itemsOf(() => world.join(groups.team, [phones.hidden], author))).toEqual([
			item('join', MEMBERS, { participantId: lid, phoneNumber, role: 'participant' }, { actorId }),
		]);
	});

	it('own actions: told, or left out', async () => {
		await start({}, { engine, version });
		const add = () => world.join(groups.team, [free], { author: 'default' });
		expect(await itemsOf(add)).toMatchObject([{ actorId: `${phones.default}@c.us` }]);
		n8n.setParameters('w', { filters: { ignoreOwnActions: true } });
		expect(await itemsOf(() => world.leave(groups.team, [free], { author: 'default' }))).toEqual(
			[],
		);
		expect(await itemsOf(() => world.join(groups.team, [free], author))).toHaveLength(1);
		expect(await itemsOf(() => world.leave(groups.team, [free]))).toHaveLength(1);
	});

	it('only what was asked for', async () => {
		await start({ events: ['leave'] }, { engine, version });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toEqual([]);
		expect(n8n.answers).toMatchObject([{ status: 200 }]);
		expect(n8n.executions).toEqual([]);
		expect(await itemsOf(() => world.leave(groups.team, [free]))).toHaveLength(1);
	});
});

describe('a whole group that NOWEB sends though nothing about it changed', () => {
	it.each([
		['after a change of members', () => world.join(groups.team, [free])],
		[
			'after a refresh',
			async () => {
				const { url, apiKey } = stage.sandbox;
				const headers = { 'X-Api-Key': apiKey };
				await axios.post(`${url}/api/default/groups/refresh`, undefined, { headers });
			},
		],
	])('%s starts nothing', async (_, deed) => {
		await start({ events: ['update'] }, { engine: 'NOWEB', version: '2026.7.2' });
		expect(await itemsOf(deed)).toEqual([]);
		expect(n8n.answers.length).toBeGreaterThan(0);
		const renamed = await itemsOf(() => world.updateGroup(groups.team, { subject: 'New' }));
		expect(renamed).toMatchObject([{ event: 'update', group: { subject: 'New' } }]);
	});
});

describe('own actions', () => {
	const lid = '98765432101234@lid';
	const phone = `${phones.default}@s.whatsapp.net`;
	it.each([
		[
			'by the number',
			{ id: `${phones.default}@c.us` },
			{ author: `${phones.default}:7@s.whatsapp.net` },
		],
		['by the hidden id', { id: `${phones.default}@c.us`, lid }, { author: lid }],
		[
			'by the number beside it, of NOWEB',
			{ id: phone },
			{ author: lid, authorPn: `${phones.default}:2@s.whatsapp.net` },
		],
		['by the hidden id of a device', { id: phone, lid: lid.replace('@', ':3@') }, { author: lid }],
		[
			'by the number beside an id that the account does not tell',
			{ id: phone },
			{ Sender: lid, SenderPN: phone },
		],
		["by an engine's object", { id: phone }, { author: { _serialized: `${phones.default}@c.us` } }],
	])('are known %s', async (_, me, data) => {
		await start({ filters: { ignoreOwnActions: true } });
		const send = async (actor: object) => {
			const body = JSON.stringify(envelope({ me, payload: joined({ _data: actor }) }));
			await post(n8n.productionUrl('w'), { body, headers: signed(body, n8n.key('w')) });
			await n8n.settled();
			return n8n.executions.length;
		};
		expect(await send(data)).toBe(0);
		expect(await send({ author: `${phones.admin}@c.us` })).toBe(1);
	});
});

describe('old events', () => {
	it.each([
		['2024.10', {}],
		['2025.2', { eventSource: 'legacy' }],
		['2026.7', { eventSource: 'legacy' }],
	] as const)('of WEBJS %s come in the same shape', async (version, options) => {
		await start({ options: { ...options } }, { version, tier: 'PLUS' });
		const item = (event: string, who: IDataObject, actor: string) => {
			const { timestamp, eventId } = sent(`group.${event}`);
			expect(eventId === null).toBe(version === '2024.10');
			expect(timestamp).not.toBeNull();
			return {
				event,
				groupId: groups.team,
				...who,
				actorId: `${actor}@c.us`,
				participants: [who],
				groupSubject: 'Team Berlin',
				group: null,
				session: 'default',
				engine: 'WEBJS',
				timestamp,
				eventId,
				source: 'legacy',
			};
		};
		const author = { author: phones.admin };
		expect(await itemsOf(() => world.join(groups.team, [free], author))).toEqual([
			item('join', person(free), phones.admin),
		]);
		expect(await itemsOf(() => world.leave(groups.team, [free], author))).toEqual([
			item('leave', person(free, 'left'), phones.admin),
		]);
		const linked = { how: 'linked_group_join' };
		expect(await itemsOf(() => world.join(groups.team, [free, other], linked))).toEqual([
			item('join', person(free), free),
			item('join', person(other), free),
		]);
		expect(await itemsOf(() => world.leave(groups.team, [other]))).toEqual([
			item('leave', person(other, 'left'), other),
		]);
		const lid = `${world.who(phones.hidden).lid}@lid`;
		const phoneNumber = version === '2026.7' ? phones.hidden : null;
		expect(await itemsOf(() => world.join(groups.team, [phones.hidden], author))).toEqual([
			item('join', { participantId: lid, phoneNumber, role: 'participant' }, phones.admin),
		]);
		n8n.setParameters('w', { filters: { ignoreOwnActions: true } });
		const own = { author: 'default' };
		expect(await itemsOf(() => world.leave(groups.team, [free], own))).toEqual([]);
	});

	it('of WEBJS name only the author where somebody leaves', async () => {
		await start({}, { version: '2024.10', tier: 'PLUS' });
		const payload = {
			id: { _serialized: 'x' },
			type: 'leave',
			timestamp: Math.floor(Date.now() / 1000),
			chatId: groups.team,
			author: `${member}@s.whatsapp.net`,
			recipientIds: [],
			body: '',
		};
		expect(await itemsOf(() => world.sendEvent('default', 'group.leave', payload))).toMatchObject([
			{ ...person(member, 'left'), actorId: `${member}@c.us` },
		]);
	});

	it.each([
		['2024.10', {}],
		['2026.7', { eventSource: 'legacy' }],
	] as const)('of NOWEB %s are groups that the account joined', async (version, options) => {
		const setup = { version, engine: 'NOWEB', tier: 'PLUS' } as const;
		await start({ events: ['join'], options: { ...options } }, setup);
		expect(await itemsOf(() => world.join(groups.team, [free]))).toEqual([]);
		world.setRole(groups.team, free, 'left');
		world.setRole(groups.team, 'default', 'left');
		expect(await itemsOf(() => world.join(groups.team, ['default']))).toEqual([
			{
				event: 'join',
				groupId: groups.team,
				...person(phones.default),
				actorId: null,
				participants: [person(phones.default)],
				groupSubject: 'Team Berlin',
				group: {
					groupId: groups.team,
					subject: 'Team Berlin',
					description: 'Who is where, and when',
					owner: `${phones.default}@c.us`,
					createdAt: '2023-11-14T22:13:20.000Z',
					infoAdminOnly: false,
					messagesAdminOnly: false,
					participantCount: 8,
					participants: TEAM,
				},
				session: 'default',
				engine: 'NOWEB',
				timestamp: version === '2024.10' ? null : sent('group.join').timestamp,
				eventId: version === '2024.10' ? null : sent('group.join').eventId,
				source: 'legacy',
			},
		]);
	});

	it('of NOWEB can name several groups, of which the filter takes its own', async () => {
		await start({ events: ['join'] }, { version: '2024.10', tier: 'PLUS', engine: 'NOWEB' });
		const payload = [
			{ id: groups.team, subject: 'One', participants: [] },
			{ id: groups.old, subject: 'Two', participants: [] },
		];
		const send = () => world.sendEvent('default', 'group.join', payload);
		expect(await itemsOf(send)).toMatchObject([
			{ groupId: groups.team, group: { subject: 'One' } },
			{ groupId: groups.old, group: { subject: 'Two' } },
		]);
		expect(n8n.executions).toHaveLength(1);
		n8n.setParameters('w', { filters: { groupIds: groups.old } });
		payload.reverse();
		expect(await itemsOf(send)).toMatchObject([{ groupId: groups.old }]);
	});
});

describe('several participants', () => {
	const people = [free, other, member];

	it('are split: one item each, in one execution', async () => {
		await start();
		const items = await itemsOf(() => world.join(groups.team, people));
		expect(items).toMatchObject(
			people.map((phone) => ({ ...person(phone), participants: [person(phone)] })),
		);
		expect(n8n.executions).toHaveLength(1);
	});

	it('or come in one item, with the first in front', async () => {
		await start({ options: { splitParticipants: false } });
		expect(await itemsOf(() => world.join(groups.team, people))).toMatchObject([
			{ ...person(free), participants: people.map((phone) => person(phone)) },
		]);
	});

	it('are filtered before they are split, or put together', async () => {
		await start({ filters: { participants: `${other}\n${member}` } });
		const items = await itemsOf(() => world.join(groups.team, people));
		expect(items.map(({ phoneNumber }) => phoneNumber)).toEqual([other, member]);
		n8n.setParameters('w', { options: { splitParticipants: false } });
		expect(await itemsOf(() => world.leave(groups.team, people))).toMatchObject([
			{ ...person(other, 'left'), participants: [person(other, 'left'), person(member, 'left')] },
		]);
	});
});

describe('simplify off', () => {
	it('gives the event as WAHA sent it, once, whatever is split', async () => {
		await start({ options: { simplify: false } });
		const items = await itemsOf(() => world.join(groups.team, [free, other]));
		expect(items).toEqual([sent('group.v2.participants').raw]);
	});

	it('takes the same events as simplify on', async () => {
		const filters = { participants: other };
		await start({ events: ['join'], filters, options: { simplify: false } });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toEqual([]);
		expect(await itemsOf(() => world.join(groups.team, [other]))).toHaveLength(1);
		expect(await itemsOf(() => world.leave(groups.team, [other]))).toEqual([]);
	});
});

describe('the filter for groups', () => {
	it.each([
		['an id', groups.team],
		['an id without its end', groups.team.replace('@g.us', '')],
		['a list', ` ${groups.old}; ${groups.team}\n`],
		['lines', `${groups.old}\n${groups.team}`],
		['JSON', JSON.stringify([groups.team])],
	])('takes %s', async (_, groupIds) => {
		await start({ filters: { groupIds } });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toHaveLength(1);
		expect(await itemsOf(() => world.join(groups.customers, [free]))).toEqual([]);
		expect(n8n.answers).toMatchObject([{ status: 200 }]);
	});

	it('takes what an expression gives', async () => {
		await start({ filters: { groupIds: `={{ ["${groups.team}"] }}` } });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toHaveLength(1);
		expect(await itemsOf(() => world.join(groups.customers, [free]))).toEqual([]);
	});

	it.each([
		['picked from the list', { groups: [groups.team] }],
		['given by an expression', { groups: `={{ "${groups.team}, ${groups.old}" }}` }],
		['in both fields', { groups: [groups.old], groupIds: groups.team }],
	])('takes those %s', async (_, filters) => {
		await start({ filters });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toHaveLength(1);
		expect(await itemsOf(() => world.join(groups.customers, [free]))).toEqual([]);
	});

	it('takes all where none is picked', async () => {
		await start({ filters: { groups: [] } });
		expect(await itemsOf(() => world.join(groups.customers, [free]))).toHaveLength(1);
	});

	it('holds for the account and for updates, too', async () => {
		await start({ events: ALL, filters: { groupIds: groups.customers } });
		const change = { subject: 'S' };
		expect(await itemsOf(() => world.updateGroup(groups.team, change))).toEqual([]);
		expect(await itemsOf(() => world.leave(groups.team, ['default']))).toEqual([]);
		expect(await itemsOf(() => world.updateGroup(groups.customers, change))).toHaveLength(1);
		expect(await itemsOf(() => world.leave(groups.customers, ['default']))).toHaveLength(2);
	});
});

describe('the filter for participants', () => {
	it.each([
		['digits', free],
		['a plus and spaces', `+49 154 0000 4001`],
		['brackets and hyphens', '0049 (154) 0000-4001'],
		['an id', `${free}@c.us`],
		["the protocol's id with a device", `${free}:12@s.whatsapp.net`],
		['a list', `${other}, +${free}`],
	])('takes %s', async (_, participants) => {
		await start({ filters: { participants } });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toMatchObject([person(free)]);
		expect(await itemsOf(() => world.join(groups.team, [member]))).toEqual([]);
	});

	it('finds a hidden number by its lid, and by the number where the engine tells it', async () => {
		await start({}, { engine: 'GOWS' });
		const { lid } = world.who(phones.hidden);
		n8n.setParameters('w', { filters: { participants: `${lid}@lid` } });
		expect(await itemsOf(() => world.join(groups.team, [phones.hidden, free]))).toHaveLength(1);
		n8n.setParameters('w', { filters: { participants: phones.hidden } });
		expect(await itemsOf(() => world.leave(groups.team, [phones.hidden, free]))).toHaveLength(1);
	});

	it('knows the account by all of its ids, and tells its number where the group hides it', async () => {
		await start({ events: ['accountJoin', 'leave'] });
		const lid = '98765432101234@lid';
		const me = { id: `${phones.default}@c.us`, lid };
		const send = async (more: object) => {
			n8n.forget();
			const body = JSON.stringify(envelope({ me, ...more }));
			await post(n8n.productionUrl('w'), { body, headers: signed(body, n8n.key('w')) });
			await n8n.settled();
			return n8n.items;
		};
		const member = { participantId: lid, phoneNumber: phones.default, role: 'admin' };
		const group = { id: groups.team, participants: [{ id: lid, pn: null, role: 'admin' }] };
		const join = { event: 'group.v2.join', payload: { timestamp: 1, group } };
		const leave = (id: string) => ({
			payload: joined({ type: 'leave', participants: [{ id, role: 'left' }] }),
		});
		expect(await send(join)).toMatchObject([{ ...member, participants: [member] }]);
		for (const participants of [phones.default, lid]) {
			n8n.setParameters('w', { filters: { participants } });
			expect(await send(join)).toHaveLength(1);
			expect(await send(leave(lid))).toHaveLength(1);
			expect(await send(leave(`${phones.default}@c.us`))).toHaveLength(1);
			expect(await send(leave(`${phones.admin}@c.us`))).toEqual([]);
		}
	});

	it('leaves out what is about nobody', async () => {
		await start({ events: ALL, filters: { participants: free } });
		expect(await itemsOf(() => world.updateGroup(groups.team, { subject: 'S' }))).toEqual([]);
	});
});

describe('own actions', () => {
	it('are known by the lid, too', async () => {
		await start({ filters: { ignoreOwnActions: true } }, { engine: 'GOWS' });
		const { lid } = world.who('default');
		const payload = {
			type: 'join',
			timestamp: Math.floor(Date.now() / 1000),
			group: { id: groups.team },
			participants: [{ id: `${free}@c.us`, role: 'participant' }],
			_data: { Sender: `${lid}:3@lid`, SenderPN: '' },
		};
		const send = () => world.sendEvent('default', 'group.v2.participants', payload);
		expect(await itemsOf(send)).toEqual([]);
		payload._data.Sender = '1234567890123@lid';
		expect(await itemsOf(send)).toHaveLength(1);
	});
});

describe('on the way', () => {
	it('every event of a burst starts one execution', async () => {
		await start();
		const people = Array.from({ length: 150 }, (_, index) => String(4916000000000 + index));
		const items = await itemsOf(() => {
			for (const phone of people) world.join(groups.team, [phone]);
		});
		expect(items.map(({ phoneNumber }) => phoneNumber).sort()).toEqual(people);
		expect(n8n.executions).toHaveLength(150);
	});

	it('every event that WAHA sends twice starts one execution', async () => {
		await start({}, { duplicateDeliveries: true });
		const items = await itemsOf(() => {
			for (const phone of [free, other]) world.join(groups.team, [phone]);
		});
		expect(items).toHaveLength(2);
		expect(n8n.answers).toHaveLength(4);
	});

	it.each(['2024.10', '2024.11.5', '2026.7'])(
		'a repetition by hand starts nothing on %s',
		async (version) => {
			await start({}, { version, tier: 'PLUS' });
			expect(await itemsOf(() => world.join(groups.team, [free]))).toHaveLength(1);
			n8n.forget();
			await stage.happen(() => world.resend(1));
			expect(n8n.answers).toMatchObject([
				{ status: 200, body: '{"taken":false,"reason":"this event was taken before"}' },
			]);
			expect(n8n.executions).toEqual([]);
		},
	);

	it('an unsigned server starts it where Verify Signature is off', async () => {
		await start({ options: { verifySignature: false } }, { version: '2024.10' });
		expect(await itemsOf(() => world.join(groups.team, [free]))).toHaveLength(1);
		expect(await itemsOf(() => world.resend(1))).toEqual([]);
	});

	it('two triggers each start on the same event', async () => {
		await start();
		n8n.workflow('both', trigger(), trigger());
		await n8n.activate('both');
		expect(await itemsOf(() => world.join(groups.team, [free]))).toHaveLength(3);
		expect(n8n.executions.map(({ workflowId }) => workflowId).sort()).toEqual([
			'both',
			'both',
			'w',
		]);
	});
});
