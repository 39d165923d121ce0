import type { IDataObject } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox';
import { byId, ENGINES } from './operations/case';
import { runNode, type Setup } from './support/run';

let sandbox: Sandbox;

afterEach(() => sandbox.close());

const LIST = '/api/default/groups?limit=1000&exclude=participants';
const one = (id: string) => `/api/default/groups/${encodeURIComponent(id)}`;

/** Lists the members of groups, one after the other unless told otherwise. */
async function list(groups: readonly string[], more: Setup['parameters'] = {}, atOnce = 1) {
	const parameters = {
		resource: 'participants',
		operation: 'getAll',
		groupId: byId('={{ $json.groupId }}'),
		options: { maxParallelRequests: atOnce },
		...more,
	};
	const items = groups.map((groupId) => ({ groupId }));
	return await runNode({ server: sandbox, parameters, items });
}

/** The requests for the names of groups. */
const asked = (): string[] =>
	sandbox.world.requests.flatMap(({ url }) => (/\/participants/.test(url) ? [] : [url]));

/** New groups with a name each. */
const newGroups = (count: number): string[] =>
	Array.from({ length: count }, (_, at) =>
		sandbox.world.addGroup({ subject: `Choir ${at}`, members: ['4915400004001'] }),
	);

const subjectsIn = (items: IDataObject[]): unknown[] => [
	...new Set(items.map(({ groupSubject }) => groupSubject)),
];

describe.each(ENGINES)('names of groups in lists of members: %s', (engine) => {
	beforeEach(async () => {
		sandbox = await startSandbox({ engine });
	});

	it.each([1, 2, 20])('%i groups take as few requests as can be', async (count) => {
		const groups = newGroups(count);
		const { items, error } = await list(groups);
		expect(error).toBeUndefined();
		expect(subjectsIn(items)).toEqual(groups.map((_, at) => `Choir ${at}`));
		const [first = ''] = groups;
		expect(asked()).toEqual(count === 1 ? [one(first)] : [one(first), LIST]);
	});

	it('one group in many items is asked for once', async () => {
		const [group = ''] = newGroups(1);
		await list([group, group, group]);
		expect(asked()).toEqual([one(group)]);
	});

	it('the list is asked for once, also where items run at the same time', async () => {
		const groups = newGroups(20);
		sandbox.world.configure({ latencyMs: 20 });
		const { items } = await list(groups, {}, 10);
		expect(subjectsIn(items)).toEqual(groups.map((_, at) => `Choir ${at}`));
		expect(asked().filter((url) => url === LIST)).toHaveLength(1);
		expect(asked()).toHaveLength(2);
	});

	it('admins have them from the same list', async () => {
		const groups = newGroups(3);
		await list(groups, { resource: 'admin' });
		expect(asked()).toEqual([one(groups[0] ?? ''), LIST]);
	});

	it('raw bodies need no names', async () => {
		await list(newGroups(3), { simplify: false });
		expect(asked()).toEqual([]);
	});

	it('a server of 2024.10 sends members in the list, and is asked once all the same', async () => {
		sandbox.world.configure({ version: '2024.10' });
		const groups = newGroups(4);
		const { items } = await list(groups);
		expect(subjectsIn(items)).toEqual(groups.map((_, at) => `Choir ${at}`));
		expect(asked()).toEqual([one(groups[0] ?? ''), LIST]);
	});

	it.each([
		['no such list', 404, { message: 'Cannot GET', statusCode: 404 }],
		['a list without these groups', 200, []],
		['a text in place of the list', 200, 'no list'],
	])('%s: each group is asked for by itself, the list once', async (_name, status, body) => {
		const groups = newGroups(3);
		sandbox.world.faults.add({ kind: 'answer', path: '/api/default/groups', status, body });
		const { items, error } = await list(groups);
		expect(error).toBeUndefined();
		expect(subjectsIn(items)).toEqual(groups.map((_group, at) => `Choir ${at}`));
		const requests = asked().filter((url) => url.startsWith('/api/default/groups'));
		const [first = '', ...others] = groups;
		expect(requests).toEqual([one(first), LIST, ...others.map(one)]);
	});
});
