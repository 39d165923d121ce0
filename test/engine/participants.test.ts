import type { INodeParameters } from 'n8n-workflow';

import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { ALONE, byId, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ webjsAddMs: 0 });
});
afterEach(() => sandbox.close());

async function run(parameters: INodeParameters, more: Partial<Setup> = {}) {
	return await runNode({
		server: sandbox,
		parameters: { resource: 'participants', groupId: byId(TEAM), ...parameters },
		...more,
	});
}

/** The ids that went out, request by request. */
const sentIds = (): string[][] =>
	sandbox.world.requests
		.filter(({ method }) => method === 'POST')
		.map(({ body }) => {
			const { participants }: { participants: Array<{ id: string }> } = JSON.parse(body);
			return participants.map(({ id }) => id);
		});

const phones = (count: number): string[] =>
	Array.from({ length: count }, (_, at) => String(4_917_000_000_000 + at));

const WANTED = [
	'491701234501@c.us',
	'491701234502@c.us',
	'491701234503@c.us',
	'491701234504@c.us',
	'491701234505@c.us',
	'12008427877001@lid',
];

describe('people are put right before they are sent, each once, in the order given', () => {
	it.each([
		[
			'a text with every separator and notation',
			'+49 (170) 123-4501, 0049 170 1234502;491701234503@s.whatsapp.net\n491701234504:12@c.us\r\n+491701234505@c.us,,12008427877001@lid\n+49 170 123 45 01',
		],
		[
			'an array of strings, numbers and objects',
			'={{ ["+49 170 1234501", 491701234502, { id: "491701234503@c.us" }, { pn: "491701234504:3@s.whatsapp.net" }, { phone: 491701234505 }, { id: "12008427877001:7@lid" }, 491701234501] }}',
		],
		[
			'an array as text',
			'["+49 170 1234501",491701234502,"491701234503",{"id":"491701234504"},{"phone":"491701234505"},"12008427877001@lid"]',
		],
	])('%s', async (_title, participants) => {
		await run({ operation: 'add', participants });
		expect(sentIds()).toEqual([WANTED]);
	});

	it('one object, one number', async () => {
		await run(
			{ operation: 'add', participants: '={{ $json }}' },
			{ items: [{ id: 491701234501 }] },
		);
		await run({ operation: 'add', participants: '={{ 491701234502 }}' });
		expect(sentIds()).toEqual([WANTED.slice(0, 1), WANTED.slice(1, 2)]);
	});

	it.each([
		['={{ [["491701234501"]] }}', '"["491701234501"]" (number 1 in the list)'],
		['={{ ["491701234501", null, "Anna"] }}', '"Anna" (number 3 in the list)'],
		['={{ new Date(0) }}', '(number 1 in the list)'],
		['={{ ["491701234501", { name: "Anna" }] }}', '"{"name":"Anna"}" (number 2 in the list)'],
		['["491701234501",', 'The list starts with "[" but is not valid JSON: "["491701234501","'],
		['={{ true }}', '"true" (number 1 in the list)'],
	])('what is nobody stops the item before anything is sent: %s', async (participants, told) => {
		const { error } = await run({ operation: 'add', participants });
		expect(error?.message).toContain(told);
		expect(sandbox.world.requests).toEqual([]);
	});

	it('keys that every object has are no people', async () => {
		for (const participants of ['__proto__', 'constructor, 491701234501', 'toString']) {
			const { error } = await run({ operation: 'add', participants });
			expect(error?.message).toContain('is neither a phone number nor a participant ID');
		}
		expect(sandbox.world.requests).toEqual([]);
	});
});

describe('thousands of people', () => {
	it('are cut into requests, and each is told', async () => {
		const all = phones(2500);
		const { items, error } = await run({
			operation: 'remove',
			participants: all.join('\n'),
			options: { chunkSize: 1000 },
		});
		expect(error).toBeUndefined();
		expect(items.map(({ participantId }) => participantId)).toEqual(
			all.map((phone) => `${phone}@c.us`),
		);
		expect(sentIds().map(({ length }) => length)).toEqual([1000, 1000, 500]);
	});

	it('are compared with a group of a thousand', async () => {
		const members = Array.from({ length: 1000 }, (_, at) => String(4_918_000_000_000 + at));
		const group = sandbox.world.addGroup({ members });
		const { items, error } = await run({
			operation: 'sync',
			groupId: byId(group),
			participants: phones(10_000).join(),
			removeOthers: true,
			dryRun: true,
		});
		expect(error).toBeUndefined();
		expect(items.filter(({ action }) => action === 'add')).toHaveLength(10_000);
		expect(items.filter(({ action }) => action === 'remove')).toHaveLength(1000);
		expect(sentIds()).toEqual([]);
	});
});

describe('the account is never removed, however the server writes its id', () => {
	it.each([
		['a phone number with a device', { id: `${SEED.phones.default}:12@s.whatsapp.net` }],
		['a phone number with agent and device', { id: `${SEED.phones.default}.0:12@s.whatsapp.net` }],
		['an object', { id: { _serialized: `${SEED.phones.default}@c.us` } }],
	])('%s', async (_title, me) => {
		sandbox.world.faults.add({
			kind: 'answer',
			path: '/api/sessions/*',
			status: 200,
			body: { name: 'default', status: 'WORKING', me },
		});
		const { items, error } = await run({
			operation: 'sync',
			groupId: byId(ALONE),
			participants: '4915100001002',
			removeOthers: true,
			keepAdmins: false,
		});
		expect(error).toBeUndefined();
		expect(items.map(({ participantId }) => participantId)).toEqual(['4915100001003@c.us']);
		expect(sentIds()).toEqual([['4915100001003@c.us']]);
	});

	it('nor is anybody where the server does not say who the account is', async () => {
		sandbox.world.faults.add({
			kind: 'answer',
			path: '/api/sessions/*',
			status: 200,
			body: { name: 'default', status: 'WORKING', me: null },
		});
		const { error } = await run({
			operation: 'sync',
			groupId: byId(ALONE),
			participants: '4915100001002',
			removeOthers: true,
			keepAdmins: false,
		});
		expect(error?.message).toMatch(/nobody can be removed safely/);
		expect(sentIds()).toEqual([]);
	});
});

it('an item of the trigger that is of several people counts as all of them', async () => {
	const [first, second, third] = phones(3).map((phone) => `${phone}@c.us`);
	const event = {
		event: 'join',
		groupId: TEAM,
		participantId: first,
		participants: [first, second, third].map((participantId) => ({ participantId })),
	};
	const items = [{ json: event }];
	await run({ operation: 'remove', participants: '={{ $json }}' }, { items });
	await run({ operation: 'remove', participants: '={{ [$json] }}' }, { items });
	expect(sentIds()).toEqual([
		[first, second, third],
		[first, second, third],
	]);
	const message = { resource: 'message', operation: 'send', sendTo: 'person', text: 'Hello' };
	const { error } = await run({ ...message, person: '={{ $json }}' }, { items });
	expect(error?.message).toBe('One message goes to one person, but 3 were given');
});

it('a group is found with or without the end of its ID, spaces around it', async () => {
	for (const id of ['120363041234567890', ' 120363041234567890@g.us ']) {
		const { items } = await run({ operation: 'getAll', groupId: byId(id) });
		expect(items).toHaveLength(8);
	}
});

it('texts are trimmed, and as long as WhatsApp allows', async () => {
	const description = 'x'.repeat(2048);
	await run({ resource: 'group', operation: 'setSubject', subject: ' \n Choir 2026\t' });
	const { items } = await run({
		resource: 'group',
		operation: 'setDescription',
		description: ` ${description} `,
	});
	expect(items).toEqual([{ success: true, groupId: TEAM, description }]);
	expect(sandbox.world.requests[0]?.body).toBe('{"subject":"Choir 2026"}');
});
