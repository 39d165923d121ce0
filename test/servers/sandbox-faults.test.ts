import axios, { type AxiosInstance, isAxiosError } from 'axios';

import { SEED, startSandbox, type FaultRuleInput, type Sandbox } from '../../sandbox';

let sandbox: Sandbox;
let http: AxiosInstance;

const url = `/api/default/groups/${encodeURIComponent(SEED.groups.team)}`;

beforeEach(async () => {
	sandbox = await startSandbox();
	http = axios.create({
		baseURL: sandbox.url,
		headers: { 'X-Api-Key': sandbox.apiKey },
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (body: string) => body,
	});
});
afterEach(() => sandbox.close());

const subject = (): string => sandbox.world.group(SEED.groups.team).subject;
const rename = () => http.put(`${url}/subject`, { subject: 'Renamed' });

/** The code by which a request failed without an answer. */
async function failure(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		return isAxiosError(error) ? (error.code ?? '') : String(error);
	}
	return 'answered';
}

describe('before the effect', () => {
	it.each([
		[{ kind: '429', retryAfter: 2 }, 429, 'application/json', '2'],
		[{ kind: '429' }, 429, 'application/json', undefined],
		[{ kind: '502' }, 502, 'text/html', undefined],
		[{ kind: '503', retryAfter: 1 }, 503, 'text/html', '1'],
		[{ kind: '504' }, 504, 'text/html', undefined],
		[{ kind: 'rate-overlimit' }, 500, 'application/json', undefined],
	] as const)('%j', async (rule, status, type, retryAfter) => {
		sandbox.world.faults.add({ ...rule, times: 1 });
		const answer = await rename();
		expect(answer.status).toBe(status);
		expect(answer.headers['content-type']).toContain(type);
		expect(answer.headers['retry-after']).toBe(retryAfter);
		expect(subject()).toBe('Team Berlin');
		expect(sandbox.world.requests).toMatchObject([{ status, fault: rule.kind }]);
		expect((await rename()).data).toBe('true');
	});

	it('a reset connection', async () => {
		sandbox.world.faults.add({ kind: 'reset' });
		expect(await failure(rename())).toBe('ECONNRESET');
		expect(subject()).toBe('Team Berlin');
		expect(sandbox.world.requests).toMatchObject([{ status: null, fault: 'reset' }]);
	});

	it('no answer at all', async () => {
		sandbox.world.faults.add({ kind: 'hang' });
		expect(await failure(http.get(url, { timeout: 1000 }))).toBe('ECONNABORTED');
		expect(sandbox.world.requests).toMatchObject([{ status: null }]);
	});

	it("an answer of one's own", async () => {
		sandbox.world.faults.add({ kind: 'answer', status: 418, body: { odd: 1 }, times: 1 });
		const json = await rename();
		expect([json.status, json.data]).toEqual([418, '{"odd":1}']);
		sandbox.world.faults.add({
			kind: 'answer',
			status: 200,
			body: 'hi',
			headers: { 'content-type': 'text/x' },
		});
		const text = await rename();
		expect([text.status, text.data, text.headers['content-type']]).toEqual([200, 'hi', 'text/x']);
	});

	it('a string in place of an object', async () => {
		sandbox.world.faults.add({ kind: 'error-string', path: '**/add' });
		const answer = await http.post(`${url}/participants/add`, { participants: [] });
		expect(answer.data).toContain('AddParticipantsError');
	});
});

describe('after the effect', () => {
	it.each<[FaultRuleInput, number]>([
		[{ kind: 'rate-overlimit', effect: true }, 500],
		[{ kind: '504', effect: true }, 504],
		[{ kind: 'answer', status: 200, body: 'odd', effect: true }, 200],
		[{ kind: 'empty-body' }, 200],
		[{ kind: 'truncated-json' }, 200],
	])('%j', async (rule, status) => {
		sandbox.world.faults.add(rule);
		const answer = await rename();
		expect(answer.status).toBe(status);
		expect(answer.data).not.toBe('true');
		expect(subject()).toBe('Renamed');
	});

	it('a reset connection', async () => {
		sandbox.world.faults.add({ kind: 'reset', effect: true });
		expect(await failure(rename())).toBe('ECONNRESET');
		expect(subject()).toBe('Renamed');
	});

	it('no answer at all, or half of one', async () => {
		sandbox.world.faults.add({ kind: 'hang', effect: true, times: 1 });
		expect(await failure(http.put(`${url}/subject`, { subject: 'One' }, { timeout: 1000 }))).toBe(
			'ECONNABORTED',
		);
		expect(subject()).toBe('One');
		sandbox.world.faults.add({ kind: 'cut-body' });
		expect(await failure(rename())).not.toBe('answered');
		expect(subject()).toBe('Renamed');
	});

	it('half of the JSON, or the wrong type', async () => {
		sandbox.world.faults.add({ kind: 'truncated-json', times: 1 });
		const half = (await http.get(url)).data;
		expect(() => JSON.parse(half)).toThrow();
		sandbox.world.faults.add({ kind: 'wrong-content-type' });
		const typed = await http.get(url);
		expect(typed.headers['content-type']).toContain('text/plain');
		expect(JSON.parse(typed.data).name).toBe('Team Berlin');
	});
});

describe('a rule', () => {
	const statuses = async (count: number) => {
		const list: number[] = [];
		for (let at = 0; at < count; at++) list.push((await http.get(url)).status);
		return list;
	};

	it('lets some go first and ends after some', async () => {
		sandbox.world.faults.add({ kind: '429', after: 1, times: 2 });
		expect(await statuses(5)).toEqual([200, 429, 429, 200, 200]);
	});

	it('draws by chance, but the same in every run', async () => {
		sandbox.world.faults.add({ kind: '503', probability: 0.5 });
		const first = await statuses(12);
		expect(new Set(first)).toEqual(new Set([200, 503]));
		const twin = await startSandbox();
		twin.world.faults.add({ kind: '503', probability: 0.5 });
		const second: number[] = [];
		for (let at = 0; at < 12; at++) {
			const answer = await http.get(twin.url + url);
			second.push(answer.status);
		}
		await twin.close();
		expect(second).toEqual(first);
	});

	it.each<[FaultRuleInput, boolean]>([
		[{ kind: '429', method: 'get' }, true],
		[{ kind: '429', method: 'PUT' }, false],
		[{ kind: '429', session: 'default' }, true],
		[{ kind: '429', session: 'noweb' }, false],
		[{ kind: '429', path: '/api/*/groups/*' }, true],
		[{ kind: '429', path: '/api/*' }, false],
		[{ kind: '429', path: '/api/**' }, true],
		[{ kind: '429', path: `/api/default/groups/${SEED.groups.team}` }, true],
		[{ kind: '429', path: /%40g\.us$/ }, true],
		[{ kind: '429', pathRegex: 'participants' }, false],
	])('%j catches it: %s', async (rule, caught) => {
		sandbox.world.faults.add(rule);
		expect((await http.get(url)).status).toBe(caught ? 429 : 200);
	});

	it('turns away what is above a number in flight', async () => {
		sandbox.world.configure({ latencyMs: 500 });
		sandbox.world.faults.add({ kind: 'overload', above: 2 });
		const answers = await Promise.all([1, 2, 3, 4].map(() => http.get(url)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503]);
	});

	it('can make calls slow', async () => {
		sandbox.world.faults.add({ kind: 'latency', ms: 60 });
		const before = Date.now();
		expect((await http.get(url)).status).toBe(200);
		expect(Date.now() - before).toBeGreaterThanOrEqual(55);
	});

	it('is never for the control API', async () => {
		sandbox.world.faults.add({ kind: '503' });
		expect((await http.get('/sandbox/state')).status).toBe(200);
	});
});

it('closes at once while requests hang', async () => {
	sandbox.world.faults.add({ kind: 'hang' });
	const hanging = failure(http.get(url));
	while (sandbox.world.requests.length === 0) await new Promise((done) => setTimeout(done, 5));
	const before = Date.now();
	await sandbox.close();
	expect(Date.now() - before).toBeLessThan(5000);
	expect(await hanging).not.toBe('answered');
});
