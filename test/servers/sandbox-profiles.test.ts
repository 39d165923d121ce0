import axios, { type AxiosInstance } from 'axios';

import { SEED, startReceiver, startSandbox, type Engine, type Sandbox } from '../../sandbox';

const { groups, phones } = SEED;
const [free = ''] = phones.free;
const ENGINES: Engine[] = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'];

let sandbox: Sandbox;
let http: AxiosInstance;

async function start(version: string, engine: Engine = 'WEBJS'): Promise<void> {
	sandbox = await startSandbox({ version, engine });
	http = axios.create({
		baseURL: `${sandbox.url}/api/default/groups`,
		headers: { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (body: string) => body,
	});
}
afterEach(() => sandbox.close());

const at = (rest = '', group: string = groups.team): string =>
	`/${encodeURIComponent(group)}${rest}`;

/** Status and body in one word; of an exception its message. */
async function told(answer: Promise<{ status: number; data: string }>): Promise<string> {
	const { status, data } = await answer;
	const exception = status === 500 ? JSON.parse(data).exception.message : data;
	return `${status} ${exception}`;
}
const put = (path: string, body: object): Promise<string> => told(http.put(path, body));
const get = (path: string): Promise<string> => told(http.get(path));
const post = (path: string, body: object = {}): Promise<string> => told(http.post(path, body));

describe('2024.10 as it was measured', () => {
	it('asks for no key in the free tier', async () => {
		await start('2024.10');
		const headers = { 'X-Api-Key': 'wrong' };
		expect((await http.get('', { headers })).status).toBe(200);
		sandbox.world.configure({ tier: 'PLUS' });
		expect((await http.get('', { headers })).status).toBe(401);
	});

	it('looks at no body under groups', async () => {
		await start('2024.10');
		expect(await put(at('/subject'), { subject: 5 })).toBe('200 true');
		expect(sandbox.world.group(groups.team).subject).toBe('5');
		for (const engine of ['NOWEB', 'GOWS'] as const) {
			sandbox.world.setEngine('default', engine);
			expect(await put(at('/subject'), { subject: 5 })).toMatch(/^500 /);
		}
		for (const engine of ENGINES) {
			sandbox.world.setEngine('default', engine);
			expect(await post(at('/participants/remove'), {})).toBe(
				"500 Cannot read properties of undefined (reading 'map')",
			);
		}
	});

	it('NOWEB: empty bodies, and settings that are not there', async () => {
		await start('2024.10', 'NOWEB');
		expect(await put(at('/subject'), { subject: 'New' })).toBe('200 ');
		expect(await put(at('/description'), { description: '' })).toBe('200 ');
		expect(sandbox.world.group(groups.team).subject).toBe('New');
		expect(await put(at('/subject', groups.neighbours), { subject: 'x' })).toBe('500 forbidden');
		for (const setting of ['info-admin-only', 'messages-admin-only']) {
			const path = at(`/settings/security/${setting}`);
			expect(await get(path)).toMatch(/^422 .*not implemented/);
			expect(await put(path, { adminsOnly: true })).toMatch(/^422 .*not implemented/);
		}
	});

	it('NOWEB: an unknown group, a left one, and calls that it takes for a group', async () => {
		await start('2024.10', 'NOWEB');
		sandbox.world.setRole(groups.old, 'default', 'left');
		for (const group of ['1@g.us', groups.old]) {
			expect(await get(at('', group))).toBe('200 ');
			expect(await get(at('/participants', group))).toBe(
				"500 Cannot read properties of undefined (reading 'participants')",
			);
		}
		expect(await get('/count')).toBe('200 ');
		expect(await get('/join-info?code=x')).toBe('200 ');
	});

	it('WEBJS: empty invite codes, texts for errors, and success for strangers', async () => {
		await start('2024.10');
		expect(await get(at('/invite-code', groups.neighbours))).toBe('200 ');
		expect(await get('/count')).toMatch(/^500 /);
		expect(await post('', { name: '', participants: [] })).toMatch(/^201 CreateGroupError: /);
		for (const path of ['/participants/remove', '/admin/promote', '/admin/demote']) {
			const stranger = { participants: [{ id: `${free}@c.us` }] };
			expect(await post(at(path), stranger)).toBe('201 {"status":200}');
		}
		expect(await told(http.delete(at()))).toBe('200 true');
		sandbox.world.configure({ version: '2026.7' });
		expect(await post('', { name: '', participants: [] })).toMatch(/^201 {"error":"CreateGroup/);
	});
});

describe('the newer settings', () => {
	it.each([
		['member-add-mode', 'membersCanAddNewMember', '2026.7.2', '2026.7.1'],
		['membership-approval', 'newMembersApprovalRequired', '2026.8.2', '2026.8.1'],
		['member-share-history-mode', 'membersCanShareHistory', '2026.9', '2026.8.2'],
	] as const)('%s is there since %s', async (path, field, since, before) => {
		await start(since);
		const url = at(`/settings/security/${path}`);
		for (const engine of ENGINES) {
			sandbox.world.setEngine('default', engine);
			Object.assign(sandbox.world.group(groups.team), { [field]: false });
			if (engine === 'WPP' && field === 'membersCanShareHistory') {
				expect(await get(url)).toMatch(/^422 .*not implemented/);
				continue;
			}
			expect(await get(url)).toBe(`200 {"${field}":false}`);
			const isSilent = path === 'member-add-mode' && (engine === 'NOWEB' || engine === 'GOWS');
			expect(await put(url, { [field]: true })).toBe(`200 ${isSilent ? '' : 'true'}`);
			expect(await get(url)).toBe(`200 {"${field}":true}`);
			expect(await put(url, { [field]: 'yes' })).toMatch(/^400 /);
		}
		sandbox.world.configure({ version: before });
		expect(await get(url)).toMatch(/^404 /);
	});

	it('an empty subject is 400 since 2026.9', async () => {
		await start('2026.9');
		expect(await put(at('/subject'), { subject: ' ' })).toMatch(/^400 /);
		sandbox.world.configure({ version: '2026.8.2' });
		expect(await put(at('/subject'), { subject: ' ' })).toMatch(/^500 /);
	});

	it('an empty description is 400 on GOWS since 2026.9', async () => {
		await start('2026.9', 'GOWS');
		expect(await put(at('/description'), { description: '' })).toMatch(/^400 /);
		sandbox.world.setEngine('default', 'NOWEB');
		expect(await put(at('/description'), { description: '' })).toBe('200 ');
		sandbox.world.configure({ version: '2026.8.2' });
		sandbox.world.setEngine('default', 'GOWS');
		expect(await put(at('/description'), { description: '' })).toBe('200 ');
	});
});

describe('requests to come in', () => {
	const list = async () => JSON.parse((await http.get(at('/participants/join-requests'))).data);

	it.each(ENGINES)('are listed, approved and rejected: %s', async (engine) => {
		await start('2026.8.2', engine);
		const receiver = await startReceiver();
		const { world } = sandbox;
		const names = ['group.v2.participants.join-request', 'group.v2.participants'];
		world.setConfig('default', { webhooks: [{ url: receiver.url, events: names }] });
		expect(() => world.askToJoin(groups.team, [free])).toThrow('Nobody has to ask');
		world.group(groups.team).newMembersApprovalRequired = true;
		await axios.post(`${sandbox.url}/sandbox/groups/${encodeURIComponent(groups.team)}/request`, {
			participants: [free, phones.hidden, phones.secret, phones.free[1]],
		});
		world.revokeRequest(groups.team, [phones.free[1] ?? '']);
		const hidden = world.who(phones.hidden);
		const secret = world.who(phones.secret);
		expect(await list()).toMatchObject([
			{ requesterId: `${free}@c.us`, requesterPn: `${free}@c.us`, requestMethod: 'invite_link' },
			{ requesterId: `${hidden.lid}@lid`, requesterPn: `${hidden.phone}@c.us`, addedById: null },
			{ requesterId: `${secret.lid}@lid`, requesterPn: null, parentGroupId: null },
		]);
		const wish = (id: string) => ({ participants: [{ id }] });
		const url = at('/participants/join-requests');
		expect(await post(`${url}/approve`, wish(`${hidden.lid}@lid`))).toBe(
			`200 [{"requesterId":"${hidden.lid}@lid","success":true}]`,
		);
		expect(await post(`${url}/reject`, wish(`${free}@c.us`))).toContain('"success":true');
		expect(await post(`${url}/reject`, wish(`${free}@c.us`))).toContain('"error":404');
		expect(await list()).toHaveLength(1);
		await world.settled();
		const sent = receiver.received.map(({ body }) => JSON.parse(body));
		await receiver.close();
		const actions = sent.map(({ payload }) => payload.action ?? payload.type);
		const told = ['created', 'created', 'created', 'created', 'revoked', 'join', 'rejected'];
		const browser = engine === 'WEBJS' || engine === 'WPP';
		const expected = told.filter((one) => !browser || !/revoked|rejected/.test(one));
		expect([...actions].sort()).toEqual([...expected].sort());
		expect(sent.find(({ payload }) => payload.type === 'join').payload.participants).toEqual([
			{ id: `${hidden.lid}@lid`, pn: `${hidden.phone}@c.us`, role: 'participant' },
		]);
	});

	it('come from the account by a code, and are 404 on older servers', async () => {
		await start('2026.8.2');
		sandbox.world.setRole(groups.team, 'default', 'left');
		sandbox.world.group(groups.team).newMembersApprovalRequired = true;
		const { inviteCode } = sandbox.world.group(groups.team);
		expect(await post('/join', { code: inviteCode })).toContain(groups.team);
		expect([...sandbox.world.group(groups.team).requests.keys()]).toEqual([phones.default]);
		sandbox.world.configure({ version: '2026.8.1' });
		expect(await get(at('/participants/join-requests', groups.customers))).toMatch(/^404 /);
	});
});

describe('NOWEB as it was measured on 2026.7.2', () => {
	it('names hidden people by lid, with the number beside it, and says 451 of no number', async () => {
		await start('2026.7.2', 'NOWEB');
		const { lid, phone } = sandbox.world.who(phones.hidden);
		const participants = [{ id: `${phone}@c.us` }, { id: `${phones.notOnWhatsApp}@c.us` }];
		const answer = await http.post(at('/participants/remove', groups.hidden), { participants });
		expect(JSON.parse(answer.data).at(-1)).toMatchObject({
			status: '200',
			jid: `${lid}@lid`,
			content: { attrs: { phone_number: `${phone}@s.whatsapp.net` } },
		});
		expect(await post(at('/participants/add'), { participants })).toContain('"status":"451"');
	});

	it('sends the whole list beside a change of members, and the number in its own data', async () => {
		await start('2026.7.2', 'NOWEB');
		const receiver = await startReceiver();
		const events = ['group.v2.participants', 'group.v2.update'];
		sandbox.world.setConfig('default', { webhooks: [{ url: receiver.url, events }] });
		const { lid, phone } = sandbox.world.who(phones.hidden);
		sandbox.world.join(groups.team, [phone]);
		await sandbox.world.settled();
		const sent = receiver.received.map(({ body }) => JSON.parse(body));
		await receiver.close();
		const of = (event: string) => sent.find((one) => one.event === event).payload;
		expect(of('group.v2.participants')).toMatchObject({
			participants: [{ id: `${lid}@lid`, role: 'participant' }],
			_data: { participants: [{ id: `${lid}@lid`, phoneNumber: `${phone}@s.whatsapp.net` }] },
		});
		expect(of('group.v2.participants').participants[0].pn).toBeUndefined();
		expect(of('group.v2.update').group.participants.at(-1)).toEqual({
			id: `${lid}@lid`,
			pn: `${phone}@c.us`,
			role: 'participant',
		});
	});
});

describe('a text', () => {
	it.each([
		['2025.11.1', 'WEBJS', true],
		['2025.11.1', 'WPP', false],
		['2025.5', 'WEBJS', false],
	] as const)(
		'on %s %s mentions everyone: %s; and answers another one',
		async (version, engine, all) => {
			await start(version, engine);
			const body = { chatId: groups.team, text: 'x', mentions: ['all'], reply_to: 'true_1_2' };
			const { status } = await http.post(`${sandbox.url}/api/sendText`, body);
			expect(status).toBe(201);
			const [sent] = sandbox.world.messages.list();
			expect(sent).toMatchObject({ mentions: [], mentionsAll: all, replyTo: 'true_1_2' });
		},
	);
});
