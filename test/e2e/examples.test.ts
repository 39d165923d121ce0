import { people } from '../../demo/people';
import { fillIn, groupPlaceholder, readExample, setField } from '../../demo/workflows';
import { type E2eWorld, openWorld } from './support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => {
	await world.close();
});

const addGroup = async (): Promise<string> => {
	const members = [{ id: 'default', role: 'superadmin' }, ...people.guests, ...people.strangers];
	return (await world.control.addGroup({ subject: 'Choir', members })).id;
};

describe('examples/welcome-new-members.json', () => {
	it('writes who came and how many there are into the description', async () => {
		const groupId = await addGroup();
		const draft = fillIn(readExample('welcome-new-members.json'), { ...world, groupId });
		const workflow = await world.createActive(draft);
		await world.control.move('join', groupId, [people.newcomer, '4917000000077']);
		const [execution] = await world.client.waitForExecutions(workflow.id, 1);
		expect(execution?.status).toBe('success');
		const { description, members } = await world.control.group(groupId);
		expect(members).toHaveLength(8);
		expect(description).toMatch(/^8 members\. Last joined: 4917000000004, 4917000000077 on \d{4}-/);
	});

	it('cannot be activated before its user has put in a group', async () => {
		const draft = fillIn(readExample('welcome-new-members.json'), {
			...world,
			groupId: groupPlaceholder,
		});
		await expect(world.createActive(draft)).rejects.toThrow(groupPlaceholder);
	});
});

describe('examples/nightly-tidy-up.json', () => {
	const run = async (groupId: string, guests: string) => {
		const example = readExample('nightly-tidy-up.json');
		const listed = setField(example, 'Group and Guest List', 'guests', guests);
		const workflow = await world.create(fillIn(listed, { ...world, groupId }));
		return await world.client.runToEnd(workflow, 'Run by Hand');
	};

	it('removes who is not on the list and renews the invite code', async () => {
		const groupId = await addGroup();
		const before = await world.control.group(groupId);
		const execution = await run(groupId, people.guests.map((phone) => `+${phone}`).join('\n'));
		expect(execution.status).toBe('success');
		const after = await world.control.group(groupId);
		const phones = after.members.map(({ phone }) => phone);
		expect(phones).toEqual(expect.arrayContaining(people.guests));
		expect(phones).not.toEqual(expect.arrayContaining(people.strangers));
		expect(phones).toHaveLength(4);
		expect(after.inviteCode).not.toBe(before.inviteCode);
	});

	it('removes nobody while the list is empty', async () => {
		const groupId = await addGroup();
		const before = await world.control.group(groupId);
		expect((await run(groupId, '')).status).toBe('success');
		expect(await world.control.group(groupId)).toEqual(before);
	});

	it('has a schedule that n8n accepts', async () => {
		const groupId = await addGroup();
		const draft = fillIn(readExample('nightly-tidy-up.json'), { ...world, groupId });
		await world.createActive(draft);
	});
});
