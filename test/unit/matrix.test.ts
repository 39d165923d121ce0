import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { cacheVariable, repositoryRoot } from '../../harness/n8n';

const read = (...file: string[]): string =>
	fs.readFileSync(path.join(repositoryRoot, ...file), 'utf8');

const matrix = 'tools/run/matrix.mjs';
const page = read('docs', 'versions.md').replace(/\s+/g, ' ');

describe('the other versions of n8n', () => {
	const [, list = ''] = /otherVersions = \[(.*)\]/.exec(read(matrix)) ?? [];
	const versions = [...list.matchAll(/'(\S+)'/g)].map(([, version = '']) => version);

	it('are the same here, on GitHub and in docs/versions.md', () => {
		expect(versions.length).toBeGreaterThan(1);
		expect(read('.github', 'workflows', 'ci.yml')).toContain(`n8n: [${list}]`);
		for (const version of versions) expect(page).toContain(`n8n ${version}`);
	});

	it('are all tried, also where one cannot be installed, and the end says why', () => {
		const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'matrix-')), 'no-folder');
		fs.writeFileSync(file, '');
		const script = `
			import { runMatrix } from './${matrix}';
			process.exitCode = await runMatrix(['1.0.0', '1.0.1']);
		`;
		const { status, stdout } = spawnSync(
			process.execPath,
			['--input-type=module', '--eval', script],
			{ cwd: repositoryRoot, encoding: 'utf8', env: { ...process.env, [cacheVariable]: file } },
		);
		fs.rmSync(path.dirname(file), { recursive: true });
		const why = `The cache folder ${file} cannot be made`;
		expect(stdout).toContain(`FAILED n8n 1.0.0: ${why}`);
		expect(stdout).toContain(`FAILED n8n 1.0.1: ${why}`);
		expect(status).toBe(1);
	});
});
