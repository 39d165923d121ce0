import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from './spawn.mjs';
import { runTests } from './tests.mjs';

/** The n8n of `npm test` is the pinned one of harness/n8n/versions.ts; these are tried besides (docs/versions.md). */
const otherVersions = ['1.123.81', '2.4.8'];

const installer = ['--import', 'tsx', path.join(root, 'harness', 'n8n', 'cli.ts')];

/** Installs the n8n that the environment names, where it is missing; gives its folder. Throws where that fails. */
function install() {
	const stdio = ['ignore', 'pipe', 'inherit'];
	return execFileSync(process.execPath, installer, { cwd: root, encoding: 'utf8', stdio }).trim();
}

/** Runs engine and end-to-end tests in other versions of n8n, those named or all; gives the exit code. */
export async function runMatrix(named) {
	const versions = named.length === 0 ? otherVersions : named;
	const failed = [];
	for (const version of versions) {
		console.log(`\n══ n8n ${version} ══`);
		process.env.WAHA_GROUPS_N8N_VERSION = version;
		// The engine tests run with n8n-core and n8n-workflow of this n8n.
		process.env.WAHA_GROUPS_N8N_MODULES = path.join(install(), 'node_modules');
		if ((await runTests(['engine', 'e2e'], [])) !== 0) failed.push(version);
	}
	console.log(`\n${versions.length - failed.length} of ${versions.length} versions of n8n passed`);
	if (failed.length > 0) console.log(`FAILED: n8n ${failed.join(', ')}`);
	return failed.length === 0 ? 0 : 1;
}
