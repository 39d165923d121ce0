import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './spawn.mjs';
import { runTests, STOPPED } from './tests.mjs';

/** The n8n of `npm test` is the pinned one of harness/n8n/versions.ts; these are tried besides (docs/versions.md). */
const otherVersions = ['1.123.81', '2.4.8'];

const installer = ['--import', 'tsx', path.join(root, 'harness', 'n8n', 'cli.ts')];

/** Installs the n8n that the environment names, where it is missing; gives its folder. Rejects with the installer's last words. */
function install() {
	return new Promise((resolve, reject) => {
		const stdio = ['ignore', 'pipe', 'pipe'];
		const child = spawn(process.execPath, installer, { cwd: root, stdio });
		let folder = '';
		let words = '';
		child.stdout.on('data', (chunk) => {
			folder += chunk;
		});
		child.stderr.on('data', (chunk) => {
			words += chunk;
			process.stderr.write(chunk);
		});
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) resolve(folder.trim());
			else reject(new Error(words.trim().split('\n').at(-1)));
		});
	});
}

/** Runs the tests in one n8n; gives why it failed, or undefined where all passed. */
async function runVersion(version) {
	console.log(`\n══ n8n ${version} ══`);
	process.env.WAHA_GROUPS_N8N_VERSION = version;
	try {
		// The engine tests run with n8n-core and n8n-workflow of this n8n.
		process.env.WAHA_GROUPS_N8N_MODULES = path.join(await install(), 'node_modules');
	} catch (error) {
		return error.message;
	}
	const code = await runTests([['engine'], ['e2e'], ['alone']], []);
	if (code === STOPPED) return 'stopped';
	return code === 0 ? undefined : 'tests failed (see above)';
}

/** Runs engine and end-to-end tests in other versions of n8n, those named or all; gives the exit code. */
export async function runMatrix(named) {
	const versions = named.length === 0 ? otherVersions : named;
	const lines = [];
	let passed = 0;
	for (const version of versions) {
		const reason = await runVersion(version);
		if (reason === undefined) passed += 1;
		if (reason === 'stopped') return STOPPED;
		lines.push(
			`${reason === undefined ? 'ok    ' : 'FAILED'} n8n ${version}${reason ? `: ${reason}` : ''}`,
		);
	}
	console.log(`\n${lines.join('\n')}`);
	console.log(`${passed} of ${versions.length} versions of n8n passed`);
	return passed === versions.length ? 0 : 1;
}
