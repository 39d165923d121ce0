import { stringify } from 'flatted';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { ALONE, byId, ENGINES, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';
import { MEMBERS, rows, sync } from './support/syncRows';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ webjsAddMs: 0 });
});
afterEach(() => sandbox.close());

const inGroup = { ...sync, groupId: byId('={{ $json.group }}') };
const NEW = '4915400004001';

async function run(
	parameters: INodeParameters,
	items: IDataObject[],
	settings: Setup['settings'] = {},
) {
	return await runNode({ server: sandbox, parameters, items, settings });
}

const sent = (method = ''): string[] =>
	sandbox.world.requests
		.map((request) => `${request.method} ${request.url} ${request.body}`.trim())
		.filter((request) => request.startsWith(method));
const phonesIn = (group: string): string[] =>
	[...sandbox.world.group(group).members.values()]
		.filter(({ role }) => role !== 'left')
		.map(({ person }) => person.phone)
		.sort();
const told = (items: IDataObject[]): string[] =>
	items.map(({ action, participantId }) => `${action} ${participantId}`);
const addGroup = (members: string[]): string => sandbox.world.addGroup({ members });
const regular = { onError: 'continueRegularOutput' } as const;

describe('rows of one group are one list', () => {
	it.each([...ENGINES, 'WPP'] as const)(
		'nobody on one of the rows is removed: %s',
		async (engine) => {
			sandbox.world.setEngine('default', engine);
			const { items, error } = await run(sync, rows(MEMBERS[0], MEMBERS[1], NEW));
			expect(error).toBeUndefined();
			expect(told(items)).toEqual([
				`add ${NEW}@c.us`,
				`remove ${MEMBERS[2]}@c.us`,
				`remove ${MEMBERS[3]}@c.us`,
			]);
			expect(items.map(({ success }) => success)).toEqual([true, true, true]);
			expect(phonesIn(TEAM)).toEqual(expect.arrayContaining([NEW, ...MEMBERS.slice(0, 2)]));
			expect(sent('GET').filter((request) => request.includes('/participants'))).toHaveLength(1);
			expect(sent('POST')).toHaveLength(2);
		},
	);

	it('adds are paired with the rows that named the person, removals with all of the group', async () => {
		const { outputs } = await run(
			sync,
			rows(`${MEMBERS[0]}, ${MEMBERS[1]}`, NEW, '4915400004002', '+49 154 0000 4001'),
		);
		expect(outputs[0]?.map(({ json, pairedItem }) => [told([json])[0], pairedItem])).toEqual([
			[`add ${NEW}@c.us`, [{ item: 1 }, { item: 3 }]],
			['add 4915400004002@c.us', { item: 2 }],
			[`remove ${MEMBERS[2]}@c.us`, [0, 1, 2, 3].map((item) => ({ item }))],
			[`remove ${MEMBERS[3]}@c.us`, [0, 1, 2, 3].map((item) => ({ item }))],
		]);
	});

	it('what n8n stores of removals grows with their number, not with the rows times the removals', async () => {
		const storedOf = async (count: number): Promise<number> => {
			const phone = (n: number): string => `49155${String(n).padStart(8, '0')}`;
			const group = addGroup(Array.from({ length: count }, (_, n) => phone(n)));
			const wanted = Array.from({ length: count }, (_, n) => ({ group, phone: phone(count + n) }));
			const options = { maxRemovals: count, chunkSize: 1000 };
			const { outputs } = await run({ ...inGroup, options }, wanted);
			expect(outputs[0]).toHaveLength(2 * count);
			return stringify(outputs).length;
		};
		expect(await storedOf(320)).toBeLessThan(5 * (await storedOf(80)));
	});

	it('several groups mixed, in the order of their first rows', async () => {
		const [one, other] = [addGroup(['4915500000001']), addGroup(['4915500000002'])];
		const { outputs } = await run(inGroup, [
			{ group: one, phone: '4915500000011' },
			{ group: other, phone: '4915500000002' },
			{ group: one.replace('@g.us', ''), phone: '4915500000012' },
			{ group: other, phone: '4915500000021' },
		]);
		expect(
			outputs[0]?.map(({ json, pairedItem }) => [json.groupId, told([json])[0], pairedItem]),
		).toEqual([
			[one, 'add 4915500000011@c.us', { item: 0 }],
			[one, 'add 4915500000012@c.us', { item: 2 }],
			[one, 'remove 4915500000001@c.us', [{ item: 0 }, { item: 2 }]],
			[other, 'add 4915500000021@c.us', { item: 3 }],
		]);
		expect(phonesIn(other)).toEqual(['4915500000002', '4915500000021', SEED.phones.default].sort());
	});

	it('sessions are kept apart', async () => {
		const session = { __rl: true, mode: 'name', value: '={{ $json.session }}' };
		const { items } = await run({ ...sync, session, dryRun: true }, [
			{ session: 'default', phone: MEMBERS[0] },
			{ session: 'noweb', phone: MEMBERS[1] },
			{ session: 'default', phone: MEMBERS[2] },
		]);
		expect(told(items)).toEqual([
			`remove ${MEMBERS[1]}@c.us`,
			`remove ${MEMBERS[3]}@c.us`,
			`remove ${MEMBERS[0]}@c.us`,
			`remove ${MEMBERS[2]}@c.us`,
			`remove ${MEMBERS[3]}@c.us`,
		]);
		expect(sent().filter((request) => request.includes('/participants'))).toHaveLength(2);
	});

	it('two sessions that each make a group their own list would remove the people of each other', async () => {
		const session = { __rl: true, mode: 'name', value: '={{ $json.session }}' };
		const before = phonesIn(TEAM);
		const other = addGroup(MEMBERS.slice(0, 1));
		const items = [
			{ session: 'default', group: TEAM, phone: MEMBERS[0] },
			{ session: 'noweb', group: TEAM, phone: MEMBERS[1] },
			{ session: 'default', group: other, phone: MEMBERS[1] },
		];
		const { items: ended } = await run({ ...inGroup, session }, items, regular);
		const error = expect.stringMatching(
			/^Nothing was changed in this group, .*"default" and "noweb"/,
		);
		expect(ended.filter((item) => 'error' in item)).toEqual([
			expect.objectContaining({ error }),
			expect.objectContaining({ error }),
		]);
		expect(phonesIn(TEAM)).toEqual(before);
		expect(phonesIn(other)).toContain(MEMBERS[1]);

		const added = await run({ ...inGroup, session, removeOthers: false }, items);
		expect(added.error).toBeUndefined();
	});

	it('groups run as many at once as told', async () => {
		sandbox.world.configure({ latencyMs: 60 });
		const items = Array.from({ length: 6 }, (_, at) => ({
			group: addGroup([`491550000010${at}`]),
			phone: `491550000010${at}`,
		}));
		const twice = [...items, ...items];
		await run({ ...inGroup, dryRun: true, options: { maxParallelRequests: 3 } }, twice);
		expect(sandbox.world.log.maxInFlight).toBe(3);
		expect(sent()).toHaveLength(6);
	});

	it('thousands of rows can be stopped while their expressions are read', async () => {
		const phones = Array.from({ length: 3000 }, (_, at) => String(4_917_000_000_000 + at));
		const participants = '={{ $json.phone + "" }}';
		await runNode({
			server: sandbox,
			parameters: { ...sync, participants, dryRun: true },
			items: rows(...phones),
			onStart: (stop) => setTimeout(stop, 5),
		});
		expect(sent()).toEqual([]);
	});

	it('thousands of rows are one request for the members', async () => {
		const phones = Array.from({ length: 3000 }, (_, at) => String(4_917_000_000_000 + at));
		const { items } = await run({ ...sync, dryRun: true }, rows(...phones));
		expect(items.filter(({ action }) => action === 'add')).toHaveLength(3000);
		expect(sent()).toHaveLength(2);
	});
});

describe('a blank row', () => {
	it.each([
		['empty', ''],
		['spaces', '  '],
		['nothing', null],
	])('is passed over: %s', async (_title, blank) => {
		const { items, error } = await run(sync, rows(blank, ...MEMBERS.slice(0, 3), blank));
		expect(error).toBeUndefined();
		expect(told(items)).toEqual([`remove ${MEMBERS[3]}@c.us`]);
	});

	it('is passed over, also where the group is blank in it', async () => {
		const { items, error } = await run({ ...inGroup, dryRun: true }, [
			...MEMBERS.map((phone) => ({ group: TEAM, phone })),
			{ group: '', phone: '' },
		]);
		expect([error, items]).toEqual([undefined, []]);
	});

	it.each([
		['a name', { name: 'Anna' }],
		['a key', { id: 3071 }],
	])('is one whose cell for the number is blank, also with %s in it', async (_title, more) => {
		const table = [...rows(...MEMBERS), { ...more, phone: '' }];
		const { items, error } = await run(sync, table);
		expect([error, items]).toEqual([undefined, []]);
		const whole = await run({ ...sync, participants: '={{ $json }}' }, table);
		expect(whole.error?.message).toMatch(/has no phone number: its column for it is empty$/);
	});

	it('with a number from the sheet and nothing else is passed over', async () => {
		const table = [...rows(...MEMBERS), { row_number: 6, phone: '' }];
		for (const participants of ['={{ $json.phone }}', '={{ $json }}']) {
			const { items, error } = await run({ ...sync, participants }, table);
			expect([error, items]).toEqual([undefined, []]);
		}
	});

	it('with a name in it does no harm where nobody is removed', async () => {
		const table = [...rows(NEW), { name: 'Anna', phone: '' }];
		const { items } = await run({ ...sync, removeOthers: false, dryRun: true }, table);
		expect(told(items)).toEqual([`add ${NEW}@c.us`]);
	});

	it('nothing but blank rows would empty the group', async () => {
		const { error } = await run(sync, rows('', null, ' '));
		expect(error?.message).toBe(
			'The list of participants is empty: this would remove everybody from the group',
		);
		expect(sent()).toEqual([]);
		const all = await run({ ...sync, dryRun: true }, rows('', null));
		expect(told(all.items)).toEqual(MEMBERS.map((phone) => `remove ${phone}@c.us`));
	});

	it('a table without anything in it is an error', async () => {
		const { error } = await run(inGroup, [
			{ group: '', phone: '' },
			{ group: '', phone: '' },
		]);
		expect(error?.message).toBe('No group was chosen');
	});
});

it.each<INodeParameters>([
	{ ...sync, removeOthers: false },
	{ ...sync, operation: 'add' },
	{ ...sync, operation: 'remove' },
	{ ...sync, resource: 'admin', operation: 'promote' },
	{ resource: 'group', operation: 'create', name: 'Choir' },
	{ resource: 'message', operation: 'send', groupId: byId(TEAM), text: 'Hello' },
	{ resource: 'joinRequest', operation: 'reject', groupId: byId(TEAM) },
])('a list with a key and no number in it is refused: %j', async (parameters) => {
	const people = '={{ $json.people }}';
	const { error } = await run(
		{ ...parameters, participants: people, mentions: people, requesters: people },
		[{ people: [{ phone: NEW }, { phone: '' }, { id: 3071, phone: '' }] }],
	);
	expect(error?.message).toBe(
		`"{"id":3071,"phone":""}" (number 3 in the list) has no phone number: its column for it is empty`,
	);
	expect(sent()).toEqual([]);
});

describe('a row that cannot be read', () => {
	const bad = rows(MEMBERS[0], 'nobody', MEMBERS[1]);

	it('stops everything before anything is sent, with the error at that row', async () => {
		const { error } = await run(sync, bad);
		expect(error?.message).toBe('"nobody" (row 2) is neither a phone number nor a participant ID');
		expect(error?.context.itemIndex).toBe(1);
		expect(sent()).toEqual([]);
	});

	it('Continue: the other rows of its group say that nothing was changed; other groups go on', async () => {
		const other = addGroup(['4915500000001']);
		const items = [
			...bad.map((row) => ({ ...row, group: TEAM })),
			{ group: other, phone: '4915500000002' },
		];
		const { outputs } = await run(inGroup, items, { onError: 'continueErrorOutput' });
		expect(outputs[1]?.map(({ json, pairedItem }) => [json.error, json.phone, pairedItem])).toEqual(
			[
				[
					expect.stringContaining(
						'row 2 of the input could not be read: "nobody" is neither a phone',
					),
					MEMBERS[0],
					{ item: 0 },
				],
				[expect.stringMatching(/^"nobody" /), 'nobody', { item: 1 }],
				[expect.stringContaining('Nothing was changed in this group'), MEMBERS[1], { item: 2 }],
			],
		);
		expect(told((outputs[0] ?? []).map(({ json }) => json))).toEqual([
			'add 4915500000002@c.us',
			'remove 4915500000001@c.us',
		]);
		expect(sent().filter((request) => request.includes('120363041234567890'))).toEqual([]);
	});

	it('Continue: where nobody knows its group, others are added to theirs all the same', async () => {
		const { items } = await run(
			{ ...inGroup, removeOthers: false },
			[
				{ group: TEAM, phone: NEW },
				{ group: 'Team', phone: MEMBERS[1] },
			],
			regular,
		);
		expect(items).toEqual([
			expect.objectContaining({ action: 'add', success: true }),
			{ error: '"Team" is not a group ID' },
		]);
	});

	it('Continue: where nobody knows its group, nobody is removed from any', async () => {
		const { items } = await run(
			inGroup,
			[
				{ group: TEAM, phone: MEMBERS[0] },
				{ group: 'Team', phone: MEMBERS[1] },
			],
			regular,
		);
		expect(items.map(({ error }) => error)).toEqual([
			expect.stringContaining('row 2 of the input could not be read: "Team" is not a group ID'),
			'"Team" is not a group ID',
		]);
		expect(sent()).toEqual([]);
	});
});

describe('switches', () => {
	it.each([
		['dryRun', 'Only Preview', [true, false]],
		['addMissing', 'Add Missing', [true, false]],
		['removeOthers', 'Remove Others', [true, false]],
		['keepAdmins', 'Keep Admins', [true, false]],
		['options', 'Max Removals', [1, 2]],
	])('%s has to be the same in all rows of a group', async (name, words, [one, other]) => {
		const value = '={{ $json.value }}';
		const parameters = {
			...sync,
			[name]: name === 'options' ? { maxRemovals: value } : value,
		};
		const items = [
			{ phone: MEMBERS[0], value: one },
			{ phone: MEMBERS[1], value: one },
			{ phone: MEMBERS[2], value: other },
		] as IDataObject[];
		const { error } = await run(parameters, items);
		expect(error?.message).toBe(
			`The rows of one group are one list, but ${words} is not the same in row 3 as in row 1`,
		);
		expect(error?.context.itemIndex).toBe(2);
		expect(sent()).toEqual([]);
		const { outputs } = await run(parameters, items, regular);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
	});

	it('may differ from group to group', async () => {
		const other = addGroup(['4915500000001']);
		const { items } = await run({ ...inGroup, dryRun: '={{ $json.dry }}' }, [
			{ group: TEAM, phone: NEW, dry: true },
			{ group: other, phone: '4915500000002', dry: false },
		]);
		expect(items.map(({ success }) => success)).toEqual([...Array<null>(5).fill(null), true, true]);
	});
});

describe('failures', () => {
	const groups = () => {
		const [one, other] = [addGroup(['4915500000001']), addGroup(['4915500000002'])];
		return [one, one, '120363099999999999@g.us', '120363099999999999@g.us', other].map(
			(group, at) => ({ group, phone: `491550000090${at}` }),
		);
	};
	const NOT_FOUND = 'WhatsApp does not know this group, or the account is not in it';

	it('at the first row of the group; no new group is started; tells how many items were done', async () => {
		const { error } = await run(inGroup, groups());
		expect([error?.message, error?.context.itemIndex]).toEqual([NOT_FOUND, 2]);
		expect(error?.description).toContain('2 of 5 items were done before');
		expect(sent('POST')).toHaveLength(2);
	});

	it('Continue: each row of the group is an error item, and the other groups go on', async () => {
		const { outputs } = await run(inGroup, groups(), { onError: 'continueErrorOutput' });
		expect(outputs[1]?.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[NOT_FOUND, { item: 2 }],
			[NOT_FOUND, { item: 3 }],
		]);
		expect(outputs[0]).toHaveLength(5);
	});

	it('the stop button ends it between two requests', async () => {
		const { world } = sandbox;
		world.configure({ latencyMs: 30 });
		const items = Array.from({ length: 60 }, (_, at) => ({
			group: addGroup(['4915500000001']),
			phone: `49155000009${String(at).padStart(2, '0')}`,
		}));
		await runNode({
			server: sandbox,
			parameters: inGroup,
			items,
			onStart: (stop) => {
				const timer = setInterval(() => {
					if (world.requests.length < 4) return;
					clearInterval(timer);
					stop();
				}, 5);
			},
		});
		expect(world.requests.length).toBeLessThan(20);
	});
});

describe('Max Removals', () => {
	const parameters = { ...sync, options: { maxRemovals: 2 } };

	it('nothing is done where more would go, nobody is added', async () => {
		const { error } = await run(parameters, rows(MEMBERS[0], NEW));
		expect(error?.message).toBe('3 members would be removed, but Max Removals is 2');
		expect(error?.description).toMatch(/^Nothing was changed, and nobody was added\./);
		expect(sent('POST')).toEqual([]);
	});

	it('Continue: told for each row', async () => {
		const { items } = await run(parameters, rows(MEMBERS[0], NEW), regular);
		expect(items).toEqual(
			Array(2).fill({ error: '3 members would be removed, but Max Removals is 2' }),
		);
	});

	it('does its work up to that many', async () => {
		const { items } = await run(parameters, rows(MEMBERS[0], MEMBERS[1], NEW));
		expect(items.map(({ success }) => success)).toEqual([true, true, true]);
	});

	it('a dry run shows who, and that a real run would do nothing', async () => {
		const { items, error } = await run({ ...parameters, dryRun: true }, rows(MEMBERS[0], NEW));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(4);
		expect(new Set(items.map(({ reason }) => reason))).toEqual(
			new Set([
				'A real run would change nothing: 3 members would be removed, but Max Removals is 2.',
			]),
		);
	});

	it.each([0, '0'])('%j means nobody', async (most) => {
		const { error } = await run(
			{ ...sync, options: { maxRemovals: most } },
			rows(...MEMBERS.slice(1)),
		);
		expect(error?.message).toBe('1 member would be removed, but Max Removals is 0');
	});

	it.each(['={{ null }}', '', '={{ $json.none }}'])('nothing is no limit: %j', async (most) => {
		const { error } = await run({ ...sync, options: { maxRemovals: most } }, rows(MEMBERS[0]));
		expect(error?.message).toBe('Max Removals is empty');
		expect(sent()).toEqual([]);
	});
});

describe('Add Missing', () => {
	it('off only removes', async () => {
		const { items } = await run({ ...sync, addMissing: false }, rows(NEW, ...MEMBERS.slice(1)));
		expect(told(items)).toEqual([`remove ${MEMBERS[0]}@c.us`]);
		expect(phonesIn(TEAM)).not.toContain(NEW);
	});

	it('off, with Remove Others off, is nothing to do', async () => {
		const { error } = await run(
			{ ...sync, addMissing: false, removeOthers: false },
			rows(NEW, MEMBERS[1]),
		);
		expect(error?.message).toBe(
			'Add Missing and Remove Others are both off, so there is nothing to do',
		);
		expect(sent()).toEqual([]);
	});
});

describe('one person under two numbers', () => {
	it.each([
		['Argentina', '+54 9 11 2345-6789', '541123456789'],
		['Argentina, the other way', '541123456789', '5491123456789'],
		['Brazil', '+55 11 98765-4321', '551187654321'],
		['Mexico', '+52 55 1234 5678', '5215512345678'],
	])('is not removed and not added: %s', async (_title, listed, member) => {
		const group = addGroup([member]);
		const { items, error } = await run({ ...sync, groupId: byId(group) }, rows(listed));
		expect([error, items]).toEqual([undefined, []]);
	});

	it('is added once, paired with all rows that name it', async () => {
		const { outputs } = await run(
			{ ...sync, removeOthers: false },
			rows('+54 9 11 2345-6789', '541123456789'),
		);
		expect(outputs[0]?.map(({ json, pairedItem }) => [told([json])[0], pairedItem])).toEqual([
			['add 5491123456789@c.us', [{ item: 0 }, { item: 1 }]],
		]);
	});

	it('a hidden member by its number', async () => {
		sandbox.world.setPerson('5491123456789', { hidden: true });
		const group = addGroup(['5491123456789']);
		const { items } = await run({ ...sync, groupId: byId(group) }, rows('541123456789'));
		expect(items).toEqual([]);
	});

	it('the account is known by either form', async () => {
		sandbox.world.faults.add({
			kind: 'answer',
			path: '**/participants/v2',
			status: 200,
			body: [
				{ id: '5491123456789@c.us', role: 'superadmin' },
				{ id: '4915500000001@c.us', role: 'participant' },
			],
		});
		sandbox.world.faults.add({
			kind: 'answer',
			path: '/api/sessions/*',
			status: 200,
			body: { name: 'default', status: 'WORKING', me: { id: '541123456789@c.us' } },
		});
		const parameters = { ...sync, keepAdmins: false, dryRun: true, groupId: byId(ALONE) };
		const { items } = await run(parameters, rows('4915500000009'));
		expect(told(items)).toEqual(['add 4915500000009@c.us', 'remove 4915500000001@c.us']);
	});
});

it.each([[[]], [[{ id: '4915200002002@c.us', role: 'left' }]]])(
	'a server that names no member knows nothing of the group: %j',
	async (body) => {
		sandbox.world.faults.add({ kind: 'answer', path: '**/participants/**', status: 200, body });
		const { error } = await run({ ...sync, removeOthers: false }, rows(NEW));
		expect(error?.message).toMatch(/does not know the members/);
		expect(sent('POST')).toEqual([]);
	},
);
