import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type FaultRuleInput, type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, HIDDEN, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

async function run(parameters: INodeParameters, more: Partial<Setup> = {}) {
	return await runNode({ server: sandbox, parameters, ...more });
}

const sent = (part = ''): string[] =>
	sandbox.world.requests
		.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())
		.filter((request) => request.includes(part));

const getAll = {
	resource: 'participants',
	operation: 'getAll',
	groupId: byId(HIDDEN),
	options: { resolvePhoneNumbers: true },
};
const sync = { resource: 'participants', operation: 'sync', groupId: byId(TEAM) };
const add = { resource: 'participants', operation: 'add', groupId: byId(TEAM) };
const inSession = { __rl: true, mode: 'name', value: '={{ $json.session }}' };
const continues = { onError: 'continueRegularOutput' } as const;
const TEAM_PATH = '/api/default/groups/120363041234567890%40g.us';

/** A group with so many members who hide their number. */
function hiddenGroup(count: number): string {
	const members = Array.from(
		{ length: count },
		(_, at) => `49155000${String(at).padStart(4, '0')}`,
	);
	for (const phone of members) sandbox.world.setPerson(phone, { hidden: true });
	return sandbox.world.addGroup({ members });
}

const answer = (status: number, body: unknown, path: string): FaultRuleInput => ({
	kind: 'answer',
	status,
	body,
	path,
});
const REFUSED = { statusCode: 403, message: 'Forbidden resource' };

describe('looking phone numbers up', () => {
	it.each([
		['get many', (groupId: string) => ({ ...getAll, groupId: byId(groupId) })],
		[
			'sync, the members',
			(groupId: string) => ({ ...sync, groupId: byId(groupId), participants: '4915200002002' }),
		],
		[
			'sync, the list',
			() => ({
				...sync,
				participants: Array.from({ length: 300 }, (_, at) => `${70_000_000 + at}@lid`).join(),
			}),
		],
	])('stops after the first that fails: %s', async (_title, parametersFor) => {
		const parameters = parametersFor(hiddenGroup(300));
		sandbox.world.faults.add(answer(403, REFUSED, '**/lids/**'));
		const { error } = await run(parameters);
		expect(error?.message).toBe('The API key is not allowed to do this');
		const count = sent().length;
		expect(sent('/lids/').length).toBeLessThanOrEqual(10);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(sent()).toHaveLength(count);
	});

	it('tells all in the order of the members', async () => {
		const { items } = await run({ ...getAll, groupId: byId(hiddenGroup(30)) });
		expect(items.map(({ phoneNumber }) => phoneNumber)).toEqual([
			SEED.phones.default,
			...Array.from({ length: 30 }, (_, at) => `49155000${String(at).padStart(4, '0')}`),
		]);
	});

	it.each([
		[404, { statusCode: 404, message: 'Cannot GET /api/default/lids/1' }],
		[405, ''],
		[422, { statusCode: 422, message: 'The method is not implemented by the engine.' }],
		[501, ''],
	])('does without on a server that has no lids API: %d', async (status, body) => {
		sandbox.world.faults.add(answer(status, body, '**/lids/**'));
		const { items, error } = await run(getAll);
		expect(error).toBeUndefined();
		expect(items.filter(({ phoneNumber }) => phoneNumber === null)).toHaveLength(2);
	});

	it('asks a server without a lids API only once, not for each member', async () => {
		const { world } = sandbox;
		world.faults.add(answer(404, { statusCode: 404, message: 'Cannot GET /x' }, '**/lids/**'));
		const options = { resolvePhoneNumbers: true, maxParallelRequests: 1 };
		const { items } = await run({ ...getAll, groupId: byId(hiddenGroup(30)), options });
		expect(items).toHaveLength(31);
		// As many as are begun at once.
		expect(sent('/lids/').length).toBeLessThanOrEqual(10);
	});

	it('goes on asking where single numbers are not known', async () => {
		const { world } = sandbox;
		world.faults.add(answer(404, { statusCode: 404, message: 'Lid not found' }, '**/lids/**'));
		await run({ ...getAll, groupId: byId(hiddenGroup(30)) });
		expect(sent('/lids/')).toHaveLength(30);
	});

	it('asks for each once in a session, also where items run at the same time', async () => {
		sandbox.world.configure({ latencyMs: 20 });
		const items = ['default', 'noweb', 'default', 'noweb'].map((session) => ({ session }));
		const ended = await run({ ...getAll, session: inSession }, { items });
		expect(ended.items).toHaveLength(24);
		expect(sent('/lids/').sort()).toEqual([
			'GET /api/default/lids/11958095020002%40lid',
			'GET /api/default/lids/12008427877001%40lid',
			'GET /api/noweb/lids/11958095020002%40lid',
			'GET /api/noweb/lids/12008427877001%40lid',
		]);
	});

	it('keeps apart what sessions know', async () => {
		const { world } = sandbox;
		world.faults.add({ ...answer(200, { pn: null }, '**/lids/**'), session: 'default' });
		const items = [{ session: 'default' }, { session: 'noweb' }];
		const options = { resolvePhoneNumbers: true, maxParallelRequests: 1 };
		const ended = await run({ ...getAll, session: inSession, options }, { items });
		const told = ended.items.filter(({ participantId }) => participantId === '12008427877001@lid');
		expect(told.map(({ phoneNumber }) => phoneNumber)).toEqual([null, SEED.phones.hidden]);
	});

	it('asks again for the next item where it failed', async () => {
		sandbox.world.faults.add({ ...answer(403, REFUSED, '**/lids/**'), times: 2 });
		const options = { resolvePhoneNumbers: true, maxParallelRequests: 1 };
		const ended = await run(
			{ ...getAll, options },
			{ items: [{ at: 1 }, { at: 2 }], settings: continues },
		);
		expect(ended.items).toHaveLength(7);
		expect(ended.items.map(({ phoneNumber }) => phoneNumber)).toContain(SEED.phones.hidden);
	});
});

describe('the ids of the account', () => {
	const parameters = {
		...sync,
		session: inSession,
		participants: '4915200002002',
		removeOthers: true,
		dryRun: true,
	};

	it('are asked for once in a session', async () => {
		const items = ['default', 'noweb', 'default', 'noweb'].map((session) => ({ session }));
		await run(parameters, { items });
		expect(sent('/api/sessions/')).toEqual([
			'GET /api/sessions/default',
			'GET /api/sessions/noweb',
		]);
	});

	it('are asked for again where that failed', async () => {
		sandbox.world.faults.add({ ...answer(403, REFUSED, '/api/sessions/*'), times: 1 });
		const groupId = byId('={{ $json.group }}');
		const items = [TEAM, sandbox.world.addGroup({ members: ['4915200002003'] })].map((group) => ({
			session: 'default',
			group,
		}));
		const ended = await run({ ...parameters, groupId }, { items, settings: continues });
		expect(sent('/api/sessions/')).toHaveLength(2);
		expect(ended.items).toHaveLength(3);
	});

	it('are not needed to add, where the key may not read the session', async () => {
		sandbox.world.faults.add(answer(403, REFUSED, '/api/sessions/*'));
		const participants = '4915400004001';
		const { items } = await run({ ...sync, groupId: byId(HIDDEN), participants });
		expect(items).toEqual([expect.objectContaining({ action: 'add', success: true })]);
	});
});

describe('the list of members', () => {
	const parameters = { ...getAll, groupId: byId(TEAM), options: {} };

	it('is asked for once where there is no such session', async () => {
		const { error } = await run({ ...parameters, session: { ...inSession, value: 'nobody' } });
		expect(error?.message).toBe('There is no WhatsApp session "nobody" on this server');
		expect(sent()).toEqual([
			'GET /api/nobody/groups/120363041234567890%40g.us/participants/v2',
			'GET /api/sessions/nobody',
			'GET /api/sessions?all=true',
		]);
	});

	it.each(['Group not found', 'The group 120363041234567890@g.us does not exist'])(
		'is asked for once where there is no such group: %s',
		async (message) => {
			sandbox.world.faults.add(answer(404, { statusCode: 404, message }, '**/participants/**'));
			const { error } = await run(parameters);
			expect(error?.message).toBe('WhatsApp does not know this group, or the account is not in it');
			expect(sent()).toHaveLength(1);
		},
	);

	it.each<[number, unknown]>([
		[404, { statusCode: 404, message: `Cannot GET ${TEAM_PATH}/participants/v2` }],
		[404, { statusCode: 404, message: 'Not Found' }],
		[404, '404 page not found'],
		[404, '<html><body>404 Not Found</body></html>'],
		[404, `Route GET:${TEAM_PATH}/participants/v2 not found`],
		[404, ''],
		[405, ''],
		[501, { statusCode: 501, message: 'Not Implemented' }],
		[422, { statusCode: 422, message: 'The method is not implemented by the engine.' }],
	])('comes by the older endpoint after %d %j', async (status, body) => {
		sandbox.world.faults.add(answer(status, body, '**/participants/v2'));
		const { items } = await run(parameters);
		expect(items).toHaveLength(8);
		expect(sent('/participants')).toEqual([
			`GET ${TEAM_PATH}/participants/v2`,
			`GET ${TEAM_PATH}/participants`,
		]);
	});
});

describe('after an add that broke off', () => {
	const SECRET = '11958095020002@lid';
	const breakOff = () => sandbox.world.faults.add({ kind: 'reset', effect: true, times: 1 });
	const told = (items: IDataObject[]) =>
		items.map(({ participantId, success }) => [participantId, success]);

	it('finds by their number those who hide it', async () => {
		sandbox.world.setPerson('4915400004001', { hidden: true });
		breakOff();
		const { items } = await run({ ...add, participants: '4915400004001,4915400004404' });
		expect(told(items)).toEqual([
			['4915400004001@c.us', true],
			['4915400004404@c.us', false],
		]);
	});

	it.each([false, true])(
		'does not say that somebody is not in it whom WAHA may still be adding; looked at again: %s',
		async (verify) => {
			sandbox.world.faults.add({ kind: 'hang', path: '**/participants/add', after: 1 });
			const { items } = await run({
				...add,
				participants: '4915400004001,4915400004002,4915400004003',
				options: { chunkSize: 1, timeout: 300, verify },
			});
			expect(told(items)).toEqual([
				['4915400004001@c.us', true],
				['4915400004002@c.us', null],
				['4915400004003@c.us', false],
			]);
			expect(items[1]?.reason).toMatch(
				/^WAHA did not answer within 0\.3 seconds\. This person was not in the group right after that, but WAHA may still be adding\.$/,
			);
			expect(items[2]?.reason).toMatch(/^Not tried/);
		},
	);

	it('finds by their hidden id those who show their number', async () => {
		sandbox.world.setPerson('4915400004001', { hidden: false });
		breakOff();
		const { items } = await run({ ...add, participants: '12089582371001@lid' });
		expect(told(items)).toEqual([['12089582371001@lid', true]]);
	});

	it('looks nobody up where all are found', async () => {
		breakOff();
		await run({ ...add, groupId: byId(HIDDEN), participants: '4915400004001' });
		expect(sent('/lids/')).toEqual([]);
	});

	it.each([
		['the number behind a hidden member is not known', { pn: null }, 200],
		['numbers cannot be looked up', REFUSED, 403],
	])('does not guess where %s', async (_title, body, status) => {
		sandbox.world.setPerson('4915400004001', { hidden: true });
		sandbox.world.faults.add(answer(status, body, '**/lids/**'));
		breakOff();
		const { items, error } = await run({
			...add,
			groupId: byId(HIDDEN),
			participants: '4915400004001,4915400004404',
		});
		expect(error).toBeUndefined();
		expect(told(items)).toEqual([
			['4915400004001@c.us', null],
			['4915400004404@c.us', null],
		]);
		expect(items[0]?.reason).toMatch(
			/broke off.* Nobody can tell whether this person is in the group now: members of the group hide their numbers\.$/,
		);
	});

	it('fails where nobody came in and nobody hides the number', async () => {
		sandbox.world.faults.add({ kind: 'reset', times: 1 });
		const { items, error } = await run({ ...add, participants: '4915400004001' });
		expect([items, error?.message]).toEqual([[], expect.stringMatching(/broke off/)]);
	});

	it('is sure of hidden ids, because hidden members show theirs', async () => {
		sandbox.world.setPerson('4915400004001', { hidden: true });
		sandbox.world.setAddResult('4915400004001', 403);
		breakOff();
		const participants = `12089582371001@lid,${SECRET},4915400004002`;
		const { items } = await run({ ...add, groupId: byId(HIDDEN), participants });
		expect(told(items)).toEqual([
			['12089582371001@lid', false],
			[SECRET, true],
			['4915400004002@c.us', true],
		]);
	});
});

describe('a sync that breaks off while it adds', () => {
	const parameters = {
		...sync,
		participants: '4915400004001,4915400004002,4915200002002,4915200002003,4915200002004',
		removeOthers: true,
		options: { chunkSize: 1, maxRetries: 0 },
	};

	it.each<[string, Partial<FaultRuleInput> & Pick<FaultRuleInput, 'kind'>]>([
		['a key that is no longer valid', { kind: 'answer', status: 401, body: {} }],
		['a rate limit', { kind: '429' }],
		['a connection that broke off', { kind: 'reset', effect: true }],
	])('removes nobody: %s', async (_title, fault) => {
		sandbox.world.faults.add({ ...fault, path: '**/participants/add', after: 1 });
		const { items, error } = await run(parameters);
		expect(error).toBeUndefined();
		expect(sent('/remove')).toEqual([]);
		expect(items.map(({ action, participantId }) => `${action} ${participantId}`)).toEqual([
			'add 4915400004001@c.us',
			'add 4915400004002@c.us',
			'remove 4915200002005@c.us',
		]);
		expect(items[0]?.success).toBe(true);
		expect(items[2]).toMatchObject({
			success: false,
			code: null,
			reason: expect.stringMatching(/^Not tried: an earlier request failed\. /),
		});
	});

	it('removes where single people could not be added', async () => {
		sandbox.world.setAddResult('4915400004001', 403);
		await run(parameters);
		expect(sent('/remove')).toHaveLength(1);
	});
});

describe('an engine that answers under other ids than those asked for', () => {
	const HIDDEN_PERSON = '4915400004001';
	const OPEN_PERSON = '4915400004002';

	/** NOWEB's answer in a group that hides numbers: the first was added, the second not. */
	const answers = (first: string, second: string) =>
		sandbox.world.faults.add(
			answer(
				200,
				[
					{ status: '200', jid: first },
					{ status: '403', jid: second },
				],
				'**/participants/add',
			),
		);
	const lidOf = (phone: string): string => {
		sandbox.world.setPerson(phone, { hidden: true });
		const group = sandbox.world.addGroup({ members: [phone] });
		const member = [...sandbox.world.group(group).members.values()].find(
			({ person }) => person.phone === phone,
		);
		return `${member?.person.lid}@lid`;
	};
	const told = (items: IDataObject[]) =>
		items.map(({ participantId, code }) => [participantId, code]);

	it('is understood by the numbers behind hidden ids', async () => {
		answers(lidOf(HIDDEN_PERSON), lidOf(OPEN_PERSON));
		const { items } = await run({ ...add, participants: `${OPEN_PERSON}, ${HIDDEN_PERSON}` });
		expect(told(items)).toEqual([
			[`${OPEN_PERSON}@c.us`, 403],
			[`${HIDDEN_PERSON}@c.us`, 200],
		]);
	});

	it('is understood where hidden ids were asked for', async () => {
		const [hidden, other] = [lidOf(HIDDEN_PERSON), lidOf(OPEN_PERSON)];
		answers(`${HIDDEN_PERSON}@s.whatsapp.net`, `${OPEN_PERSON}@s.whatsapp.net`);
		const { items } = await run({ ...add, participants: `${other}, ${hidden}` });
		expect(told(items)).toEqual([
			[other, 403],
			[hidden, 200],
		]);
	});

	it('is told as not understood where the numbers are not known', async () => {
		answers(lidOf(HIDDEN_PERSON), lidOf(OPEN_PERSON));
		sandbox.world.faults.add(answer(403, REFUSED, '**/lids/**'));
		const { items, error } = await run({
			...add,
			participants: `${OPEN_PERSON}, ${HIDDEN_PERSON}`,
		});
		expect(error).toBeUndefined();
		expect(items.map(({ success }) => success)).toEqual([null, null]);
	});

	it('costs nothing where one end is that of all', async () => {
		sandbox.world.faults.add(
			answer(200, [{ status: '200', jid: '77@lid' }], '**/participants/add'),
		);
		await run({ ...add, participants: HIDDEN_PERSON });
		expect(sent('/lids/')).toEqual([]);
	});
});
