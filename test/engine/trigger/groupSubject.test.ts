import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type SandboxOptions, type World } from '../../../sandbox';
import { later } from '../support/clock';
import { envelope, joined, post, signed } from '../../support/deliveries';
import type { N8n } from '../support/trigger';
import { Stage, trigger } from './stage';

const { groups, phones } = SEED;
const [free] = phones.free;

let stage: Stage;
let n8n: N8n;
let world: World;

beforeEach(() => jest.useRealTimers());
afterEach(async () => {
	jest.useRealTimers();
	await stage.close();
});

async function start(parameters: INodeParameters = {}, options: SandboxOptions = {}) {
	stage = await Stage.start({ tier: 'PLUS', ...options });
	({ world } = stage.sandbox);
	n8n = await stage.n8n();
	n8n.workflow('w', trigger(parameters));
	await n8n.activate('w');
	await stage.working();
	world.clearRequests();
}

async function deliver(more: IDataObject): Promise<void> {
	const body = JSON.stringify(envelope(more));
	const { status } = await post(n8n.productionUrl('w'), {
		body,
		headers: signed(body, n8n.key('w')),
	});
	expect(status).toBe(200);
}

/** Sends an event as it is; gives the subjects in the items that came of it. */
async function send(more: IDataObject = {}): Promise<unknown[]> {
	n8n.forget();
	await deliver(more);
	await n8n.settled();
	return n8n.items.map(({ groupSubject }) => groupSubject);
}

const join = (groupId: string = groups.team): IDataObject => ({
	payload: joined({ group: { id: groupId } }),
});

/** The requests for groups, in the order of arrival. */
const asked = (): string[] =>
	world.requests.flatMap(({ path }) => {
		const [, id] = /\/groups\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
		return id === undefined ? [] : [id];
	});

describe.each(['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const)('%s', (engine) => {
	it('the subject is asked for once, and renewed by an event that tells another', async () => {
		await start({ events: ['join', 'leave', 'update'] }, { engine });
		await stage.happen(() => world.join(groups.team, [free]));
		expect(n8n.items).toMatchObject([{ groupSubject: 'Team Berlin', group: null }]);
		expect(asked()).toEqual([groups.team]);
		await stage.happen(() => world.updateGroup(groups.team, { subject: 'Team Hamburg' }));
		n8n.forget();
		await stage.happen(() => world.leave(groups.team, [free]));
		expect(n8n.items).toMatchObject([{ event: 'leave', groupSubject: 'Team Hamburg' }]);
		expect(asked()).toEqual([groups.team]);
	});

	it('the event of the account tells it, and nobody is asked', async () => {
		await start({ events: ['accountJoin'] }, { engine });
		world.setRole(groups.team, 'default', 'left');
		await stage.happen(() => world.join(groups.team, ['default']));
		expect(n8n.items).toMatchObject([{ event: 'accountJoin', groupSubject: 'Team Berlin' }]);
		expect(asked()).toEqual([]);
	});
});

it('an update that this workflow leaves out renews it, too', async () => {
	await start({ filters: { participants: phones.admin }, events: ['join', 'update'] });
	const participants = [{ id: `${phones.admin}@c.us`, role: 'participant' }];
	expect(await send({ payload: joined({ participants }) })).toEqual(['Team Berlin']);
	const payload = { timestamp: 0, group: { id: groups.team, subject: 'Team Hamburg' } };
	expect(await send({ event: 'group.v2.update', payload })).toEqual([]);
	expect(await send({ payload: joined({ participants }) })).toEqual(['Team Hamburg']);
	expect(asked()).toEqual([groups.team]);
});

it('each group is asked for by itself, and again after an hour', async () => {
	await start();
	expect(await send(join())).toEqual(['Team Berlin']);
	expect(await send(join(groups.old))).toEqual(['Old friends']);
	expect(asked()).toEqual([groups.team, groups.old]);
	world.group(groups.team).subject = 'Team Hamburg';
	expect(await send(join())).toEqual(['Team Berlin']);
	later(3601);
	expect(await send(join())).toEqual(['Team Hamburg']);
	expect(asked()).toHaveLength(3);
});

it('several deliveries at once send one request', async () => {
	await start();
	world.configure({ latencyMs: 50 });
	await Promise.all(Array.from({ length: 10 }, async () => await deliver(join())));
	await n8n.settled();
	expect(n8n.items.map(({ groupSubject }) => groupSubject)).toEqual(
		Array.from({ length: 10 }, () => 'Team Berlin'),
	);
	expect(asked()).toEqual([groups.team]);
});

it('n8n, which reads a credential slowly, reads it once to ask, and not at all for what is remembered', async () => {
	await start({ events: ['join', 'update'] });
	expect(await send(join())).toEqual(['Team Berlin']);
	expect(n8n.credentialReads).toBe(1);
	expect(await send(join())).toEqual(['Team Berlin']);
	expect(n8n.credentialReads).toBe(0);
	const payload = { timestamp: 0, group: { id: groups.team, subject: 'Team Hamburg' } };
	expect(await send({ event: 'group.v2.update', payload })).toEqual(['Team Hamburg']);
	expect(n8n.credentialReads).toBe(0);
});

describe('nobody is asked', () => {
	it('where the event is given as it came', async () => {
		await start({ options: { simplify: false } });
		expect(await send(join())).toEqual([undefined]);
		expect(asked()).toEqual([]);
	});

	it('for other groups, other events, and what is not signed', async () => {
		await start({ events: ['join'], filters: { groupIds: groups.customers } });
		expect(await send(join())).toEqual([]);
		expect(await send({ payload: joined({ type: 'leave' }) })).toEqual([]);
		const body = JSON.stringify(envelope(join(groups.customers)));
		const headers = signed(body, 'another key');
		expect((await post(n8n.productionUrl('w'), { body, headers })).status).toBe(401);
		expect(asked()).toEqual([]);
	});
});

describe('a delivery is taken, with null, where the server', () => {
	it.each([
		['knows no such group', { kind: 'answer', status: 404, body: { message: 'group not found' } }],
		['forbids it', { kind: 'answer', status: 403, body: { message: 'Forbidden' } }],
		['fails', { kind: 'answer', status: 500, body: { message: 'x is not a function' } }],
		['says nothing', { kind: 'empty-body' }],
		['is behind a proxy that gives up', { kind: '502' }],
		['breaks the connection off', { kind: 'reset' }],
	] as const)('%s', async (_, fault) => {
		await start();
		world.faults.add({ path: '/api/default/groups/*', ...fault });
		expect(await send(join())).toEqual([null]);
		// Not at once again, but soon.
		expect(await send(join())).toEqual([null]);
		expect(asked()).toHaveLength(1);
		world.faults.clear();
		later(11);
		expect(await send(join())).toEqual(['Team Berlin']);
		expect(asked()).toHaveLength(2);
	});

	it('does not answer, for 3 seconds together with the numbers', async () => {
		await start();
		world.faults.add({ kind: 'hang', path: '/api/default/lids/*' });
		world.faults.add({ kind: 'hang', path: '/api/default/groups/*' });
		const participants = [{ id: '98765432101234@lid', role: 'participant' }];
		const began = Date.now();
		expect(await send({ payload: joined({ participants }) })).toEqual([null]);
		const tookMs = Date.now() - began;
		expect(tookMs).toBeGreaterThan(2500);
		expect(tookMs).toBeLessThan(6000);
	});

	it('is not working', async () => {
		await start();
		world.setSessionStatus('default', 'STOPPED');
		expect(await send(join())).toEqual([null]);
	});

	it('is gone', async () => {
		await start();
		await stage.sandbox.close();
		expect(await send(join())).toEqual([null]);
	});
});

it('what is remembered is told also where the numbers have taken all the time', async () => {
	await start();
	expect(await send(join())).toEqual(['Team Berlin']);
	world.faults.add({ kind: 'hang', path: '/api/default/lids/*' });
	const participants = [{ id: '98765432101234@lid', role: 'participant' }];
	expect(await send({ payload: joined({ participants }) })).toEqual(['Team Berlin']);
	expect(n8n.items).toMatchObject([{ phoneNumber: null }]);
});
