import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const root = path.resolve(__dirname, '../..');
const read = (...file: string[]): string => fs.readFileSync(path.join(root, ...file), 'utf8');
const { scripts } = z
	.object({ scripts: z.record(z.string()) })
	.parse(JSON.parse(read('package.json')));

const step = z
	.object({ name: z.string(), uses: z.string(), run: z.string() })
	.partial()
	.passthrough();
const workflow = z.object({
	name: z.string(),
	on: z.record(z.unknown()),
	permissions: z.record(z.string()),
	jobs: z.record(
		z
			.object({
				'runs-on': z.string(),
				'timeout-minutes': z.number(),
				permissions: z.record(z.string()).optional(),
				steps: z.array(step),
			})
			.passthrough(),
	),
});

const load = (file: string) => workflow.parse(parse(read('.github', 'workflows', file)));
const stepsOf = (file: string) => Object.values(load(file).jobs).flatMap(({ steps }) => steps);
const WORKFLOWS = fs.readdirSync(path.join(root, '.github', 'workflows'));

describe.each(WORKFLOWS)('the workflow %s', (file) => {
	it('calls only scripts that there are', () => {
		const commands = stepsOf(file).flatMap(({ run }) => run?.split('\n') ?? []);
		const called = commands.flatMap((line) => {
			const [, script] = /\bnpm (?:run (?:--?\S+ )*(\S+)|test\b)/.exec(line) ?? [];
			return line.includes('npm test') ? ['test'] : script === undefined ? [] : [script];
		});
		expect(called).toContain('test');
		expect(called.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
	});

	it('uses actions by their commit, with the version beside it', () => {
		const text = read('.github', 'workflows', file);
		const used = text.split('\n').filter((line) => line.includes('uses:'));
		expect(used.length).toBe(stepsOf(file).filter(({ uses }) => uses !== undefined).length);
		for (const line of used)
			expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('gives no rights that it does not need', () => {
		const rights = Object.values(load(file).jobs).flatMap(({ permissions }) =>
			Object.entries(permissions ?? {}),
		);
		const all = [...rights, ...Object.entries(load(file).permissions)];
		const writes = all.filter(([, right]) => right !== 'read').map(([name]) => name);
		expect(writes).toEqual(file === 'publish.yml' ? ['id-token'] : []);
	});
});

it('CI runs the oldest Node that package.json allows', () => {
	const [, oldest] = /"node": ">=([\d.]+)"/.exec(read('package.json')) ?? [];
	expect(read('.github', 'workflows', 'ci.yml')).toContain(`'${oldest}'`);
});

it('publishes after the tests, with provenance', () => {
	const commands = stepsOf('publish.yml').map(({ run }) => run ?? '');
	const publish = commands.findIndex((run) =>
		run.includes('npm publish --provenance --access public'),
	);
	expect(publish).toBe(commands.length - 1);
	expect(commands.indexOf('npm test')).toBeGreaterThan(-1);
	expect(commands.indexOf('npm run build')).toBeGreaterThan(-1);
});

it.each(fs.readdirSync(path.join(root, '.github', 'ISSUE_TEMPLATE')))(
	'the issue form %s is one that GitHub takes',
	(file) => {
		const content: unknown = parse(read('.github', 'ISSUE_TEMPLATE', file));
		if (file === 'config.yml') {
			const links = z.array(
				z.object({ name: z.string(), url: z.string().url(), about: z.string() }),
			);
			z.object({ blank_issues_enabled: z.boolean(), contact_links: links }).strict().parse(content);
			return;
		}
		const field = z.object({
			type: z.enum(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']),
			id: z.string().optional(),
			attributes: z.object({ label: z.string(), value: z.string() }).partial().passthrough(),
		});
		const form = z
			.object({
				name: z.string(),
				description: z.string(),
				labels: z.array(z.string()),
				body: z.array(field.passthrough()),
			})
			.strict()
			.parse(content);
		for (const { type, id, attributes } of form.body) {
			expect(type === 'markdown' ? attributes.value : attributes.label).toBeTruthy();
			expect(id === undefined).toBe(type === 'markdown');
		}
		const ids = form.body.flatMap(({ id }) => id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
	},
);

describe('npm run release:check', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-waha-groups-release-'));
	afterAll(() => fs.rmSync(folder, { recursive: true }));

	const ready = {
		version: '1.2.0',
		homepage: 'https://github.com/somebody/waha#readme',
		author: { name: 'Somebody', email: 'somebody@posteo.net' },
		repository: { type: 'git', url: 'git+https://github.com/somebody/waha.git' },
	};

	function check(
		manifest: object,
		changelog = '# Changelog\n\n## [1.2.0] - 2026-12-01\n',
		tag = 'v1.2.0',
	) {
		fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
		fs.writeFileSync(path.join(folder, 'CHANGELOG.md'), changelog);
		const script = path.join(root, 'tools', 'release-check.mjs');
		const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag, 'somebody/waha'], {
			cwd: folder,
			encoding: 'utf8',
		});
		return { status, said: `${stdout}${stderr}`.trim() };
	}

	it('lets a release through that has all', () => {
		expect(check(ready)).toEqual({ status: 0, said: 'Ready: 1.2.0' });
	});

	it.each([
		[
			'another tag',
			() => check(ready, undefined, 'v1.3.0'),
			'the tag v1.3.0 is not the version 1.2.0',
		],
		[
			'no section in the changelog',
			() => check(ready, '## [Unreleased]\n'),
			'CHANGELOG.md has no section [1.2.0]',
		],
		[
			'no date in the changelog',
			() => check(ready, '## [1.2.0] - YYYY-MM-DD\n'),
			'the section [1.2.0] of CHANGELOG.md has no date',
		],
		[
			'changes that no version has',
			() => check(ready, '## [Unreleased]\n\n- One.\n\n## [1.2.0] - 2026-12-01\n'),
			'CHANGELOG.md has changes under [Unreleased]',
		],
		[
			'no repository',
			() => check({ ...ready, repository: undefined }),
			'package.json has no repository: npm refuses provenance without it',
		],
		[
			'another repository',
			() => check({ ...ready, repository: { url: 'git+https://github.com/else/where.git' } }),
			'the repository in package.json is not github.com/somebody/waha',
		],
		[
			'a placeholder as author',
			() => check({ ...ready, author: { ...ready.author, name: 'waha contributors' } }),
			"the author's name is a placeholder",
		],
		[
			"a placeholder as the author's address",
			() => check({ ...ready, author: { ...ready.author, email: 'x@y.example' } }),
			"the author's address is a placeholder",
		],
		[
			"WAHA's homepage",
			() => check({ ...ready, homepage: 'https://waha.devlike.pro/' }),
			"the homepage is WAHA's, not this project's",
		],
	])('stops one with %s', (_, run, problem) => {
		expect(run()).toEqual({ status: 1, said: `Not ready: ${problem}.` });
	});
});
