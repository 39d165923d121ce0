import type { WorkflowNode } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { action, byId, chain, manual, rows as table } from './support/nodes';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => await world.close());

const [anna = '', bert = '', ...others]: readonly string[] = SEED.phones.members;
const [carla = '']: readonly string[] = SEED.phones.free;

function sync(parameters: object): WorkflowNode {
	return action(world.credential, {
		resource: 'participants',
		operation: 'sync',
		groupId: byId(SEED.groups.team),
		...parameters,
	});
}

function phones(): string[] {
	const group = world.sandbox.world.groups.get(SEED.groups.team);
	const members = [...(group?.members.values() ?? [])];
	return members.flatMap(({ person, role }) => (role === 'left' ? [] : person.phone)).sort();
}

it('rows of a spreadsheet are one list: nobody on any of them is removed', async () => {
	const before = phones();
	const rows = [
		// As spreadsheets and people write them: a decimal tail, the trunk zero in brackets, another's exit code.
		{ id: 1, name: 'Anna', phone: `${anna}.0` },
		{ id: 2, name: 'Bert', phone: `+${bert.slice(0, 2)} (0) ${bert.slice(2)}` },
		{ id: 3, name: 'Carla', phone: `00${carla}` },
		{ id: 4, name: '', phone: '' },
	];
	const node = sync({ participants: '={{ $json.phone }}', removeOthers: true });
	const workflow = await world.create(chain(manual(), ...table(rows), node));
	const execution = await world.client.runToEnd(workflow, 'Manual');
	expect(execution.status).toBe('success');
	const results = execution.items(node.name).map(({ json }) => json);
	expect(results).toEqual([
		expect.objectContaining({ participantId: `${carla}@c.us`, action: 'add', success: true }),
		...others.map((phone) =>
			expect.objectContaining({ participantId: `${phone}@c.us`, action: 'remove', success: true }),
		),
	]);
	expect(phones()).toEqual([...before.filter((phone) => !others.includes(phone)), carla].sort());
});

it('a row that holds no number stops its whole list before anything is sent', async () => {
	const before = phones();
	const rows = [{ phone: anna }, { phone: '4.91701E+11' }, { phone: bert }];
	const node = sync({ participants: '={{ $json.phone }}', removeOthers: true });
	const workflow = await world.create(chain(manual(), ...table(rows), node));
	world.sandbox.world.clearRequests();
	const execution = await world.client.runToEnd(workflow, 'Manual');
	expect(execution.status).toBe('error');
	expect(JSON.stringify(execution.error)).toContain('4.91701E+11');
	expect(world.sandbox.world.requests).toEqual([]);
	expect(phones()).toEqual(before);
});

it('waits for a session that is restarting, as publishing a trigger makes it', async () => {
	world.sandbox.world.configure({ restartMs: 1500 });
	const restart = fetch(`${world.sandbox.url}/api/sessions/default`, {
		method: 'PUT',
		headers: { 'Content-Type': 'application/json', 'X-Api-Key': world.sandbox.apiKey },
		body: JSON.stringify({ config: {} }),
	});
	await new Promise((resolve) => setTimeout(resolve, 100));
	const node = action(world.credential, {
		resource: 'group',
		operation: 'get',
		groupId: byId(SEED.groups.team),
	});
	const workflow = await world.create(chain(manual(), node));
	const execution = await world.client.runToEnd(workflow, 'Manual');
	expect((await restart).ok).toBe(true);
	expect(execution.items(node.name).map(({ json }) => json['groupId'])).toEqual([SEED.groups.team]);
});
