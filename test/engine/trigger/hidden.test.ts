import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type SandboxOptions, type World } from '../../../sandbox';
import { later } from '../support/clock';
import { envelope, joined, post, signed } from '../../support/deliveries';
import type { N8n } from '../support/trigger';
import { freshTrigger, Stage, trigger } from './stage';

const { groups, phones } = SEED;

let stage: Stage;
let n8n: N8n;
let world: World;
let lid: string;
let secret: string;

beforeEach(() => jest.useRealTimers());
afterEach(async () => {
	jest.useRealTimers();
	await stage.close();
});

async function start(parameters: INodeParameters = {}, options: SandboxOptions = {}) {
	stage = await Stage.start({ tier: 'PLUS', ...options });
	({ world } = stage.sandbox);
	lid = `${world.who(phones.hidden).lid}@lid`;
	secret = `${world.who(phones.secret).lid}@lid`;
	n8n = await stage.n8n();
	n8n.workflow('w', trigger(parameters));
	await n8n.activate('w');
	await stage.working();
}

/** Sends an event as it is; gives the items that came of it. */
async function send(more: IDataObject = {}): Promise<IDataObject[]> {
	n8n.forget();
	const body = JSON.stringify(envelope(more));
	await post(n8n.productionUrl('w'), { body, headers: signed(body, n8n.key('w')) });
	await n8n.settled();
	expect(n8n.answers).toMatchObject([{ status: 200 }]);
	return n8n.items;
}

/** A join of people as an engine names them. */
const join = (...ids: string[]): IDataObject => ({
	payload: joined({ participants: ids.map((id) => ({ id, role: 'participant' })) }),
});

/** The ids that the lids API was asked for. */
const asked = (): string[] =>
	world.requests.flatMap(({ path }) => {
		const [, id] = /\/lids\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
		return id === undefined ? [] : [id];
	});

const jid = `${phones.hidden}@s.whatsapp.net`;
const notification = (more: object) => ({
	id: { remote: groups.team, participant: '98765432101234@lid' },
	type: 'invite',
	chatId: groups.team,
	author: '98765432101234@lid',
	recipientIds: [],
	...more,
});
const hidden = [{ id: '98765432101234@lid', role: 'participant' }];

describe('the number that comes along with the event', () => {
	it.each([
		['NOWEB', { _data: { participants: [{ id: hidden[0]?.id, phoneNumber: jid }] } }],
		['NOWEB', { _data: { author: hidden[0]?.id, authorPn: jid, participants: [] } }],
		['GOWS', { _data: { Join: [hidden[0]?.id], Sender: hidden[0]?.id, SenderPN: jid } }],
		['WEBJS', { participants: [{ ...hidden[0], pn: `${phones.hidden}@c.us` }] }],
	])('of %s is told, and passes a filter, without a request: %j', async (engine, more) => {
		await start({ filters: { participants: `+${phones.hidden}` } });
		const payload = joined({ participants: hidden, ...more });
		expect(await send({ engine, payload })).toMatchObject([
			{
				participantId: '98765432101234@lid',
				phoneNumber: phones.hidden,
				participants: [{ phoneNumber: phones.hidden }],
			},
		]);
		expect(asked()).toEqual([]);
	});

	it('each event of one notification of GOWS starts the workflow', async () => {
		await start();
		const _data = { Join: [jid], Leave: [`${phones.admin}@s.whatsapp.net`] };
		expect(await send({ engine: 'GOWS', payload: joined({ _data }) })).toHaveLength(1);
		const left = { type: 'leave', participants: [{ id: `${phones.admin}@c.us`, role: 'left' }] };
		const payload = joined({ ...left, _data });
		expect(await send({ engine: 'GOWS', payload })).toMatchObject([{ event: 'leave' }]);
	});
});

describe('who is told by a notification of WEBJS that lists nobody', () => {
	it.each([
		['group.v2.participants', 'auto'],
		['group.join', 'legacy'],
	])('by %s', async (event, eventSource) => {
		await start({ options: { eventSource, resolvePhoneNumbers: false } });
		const timestamp = Math.floor(Date.now() / 1000);
		const payload =
			event === 'group.join'
				? notification({ timestamp })
				: joined({ participants: [], _data: notification({ timestamp }) });
		expect(await send({ event, payload: payload as IDataObject })).toMatchObject([
			{ event: 'join', participantId: '98765432101234@lid', phoneNumber: null },
		]);
	});
});

describe.each(['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const)('a hidden member, on %s', (engine) => {
	it('is asked for once, known or not', async () => {
		await start({}, { engine });
		expect(await send({ engine, ...join(lid, secret) })).toMatchObject([
			{ participantId: lid, phoneNumber: phones.hidden },
			{ participantId: secret, phoneNumber: null },
		]);
		expect(asked().sort()).toEqual([lid, secret].sort());
		expect(await send({ engine, ...join(lid, secret) })).toMatchObject([
			{ phoneNumber: phones.hidden },
			{ phoneNumber: null },
		]);
		expect(asked()).toHaveLength(2);
	});

	it('passes a filter for numbers once its number is known', async () => {
		await start({ filters: { participants: phones.hidden } }, { engine });
		expect(await send({ engine, ...join(secret, lid, `${phones.admin}@c.us`) })).toMatchObject([
			{ participantId: lid, phoneNumber: phones.hidden },
		]);
		expect(await send({ engine, ...join(secret) })).toEqual([]);
	});
});

describe('nobody is asked for', () => {
	it('where the option is off: then a number never finds a hidden member', async () => {
		await start({ options: { resolvePhoneNumbers: false } });
		expect(await send(join(lid))).toMatchObject([{ participantId: lid, phoneNumber: null }]);
		n8n.setParameters('w', { filters: { participants: phones.hidden } });
		expect(await send(join(lid))).toEqual([]);
		expect(asked()).toEqual([]);
	});

	it('in other groups, for other events and for own actions', async () => {
		const filters = { groupIds: groups.customers, ignoreOwnActions: true };
		await start({ events: ['join'], filters });
		expect(await send(join(lid))).toEqual([]);
		n8n.setParameters('w', { filters: { ignoreOwnActions: true } });
		const by = { _data: { author: `${phones.default}@c.us` } };
		const participants = [{ id: lid, role: 'participant' }];
		expect(await send({ payload: joined({ participants, ...by }) })).toEqual([]);
		expect(await send({ payload: joined({ type: 'leave', participants }) })).toEqual([]);
		expect(asked()).toEqual([]);
	});

	it('where the filter has hidden ids only, and names another one', async () => {
		await start({ filters: { participants: secret } });
		expect(await send(join(lid))).toEqual([]);
		expect(asked()).toEqual([]);
	});

	it('where the event is given as it came and needs no number', async () => {
		await start({ options: { simplify: false } });
		expect(await send(join(lid))).toHaveLength(1);
		expect(asked()).toEqual([]);
		n8n.setParameters('w', { filters: { participants: phones.hidden } });
		expect(await send(join(lid))).toHaveLength(1);
		expect(asked()).toEqual([lid]);
	});
});

it('a hidden id in the filter finds the number behind it', async () => {
	await start({ filters: { participants: lid } });
	expect(await send(join(`${phones.hidden}@c.us`))).toHaveLength(1);
	expect(await send(join(`${phones.admin}@c.us`))).toEqual([]);
	expect(asked()).toEqual([lid]);
});

it('own actions are known where only the number of a hidden actor tells', async () => {
	await start({ filters: { ignoreOwnActions: true } });
	const own = `${phones.default}@c.us`;
	world.faults.add({
		kind: 'answer',
		path: '/api/default/lids/98765432101234@lid',
		status: 200,
		body: { lid: '98765432101234@lid', pn: own },
	});
	const by = (author: string) => ({ payload: joined({ _data: { author } }) });
	expect(await send(by('98765432101234@lid'))).toEqual([]);
	expect(await send(by(lid))).toHaveLength(1);
	n8n.setParameters('w', { options: { resolvePhoneNumbers: false } });
	expect(await send(by('98765432101234@lid'))).toHaveLength(1);
	// An account that tells its hidden id needs no question.
	const before = asked().length;
	n8n.setParameters('w', { options: {} });
	const me = { id: own, lid: '98765432101234@lid' };
	expect(await send({ me, ...by(`${secret.replace('@', '9@')}`) })).toHaveLength(1);
	expect(asked()).toHaveLength(before);
});

describe('a delivery is taken, with null, where the server', () => {
	const unknown = { participantId: '98765432101234@lid', phoneNumber: null };

	it.each([
		['has no such endpoint', { kind: 'answer', status: 404, body: { message: 'Cannot GET /x' } }],
		['forbids it', { kind: 'answer', status: 403, body: { message: 'Forbidden' } }],
		['refuses the key', { kind: 'answer', status: 401, body: { message: 'Unauthorized' } }],
		['fails', { kind: 'answer', status: 500, body: { message: 'x is not a function' } }],
		['knows no such id', { kind: 'answer', status: 404, body: { message: 'lid not found' } }],
		['says something else', { kind: 'answer', status: 200, body: [] }],
		['says nothing', { kind: 'empty-body' }],
		['is behind a proxy that gives up', { kind: '502' }],
		['has had enough', { kind: '429', retryAfter: 60 }],
		['breaks the connection off', { kind: 'reset' }],
	] as const)('%s', async (_, fault) => {
		await start();
		world.faults.add({ path: '/api/default/lids/*', ...fault });
		expect(await send(join('98765432101234@lid'))).toMatchObject([unknown]);
		expect(asked()).toHaveLength(1);
		// Not at once again, but soon.
		expect(await send(join('98765432101234@lid'))).toMatchObject([unknown]);
		expect(asked()).toHaveLength(1);
		world.faults.clear();
		later(11);
		expect(await send(join('98765432101234@lid'))).toHaveLength(1);
		expect(asked()).toHaveLength(2);
	});

	it('is an old one', async () => {
		await start({}, { version: '2025.2' });
		expect(await send(join(lid))).toMatchObject([{ participantId: lid, phoneNumber: null }]);
	});

	it('does not answer, for 3 seconds in all and not for each', async () => {
		await start({ filters: { ignoreOwnActions: true } });
		world.faults.add({ kind: 'hang', path: '/api/default/lids/*' });
		const ids = Array.from({ length: 12 }, (_, index) => `9876543210${1000 + index}@lid`);
		const participants = ids.map((id) => ({ id, role: 'participant' }));
		const payload = joined({ participants, _data: { author: secret } });
		const began = Date.now();
		expect(await send({ payload })).toHaveLength(12);
		const tookMs = Date.now() - began;
		expect(tookMs).toBeGreaterThan(2500);
		expect(tookMs).toBeLessThan(6000);
	});

	it('is gone', async () => {
		await start();
		await stage.sandbox.close();
		expect(await send(join('98765432101234@lid'))).toMatchObject([unknown]);
	});
});

describe('one person under two numbers', () => {
	it.each([
		['+54 9 11 2345-6789', '541123456789'],
		['541123456789', '5491123456789'],
		['+55 31 98123-4567', '553181234567'],
		['553181234567', '5531981234567'],
		['+52 1 55 1234 5678', '525512345678'],
		['525512345678', '5215512345678'],
	])('a filter for %s finds %s', async (participants, phone) => {
		await start({ filters: { participants } });
		expect(await send(join(`${phone}@c.us`))).toMatchObject([{ phoneNumber: phone }]);
		expect(await send(join(`${phone.slice(0, -1)}0@c.us`))).toEqual([]);
	});

	it('the account does what its other number does', async () => {
		await start({ filters: { ignoreOwnActions: true } });
		const me = { id: '553181234567@c.us' };
		const by = (author: string) => ({ me, payload: joined({ _data: { author } }) });
		expect(await send(by('5531981234567@s.whatsapp.net'))).toEqual([]);
		expect(await send(by('5531981234560@s.whatsapp.net'))).toHaveLength(1);
	});

	it('the account is found by its other number', async () => {
		await start({ filters: { participants: '+55 31 98123-4567' } });
		const me = { id: '553181234567@c.us', lid: '98765432101234@lid' };
		expect(await send({ me, ...join('98765432101234@lid') })).toHaveLength(1);
	});
});

describe('the old join of NOWEB', () => {
	const noweb = { engine: 'NOWEB', version: '2024.10' } as const;

	it.each([
		[['accountJoin'], ['accountJoin']],
		[['join'], ['join']],
		[
			['join', 'accountJoin'],
			['accountJoin', 'join'],
		],
	])('gives those who asked for %j the items %j', async (events, items) => {
		await start({ events: ['join'] }, noweb);
		n8n.setParameters('w', { events });
		world.setRole(groups.team, 'default', 'left');
		await stage.happen(() => world.join(groups.team, ['default']));
		expect(n8n.items.map(({ event }) => event)).toEqual(items);
		expect(n8n.items[0]).toMatchObject({
			groupId: groups.team,
			phoneNumber: phones.default,
			group: { subject: 'Team Berlin' },
			source: 'legacy',
		});
		expect(n8n.executions).toHaveLength(1);
	});

	it('is a double for one minute only, also after a restart of n8n', async () => {
		const setup = { events: ['join'], options: { verifySignature: false } };
		await start(setup, noweb);
		const payload = [{ id: groups.team, subject: 'Team', participants: [] }];
		const body = JSON.stringify({ event: 'group.join', session: 'default', payload });
		const starts = async (one = n8n): Promise<number> => {
			one.forget();
			await post(one.productionUrl('w'), {
				body,
				headers: { 'Content-Type': 'application/json' },
			});
			await one.settled();
			return one.executions.length;
		};
		expect(await starts()).toBe(1);
		expect(await starts()).toBe(0);
		const again = await stage.n8n({ database: new Map(n8n.database), trigger: freshTrigger() });
		const { id, name, webhookId } = n8n.node('w');
		again.workflow('w', trigger(setup, { id, name, webhookId }));
		await again.activate('w', 'init');
		expect(await starts(again)).toBe(0);
		later(61);
		expect(await starts()).toBe(1);
		expect(await starts()).toBe(0);
	});
});
