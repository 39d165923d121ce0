import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import type { N8n } from '../support/trigger';
import { badDeliveries } from '../../support/attacks';
import { envelope, joined, post, type Posted, signed } from '../../support/deliveries';
import { Stage, trigger } from './stage';

const { groups } = SEED;

let stage: Stage;
let n8n: N8n;
let key: string;

async function start(parameters: INodeParameters = {}): Promise<void> {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger(parameters));
	await n8n.activate('w');
	key = n8n.key('w');
}

afterEach(() => stage.close());

interface Told {
	status: number;
	/** How many executions it started. */
	started: number;
	reason: unknown;
}

/** Sends a delivery and tells what became of it. */
async function send(posted: Posted): Promise<Told> {
	const before = n8n.executions.length;
	const { status, text } = await post(n8n.productionUrl('w'), posted);
	await n8n.settled();
	const { reason } = JSON.parse(text || '{}') as { reason?: unknown };
	return { status, started: n8n.executions.length - before, reason };
}

/** A delivery as WAHA sends it, signed. */
function delivery(body: unknown, headers: Record<string, string | string[]> = {}): Posted {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { body: text, headers: { ...signed(text, key), ...headers } };
}

const TAKEN = { status: 200, started: 1 };
const PASSED = { status: 200, started: 0 };
const FORBIDDEN = { status: 401, started: 0, reason: 'the signature is missing or wrong' };
const NO_EVENT = { status: 400, started: 0, reason: 'the body is not a WAHA event' };
const TOO_OLD = { status: 401, started: 0, reason: 'the event is too old' };

describe('200', () => {
	it('for what is taken', async () => {
		await start();
		expect(await send(delivery(envelope()))).toMatchObject(TAKEN);
		expect(n8n.items).toMatchObject([{ event: 'join', groupId: groups.team }]);
	});

	it.each([
		['an event that was not asked for', { payload: joined({ type: 'promote' }) }],
		['a type that nobody knows', { payload: joined({ type: 'constructor' }) }],
		['no type', { payload: joined({ type: undefined }) }],
		['an event of another kind', { event: 'message', payload: { body: 'hi' } }],
		['an event with a name from nowhere', { event: 'toString' }],
		['another session', { session: 'gows' }],
		['a payload that is a text', { payload: 'text' }],
		['a payload that is null', { payload: null }],
		['a payload that is a list', { payload: [joined()] }],
	])('without a start for %s', async (_, more) => {
		await start();
		expect(await send(delivery(envelope(more)))).toMatchObject(PASSED);
	});

	it.each([
		['another group', { groupIds: groups.customers }],
		['another person', { participants: '4916012345678' }],
	])('without a start for %s', async (_, filters) => {
		await start({ filters });
		expect(await send(delivery(envelope()))).toMatchObject({
			...PASSED,
			reason: 'the filters of this workflow leave it out',
		});
	});

	it('where the group is not named, and a filter asks for one', async () => {
		await start({ filters: { groupIds: groups.team } });
		expect(await send(delivery(envelope({ payload: joined({ group: {} }) })))).toMatchObject(
			PASSED,
		);
	});
});

describe('a double', () => {
	const double = { ...PASSED, reason: 'this event was taken before' };

	it('has the same event id, whatever else differs', async () => {
		await start();
		const first = envelope();
		expect(await send(delivery(first))).toMatchObject(TAKEN);
		const later = { ...first, timestamp: Date.now() + 1 };
		expect(await send(delivery(later, { 'X-Webhook-Request-Id': 'x' }))).toMatchObject(double);
	});

	it('is none with another event id, although request id and payload are the same', async () => {
		await start();
		const again = { 'X-Webhook-Request-Id': 'same' };
		const payload = joined();
		expect(await send(delivery(envelope({ payload }), again))).toMatchObject(TAKEN);
		expect(await send(delivery(envelope({ payload }), again))).toMatchObject(TAKEN);
	});

	it.each([undefined, '', 5, null])('without event id (%j) has the same request id', async (id) => {
		await start();
		const one = { 'X-Webhook-Request-Id': 'one' };
		expect(await send(delivery(envelope({ id }), one))).toMatchObject(TAKEN);
		const other = envelope({ id, payload: joined({ _data: 1 }) });
		expect(await send(delivery(other, one))).toMatchObject(double);
		expect(await send(delivery(other, { 'X-Webhook-Request-Id': 'two' }))).toMatchObject(TAKEN);
	});

	it.each([
		['no request id', undefined],
		['an empty one', ''],
	])('with %s has the same body', async (_, requestId) => {
		await start();
		const posted = (body: object): Posted => {
			const headers = signed(JSON.stringify(body), key);
			delete headers['X-Webhook-Request-Id'];
			const more: Record<string, string> =
				requestId === undefined ? {} : { 'X-Webhook-Request-Id': requestId };
			return { body: JSON.stringify(body), headers: { ...headers, ...more } };
		};
		const body = envelope({ id: undefined });
		expect(await send(posted(body))).toMatchObject(TAKEN);
		expect(await send(posted(body))).toMatchObject(double);
		expect(await send(posted({ ...body, more: 1 }))).toMatchObject(TAKEN);
	});

	it('that comes at the same time starts nothing, either', async () => {
		await start();
		const posted = delivery(envelope());
		const url = n8n.productionUrl('w');
		await Promise.all(Array.from({ length: 20 }, () => post(url, posted)));
		await n8n.settled();
		expect(n8n.executions).toHaveLength(1);
		expect(n8n.answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
	});

	it('of what was refused is taken when it comes rightly', async () => {
		await start();
		const body = JSON.stringify(envelope());
		expect(await send({ body })).toMatchObject(FORBIDDEN);
		expect(await send(delivery(body))).toMatchObject(TAKEN);
	});
});

describe('401', () => {
	const forged = (body: string): Array<[string, Posted]> => {
		const right = signed(body, key);
		const hmac = right['X-Webhook-Hmac'] ?? '';
		const headers = (more: Record<string, string | string[]>) => ({ ...right, ...more });
		const unsigned = { ...right };
		delete unsigned['X-Webhook-Hmac'];
		return [
			['no headers at all', { body }],
			['no signature', { body, headers: unsigned }],
			['an empty signature', { body, headers: headers({ 'X-Webhook-Hmac': '' }) }],
			['another key', { body, headers: signed(body, `${key}0`) }],
			['an empty key', { body, headers: signed(body, '') }],
			['the beginning of the key', { body, headers: signed(body, key.slice(0, -64)) }],
			['a tampered body', { body: body.replace('join', 'leave'), headers: right }],
			['a body with a space more', { body: `${body} `, headers: right }],
			['upper-case hex', { body, headers: headers({ 'X-Webhook-Hmac': hmac.toUpperCase() }) }],
			['half a signature', { body, headers: headers({ 'X-Webhook-Hmac': hmac.slice(0, 64) }) }],
			[
				'base64',
				{
					body,
					headers: headers({ 'X-Webhook-Hmac': Buffer.from(hmac, 'hex').toString('base64') }),
				},
			],
			['the name before it', { body, headers: headers({ 'X-Webhook-Hmac': `sha512=${hmac}` }) }],
			['another algorithm', { body, headers: headers({ 'X-Webhook-Hmac-Algorithm': 'sha256' }) }],
			['no algorithm by name', { body, headers: headers({ 'X-Webhook-Hmac-Algorithm': 'none' }) }],
			['two signatures', { body, headers: headers({ 'X-Webhook-Hmac': [hmac, hmac] }) }],
			[
				'two, the wrong one last',
				{ body, headers: headers({ 'X-Webhook-Hmac': [hmac, 'a'.repeat(128)] }) },
			],
			[
				'two algorithms',
				{ body, headers: headers({ 'X-Webhook-Hmac-Algorithm': ['sha512', 'sha512'] }) },
			],
			['an empty body', { body: '', headers: right }],
			['an empty body and nothing else', { body: '' }],
			[
				'a form',
				{ body: 'a=b', headers: headers({ 'Content-Type': 'application/x-www-form-urlencoded' }) },
			],
			[
				'a body cut off',
				{ body: body.slice(0, -9), headers: headers({ 'Content-Type': 'text/plain' }) },
			],
			[
				'a form with parts',
				{
					body: `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${body}\r\n--x--\r\n`,
					headers: headers({ 'Content-Type': 'multipart/form-data; boundary=x' }),
				},
			],
			['JSON null', { body: 'null', headers: right }],
			['a JSON list', { body: `[${body}]`, headers: right }],
			['deep JSON', { body: '['.repeat(50_000) + ']'.repeat(50_000), headers: right }],
		];
	};

	it('for what is not signed rightly, and no word of it in the notes', async () => {
		await start();
		const notes = JSON.stringify(n8n.notes('w'));
		for (const [name, posted] of forged(JSON.stringify(envelope()))) {
			expect([name, await send(posted)]).toEqual([name, FORBIDDEN]);
		}
		expect(JSON.stringify(n8n.notes('w'))).toBe(notes);
	});

	it('where neither the node nor WAHA has a key', async () => {
		await start();
		n8n.database.clear();
		stage.sandbox.world.setConfig('default', {});
		const body = JSON.stringify(envelope());
		expect(await send(delivery(body))).toEqual(FORBIDDEN);
		expect(await send({ body, headers: signed(body, '') })).toEqual(FORBIDDEN);
		expect(await send({ body, headers: signed(body, 'undefined') })).toEqual(FORBIDDEN);
	});

	it('for the key of another trigger of the same workflow', async () => {
		await start();
		n8n.workflow('w', trigger(), trigger());
		await n8n.activate('w');
		const body = JSON.stringify(envelope());
		expect(await send({ body, headers: signed(body, n8n.key('w', 1)) })).toEqual(FORBIDDEN);
		expect(await send({ body, headers: signed(body, n8n.key('w', 0)) })).toMatchObject(TAKEN);
	});

	it.each([
		['one hour by itself', undefined, 3600],
		['as set', 20, 20],
		['as an expression gives it', '={{ "20" }}', 20],
	])('for what is older than %s', async (_, maxEventAge, seconds) => {
		await start({ options: maxEventAge === undefined ? {} : { maxEventAge } });
		const at = (ago: number) => Date.now() - ago * 1000;
		const young = envelope({ timestamp: at(seconds - 10) });
		expect(await send(delivery(young))).toMatchObject(TAKEN);
		expect(await send(delivery(envelope({ timestamp: at(seconds + 1) })))).toEqual(TOO_OLD);
		expect(await send(delivery(envelope({ timestamp: 0 })))).toEqual(TOO_OLD);
		// The time of the event itself, where the envelope has none; the headers are not signed.
		const inSeconds = (ago: number) => joined({ timestamp: Math.floor(at(ago) / 1000) });
		const old = envelope({ timestamp: undefined, payload: inSeconds(seconds + 2) });
		expect(await send(delivery(old))).toEqual(TOO_OLD);
		const fresh = envelope({ timestamp: undefined, payload: inSeconds(seconds - 10) });
		expect(await send(delivery(fresh))).toMatchObject(TAKEN);
	});

	it('not for a server that tells its times in the other unit', async () => {
		await start();
		const now = Date.now();
		const seconds = Math.floor(now / 1000);
		expect(await send(delivery(envelope({ timestamp: seconds })))).toMatchObject(TAKEN);
		expect(await send(delivery(envelope({ timestamp: seconds - 3700 })))).toEqual(TOO_OLD);
		const inMs = (ago: number) => joined({ timestamp: now - ago });
		const body = envelope({ timestamp: undefined, payload: inMs(0) });
		expect(await send(delivery(body))).toMatchObject(TAKEN);
		expect(n8n.items.at(-1)).toMatchObject({ timestamp: new Date(now).toISOString() });
		const old = envelope({ timestamp: undefined, payload: inMs(3_700_000) });
		expect(await send(delivery(old))).toEqual(TOO_OLD);
	});

	it('not for a clock that is ahead', async () => {
		await start();
		const ahead = envelope({ timestamp: Date.now() + 86_400_000 });
		expect(await send(delivery(ahead))).toMatchObject(TAKEN);
	});

	it('for old events also where Verify Signature is off', async () => {
		await start({ options: { verifySignature: false } });
		const body = JSON.stringify(envelope({ timestamp: Date.now() - 3_601_000 }));
		expect(await send({ body })).toEqual(TOO_OLD);
	});
});

describe('400', () => {
	const NONE: Array<[string, string]> = [
		['an empty body', ''],
		['JSON null', 'null'],
		['a JSON list', '[]'],
		['a list of events', JSON.stringify([envelope()])],
		['a JSON text', '"group.v2.participants"'],
		['a JSON number', '5'],
		['JSON true', 'true'],
		['an empty object', '{}'],
		['no event', JSON.stringify(envelope({ event: undefined }))],
		['an event that is no text', JSON.stringify(envelope({ event: ['group.join'] }))],
		['no session', JSON.stringify(envelope({ session: undefined }))],
		['a session that is no text', JSON.stringify(envelope({ session: { name: 'default' } }))],
		['no payload', JSON.stringify(envelope({ payload: undefined }))],
		['deep JSON', `${'[['.repeat(20_000)}${']]'.repeat(20_000)}`],
		['deep objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
	];

	it.each(NONE)('for %s, signed', async (_, body) => {
		await start();
		expect(await send(delivery(body))).toEqual(NO_EVENT);
	});

	it.each(NONE)('for %s, where Verify Signature is off', async (_, body) => {
		await start({ options: { verifySignature: false } });
		expect(await send({ body, headers: { 'Content-Type': 'application/json' } })).toEqual(NO_EVENT);
	});

	it.each([
		['text', 'text/plain', 'hello'],
		['a form', 'application/x-www-form-urlencoded', 'event=group.join&session=default'],
		['no type', '', '{"event":'],
		['a form with parts', 'multipart/form-data; boundary=x', '--x--'],
	])('for %s', async (_, type, body) => {
		await start({ options: { verifySignature: false } });
		const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type };
		expect(await send({ body, headers })).toEqual(NO_EVENT);
	});

	it('but an event is one, whatever its content type', async () => {
		await start();
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'application/octet-stream',
		]) {
			expect(await send(delivery(envelope(), { 'Content-Type': type }))).toMatchObject(TAKEN);
		}
	});
});

describe('odd payloads of a signed event', () => {
	/** Values that break code which trusts its input: what `Number` and `String` cannot convert, too. */
	const odd: unknown[] = [
		{ toString: 1, valueOf: 1 },
		[{ toString: null }],
		1e308 * 10,
		-1,
		'',
		'x'.repeat(100_000),
		{ __proto__: null, constructor: 1 },
		[[[[]]]],
		true,
		null,
	];
	const places = [
		'timestamp',
		'type',
		'group',
		'participants',
		'_data',
		'author',
		'recipientIds',
		'chatId',
	];
	const inside = ['id', 'subject', 'description', 'creation', 'owner', 'size', 'role', 'pn'];

	it.each(['group.v2.participants', 'group.v2.join', 'group.v2.update', 'group.join'])(
		'of %s never break the node',
		async (event) => {
			await start({ events: ['join', 'leave', 'accountJoin', 'update'] });
			const check = async (more: Record<string, unknown>): Promise<void> => {
				const told = await send(delivery(envelope({ event, ...more })));
				expect([more, told.status, n8n.executions.find((one) => 'error' in one)]).toEqual([
					more,
					told.status === 401 ? 401 : 200,
					undefined,
				]);
			};
			for (const value of odd) {
				const payloads = [
					...places.map((place) => joined({ [place]: value })),
					...inside.flatMap((name) => [
						joined({ group: { [name]: value } }),
						joined({ participants: [{ [name]: value }] }),
						[{ id: groups.team, [name]: value }],
					]),
				];
				await Promise.all([
					check({ me: value }),
					check({ engine: value }),
					check({ timestamp: value }),
					...payloads.map((payload) => check({ payload })),
				]);
			}
		},
	);
});

describe('generated deliveries', () => {
	const json = fc.jsonValue({ maxDepth: 4 });

	it('that are bad start nothing and get their answers: 1,500 of them', async () => {
		await start();
		await fc.assert(
			fc.asyncProperty(badDeliveries(key), async ({ posted, status }) => {
				expect(await send(posted)).toMatchObject({ status, started: 0 });
			}),
			{ numRuns: 1500 },
		);
		expect(n8n.notes('w')).not.toHaveProperty('seen');
		expect(await send(delivery(envelope()))).toMatchObject(TAKEN);
	});

	it('that are signed events with anything in them never break the node: 500 of them', async () => {
		await start({
			events: ['join', 'leave', 'promote', 'demote', 'accountJoin', 'accountLeave', 'update'],
		});
		const event = fc.constantFrom(
			'group.v2.participants',
			'group.v2.join',
			'group.v2.leave',
			'group.v2.update',
			'group.join',
			'group.leave',
		);
		const value = fc.oneof(
			json,
			fc.constantFrom<unknown>({ toString: 1, valueOf: 1 }, groups.team),
		);
		const payload = fc.oneof(
			value,
			fc.record(
				{
					type: fc.oneof(value, fc.constantFrom('join', 'leave', 'promote', 'demote')),
					timestamp: value,
					group: fc.oneof(value, fc.record({ id: value, participants: value, creation: value })),
					participants: fc.oneof(
						value,
						fc.array(fc.record({ id: value, pn: value, role: value }, { requiredKeys: [] })),
					),
					author: value,
					chatId: value,
					recipientIds: fc.oneof(value, fc.array(value)),
					_data: value,
				},
				{ requiredKeys: [] },
			),
		);
		await fc.assert(
			fc.asyncProperty(event, payload, value, async (name, content, me) => {
				const { timestamp } = envelope();
				const told = await send(
					delivery(envelope({ event: name, payload: content, me, timestamp })),
				);
				expect(told.status).toBe(200);
				expect(n8n.executions.filter((one) => 'error' in one)).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});
});
