import type { IDataObject } from 'n8n-workflow';

import { type FaultRuleInput, type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, HIDDEN, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';

const { phones } = SEED;

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const getAll = {
	resource: 'participants',
	operation: 'getAll',
	groupId: byId('={{ $json.groupId ?? "120363041234567890@g.us" }}'),
	session: { __rl: true, mode: 'name', value: '={{ $json.session ?? "default" }}' },
};

async function list(items: IDataObject[] = [{}], options: IDataObject = {}, more?: Partial<Setup>) {
	const parameters = { ...getAll, options: { includeNames: true, ...options } as IDataObject };
	const ended = await runNode({
		server: sandbox,
		parameters: parameters as Setup['parameters'],
		items,
		...more,
	});
	const [task] = ended.run.data.resultData.runData['WAHA Groups'] ?? [];
	return { ...ended, hints: (task?.hints ?? []).map(({ message }) => message) };
}

/** The requests for contacts. */
const asked = (): string[] =>
	sandbox.world.requests.flatMap(({ url }) => (url.startsWith('/api/contacts') ? [url] : []));

const nameOf = (items: IDataObject[], phone: string): unknown =>
	items.find(({ phoneNumber }) => phoneNumber === phone)?.name;

it('the contacts are read once in a run for each session, also where items run at the same time', async () => {
	sandbox.world.configure({ latencyMs: 20 });
	const rows = [TEAM, HIDDEN, TEAM, HIDDEN].flatMap((groupId) => [
		{ groupId, session: 'default' },
		{ groupId, session: 'noweb' },
	]);
	const { items, error, hints } = await list(rows);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(8 * 4 + 6 * 4);
	expect(items.every((one) => 'name' in one)).toBe(true);
	expect(asked().sort()).toEqual([
		'/api/contacts/all?session=default&limit=1000&offset=0',
		'/api/contacts/all?session=noweb&limit=1000&offset=0',
	]);
	expect(hints).toEqual([]);
});

it.each(['WEBJS', 'WPP', 'NOWEB', 'GOWS'] as const)(
	'many contacts, page by page: %s',
	async (engine) => {
		const { world } = sandbox;
		world.setEngine('default', engine);
		for (let at = 0; at < 2100; at++)
			world.setPerson(String(4_916_000_000_000 + at), { name: `P ${at}` });
		const groupId = world.addGroup({ members: ['4916000002099'] });
		const { items } = await list([{ groupId }]);
		expect(nameOf(items, '4916000002099')).toBe('P 2099');
		expect(asked()).toHaveLength(3);
	},
);

it('a hidden member is named by the number, where that is looked up, and by the hidden id', async () => {
	const { world } = sandbox;
	world.setPerson(phones.hidden, { pushName: null });
	const saved = { id: `${phones.hidden}@c.us`, name: 'Dora Maar' };
	world.faults.add({ kind: 'answer', status: 200, body: [saved], path: '/api/contacts/all' });
	const rows = [{ groupId: HIDDEN }];
	expect((await list(rows)).items.filter(({ name }) => name !== null)).toEqual([]);
	const { items } = await list(rows, { resolvePhoneNumbers: true });
	expect(nameOf(items, phones.hidden)).toBe('Dora Maar');
});

it('two forms of one number are one person', async () => {
	const { world } = sandbox;
	const groupId = world.addGroup({ members: ['5531981234567'] });
	const saved = { id: '553181234567@c.us', name: 'Elza' };
	world.faults.add({ kind: 'answer', status: 200, body: [saved], path: '/api/contacts/all' });
	expect(nameOf((await list([{ groupId }])).items, '5531981234567')).toBe('Elza');
});

it('nobody is asked without the option, nor for bodies as they came', async () => {
	await list([{}], { includeNames: false });
	const raw = { ...getAll, simplify: false, options: { includeNames: true } };
	const { items } = await runNode({ server: sandbox, parameters: raw });
	expect(items[0]).not.toHaveProperty('name');
	expect(asked()).toEqual([]);
});

describe('members are told, without names and with a hint, where the contacts cannot be read', () => {
	const answer = (status: number, body: unknown): FaultRuleInput => ({
		kind: 'answer',
		status,
		body,
		path: '/api/contacts/**',
	});

	it.each([
		['forbidden', answer(403, { message: 'Forbidden resource' }), /The API key is not allowed/],
		['missing', answer(404, { message: 'Cannot GET /api/contacts/all' }), /contacts/],
		['failing', answer(500, { exception: { message: 'x is not a function' } }), /x is not a fun/],
		['no list', answer(200, 'hello'), /./],
		['empty', { kind: 'empty-body', path: '/api/contacts/**' }, /./],
		['too late', { kind: 'hang', path: '/api/contacts/**' }, /did not answer within 2\.5 seconds/],
	] as const)('%s', async (_, fault, why) => {
		sandbox.world.faults.add(fault);
		const options = { timeout: 2500, maxRetries: 0, maxParallelRequests: 1 };
		const { items, error, hints } = await list([{}, { groupId: HIDDEN }], options);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(14);
		expect(items.every(({ name }) => name === null)).toBe(true);
		expect(hints).toEqual([expect.stringMatching(/^Names are missing, because the contacts/)]);
		expect(hints[0]).toMatch(why);
		// Of a failure it is asked no second time.
		expect(asked()).toHaveLength(1);
	});

	it('with a key that may not read them', async () => {
		await sandbox.close();
		const apiKeys = [{ key: 'for-noweb-only', session: 'noweb', scopes: ['read' as const] }];
		sandbox = await startSandbox({ apiKeys });
		const server = { url: sandbox.url, apiKey: 'for-noweb-only' };
		const { items, hints } = await list([{ session: 'noweb' }], {}, { server });
		expect(hints).toEqual([]);
		expect(nameOf(items, phones.admin)).toBe('Ada Lovelace');
	});

	it('what was read of some pages counts', async () => {
		const { world } = sandbox;
		for (let at = 0; at < 1100; at++)
			world.setPerson(String(4_916_000_000_000 + at), { name: `P ${at}` });
		world.faults.add({ kind: '502', path: '/api/contacts/**', after: 1 });
		const { items, hints } = await list([{}], { maxRetries: 0 });
		expect(nameOf(items, phones.admin)).toBe('Ada Lovelace');
		expect(hints).toHaveLength(1);
	});
});
