import axios, { type AxiosInstance } from 'axios';

import { SEED, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

let sandbox: Sandbox;
let http: AxiosInstance;

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
	http = axios.create({
		baseURL: `${sandbox.url}/api/`,
		headers: { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (body: string) => body,
	});
}

const { groups, phones } = SEED;
const path = (session: string, id: string, rest = ''): string =>
	`${session}/groups/${encodeURIComponent(id)}${rest}`;
const wish = (...ids: string[]): object => ({ participants: ids.map((id) => ({ id })) });
const [free = ''] = phones.free;
const [member = ''] = phones.members;

beforeEach(() => start());
afterEach(() => sandbox.close());

const PLAIN = 'text/html; charset=utf-8';

describe('bare bodies', () => {
	it('are plain text that claims to be HTML', async () => {
		const subject = await http.put(path('default', groups.team, '/subject'), { subject: 'New' });
		expect([subject.status, subject.data, subject.headers['content-type']]).toEqual([
			200,
			'true',
			PLAIN,
		]);
		for (const code of ['true', '0123456789', 'TeamCode']) {
			sandbox.world.setInviteCode(groups.team, code);
			const answer = await http.get(path('default', groups.team, '/invite-code'));
			expect([answer.data, answer.headers['content-type']]).toEqual([code, PLAIN]);
		}
	});

	it('may be JSON on newer servers', async () => {
		sandbox.world.configure({ jsonStrings: true });
		const answer = await http.get(path('default', groups.team, '/invite-code'));
		expect(answer.data).toBe('"TeamBerlinInviteCode01"');
		expect(answer.headers['content-type']).toContain('application/json');
	});

	it('are empty after a leave', async () => {
		const answer = await http.post(path('default', groups.team, '/leave'));
		expect([answer.status, answer.data, answer.headers['content-type']]).toEqual([
			200,
			'',
			undefined,
		]);
		sandbox.world.configure({ version: '2025.2', tier: 'PLUS' });
		expect((await http.post(path('noweb', groups.team, '/leave'))).status).toBe(201);
		expect((await http.get(path('noweb', groups.team))).status).toBe(500);
	});

	it.each([
		['default', '200 false'],
		['noweb', '500 forbidden'],
		['gows', '500 2 UNKNOWN: info query returned status 403: forbidden'],
	])('say in session %s that the account is no admin by %s', async (session, answer) => {
		const settings = '/settings/security/info-admin-only';
		const answers = await Promise.all([
			http.put(path(session, groups.neighbours, '/subject'), { subject: 'x' }),
			http.put(path(session, groups.neighbours, '/description'), { description: '' }),
			http.put(path(session, groups.neighbours, settings), { adminsOnly: false }),
		]);
		const words = answers.map(({ status, data }) => {
			const text = String(data);
			if (status !== 500) return `${status} ${text}`;
			return `${status} ${/"message":"([^"]*)"/.exec(text)?.[1] ?? ''}`;
		});
		expect(words).toEqual(Array(3).fill(answer));
		const read = await http.get(path('default', groups.neighbours, settings));
		expect(read.data).toBe('{"adminsOnly":true}');
	});

	it('are empty on the engines of the protocol, but for the one setting that says true', async () => {
		sandbox.world.configure({ version: '2026.8.2', tier: 'PLUS' });
		const security = (name: string) => `/settings/security/${name}`;
		const team = (session: string, what: string) => path(session, groups.team, what);
		for (const session of ['noweb', 'gows']) {
			const answers = [
				await http.put(team(session, '/subject'), { subject: 'New' }),
				await http.put(team(session, '/description'), { description: 'New' }),
				await http.put(team(session, security('info-admin-only')), { adminsOnly: true }),
				await http.put(team(session, security('messages-admin-only')), { adminsOnly: true }),
				await http.put(team(session, security('member-add-mode')), {
					membersCanAddNewMember: true,
				}),
				await http.put(team(session, security('membership-approval')), {
					newMembersApprovalRequired: true,
				}),
			];
			expect(answers.map(({ status, data }) => `${status} ${data}`)).toEqual([
				...Array<string>(5).fill('200 '),
				'200 true',
			]);
		}
	});

	it('keep to the limits of WhatsApp', async () => {
		const put = (what: string, text: string) =>
			http.put(path('default', groups.team, `/${what}`), { [what]: text });
		expect((await put('subject', 'x'.repeat(100))).data).toBe('true');
		expect((await put('subject', 'x'.repeat(101))).status).toBe(500);
		expect((await put('description', 'x'.repeat(2048))).data).toBe('true');
		expect((await put('description', 'x'.repeat(2049))).status).toBe(500);
		expect((await put('description', '')).data).toBe('true');
	});
});

describe('group objects', () => {
	it('are WEBJS chats', async () => {
		const group = JSON.parse((await http.get(path('default', groups.team))).data);
		expect(group).toMatchObject({
			id: { _serialized: groups.team },
			name: 'Team Berlin',
			groupMetadata: { subject: 'Team Berlin', desc: 'Who is where, and when', restrict: false },
		});
		expect(group.groupMetadata.participants[0]).toEqual({
			id: { server: 'c.us', user: phones.default, _serialized: `${phones.default}@c.us` },
			isAdmin: true,
			isSuperAdmin: true,
		});
	});

	it('are NOWEB metadata', async () => {
		const group = JSON.parse((await http.get(path('noweb', groups.team))).data);
		expect(group).toMatchObject({ id: groups.team, subject: 'Team Berlin', announce: false });
		expect(group.participants.at(-1)).toEqual({
			id: `${phones.members.at(-1)}@s.whatsapp.net`,
			admin: null,
		});
	});

	it('are GOWS info', async () => {
		const group = JSON.parse((await http.get(path('gows', groups.hidden))).data);
		expect(group).toMatchObject({ JID: groups.hidden, Name: 'Community', IsLocked: false });
		const hidden = sandbox.world.who(phones.hidden);
		const secret = sandbox.world.who(phones.secret);
		expect(group.Participants).toContainEqual(
			expect.objectContaining({
				JID: `${hidden.lid}@lid`,
				PhoneNumber: `${phones.hidden}@s.whatsapp.net`,
			}),
		);
		expect(group.Participants).toContainEqual(
			expect.objectContaining({ JID: `${secret.lid}@lid`, PhoneNumber: '', IsAdmin: true }),
		);
	});

	it('are listed, sorted, cut and counted', async () => {
		sandbox.world.addGroups(20);
		const list = async (query: string) =>
			JSON.parse((await http.get(`noweb/groups?${query}`)).data);
		expect(await list('')).toHaveLength(26);
		const subjects = (await list('sortBy=subject&sortOrder=desc&limit=3&offset=1')).map(
			({ subject }: { subject: string }) => subject,
		);
		expect(subjects).toEqual(['Old friends', 'Notes to self', 'Neighbours']);
		const bare = await list('exclude=participants');
		expect(bare.every((group: object) => !('participants' in group))).toBe(true);
		expect((await http.get('noweb/groups/count')).data).toBe('{"count":26}');
		expect((await http.get('noweb/groups?limit=x')).status).toBe(400);
		expect((await http.get('noweb/groups?sortBy=size')).status).toBe(400);
	});

	it('are an object by id on an old NOWEB, which knows no paging', async () => {
		sandbox.world.setEngine('default', 'NOWEB');
		sandbox.world.configure({ version: '2024.10' });
		const list = JSON.parse((await http.get('default/groups?limit=1&exclude=participants')).data);
		expect(Object.keys(list)).toHaveLength(6);
		expect(list[groups.team].participants).toBeDefined();
	});
});

describe('participants', () => {
	const ids = [free, phones.inviteOnly, phones.notOnWhatsApp, phones.leftRecently, member].map(
		(phone) => `${phone}@c.us`,
	);

	it('are added by WEBJS as an object by id', async () => {
		const answer = await http.post(path('default', groups.team, '/participants/add'), wish(...ids));
		const body = JSON.parse(answer.data);
		expect(Object.entries(body).map(([id, result]) => [id, result])).toEqual(
			[...ids].reverse().map((id) => [id, expect.anything()]),
		);
		expect(ids.map((id) => body[id].code)).toEqual([200, 403, 404, 408, 409]);
		expect(body[`${phones.inviteOnly}@c.us`].isInviteV4Sent).toBe(true);
		expect(sandbox.world.group(groups.team).members.has(free)).toBe(true);
	});

	it('are added by NOWEB as a list of codes in text', async () => {
		const answer = await http.post(path('noweb', groups.team, '/participants/add'), wish(...ids));
		expect(JSON.parse(answer.data)).toMatchObject([
			{ status: '409', jid: `${member}@s.whatsapp.net` },
			{ status: '408' },
			{ status: '404' },
			{ status: '403', content: { content: [{ tag: 'add_request' }] } },
			{ status: '200', jid: `${free}@s.whatsapp.net` },
		]);
	});

	it('are added by GOWS with an Error each', async () => {
		const answer = await http.post(path('gows', groups.team, '/participants/add'), wish(...ids));
		const body = JSON.parse(answer.data);
		expect(body.map(({ Error }: { Error: number }) => Error)).toEqual([409, 408, 404, 403, 0]);
		expect(body[3].AddRequest).not.toBeNull();
	});

	it('whose number is hidden are told by GOWS by lid, with the number beside', async () => {
		sandbox.world.setPerson(free, { hidden: true, resolvable: false });
		const { lid } = sandbox.world.who(free);
		const add = path('gows', groups.team, '/participants/add');
		const [result] = JSON.parse((await http.post(add, wish(`${free}@c.us`))).data);
		expect(result).toMatchObject({
			JID: `${lid}@lid`,
			PhoneNumber: `${free}@s.whatsapp.net`,
			Error: 0,
		});
	});

	it('find a full group', async () => {
		sandbox.world.configure({ maxGroupSize: 1 });
		const add = path('noweb', groups.team, '/participants/add');
		expect(JSON.parse((await http.post(add, wish(`${free}@c.us`))).data)[0].status).toBe('419');
	});

	it('take WEBJS their time, each', async () => {
		sandbox.world.configure({ webjsAddMs: 30 });
		const before = Date.now();
		await http.post(path('default', groups.team, '/participants/add'), wish(...ids));
		expect(Date.now() - before).toBeGreaterThanOrEqual(145);
	});

	it('are not added by those who are no admins', async () => {
		const add = (session: string) =>
			http.post(path(session, groups.neighbours, '/participants/add'), wish(`${free}@c.us`));
		const text = await add('default');
		expect([text.status, text.headers['content-type']]).toEqual([200, PLAIN]);
		expect((await add('noweb')).status).toBe(500);
		expect(JSON.parse((await add('gows')).data).exception.message).toContain('403');
		expect(sandbox.world.group(groups.neighbours).members.has(free)).toBe(false);
	});

	it('are removed, promoted and demoted', async () => {
		const call = (session: string, what: string) =>
			http.post(path(session, groups.team, what), wish(`${member}@c.us`, `${free}@c.us`));
		expect((await call('default', '/admin/promote')).data).toBe('{"status":200}');
		expect(sandbox.world.group(groups.team).members.get(member)?.role).toBe('admin');
		expect(JSON.parse((await call('noweb', '/admin/demote')).data)).toMatchObject([
			{ status: '404', jid: `${free}@s.whatsapp.net` },
			{ status: '200', jid: `${member}@s.whatsapp.net` },
		]);
		expect(JSON.parse((await call('gows', '/participants/remove')).data)).toMatchObject([
			{ Error: 404 },
			{ Error: 0 },
		]);
		expect(sandbox.world.group(groups.team).members.get(member)?.role).toBe('left');
	});

	it('have one shape in v2', async () => {
		const v2 = path('noweb', groups.hidden, '/participants/v2');
		const hidden = sandbox.world.who(phones.hidden);
		const list = JSON.parse((await http.get(v2)).data);
		expect(list[0]).toEqual({
			id: `${phones.default}@c.us`,
			pn: `${phones.default}@c.us`,
			role: 'superadmin',
		});
		expect(list).toContainEqual({ id: `${hidden.lid}@lid`, role: 'participant' });
		sandbox.world.leave(groups.hidden, [phones.hidden]);
		sandbox.world.configure({ listLeft: true });
		const withLeft = JSON.parse((await http.get(v2)).data);
		expect(withLeft).toContainEqual({ id: `${hidden.lid}@lid`, role: 'left' });
	});

	it('are found behind their lids, some of them', async () => {
		const get = async (rest: string) => JSON.parse((await http.get(`default/lids/${rest}`)).data);
		const hidden = `${sandbox.world.who(phones.hidden).lid}@lid`;
		const secret = `${sandbox.world.who(phones.secret).lid}@lid`;
		expect(await get(encodeURIComponent(hidden))).toEqual({
			lid: hidden,
			pn: `${phones.hidden}@c.us`,
		});
		expect(await get(encodeURIComponent(secret))).toEqual({ lid: secret, pn: null });
		expect(await get(`pn/${phones.hidden}`)).toEqual({ lid: hidden, pn: `${phones.hidden}@c.us` });
		expect(await get('pn/4999999')).toEqual({ lid: null, pn: '4999999@c.us' });
	});
});

describe('groups come and go', () => {
	it('made by each engine in its words', async () => {
		const make = async (session: string) => {
			const body = { name: 'Fresh', ...wish(`${free}@c.us`, `${phones.notOnWhatsApp}@c.us`) };
			const answer = await http.post(`${session}/groups`, body);
			expect(answer.status).toBe(201);
			return JSON.parse(answer.data);
		};
		const webjs = await make('default');
		expect(webjs.gid._serialized).toMatch(/@g\.us$/);
		expect(webjs.participants[`${phones.notOnWhatsApp}@c.us`].statusCode).toBe(404);
		const noweb = await make('noweb');
		expect(noweb.participants).toHaveLength(2);
		const gows = await make('gows');
		expect(gows.Participants.map(({ Error }: { Error: number }) => Error)).toEqual([0, 0, 404]);
	});

	it('deleted by WEBJS alone', async () => {
		expect((await http.delete(path('default', groups.alone))).data).toBe('true');
		for (const session of ['noweb', 'gows']) {
			const answer = await http.delete(path(session, groups.alone));
			expect(answer.status).toBe(422);
			expect(JSON.parse(answer.data).message).toBe('The method is not implemented by the engine.');
		}
	});

	it('joined by code or link, until the code is revoked', async () => {
		const { world } = sandbox;
		const id = world.addGroup({ owner: 'noweb', inviteCode: 'AbC' });
		const link = 'https://chat.whatsapp.com/AbC';
		const info = await http.get(`default/groups/join-info?code=${encodeURIComponent(link)}`);
		expect(JSON.parse(info.data).id._serialized).toBe(id);
		expect((await http.post('default/groups/join', { code: link })).data).toBe(`{"id":"${id}"}`);
		const code = (await http.post(path('noweb', id, '/invite-code/revoke'))).data;
		expect(code).toBe(world.group(id).inviteCode);
		expect(code).not.toBe('AbC');
		expect((await http.post('gows/groups/join', { code: 'AbC' })).status).toBe(500);
		expect((await http.post('gows/groups/join', { code })).status).toBe(200);
	});

	it('have a picture', async () => {
		const picture = path('default', groups.team, '/picture');
		const get = async () => JSON.parse((await http.get(picture)).data);
		expect(await get()).toEqual({ url: null });
		const put = (file: object) => http.put(picture, { file });
		expect((await put({ url: 'https://example.com/a.jpg' })).data).toBe('{"success":true}');
		expect((await put({ mimetype: 'image/jpeg', data: '/9j/4AAQ' })).data).toBe('{"success":true}');
		expect((await get()).url).toMatch(/^https:/);
		expect((await put({ mimetype: 'image/png', data: 'no base64!' })).status).toBe(500);
		expect((await put({})).status).toBe(400);
		expect((await http.delete(picture)).data).toBe('{"success":true}');
		expect(await get()).toEqual({ url: null });
	});

	it('are refreshed a few times only', async () => {
		sandbox.world.configure({ refreshCalls: 2 });
		const codes = [];
		for (let at = 0; at < 3; at++) codes.push((await http.post('default/groups/refresh')).status);
		expect(codes).toEqual([200, 200, 500]);
	});
});

it('holds 5,000 groups', async () => {
	sandbox.world.addGroups(5000);
	const list = JSON.parse((await http.get('gows/groups')).data);
	expect(list).toHaveLength(5006);
	const page = JSON.parse((await http.get('gows/groups?limit=100&offset=4950')).data);
	expect(page).toEqual(list.slice(4950));
});
