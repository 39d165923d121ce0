import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '..', '..');

const packed = z
	.array(z.object({ size: z.number(), files: z.array(z.object({ path: z.string() })) }))
	.length(1)
	.transform(([first]) => first ?? { size: 0, files: [] });

const manifest = z
	.object({
		dependencies: z.undefined(),
		overrides: z.undefined(),
		peerDependencies: z.record(z.string()),
		scripts: z.record(z.string()),
		n8n: z.object({
			n8nNodesApiVersion: z.number(),
			strict: z.literal(true),
			nodes: z.array(z.string()).nonempty(),
			credentials: z.array(z.string()).nonempty(),
		}),
	})
	.passthrough();

const readJson = (file: string): unknown =>
	JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

describe('the package as people install it', () => {
	const npmPack = (): z.infer<typeof packed> =>
		packed.parse(
			JSON.parse(
				execFileSync('npm', ['pack', '--dry-run', '--json'], {
					cwd: root,
					encoding: 'utf8',
					stdio: ['ignore', 'pipe', 'ignore'],
				}),
			),
		);

	it('holds dist, README, LICENSE, package.json and the entry file, and nothing else', () => {
		const { files } = npmPack();
		const outside = files.map((file) => file.path).filter((name) => !name.startsWith('dist/'));
		expect(outside.sort()).toEqual(['LICENSE', 'README.md', 'index.js', 'package.json']);
	});

	it('holds no tests, maps or TypeScript sources', () => {
		const names = npmPack().files.map((file) => file.path);
		expect(names.filter((name) => /\.(ts|map|tsbuildinfo)$|test/.test(name))).toEqual([]);
	});

	it('names the licence of the data that is made from a library', () => {
		const file = 'dist/nodes/WahaGroups/plans.LICENSE.txt';
		expect(npmPack().files.map(({ path: name }) => name)).toContain(file);
		expect(fs.readFileSync(path.join(root, file), 'utf8')).toMatch(
			/Apache License 2\.0[^]*MIT License[^]*Copyright/,
		);
	});

	it('is below 100 kB', () => {
		expect(npmPack().size).toBeLessThan(100_000);
	});

	it('holds every file that n8n is told to load', () => {
		const names = new Set(npmPack().files.map((file) => file.path));
		const { n8n } = manifest.parse(readJson('package.json'));
		for (const file of [...n8n.nodes, ...n8n.credentials]) expect(names).toContain(file);
	});

	it('needs nothing but n8n-workflow, which n8n brings', () => {
		const { peerDependencies } = manifest.parse(readJson('package.json'));
		expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('runs nothing when it is installed', () => {
		const { scripts } = manifest.parse(readJson('package.json'));
		const lifecycle = /^(pre|post)?(install|prepare|pack|publish)$|^prepublishOnly$|^dependencies$/;
		expect(Object.keys(scripts).filter((name) => lifecycle.test(name))).toEqual([]);
	});

	it('keeps registry addresses out of the lock file', () => {
		const lock = fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8');
		expect(lock).not.toMatch(/"resolved": "https?:/);
	});
});
