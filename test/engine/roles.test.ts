import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const [LISTED, OTHER] = ['4915200002002', '4915200002003'];
const ACCOUNT = { id: `${SEED.phones.default}@c.us`, role: 'superadmin' };
const sync = {
	resource: 'participants',
	operation: 'sync',
	groupId: byId(TEAM),
	participants: LISTED,
	removeOthers: true,
	dryRun: true,
};

async function synced(members: unknown[], parameters: typeof sync = sync) {
	sandbox.world.faults.add({
		kind: 'answer',
		path: '**/participants/**',
		status: 200,
		body: [ACCOUNT, { id: `${LISTED}@c.us` }, ...members],
	});
	const { items, error, run } = await runNode({ server: sandbox, parameters });
	expect(error).toBeUndefined();
	const hints = run.data.resultData.runData['WAHA Groups']?.[0]?.hints ?? [];
	return { items, hints: hints.map(({ message }) => message) };
}

const other = (told: object) => [{ id: `${OTHER}@c.us`, ...told }];

describe('Keep Admins', () => {
	it.each([
		{ role: 'owner' },
		{ role: 'ADMIN' },
		{ admin: 'creator' },
		{ admin: true },
		{ isAdmin: 'true' },
		{ IsSuperAdmin: 'True' },
		{ role: 'steward', isAdmin: true },
	])('keeps whoever is clearly one: %j', async (told) => {
		expect((await synced(other(told))).items).toEqual([]);
	});

	it.each([
		{ role: 'moderator' },
		{ role: 7 },
		{ role: { name: 'admin' } },
		{ admin: 'deputy' },
		{ isAdmin: 'yes' },
	])('keeps whoever may be one, and says why: %j', async (told) => {
		const { items } = await synced(other(told));
		expect(items).toEqual([
			expect.objectContaining({
				action: 'remove',
				participantId: `${OTHER}@c.us`,
				reason:
					'Not removed: WAHA reports a role of this member that this node does not recognize, so it may be an admin',
			}),
		]);
		const off = await synced(other(told), { ...sync, keepAdmins: false } as typeof sync);
		expect(off.items).toEqual([expect.objectContaining({ reason: null })]);
	});

	it.each([
		{},
		{ role: 'participant' },
		{ role: 'Member' },
		{ admin: null },
		{ admin: false },
		{ admin: '' },
		{ isAdmin: false, isSuperAdmin: false },
		{ IsAdmin: 'false' },
	])('lets others go: %j', async (told) => {
		expect((await synced(other(told))).items).toEqual([
			expect.objectContaining({ action: 'remove', reason: null }),
		]);
	});
});

describe('members that cannot be read', () => {
	it.each([
		[[{ foo: 1 }], '1 member', 'this one was'],
		[[null, {}, { role: 'admin' }], '3 members', 'they were'],
	])('are told: %j', async (members, count, which) => {
		const { items, hints } = await synced(members);
		expect(items).toEqual([]);
		expect(hints).toEqual([
			`WAHA lists ${count} of ${TEAM} without an ID that this node can read: ${which} not compared with the list.`,
		]);
	});

	it('are nothing to tell of where there is none', async () => {
		expect((await synced(other({ role: 'left' }))).hints).toEqual([]);
	});
});

it('a look afterwards does not say of an unknown role that it did not work', async () => {
	sandbox.world.faults.add({
		kind: 'answer',
		path: '**/participants/v2',
		status: 200,
		body: [ACCOUNT, { id: `${LISTED}@c.us`, role: 'moderator' }],
	});
	for (const operation of ['promote', 'demote']) {
		const { items } = await runNode({
			server: sandbox,
			parameters: {
				resource: 'admin',
				operation,
				groupId: byId(TEAM),
				participants: LISTED,
				options: { verify: true },
			},
		});
		expect(items).toEqual([
			expect.objectContaining({
				success: null,
				reason: expect.stringMatching(/^Nobody can tell whether it worked: WAHA reports a role/),
			}),
		]);
	}
});
