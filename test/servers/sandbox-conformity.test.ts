import { spawn } from 'node:child_process';
import path from 'node:path';

import { SEED, startSandbox, type Engine, type Sandbox, type SandboxOptions } from '../../sandbox';
import { CALLS } from '../../sandbox/conformity/calls';
import { CannotRun, conform, differs, reportText, type Target } from '../../sandbox/conformity/run';
import { differences, shapeOf, shownField } from '../../sandbox/conformity/shape';
import { VERSIONS } from '../../sandbox/model/versions';

const { groups, phones } = SEED;
const ENGINES: Engine[] = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'];
const root = path.resolve(__dirname, '../..');

let sandbox: Sandbox;
async function start(options: SandboxOptions = {}): Promise<Target> {
	sandbox = await startSandbox(options);
	return { url: sandbox.url, key: sandbox.apiKey, session: 'default', group: groups.team };
}
afterEach(() => sandbox.close());

/** Every sentence of a report that tells a difference. */
const told = async (target: Target, write = false): Promise<string[]> =>
	(await conform(target, { write })).results.flatMap(({ name, differences: found }) =>
		(found ?? []).map((one) => `${name}: ${one}`),
	);

describe.each(ENGINES)('a sandbox of %s, held against itself', (engine) => {
	it.each(VERSIONS.map(({ version }) => version))('is the same in %s', async (version) => {
		const target = await start({ engine, version });
		expect(await told(target, true)).toEqual([]);
		expect(sandbox.world.requests.length).toBeGreaterThan(30);
	});
});

describe('what is asked', () => {
	it('changes nothing, and only reads', async () => {
		const target = await start({ version: '2026.9' });
		const before = JSON.stringify([...sandbox.world.group(groups.team).members.keys()]);
		const report = await conform(target, { write: false });
		expect(sandbox.world.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		expect(report.results.filter((result) => result.differences === null)).toEqual([]);
		expect(JSON.stringify([...sandbox.world.group(groups.team).members.keys()])).toBe(before);
	});

	it.each(ENGINES)('leaves a group as it was with --write, too: %s', async (engine) => {
		const target = await start({ version: '2026.9', engine });
		const group = sandbox.world.group(groups.team);
		const state = (): string => JSON.stringify({ ...group, members: group.members.size });
		const before = state();
		await conform(target, { write: true });
		expect(state()).toBe(before);
		const writes = sandbox.world.requests.filter(({ method }) => method !== 'GET');
		expect(writes.length).toBeGreaterThan(5);
	});

	it('writes no description where none was told, and no setting that was not read', async () => {
		const target = await start({ version: '2026.9' });
		sandbox.world.updateGroup(groups.team, { description: '' });
		sandbox.world.faults.add({ kind: '504', method: 'GET', path: '**/info-admin-only' });
		await conform(target, { write: true });
		const paths = sandbox.world.requests.flatMap(({ method, path: one }) =>
			method === 'PUT' ? [one] : [],
		);
		expect(paths.filter((one) => /description|info-admin-only/.test(one))).toEqual([]);
		expect(paths.some((one) => one.endsWith('/subject'))).toBe(true);
	});

	it.each(CALLS.filter(({ writes }) => !writes))('$name answers as the list says', async (call) => {
		const target = await start({ version: '2026.9' });
		await conform(target, { write: false });
		const index = CALLS.filter(({ writes }) => !writes).indexOf(call);
		// The first four were to find out what the server is, and whether the group will do.
		const { status } = sandbox.world.requests[index + 4] ?? {};
		expect((status ?? 0) < 300).toBe(call.expect !== 'error');
	});
});

describe('a server that is different', () => {
	const path_ = `**/groups/${encodeURIComponent(groups.team)}`;
	it.each([
		[
			{ kind: 'answer', status: 500, body: {}, path: path_ },
			'group: status: 500 here, 200 in the sandbox',
		],
		[
			{ kind: 'answer', status: 200, body: '', path: path_ },
			'group: body: nothing here, object in the sandbox',
		],
		[
			{ kind: 'answer', status: 200, body: { lid: 5, pn: null, more: true }, path: '**/lids/pn/*' },
			'number to lid: lid: number here, string in the sandbox',
		],
		[
			{
				kind: 'answer',
				status: 200,
				body: { lid: 'x', pn: null, more: true },
				path: '**/lids/pn/*',
			},
			'number to lid: only here: more (boolean)',
		],
		[
			{ kind: 'answer', status: 200, body: [{ id: 'x' }], path: '**/participants/v2' },
			'members, v2: only in the sandbox: [].role (string)',
		],
		[
			{ kind: 'wrong-content-type', path: '**/count' },
			'count: type: text/plain here, application/json in the sandbox',
		],
		[
			{ kind: 'reset', path: '**/invite-code' },
			'invite code: status: no answer here, 200 in the sandbox',
		],
	] as const)('with %j is told', async (fault, sentence) => {
		const target = await start();
		sandbox.world.faults.add(fault);
		expect(await told(target)).toContain(sentence);
	});

	it('tells nobody who is in the group, what it is called, and where it is', async () => {
		const target = await start({ engine: 'NOWEB' });
		const secret = 'very-secret';
		const body = { [`${phones.admin}@c.us`]: { name: 'Anna Muster' }, 'Anna Muster': secret };
		sandbox.world.faults.add({ kind: 'answer', status: 200, body: [body], path: '**/groups' });
		sandbox.world.setConfig('default', { metadata: { 'Anna Muster': secret } });
		const report = await conform(target, { write: true });
		expect(differs(report)).toBe(true);
		for (const text of [reportText(report), JSON.stringify(report)]) {
			expect(text).not.toMatch(/\d{6}/);
			for (const word of ['Anna', secret, 'Team', 'InviteCode01', sandbox.url, sandbox.apiKey]) {
				expect(text).not.toContain(word);
			}
			expect(text).toContain('{id}.name');
		}
	});
});

describe('shapes', () => {
	const shape = (body: unknown) =>
		shapeOf(200, 'application/json; charset=utf-8', JSON.stringify(body));

	it.each([
		[[], [{ a: 1 }]],
		[{ a: null }, { a: { b: 1 } }],
		[{ a: null }, { a: 'x' }],
		[{ a: [] }, { a: [{ b: [1] }] }],
		[{ config: null }, { config: { b: 1 } }],
		[{ '1@c.us': { c: 1 } }, { '2@lid': { c: 2 } }],
	])('%j and %j are alike, for what was empty may be full', (one, other) => {
		expect(differences(shape(one), shape(other))).toEqual([]);
		expect(differences(shape(other), shape(one))).toEqual([]);
	});

	it('names no field that could be somebody', () => {
		expect(['groupMetadata', '_data', 'a1'].map(shownField)).toEqual([
			'groupMetadata',
			'_data',
			'a1',
		]);
		for (const name of ['49170@c.us', 'Anna Muster', 'x4917012345', '', 'ü']) {
			expect(shownField(name)).toBe('{id}');
		}
	});
});

describe('what cannot be', () => {
	it.each<[string, Partial<Target>, string]>([
		['no server', { url: 'http://127.0.0.1:9' }, '--url'],
		['a wrong key', { key: 'x' }, '--key'],
		['no such session', { session: 'nobody' }, '--session'],
		['a stopped session', { session: 'stopped' }, 'not WORKING'],
		['no group ID', { group: 'nope' }, 'A group ID looks like 1203…@g.us. Check --group.'],
		['another group', { group: '120363099999999999@g.us' }, 'not in that group. Check --group.'],
		['a group of others', { group: groups.neighbours }, 'no admin of that group. Check --group.'],
	])('%s is said', async (_what, wrong, words) => {
		const target = await start();
		const failed = conform({ ...target, ...wrong }, { write: false });
		await expect(failed).rejects.toThrow(words);
		await expect(failed).rejects.toThrow(CannotRun);
	});
});

describe.each(ENGINES)('the group of %s', (engine) => {
	it.each(['2024.10', '2025.2', '2026.9'])('is looked at before, in %s', async (version) => {
		const target = await start({ engine, version });
		const other = sandbox.world.addGroup({ members: [phones.admin] });
		expect(await told({ ...target, group: other })).toEqual([]);
		const failed = conform({ ...target, group: groups.neighbours }, { write: false });
		await expect(failed).rejects.toThrow('no admin of that group');
	});

	it('may have no description', async () => {
		const target = await start({ engine });
		sandbox.world.updateGroup(groups.team, { description: '' });
		expect(await told(target)).toEqual([]);
	});
});

describe('the command', () => {
	const run = async (args: string[]): Promise<{ code: number | null; out: string }> =>
		await new Promise((resolve) => {
			const child = spawn(
				process.execPath,
				['--import', 'tsx', 'sandbox/conformity/cli.ts', ...args],
				{
					cwd: root,
				},
			);
			let out = '';
			for (const stream of [child.stdout, child.stderr]) {
				stream.on('data', (data: Buffer) => (out += data.toString()));
			}
			child.on('close', (code) => resolve({ code, out }));
		});

	it('ends with 0, 1 or 2', async () => {
		const { url, key, group } = await start();
		const args = ['--url', url, '--key', key, '--group', group];
		const same = await run(args);
		expect([same.code, same.out]).toEqual([0, expect.stringContaining('are answered alike')]);
		sandbox.world.faults.add({ kind: '503', path: '**/count' });
		const other = await run([...args, '--json']);
		expect(other.code).toBe(1);
		expect(JSON.parse(other.out)).toMatchObject({ version: '2026.7.1', engine: 'WEBJS' });
		expect((await run([...args, '--session', 'nobody'])).code).toBe(2);
		expect((await run([])).code).toBe(2);
	}, 60_000);
});
