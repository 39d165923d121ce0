import fs from 'node:fs/promises';
import path from 'node:path';
import { ESLint } from 'eslint';
import { type Described, asSource, loadDescriptions } from './lint/descriptions';

/*
 * n8n's lint rules read source text, and our descriptions are put together by functions, which the
 * rules cannot look into. So each built description is written out as an ordinary node file and
 * that file is linted.
 */

const root = path.resolve(__dirname, '..');
const folder = path.join(root, 'build', 'lint');

const configFile = path.join(__dirname, 'lint', 'eslint.descriptions.mjs');

async function write(described: Described): Promise<string> {
	const file = path.join(folder, described.file);
	await fs.mkdir(path.dirname(file), { recursive: true });
	await fs.writeFile(file, await asSource(described));
	return file;
}

async function main(): Promise<number> {
	await fs.rm(folder, { recursive: true, force: true });
	// Another package may be named, which is how this tool was tried on n8n's own example.
	const described = loadDescriptions(path.resolve(process.argv[2] ?? root));
	const files = await Promise.all(described.map(write));
	const eslint = new ESLint({ cwd: folder, overrideConfigFile: configFile });
	const results = await eslint.lintFiles(files);
	const formatter = await eslint.loadFormatter('stylish');
	process.stdout.write(await formatter.format(results));
	const problems = results.reduce((sum, one) => sum + one.errorCount + one.warningCount, 0);
	console.log(`Descriptions: ${files.length} linted, ${problems} problems`);
	return problems === 0 ? 0 : 1;
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exitCode = 1;
	},
);
