import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type FaultRuleInput, type Sandbox, startSandbox } from '../../sandbox';
import { byId, CUSTOMERS, NEIGHBOURS, OLD, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const get = { resource: 'group', operation: 'get', groupId: byId('={{ $json.id }}') };
const rename = {
	resource: 'group',
	operation: 'setSubject',
	groupId: byId(TEAM),
	subject: '={{ $json.subject }}',
};
const create = { resource: 'group', operation: 'create', name: 'New', participants: '' };
const add = { resource: 'participants', operation: 'add', groupId: byId(TEAM) };
const MISSING = '120363099999999999@g.us';

async function run(setup: Partial<Setup> & { parameters: INodeParameters }) {
	return await runNode({ server: sandbox, ...setup });
}

const sent = (): string[] =>
	sandbox.world.requests.map(({ method, url, body }) => `${method} ${url} ${body}`.trim());
const phones = (count: number): string[] =>
	Array.from({ length: count }, (_, at) => `49155000${String(at).padStart(4, '0')}`);

/** A dry run of a sync in a group of so many members who hide their numbers: it looks up each of them. */
async function syncHidden(count: number, options: INodeParameters): Promise<void> {
	const { world } = sandbox;
	const members = phones(count);
	for (const phone of members) world.setPerson(phone, { hidden: true });
	await run({
		parameters: {
			resource: 'participants',
			operation: 'sync',
			groupId: byId(world.addGroup({ members })),
			participants: '4915200002002',
			dryRun: true,
			options,
		},
	});
}

// First, because a wait that was called off still holds its timer for some seconds.
describe('stop', () => {
	it('ends the run: nothing more is sent', async () => {
		const { world } = sandbox;
		world.configure({ latencyMs: 40 });
		const ended = run({
			parameters: rename,
			items: Array.from({ length: 200 }, (_, at) => ({ subject: `S ${at}` })),
			onStart: (stop) => {
				const timer = setInterval(() => {
					if (world.requests.length < 3) return;
					clearInterval(timer);
					stop();
				}, 5);
			},
		});
		await ended;
		const count = world.requests.length;
		expect(count).toBeLessThan(20);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(world.requests.length).toBeLessThanOrEqual(count + 1);
	});

	it('wakes up from a wait', async () => {
		const { world } = sandbox;
		world.faults.add({ kind: '429', retryAfter: 6 });
		const startedAt = Date.now();
		await run({
			parameters: { ...get, groupId: byId(TEAM) },
			onStart: (stop) => {
				const timer = setInterval(() => {
					if (world.requests.length < 1) return;
					clearInterval(timer);
					stop();
				}, 5);
			},
		});
		expect(Date.now() - startedAt).toBeLessThan(5000);
		expect(world.requests).toHaveLength(1);
	});
});

describe('order and pairing', () => {
	it('gives results in the order of the items, also where answers come out of order', async () => {
		const { world } = sandbox;
		// The first request waits longest, so its answer comes last.
		world.faults.add({ kind: 'latency', path: `**/groups/${TEAM}`, ms: 300 });
		world.faults.add({ kind: 'latency', path: `**/groups/${CUSTOMERS}`, ms: 150 });
		const { outputs } = await run({
			parameters: get,
			items: [{ id: TEAM }, { id: CUSTOMERS }, { id: NEIGHBOURS }, { id: OLD }],
		});
		const ended = [...world.requests].sort(
			(one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0),
		);
		expect(ended.map(({ path }) => path).slice(-2)).toEqual([
			'/api/default/groups/120363041234567891%40g.us',
			'/api/default/groups/120363041234567890%40g.us',
		]);
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.groupId, pairedItem])).toEqual([
			[TEAM, { item: 0 }],
			[CUSTOMERS, { item: 1 }],
			[NEIGHBOURS, { item: 2 }],
			[OLD, { item: 3 }],
		]);
	});

	it('pairs every element of a list with the item that it came from', async () => {
		const { outputs } = await run({
			parameters: {
				resource: 'admin',
				operation: 'getAll',
				groupId: byId('={{ $json.id }}'),
			},
			items: [{ id: TEAM }, { id: NEIGHBOURS }, { id: OLD }],
		});
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.groupId, pairedItem])).toEqual([
			...Array<unknown>(4).fill([TEAM, { item: 0 }]),
			[NEIGHBOURS, { item: 1 }],
			...Array<unknown>(3).fill([OLD, { item: 2 }]),
		]);
	});

	it('changes one after the other, in order', async () => {
		const { world } = sandbox;
		world.configure({ latencyMs: 5 });
		const subjects = Array.from({ length: 8 }, (_, at) => `Subject ${at}`);
		await run({ parameters: rename, items: subjects.map((subject) => ({ subject })) });
		expect(world.requests.map(({ body }) => body)).toEqual(
			subjects.map((subject) => `{"subject":"${subject}"}`),
		);
		expect(world.log.maxInFlight).toBe(1);
		expect(world.group(TEAM).subject).toBe('Subject 7');
	});

	it('evaluates expressions for each item', async () => {
		const { items } = await run({
			parameters: {
				resource: 'group',
				operation: 'get',
				session: { __rl: true, mode: 'name', value: '={{ $json.session }}' },
				groupId: '={{ $json.id }}',
				simplify: '={{ $json.simple }}',
			},
			items: [
				{ session: 'gows', id: TEAM, simple: true },
				{ session: 'noweb', id: OLD, simple: false },
			],
		});
		expect(sent().sort()).toEqual([
			'GET /api/gows/groups/120363041234567890%40g.us',
			'GET /api/noweb/groups/4912345-1612345678%40g.us',
		]);
		expect(items[0]).toHaveProperty('groupId', TEAM);
		expect(items[1]).toHaveProperty('subjectTime', 1_612_345_678);
	});

	it('encodes what a path could take for its own', async () => {
		sandbox.world.addSession({ name: 'a/b c', engine: 'NOWEB', phone: '4915100001001' });
		await run({
			parameters: {
				...get,
				groupId: byId(TEAM),
				session: { __rl: true, mode: 'name', value: '={{ "a/b c" }}' },
			},
		});
		expect(sent()[0]).toBe('GET /api/a%2Fb%20c/groups/120363041234567890%40g.us');
	});

	it('runs for the first item only where the settings say so', async () => {
		const { items } = await run({
			parameters: rename,
			items: [{ subject: 'One' }, { subject: 'Two' }],
			settings: { executeOnce: true },
		});
		expect(items).toEqual([{ success: true, groupId: TEAM, subject: 'One' }]);
		expect(sent()).toHaveLength(1);
	});

	it('gives an empty item for an empty list where the settings ask for it', async () => {
		const empty = { resource: 'participants', operation: 'sync', groupId: byId(TEAM) };
		const parameters = { ...empty, participants: '4915200002002' };
		expect((await run({ parameters })).items).toEqual([]);
		const { outputs } = await run({ parameters, settings: { alwaysOutputData: true } });
		expect(outputs).toEqual([[{ json: {}, pairedItem: [{ item: 0, input: 0 }] }]]);
	});

	it('sends nothing where no item comes in', async () => {
		const { items, error } = await run({ parameters: get, items: [] });
		expect([items, error, sent()]).toEqual([[], undefined, []]);
	});
});

describe('pace', () => {
	const ids = Array.from({ length: 12 }, () => ({ id: TEAM }));

	it.each([
		['reads five at once unless told otherwise', get, {}, 5],
		['reads as many at once as told', get, { maxParallelRequests: 3 }, 3],
		['reads one at a time where told', get, { maxParallelRequests: 1 }, 1],
		['changes one at a time unless told otherwise', rename, {}, 1],
		['changes as many at once as told', rename, { maxParallelRequests: 4 }, 4],
	])('%s', async (_title, parameters, options, most) => {
		sandbox.world.configure({ latencyMs: 60 });
		const items = ids.map((item) => ({ ...item, subject: 'Same' }));
		const { items: results } = await run({ parameters: { ...parameters, options }, items });
		expect(results).toHaveLength(12);
		expect(sent()).toHaveLength(12);
		expect(sandbox.world.log.maxInFlight).toBe(most);
	});

	it('counts the requests within an item, too', async () => {
		const { world } = sandbox;
		world.configure({ latencyMs: 20 });
		const hidden = phones(12).map((phone) => {
			world.setPerson(phone, { hidden: true });
			return phone;
		});
		const id = world.addGroup({ members: hidden });
		await run({
			parameters: {
				resource: 'participants',
				operation: 'getAll',
				groupId: byId(id),
				options: { resolvePhoneNumbers: true, maxParallelRequests: 2 },
			},
		});
		// The members, the subject of the group, and twelve numbers.
		expect(sent()).toHaveLength(14);
		expect(world.log.maxInFlight).toBe(2);
	});

	it.each([
		['at the pace of reading', {}, 5],
		['as many at once as told', { maxParallelRequests: 2 }, 2],
		['one at a time where told', { maxParallelRequests: 1 }, 1],
	])('a sync looks phone numbers up %s', async (_title, options, most) => {
		const { world } = sandbox;
		world.configure({ latencyMs: 40 });
		await syncHidden(12, options);
		expect(sent().filter((request) => request.includes('/lids/'))).toHaveLength(12);
		expect(world.log.maxInFlight).toBe(most);
	});

	it('a sync that looks numbers up keeps the distance between the starts, too', async () => {
		const { world } = sandbox;
		await syncHidden(3, { requestInterval: 60 });
		const starts = world.requests.map(({ startedAt }) => startedAt);
		expect(starts).toHaveLength(5);
		expect((starts[4] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(120);
	});

	it('keeps a distance between the starts of requests', async () => {
		await run({
			parameters: { ...get, options: { requestInterval: 60, maxParallelRequests: 5 } },
			items: ids.slice(0, 5),
		});
		const starts = sandbox.world.requests.map(({ startedAt }) => startedAt);
		// Only that it is not shorter: a busy machine makes it longer, but single gaps may shrink on the way.
		expect((starts[4] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(120);
	});
});

describe('parts', () => {
	const participants = phones(25).join(', ');

	it('sends 25 participants in three requests', async () => {
		const { items } = await run({ parameters: { ...add, participants } });
		const sizes = sandbox.world.requests.map(
			({ body }) => (JSON.parse(body) as { participants: unknown[] }).participants.length,
		);
		expect(sizes).toEqual([10, 10, 5]);
		expect(items.map(({ participantId }) => participantId)).toEqual(
			phones(25).map((phone) => `${phone}@c.us`),
		);
		expect(items.every(({ success }) => success === true)).toBe(true);
	});

	it.each(['add', 'remove', 'promote', 'demote'])('cuts as told: %s', async (operation) => {
		const resource = operation.endsWith('mote') ? 'admin' : 'participants';
		await run({
			parameters: {
				...add,
				resource,
				operation,
				participants: '4915200002002,4915200002003,4915200002004',
				options: { chunkSize: 2 },
			},
		});
		const path = `/api/default/groups/120363041234567890%40g.us/${resource}/${operation}`;
		expect(sent()).toEqual([
			`POST ${path} {"participants":[{"id":"4915200002002@c.us"},{"id":"4915200002003@c.us"}]}`,
			`POST ${path} {"participants":[{"id":"4915200002004@c.us"}]}`,
		]);
	});

	it('keeps what is done where a later part fails', async () => {
		const { world } = sandbox;
		world.faults.add({
			kind: 'answer',
			status: 500,
			body: { statusCode: 500, exception: { message: 'bad-request', stack: 'at x.js:1' } },
			after: 1,
		});
		const { items, error } = await run({ parameters: { ...add, participants } });
		expect(error).toBeUndefined();
		expect(world.requests).toHaveLength(2);
		expect(items).toHaveLength(25);
		const told = (from: number, to: number) => [
			...new Set(
				items.slice(from, to).map(({ success, code, reason }) => `${success} ${code} ${reason}`),
			),
		];
		expect(told(0, 10)).toEqual(['true 200 null']);
		expect(told(10, 20)).toEqual([
			'false null WhatsApp did not do this: bad-request. WhatsApp did not accept the request itself: check the phone numbers, IDs and texts in it.',
		]);
		expect(told(20, 25)).toEqual([
			'false null Not tried: an earlier request failed. WhatsApp did not do this: bad-request',
		]);
	});

	it('fails where the first part fails', async () => {
		sandbox.world.faults.add({
			kind: 'answer',
			status: 500,
			body: { exception: { message: 'no' } },
		});
		const { items, error } = await run({ parameters: { ...add, participants } });
		expect([items, error?.message, sent().length]).toEqual([[], 'WhatsApp did not do this: no', 1]);
	});

	it('looks who is in after an add that broke off, instead of sending it again', async () => {
		sandbox.world.faults.add({ kind: 'reset', effect: true, times: 1 });
		const { items } = await run({
			parameters: { ...add, participants: '4915400004001,4915400004404' },
		});
		expect(sent()).toEqual([
			'POST /api/default/groups/120363041234567890%40g.us/participants/add {"participants":[{"id":"4915400004001@c.us"},{"id":"4915400004404@c.us"}]}',
			'GET /api/default/groups/120363041234567890%40g.us/participants/v2',
		]);
		expect(items).toEqual([
			{
				groupId: TEAM,
				participantId: '4915400004001@c.us',
				success: true,
				code: null,
				reason: null,
			},
			expect.objectContaining({ participantId: '4915400004404@c.us', success: false }),
		]);
	});
});

describe('repetitions', () => {
	interface Retry {
		fault: FaultRuleInput;
		/** Requests of an operation that reads, that can be repeated, that must not happen twice. */
		reads: number;
		repeats: number;
		once: number;
	}
	const all = { reads: 2, repeats: 2, once: 2 };
	const notOnce = { reads: 2, repeats: 2, once: 1 };
	const never = { reads: 1, repeats: 1, once: 1 };
	const RETRIES: Retry[] = [
		{ fault: { kind: '429' }, ...all },
		{ fault: { kind: '429', retryAfter: 0 }, ...all },
		{ fault: { kind: 'rate-overlimit' }, ...notOnce },
		{ fault: { kind: 'rate-overlimit', effect: true }, ...notOnce },
		{ fault: { kind: '502' }, ...notOnce },
		{ fault: { kind: '503' }, ...notOnce },
		{ fault: { kind: '504' }, ...notOnce },
		{ fault: { kind: '504', effect: true }, ...notOnce },
		{ fault: { kind: 'reset' }, ...notOnce },
		{ fault: { kind: 'reset', effect: true }, ...notOnce },
		{ fault: { kind: 'cut-body' }, ...notOnce },
		{ fault: { kind: 'answer', status: 520, body: 'error code: 520' }, ...notOnce },
		{ fault: { kind: 'answer', status: 521, body: 'error code: 521' }, ...all },
		{ fault: { kind: 'answer', status: 500, body: { exception: { message: 'no' } } }, ...never },
		{ fault: { kind: 'answer', status: 400, body: { message: ['no'] } }, ...never },
	];

	describe.each(RETRIES)('$fault', ({ fault, reads, repeats, once }) => {
		const attempt = async (parameters: INodeParameters): Promise<[number, boolean]> => {
			sandbox.world.faults.add({ ...fault, times: 1 });
			const { error } = await run({ parameters });
			return [sandbox.world.requests.length, error === undefined];
		};

		it(`reading: ${reads}`, async () => {
			expect(await attempt({ ...get, groupId: byId(TEAM) })).toEqual([reads, reads === 2]);
		});

		it(`repeatable: ${repeats}`, async () => {
			expect(await attempt({ ...rename, subject: 'New' })).toEqual([repeats, repeats === 2]);
			expect(sandbox.world.group(TEAM).subject).toBe(repeats === 2 ? 'New' : 'Team Berlin');
		});

		it(`once: ${once}`, async () => {
			const before = sandbox.world.groups.all().length;
			const [count, worked] = await attempt(create);
			expect([count, worked]).toEqual([once, once === 2]);
			const made = sandbox.world.groups.all().length - before;
			expect(made).toBe(worked || fault.effect || fault.kind === 'cut-body' ? 1 : 0);
		});
	});

	it('gives up after as many as told', async () => {
		sandbox.world.faults.add({ kind: '429', retryAfter: 0 });
		const parameters = { ...get, groupId: byId(TEAM) };
		const { error } = await run({ parameters: { ...parameters, options: { maxRetries: 1 } } });
		expect(sent()).toHaveLength(2);
		expect(error?.httpCode).toBe('429');
		sandbox.world.clearRequests();
		await run({ parameters });
		expect(sent()).toHaveLength(4);
	});

	it('waits as long as the server asks', async () => {
		sandbox.world.faults.add({ kind: '429', retryAfter: 1, times: 1 });
		await run({ parameters: { ...get, groupId: byId(TEAM) } });
		const [first, second] = sandbox.world.requests;
		expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThan(950);
	});

	it('tells at once where the server asks for too long a wait', async () => {
		sandbox.world.faults.add({ kind: '429', retryAfter: 3600 });
		const { error } = await run({ parameters: { ...get, groupId: byId(TEAM) } });
		expect(error?.httpCode).toBe('429');
		expect(sent()).toHaveLength(1);
	});

	it('joins once', async () => {
		sandbox.world.setRole(TEAM, 'default', 'left');
		sandbox.world.faults.add({ kind: '502', effect: true });
		const { error } = await run({
			parameters: {
				resource: 'inviteCode',
				operation: 'join',
				inviteCode: 'TeamBerlinInviteCode01',
			},
		});
		expect(sent().filter((request) => request.startsWith('POST'))).toHaveLength(1);
		expect(error?.description).toMatch(/It may have happened all the same/);
	});

	it.each(['leave', 'delete'])(
		'takes "no such group" after a try that broke off for success: %s',
		async (operation) => {
			sandbox.world.faults.add({ kind: '502', effect: true, times: 1 });
			sandbox.world.setEngine('default', operation === 'leave' ? 'NOWEB' : 'WEBJS');
			const { items } = await run({
				parameters: { resource: 'group', operation, groupId: byId(TEAM) },
			});
			// Whether "forbidden" means "deleted" is looked at.
			expect(sent().filter((request) => !request.startsWith('GET'))).toHaveLength(2);
			expect(items).toEqual([{ success: true, groupId: TEAM }]);
		},
	);

	it.each([
		['leave', [{ success: true, groupId: TEAM }]],
		['delete', []],
	])(
		'"forbidden" after a try that broke off means that somebody is out, but not that a group is deleted: %s',
		async (operation, expected) => {
			const forbidden = { exception: { message: 'forbidden' } };
			sandbox.world.faults.add({ kind: '502', times: 1 });
			sandbox.world.faults.add({
				kind: 'answer',
				status: 500,
				body: forbidden,
				times: 1,
			});
			const { items, error } = await run({
				parameters: { resource: 'group', operation, groupId: byId(TEAM) },
			});
			expect(sent().filter((request) => !request.startsWith('GET'))).toHaveLength(2);
			expect(items).toEqual(expected);
			expect(error === undefined).toBe(operation === 'leave');
		},
	);

	it('does not wait for a session that is not ready, nor repeats a time-out', async () => {
		sandbox.world.faults.add({ kind: 'hang' });
		await run({ parameters: { ...get, groupId: byId(TEAM), options: { timeout: 2500 } } });
		expect(sent()).toHaveLength(1);
	});

	it('runs the whole node again where its settings say so', async () => {
		const status = 500;
		sandbox.world.faults.add({
			kind: 'answer',
			status,
			body: { exception: { message: 'no' } },
			times: 1,
		});
		const { items, error } = await run({
			parameters: { ...rename, subject: 'New' },
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([{ success: true, groupId: TEAM, subject: 'New' }]);
		expect(sent()).toHaveLength(2);
	});
});

describe('failures', () => {
	const items: IDataObject[] = [
		{ id: TEAM, note: 'a' },
		{ id: MISSING, note: 'b' },
		{ id: OLD, note: 'c' },
		{ id: 'nothing', note: 'd' },
	];
	const NOT_FOUND = 'WhatsApp does not know this group, or the account is not in it';
	const NO_ID = '"nothing" is not a group ID';

	it('Continue: error items in their places, each paired', async () => {
		const { outputs, error } = await run({
			parameters: get,
			items,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(1);
		expect(
			outputs[0]?.map(({ json, pairedItem }) => [json.error ?? json.groupId, pairedItem]),
		).toEqual([
			[TEAM, { item: 0 }],
			[NOT_FOUND, { item: 1 }],
			[OLD, { item: 2 }],
			[NO_ID, { item: 3 }],
		]);
		expect(outputs[0]?.[1]?.json).toEqual({ error: NOT_FOUND });
	});

	it('Continue (using error output): error items with their input, each paired', async () => {
		const { outputs, error } = await run({
			parameters: get,
			items,
			settings: { onError: 'continueErrorOutput' },
		});
		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.groupId, pairedItem])).toEqual([
			[TEAM, { item: 0 }],
			[OLD, { item: 2 }],
		]);
		expect(outputs[1]?.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
			[{ id: MISSING, note: 'b', error: NOT_FOUND }, { item: 1 }],
			[{ id: 'nothing', note: 'd', error: NO_ID }, { item: 3 }],
		]);
	});

	it('Continue also where nothing can be sent at all', async () => {
		const { outputs } = await run({
			parameters: get,
			items: items.slice(0, 2),
			credential: { url: '' },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs[1]?.map(({ json, pairedItem }) => [json.note, pairedItem])).toEqual([
			['a', { item: 0 }],
			['b', { item: 1 }],
		]);
	});

	it('tells the lowest item that failed, whichever failed first', async () => {
		sandbox.world.faults.add({ kind: 'latency', path: `**/groups/${MISSING}`, ms: 200 });
		const { error } = await run({
			parameters: get,
			items: [{ id: TEAM }, { id: MISSING }, { id: 'nothing' }],
		});
		expect(error?.message).toBe(NOT_FOUND);
		expect(error?.context.itemIndex).toBe(1);
	});

	it('starts no new item after a failure, and tells how far it came', async () => {
		const { error } = await run({
			parameters: { ...rename, groupId: byId('={{ $json.id }}') },
			items: [TEAM, OLD, MISSING, CUSTOMERS, NEIGHBOURS].map((id) => ({ id, subject: 'New' })),
		});
		expect(sent()).toHaveLength(3);
		expect(error?.context.itemIndex).toBe(2);
		expect(error?.description).toMatch(
			/ 2 of 5 items were done before; turn on "Continue" under Settings › On Error to keep their output\.$/,
		);
		expect(sandbox.world.group(CUSTOMERS).subject).toBe('Customers 🌷 Spring "Sale" & more');
	});

	it("sets that apart from the server's own words", async () => {
		const body = { statusCode: 400, message: ['subject is odd'] };
		sandbox.world.faults.add({ kind: 'answer', status: 400, body, after: 1 });
		const { error } = await run({
			parameters: { ...rename, groupId: byId('={{ $json.id }}') },
			items: [TEAM, OLD].map((id) => ({ id, subject: 'New' })),
		});
		expect(error?.description).toMatch(/^WAHA says: subject is odd\. 1 of 2 items were done /);
	});

	it('waits for what is under way when something fails', async () => {
		const { world } = sandbox;
		world.faults.add({ kind: 'latency', path: `**/groups/${TEAM}/**`, ms: 250 });
		const { error } = await run({
			parameters: {
				...rename,
				groupId: byId('={{ $json.id }}'),
				options: { maxParallelRequests: 2 },
			},
			items: [TEAM, MISSING, OLD, CUSTOMERS].map((id) => ({ id, subject: 'New' })),
		});
		expect(error?.context.itemIndex).toBe(1);
		expect(world.requests.map(({ status }) => status)).toEqual([200, 500]);
		expect(world.group(TEAM).subject).toBe('New');
	});
});

describe('address and key', () => {
	const parameters = { ...get, groupId: byId(TEAM) };

	it.each(['', '/', '/api', '/api/', '/dashboard', '/dashboard/', ' ', '/?x=1', '/#top'])(
		'forgives "%s" behind the address',
		async (end) => {
			const { items } = await run({ parameters, credential: { url: `${sandbox.url}${end}` } });
			expect(items).toHaveLength(1);
			expect(sent()).toEqual(['GET /api/default/groups/120363041234567890%40g.us']);
		},
	);

	it('forgives an address without http://', async () => {
		const { items } = await run({
			parameters,
			credential: { url: sandbox.url.replace('http://', '') },
		});
		expect(items).toHaveLength(1);
	});

	it.each([
		['name:p%40ss', 'name:p@ss'],
		['name', 'name:'],
	])('sends %s of the address to a proxy as %s, beside the key', async (written, meant) => {
		const url = sandbox.url.replace('//', `//${written}@`);
		await run({ parameters: { ...get, groupId: byId(TEAM) }, credential: { url } });
		expect(sandbox.world.requests[0]?.headers).toMatchObject({
			authorization: `Basic ${Buffer.from(meant).toString('base64')}`,
			'x-api-key': sandbox.apiKey,
		});
	});

	it('sends the key in its header, trimmed', async () => {
		const { items } = await run({ parameters, credential: { apiKey: ' sandbox-key ' } });
		expect(items).toHaveLength(1);
		expect(sandbox.world.requests[0]?.headers['x-api-key']).toBe('sandbox-key');
	});

	it.each([[''], ['  '], [undefined]])('sends no header without a key: %j', async (apiKey) => {
		await sandbox.close();
		sandbox = await startSandbox({ apiKey: '' });
		const { items } = await run({ parameters, credential: { apiKey } });
		expect(items).toHaveLength(1);
		expect(sandbox.world.requests[0]?.headers).not.toHaveProperty('x-api-key');
	});
});
