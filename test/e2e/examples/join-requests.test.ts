import type { Execution, Workflow } from '../../../harness/n8n';
import { people } from '../../../demo/people';
import { SEED } from '../../../sandbox';
import { activateExample, itFor, phonesIn } from '../support/examples';
import { chain, manual } from '../support/nodes';
import { type E2eWorld, openWorld } from '../support/world';

const file = 'join-requests.json';
const [, onTheList, stranger] = SEED.phones.free;
const [admin = ''] = people.guests;

let world: E2eWorld;
let groupId = '';
let workflow: Workflow;
let runs = 0;

beforeAll(async () => {
	world = await openWorld({ version: '2026.9' });
	const members = [{ id: 'default', role: 'superadmin' }, admin];
	groupId = (await world.control.addGroup({ subject: 'Members only', members })).id;
	world.sandbox.world.group(groupId).newMembersApprovalRequired = true;
	workflow = await activateExample(world, file, groupId);
});
afterAll(async () => await world.close());
afterEach(() => world.sandbox.world.messages.clear());

/** Lets somebody ask to join, and gives how the execution ended. */
async function ask(phone: string): Promise<Execution['status'] | undefined> {
	world.sandbox.world.askToJoin(groupId, [phone]);
	runs += 1;
	return (await world.client.waitForExecutions(workflow.id, runs))[0]?.status;
}

/** Puts a number into the table that the example reads, which is there since its first run. */
async function putOnTheList(phone: string): Promise<void> {
	const insert = {
		...manual('Insert'),
		type: 'n8n-nodes-base.dataTable',
		parameters: {
			resource: 'row',
			operation: 'insert',
			dataTableId: { __rl: true, mode: 'name', value: 'whatsapp_guests' },
			columns: { mappingMode: 'defineBelow', value: { phone, name: 'Ada' } },
			options: {},
		},
	};
	const saved = await world.create(chain(manual(), insert));
	expect((await world.client.runToEnd(saved, 'Manual')).status).toBe('success');
}

itFor(file)('decides nothing while the list is empty', async () => {
	expect(await ask(stranger)).toBe('success');
	expect(await world.control.group(groupId)).toMatchObject({ requests: [stranger] });
	expect(await world.control.messages()).toEqual([]);
	world.sandbox.world.revokeRequest(groupId, [stranger]);
});

itFor(file)(
	'lets in who is on the list, however it is written, and greets them in the group',
	async () => {
		const phone = `+${onTheList.slice(0, 2)} (${onTheList.slice(2, 5)}) ${onTheList.slice(5)}`;
		await putOnTheList(phone);
		expect(await ask(onTheList)).toBe('success');
		const group = await world.control.group(groupId);
		expect(phonesIn(group)).toEqual([SEED.phones.default, admin, onTheList].sort());
		expect(await world.control.messages()).toMatchObject([
			{ chatId: groupId, mentions: [`${onTheList}@c.us`] },
		]);
	},
);

itFor(file)('turns away who is not on it, and tells them in private', async () => {
	expect(await ask(stranger)).toBe('success');
	expect(await world.control.group(groupId)).toMatchObject({ requests: [] });
	expect(await world.control.messages()).toMatchObject([
		{ chatId: `${stranger}@c.us`, text: expect.stringContaining('not on it') },
	]);
});

itFor(file)('leaves it to an admin where the number is hidden', async () => {
	expect(await ask(SEED.phones.secret)).toBe('success');
	expect(await world.control.group(groupId)).toMatchObject({ requests: [SEED.phones.secret] });
	expect(await world.control.messages()).toEqual([]);
});
