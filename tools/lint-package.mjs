// Runs n8n's own scanner for community packages on the sources and on what npm would pack, as n8n does with a
// published version. Only its look-ups at the registry (provenance, download) are left out: nothing is published yet.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ESLint } from 'eslint';
import { root } from './run/spawn.mjs';

/** What npm would publish, as real files in a folder. */
async function unpackedPackage(folder) {
	const npm = ['pack', '--dry-run', '--json', '--ignore-scripts'];
	const shell = process.platform === 'win32';
	const output = execFileSync('npm', npm, { cwd: root, encoding: 'utf8', shell, stdio: 'pipe' });
	const [{ files }] = JSON.parse(output);
	for (const file of files) {
		const to = path.join(folder, file.path);
		await fs.mkdir(path.dirname(to), { recursive: true });
		await fs.copyFile(path.join(root, file.path), to);
	}
	return folder;
}

/** Lints with the scanner's configuration; unlike the scanner itself it also tells warnings. */
async function scan(cwd, patterns, config) {
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: config,
	});
	const results = await eslint.lintFiles(patterns);
	const formatter = await eslint.loadFormatter('stylish');
	process.stdout.write(await formatter.format(results));
	const problems = results.reduce((sum, one) => sum + one.errorCount + one.warningCount, 0);
	return { files: results.length, problems };
}

const temporary = await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-waha-groups-scan-'));
// The scanner makes a folder of its own as soon as it is loaded, and leaves it.
process.env.TMPDIR = temporary;
process.env.TEMP = temporary;
try {
	const scanner = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const config = await scanner.buildScanConfig();
	const packed = await unpackedPackage(path.join(temporary, 'package'));
	const scans = [
		await scan(root, scanner.SOURCE_FILE_PATTERNS, config),
		await scan(packed, ['**/*.js', 'package.json'], config),
	];
	const [files, problems] = ['files', 'problems'].map((key) =>
		scans.reduce((sum, one) => sum + one[key], 0),
	);
	console.log(`n8n's package scanner: ${files} files, ${problems} problems`);
	process.exitCode = problems === 0 ? 0 : 1;
} finally {
	await fs.rm(temporary, { recursive: true, force: true });
}
