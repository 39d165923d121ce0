import { SEED } from '../../../sandbox';
import { envelope, post, signed } from '../../support/deliveries';
import type { N8n } from '../support/trigger';
import { Stage, trigger } from './stage';

const { groups, phones } = SEED;
const [free, other] = phones.free;

let stage: Stage;
let n8n: N8n;
let key: string;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	await n8n.activate('w');
	key = n8n.key('w');
	await stage.working();
	lose();
});

afterEach(() => stage.close());

/** What n8n 2.41 does where a trigger that was published earlier, and polls, saves the notes that it knows. */
function lose(): void {
	n8n.database.set('w', JSON.stringify({ 'node:RSS': { lastItemDate: '2026-11-23' } }));
	stage.sandbox.world.clearRequests();
}

const join = (phone: string) => stage.happen(() => stage.sandbox.world.join(groups.team, [phone]));

/** How often WAHA was asked for the session, in which the key stands; the subject of the group is asked for, too. */
const asked = (): number =>
	stage.sandbox.world.requests.filter(({ path }) => path.startsWith('/api/sessions')).length;

async function send(body: string, withKey: string): Promise<number> {
	const url = n8n.productionUrl('w');
	const { status } = await post(url, { body, headers: signed(body, withKey) });
	await n8n.settled();
	return status;
}

it("is asked of WAHA, and is in n8n's database again with the first event", async () => {
	await join(free);
	expect(n8n.items).toMatchObject([{ event: 'join', phoneNumber: free }]);
	expect(n8n.answers).toMatchObject([{ status: 200 }]);
	expect(n8n.notes('w')).toMatchObject({ key, sessions: ['default'] });
	expect(n8n.database.get('w')).toContain('lastItemDate');
	expect(asked()).toBe(1);
	await join(other);
	expect(n8n.items).toHaveLength(2);
	expect(asked()).toBe(1);
	expect(stage.writes).toEqual([]);
});

it('is asked once, however many forged events come, none of which starts or writes anything', async () => {
	const before = n8n.database.get('w');
	const all = Array.from({ length: 20 }, () => send(JSON.stringify(envelope()), 'a guess'));
	expect(new Set(await Promise.all(all))).toEqual(new Set([401]));
	expect(n8n.executions).toEqual([]);
	expect(n8n.database.get('w')).toBe(before);
	expect(asked()).toBe(1);
});

it('refuses what is signed with the key of another entry, or with none', async () => {
	const { world } = stage.sandbox;
	const { config } = world.session('default');
	const foreign = { url: 'http://crm.example', events: ['message'], hmac: { key: 'theirs' } };
	world.setConfig('default', { ...config, webhooks: [foreign] });
	expect(await send(JSON.stringify(envelope()), 'theirs')).toBe(401);
	expect(await send(JSON.stringify(envelope()), '')).toBe(401);
	expect(n8n.executions).toEqual([]);
});

it('an event that WAHA could not be asked about is refused, and taken when it comes again', async () => {
	const { faults } = stage.sandbox.world;
	const id = faults.add({ kind: 'error-string' });
	const body = JSON.stringify(envelope());
	expect(await send(body, key)).toBe(401);
	faults.remove(id);
	expect(await send(body, key)).toBe(200);
	expect(n8n.executions).toHaveLength(1);
});

it('a session that an older delivery has written out of the notes is in them again with the next event', async () => {
	n8n.database.set('w', JSON.stringify({ [`node:${n8n.node('w').name}`]: { key, sessions: [] } }));
	await join(free);
	expect(n8n.notes('w')).toMatchObject({ key, sessions: ['default'] });
});
