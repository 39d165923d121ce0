import { pause } from '../../../harness/n8n';
import { SEED, startSandbox } from '../../../sandbox';
import { LAG_SECONDS, later } from '../support/clock';
import { LiveStage, until } from '../support/live';

const stage = new LiveStage();

const TEAM = SEED.groups.team;
const [FREE = ''] = SEED.phones.free;
const [MEMBER = '', OTHER = ''] = SEED.phones.members;
const watching = { filters: { groups: [TEAM] }, options: {} };

const reads = (): number =>
	stage.world.requests.filter(({ path }) => path === '/api/default/groups').length;

/** Has the trigger compare so many times more. */
async function compared(times: number): Promise<void> {
	const before = reads();
	await until(() => reads() >= before + times, 'the next lists');
}

it('what another session tells of the same group is not taken for its own', async () => {
	const one = await stage.live(watching);
	await stage.live({ session: { __rl: true, mode: 'name', value: 'noweb' } });
	await until(() => stage.world.sockets.list().some(({ session }) => session === '*'), 'both');
	later(LAG_SECONDS);
	const join = {
		event: 'group.v2.participants',
		session: 'noweb',
		engine: 'NOWEB',
		payload: { group: { id: TEAM }, type: 'join', participants: [{ id: `${FREE}@c.us` }] },
	};
	stage.world.sockets.sendAll(JSON.stringify(join));
	await pause(200);
	stage.world.sockets.cut();
	stage.world.join(TEAM, [FREE]);
	await until(() => one.items.length === 1, 'who joined while nobody was connected');
	expect(one.items).toMatchObject([{ event: 'join', phoneNumber: FREE, source: 'catchUp' }]);
});

it('a list with somebody whose ID cannot be read tells of nobody that they left', async () => {
	const one = await stage.live(watching);
	later(LAG_SECONDS);
	const members = stage.world.group(TEAM).members.keys();
	const listed = [...members].map((phone) => ({
		id: phone === MEMBER ? null : `${phone}@c.us`,
		role: 'participant',
	}));
	const { faults } = stage.world;
	const whole = { kind: 'answer', path: '/api/default/groups', status: 200 } as const;
	const rules = [
		faults.add({ ...whole, body: [{ id: TEAM, participants: listed }] }),
		faults.add({ kind: 'answer', path: '**/participants/v2', status: 200, body: listed }),
	];
	stage.world.sockets.cut();
	await compared(3);
	for (const rule of rules) faults.remove(rule);
	stage.world.leave(TEAM, [OTHER]);
	stage.world.sockets.cut();
	await until(() => one.items.length > 0, 'who left');
	await compared(1);
	expect(one.items.map(({ event, phoneNumber }) => [event, phoneNumber])).toEqual([
		['leave', OTHER],
	]);
}, 60_000);

describe('a connection that is lost for ten minutes', () => {
	it('is told once, also where it would come back by itself', async () => {
		const one = await stage.live();
		stage.world.faults.add({ kind: '502', path: '**' });
		stage.world.sockets.cut();
		await pause(1500);
		expect(one.failures).toEqual([]);
		later(601);
		await until(() => one.failures.length === 1, 'the failed execution');
		later(601);
		await pause(6000);
		expect(one.failures).toHaveLength(1);
	}, 60_000);

	it('is told once where there never was one, because n8n started without WAHA', async () => {
		stage.world.configure({ unplugged: true });
		const one = await stage.live({}, { activation: 'init' });
		await pause(1500);
		expect(one.failures).toEqual([]);
		later(601);
		await until(() => one.failures.length === 1, 'the failed execution');
	}, 60_000);

	it('goes on at the address that the credential has by then', async () => {
		const moved = await startSandbox();
		const server = { url: stage.sandbox.url, apiKey: stage.sandbox.apiKey };
		const one = await stage.live({}, { server });
		server.url = moved.url;
		stage.world.configure({ unplugged: true });
		await pause(1500);
		later(601);
		await until(() => moved.world.sockets.list().length === 1, 'the connection to the new address');
		moved.world.join(TEAM, [FREE]);
		await until(() => one.items.length === 1, 'the item');
		await one.close();
		await moved.close();
	}, 60_000);
});
