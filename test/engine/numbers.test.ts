import type { INodeParameters } from 'n8n-workflow';
import { z } from 'zod';

import type { Sandbox } from '../../sandbox';
import { startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

type Items = Parameters<typeof runNode>[0]['items'];

async function run(parameters: INodeParameters, items?: Items) {
	return await runNode({ server: sandbox, parameters, items });
}

const add = { resource: 'participants', operation: 'add', groupId: byId(TEAM) };

const asked = z.object({ participants: z.array(z.object({ id: z.string() })) });

/** Who was asked for, request by request. */
const people = (): string[][] =>
	sandbox.world.requests
		.filter(({ method }) => method === 'POST')
		.map(({ body }) => asked.parse(JSON.parse(body)).participants.map(({ id }) => id));

const urls = () => sandbox.world.requests.map(({ method, url }) => `${method} ${url}`);

describe('people as tables and people write them', () => {
	it.each<[string, unknown, string[]]>([
		['a tail of a spreadsheet', '5511912345678.0', ['5511912345678@c.us']],
		['a row with a key and a phone', { id: 3071, phone: '+43 664 1234567' }, ['436641234567@c.us']],
		['a trunk zero', '+43 (0664) 123 4567', ['436641234567@c.us']],
		['a prefix of Australia', '0011 49 170 1234567', ['491701234567@c.us']],
		['a 0 in brackets where no number has one', '+48 (0) 501 234 567', ['48501234567@c.us']],
		['a mobile of Italy with a 0', '+39 (0) 347 1234567', ['393471234567@c.us']],
		['decimals behind a comma', '5511912345678,0', ['5511912345678@c.us']],
		['Mexico, dialled from the north', '011 52 1 55 1234 5678', ['5215512345678@c.us']],
		['a link to a chat', 'https://wa.me/491701234567?text=Hi', ['491701234567@c.us']],
		['a hidden id without its server', [{ lid: '4366412345678' }], ['4366412345678@lid']],
		['blank entries', ['', null, '+49 170 1234567', {}], ['491701234567@c.us']],
		['a member of NOWEB', [{ jid: '491701234567@s.whatsapp.net' }], ['491701234567@c.us']],
	])('%s', async (_what, list, expected) => {
		await run({ ...add, participants: '={{ $json.list }}' }, [
			{ json: JSON.parse(JSON.stringify({ list })) },
		]);
		expect(people()).toEqual([expected]);
	});

	it.each([
		['+49 170 1234567/8', '(number 1 in the list) is a phone number with something more after it'],
		['491701234567.5', '(number 1 in the list) is a phone number with something more after it'],
		['+39 (0)331 123456', '(number 1 in the list) can be meant with its 0 or without it'],
		[
			'4,91701E+11',
			'(number 1 in the list) is in scientific notation, and so its last digits are lost',
		],
	])('%s is refused, and nothing is sent', async (list, message) => {
		const { error } = await run({ ...add, participants: '={{ $json.list }}' }, [
			{ json: { list } },
		]);
		expect(error?.message).toBe(`"${list}" ${message}`);
		expect(urls()).toEqual([]);
	});

	it('of the server are ids, which no country is asked about', async () => {
		await run({ ...add, participants: '43017@c.us, 99912345678@c.us' });
		expect(people()).toEqual([['43017@c.us', '99912345678@c.us']]);
	});

	it('a number that no country has is refused, and nothing is sent', async () => {
		const { error } = await run({ ...add, participants: '+49 170 1234567, +999 123 4567' });
		expect(error?.message).toBe(
			'"+999 123 4567" (number 2 in the list) is not a phone number: no country has the code that it begins with',
		);
		expect(urls()).toEqual([]);
	});
});

describe('the option Country Code', () => {
	it.each(['49', '+49', '0049', 49])('takes numbers of that country: %s', async (countryCode) => {
		await run({ ...add, participants: '0170 1234567, +43 664 1234567', options: { countryCode } });
		expect(people()).toEqual([['491701234567@c.us', '436641234567@c.us']]);
	});

	it('is read for each item where it is an expression', async () => {
		const participants = '={{ $json.phone }}';
		const options = { countryCode: '={{ $json.country }}' };
		await run({ ...add, participants, options }, [
			{ json: { phone: '0170 1234567', country: '49' } },
			{ json: { phone: '0664 1234567', country: '43' } },
		]);
		expect(people()).toEqual([['491701234567@c.us'], ['436641234567@c.us']]);
	});

	it('is read for each item where only it is an expression', async () => {
		const options = { countryCode: '={{ $json.country }}' };
		await run({ ...add, participants: '0664 1234567', options }, [
			{ json: { country: '49' } },
			{ json: { country: '43' } },
		]);
		expect(people()).toEqual([['496641234567@c.us'], ['436641234567@c.us']]);
	});

	it.each([
		['participants', 'remove'],
		['participants', 'sync'],
		['admin', 'promote'],
		['admin', 'demote'],
	])('is there for %s %s', async (resource, operation) => {
		const options = { countryCode: '49' };
		const participants = '0151 99999999';
		const { error } = await run({ ...add, resource, operation, participants, options });
		expect(error).toBeUndefined();
		expect(people()).toEqual([['4915199999999@c.us']]);
	});

	it('is there for a new group', async () => {
		const group = { resource: 'group', operation: 'create', name: 'Choir' };
		await run({ ...group, participants: '0170 1234567', options: { countryCode: '49' } });
		expect(people()[0]).toEqual(['491701234567@c.us']);
	});

	it('takes no number that is too short with the 0 and without it', async () => {
		const options = { countryCode: '49' };
		const { error } = await run({ ...add, participants: '0170', options });
		expect(error?.message).toBe(
			'"0170" (number 1 in the list) is not a phone number of the country in Country Code',
		);
		expect(urls()).toEqual([]);
	});

	it('is told where it is missing, and has to be digits', async () => {
		const { error } = await run({ ...add, participants: '0170 1234567' });
		expect(error?.message).toBe(
			'"0170 1234567" (number 1 in the list) starts with a single 0, so its country code is missing',
		);
		expect(error?.description).toMatch(/set Country Code in the options/);
		const other = await run({ ...add, participants: '1', options: { countryCode: 'DE' } });
		expect(other.error?.message).toBe(
			'Country Code has to be the digits that numbers of the country begin with, but it is "DE"',
		);
	});
});

describe('groups and links as they are copied', () => {
	const get = { resource: 'inviteCode', operation: 'get' };
	const url = `GET /api/default/groups/${encodeURIComponent(TEAM)}/invite-code`;

	it('a group with marks around it', async () => {
		await run({ ...get, groupId: byId(`\u202a${TEAM}\u202c`) });
		expect(urls()).toEqual([url]);
	});

	it.each<[string, Record<string, unknown>]>([
		['groupId', { groupId: TEAM }],
		['id', { id: TEAM }],
		['an id of WEBJS', { id: { _serialized: TEAM } }],
		['_serialized', { _serialized: TEAM }],
	])('a whole group in place of its id: %s', async (_what, group) => {
		const json = JSON.parse(JSON.stringify({ group }));
		const { error } = await run({ ...get, groupId: byId('={{ $json.group }}') }, [{ json }]);
		expect(error).toBeUndefined();
		expect(urls()).toEqual([url]);
	});

	it.each([
		['people', { ...add, participants: '={{ [$json] }} ' }],
		['a group', { ...get, groupId: byId('={{ $json }} ') }],
		['a text', { ...add, operation: 'setSubject', resource: 'group', subject: '={{ $json }}!' }],
	])('a blank beside an expression is told: %s', async (_what, parameters) => {
		const { error } = await run(parameters, [{ json: { id: TEAM } }]);
		expect(error?.message).toMatch(/because something stands before or after it$/);
		expect(urls()).toEqual([]);
	});

	it('a link in a sentence', async () => {
		const link = 'https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv';
		await run({
			resource: 'inviteCode',
			operation: 'getInfo',
			inviteCode: `Follow this link to join my WhatsApp group: ${link}`,
		});
		expect(urls()[0]).toBe('GET /api/default/groups/join-info?code=AbCdEfGhIjKlMnOpQrStUv');
	});

	it('a code that an expression did not find', async () => {
		const join = { resource: 'inviteCode', operation: 'join' };
		const { error } = await run({ ...join, inviteCode: '={{ "" + $json.none }}' });
		expect(error?.message).toMatch(/comes from an expression that found nothing/);
		expect(urls()).toEqual([]);
	});
});
