import { type SandboxOptions, SEED } from '../../../sandbox';
import { joined } from '../../support/deliveries';
import { LAG_SECONDS, later } from '../support/clock';
import { type LiveNode, type LiveSetup, LiveStage, until } from '../support/live';

const TEAM = SEED.groups.team;
const [FREE = '', LATER = ''] = SEED.phones.free;
const [MEMBER = ''] = SEED.phones.members;

const stage = new LiveStage();

const sockets = () => stage.world.sockets.list();
const joins = (phone: string, group = TEAM): void => stage.world.join(group, [phone]);
const session = (value: string) => ({ __rl: true, mode: 'name', value });

it('gives the same items as the webhook trigger, and writes nothing', async () => {
	const one = await stage.live();
	joins(FREE);
	await until(() => one.items.length === 1, 'the item');
	expect(one.items).toMatchObject([
		{ event: 'join', groupId: TEAM, phoneNumber: FREE, source: 'v2', session: 'default' },
	]);
	expect(stage.world.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
	expect(sockets()).toMatchObject([{ session: 'default', events: ['group.v2.participants'] }]);
});

it('keeps one connection for all of a server, which brings what all want, and ends with the last', async () => {
	const first = await stage.live();
	const second = await stage.live();
	const third = await stage.live({ events: ['update'] });
	await until(() => sockets().length === 1, 'one connection');
	expect(sockets()).toMatchObject([
		{ session: 'default', events: ['group.v2.participants', 'group.v2.update'] },
	]);
	joins(FREE);
	await until(() => first.items.length === 1 && second.items.length === 1, 'both items');
	expect(third.items).toEqual([]);
	for (const one of stage.all) await one.close();
	await until(() => sockets().length === 0, 'no connection');
});

it('hears the sessions of all over one connection', async () => {
	const first = await stage.live();
	const second = await stage.live({ session: session('noweb') });
	await until(() => sockets().length === 1, 'one connection');
	expect(sockets()).toMatchObject([{ session: '*' }]);
	joins(FREE);
	await until(() => first.items.length === 1 && second.items.length === 1, 'both items');
	expect([...first.items, ...second.items]).toMatchObject([
		{ session: 'default' },
		{ session: 'noweb' },
	]);
});

it('knows again what comes twice, and is not stopped by what is no event', async () => {
	const one = await stage.live();
	joins(FREE);
	await until(() => one.items.length === 1, 'the item');
	stage.world.sockets.sendAll(JSON.stringify({ event: 'group.v2.participants' }));
	stage.world.sockets.sendAll('no JSON {');
	stage.world.sockets.sendAll(Buffer.from([0, 1, 2]));
	stage.world.sockets.sendAll('x'.repeat(40_000_000));
	joins(LATER);
	await until(() => one.items.length === 2, 'the next item');
});

it('runs five executions at once, and all in the end', async () => {
	const one = await stage.live();
	for (let at = 0; at < 40; at++) {
		stage.world.leave(TEAM, [MEMBER]);
		stage.world.join(TEAM, [MEMBER]);
	}
	await until(() => one.items.length === 80, 'all items');
	expect(one.mostAtOnce).toBe(5);
	expect(one.items.map(({ event }) => event)).toEqual(
		Array.from({ length: 80 }, (_, at) => (at % 2 === 0 ? 'leave' : 'join')),
	);
});

describe('a test in the editor', () => {
	it('takes one event, and ends the connection', async () => {
		const one = await stage.live({}, { activation: 'manual' });
		joins(FREE);
		await until(() => one.items.length === 1, 'the item');
		await until(() => sockets().length === 0, 'no connection');
		expect(one.staticData).toEqual({});
	});
});

describe('is refused in words', () => {
	it.each<[string, SandboxOptions, Partial<LiveSetup>, RegExp]>([
		['for an old server', { version: '2024.10.8' }, {}, /2024\.10\.8 sends no events of groups/],
		['for a wrong key', {}, { server: { url: '', apiKey: 'wrong' } }, /did not accept the API key/],
		['without the session', {}, { parameters: { session: session('nobody') } }, /nobody/],
		['without events', {}, { parameters: { events: [] } }, /No event was chosen/],
	])('%s', async (_, options, more, words) => {
		await stage.reopen(options);
		const server = { url: stage.sandbox.url, apiKey: more.server?.apiKey ?? stage.sandbox.apiKey };
		await expect(stage.live({}, { ...more, server })).rejects.toThrow(words);
		expect(sockets()).toEqual([]);
	});

	it('where a proxy lets no WebSocket through, without the key in them', async () => {
		stage.world.faults.add({ kind: '502', path: '/ws', times: 5 });
		const refused = stage.live();
		await expect(refused).rejects.toThrow(/opens no live connection/);
		await expect(refused).rejects.not.toThrow(stage.sandbox.apiKey);
	});
});

describe("at n8n's start", () => {
	it('waits for the server, and tells nothing', async () => {
		stage.world.faults.add({ kind: '502', times: 3 });
		const one = await stage.live({}, { activation: 'init' });
		await until(() => sockets().length === 1, 'the connection');
		expect(one.failures).toEqual([]);
	});

	it('tells once that the key is wrong', async () => {
		const server = { url: stage.sandbox.url, apiKey: 'wrong' };
		const one = await stage.live({}, { activation: 'init', server });
		await until(() => one.failures.length === 1, 'the failed execution');
		expect(one.failures[0]).toMatch(/did not accept the API key/);
	});
});

it('is there again after the connection broke off', async () => {
	const one = await stage.live();
	stage.world.sockets.cut();
	await until(() => sockets().length === 1, 'the next connection');
	joins(FREE);
	await until(() => one.items.length === 1, 'the item');
	expect(one.failures).toEqual([]);
});

describe('catching up', () => {
	const watched = { filters: { groups: [TEAM] } };

	it('tells who joined and left while nobody listened, once, with no time', async () => {
		const before = await stage.live(watched);
		expect(before.staticData).toHaveProperty(['node:Live', 'catchUp']);
		await before.close();
		later(LAG_SECONDS);
		joins(FREE);
		stage.world.leave(TEAM, [MEMBER]);
		const after = await stage.live(watched, { staticData: before.staticData, activation: 'init' });
		await until(() => after.items.length === 2, 'what was missed');
		expect(after.items).toMatchObject([
			{ event: 'join', phoneNumber: FREE, source: 'catchUp', timestamp: null },
			{ event: 'leave', phoneNumber: MEMBER, source: 'catchUp', timestamp: null },
		]);
		expect(before.items).toEqual([]);
		joins(LATER);
		await until(() => after.items.length === 3, 'a live event');
		await after.close();
		await until(() => sockets().length === 0, 'no connection');
		const again = await stage.live(watched, { staticData: after.staticData, activation: 'init' });
		await until(() => sockets().length === 1, 'the connection');
		stage.world.leave(TEAM, [LATER]);
		await until(() => again.items.length === 1, 'the next live event');
		expect(again.items).toMatchObject([{ event: 'leave', source: 'v2' }]);
	});

	it('tells what happened while the connection was cut', async () => {
		const one = await stage.live(watched);
		later(LAG_SECONDS);
		stage.world.sockets.cut();
		joins(FREE);
		await until(() => one.items.length === 1, 'what was missed');
		expect(one.items).toMatchObject([{ event: 'join', source: 'catchUp' }]);
	});

	it('is not told twice where the event of it comes late, and then waits for its turn', async () => {
		const one = await stage.live(watched);
		const witness = await stage.live();
		later(LAG_SECONDS);
		stage.world.sockets.cut();
		joins(FREE);
		await until(() => one.items.length === 1, 'what was missed');
		let letGo: () => void = () => undefined;
		const held = new Promise<void>((resolve) => (letGo = resolve));
		one.running = async () => await held;
		for (let at = 0; at < 5; at++) joins(`491701234560${at}`);
		await until(() => one.items.length === 6, 'as many executions as run at once');
		const id = `${FREE}@c.us`;
		const participants = [{ id, pn: id, role: 'participant' }];
		stage.world.sendEvent('default', 'group.v2.participants', joined({ participants }));
		joins(LATER);
		const who = ({ items }: LiveNode) => items.map(({ phoneNumber }) => phoneNumber);
		await until(() => who(witness).includes(LATER), 'both are heard');
		later(301);
		letGo();
		await until(() => who(one).includes(LATER), 'their turn');
		expect(who(witness)).toContain(FREE);
		expect(who(one).filter((phone) => phone === FREE)).toHaveLength(1);
	});

	it('is left out where no group is chosen, or it is turned off', async () => {
		const one = await stage.live();
		const other = await stage.live({ ...watched, options: { catchUp: false } });
		expect([one, other].map(({ staticData }) => staticData['node:Live'])).toEqual([{}, {}]);
	});

	it('is refused for more groups than it can remember', async () => {
		const many = Array.from({ length: 51 }, (_, at) => `12036304${1000000000 + at}@g.us`);
		await expect(stage.live({ filters: { groupIds: many.join('\n') } })).rejects.toThrow(
			/51 groups are chosen/,
		);
	});
});
