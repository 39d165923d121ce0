import fs from 'node:fs';
import path from 'node:path';
import { UserError, packPackage } from '../../harness/n8n';
import { npm } from '../../harness/n8n/npm';
import { temporaryFolder } from '../../harness/n8n/temporary';

/** Where npm puts the package of this project in an n8n folder. */
export function installedPackage(userFolder: string): string {
	return path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-waha-groups');
}

/** Makes an n8n folder with two community packages in it: this project's and the benchmark's own. */
export async function prepareUserFolder(): Promise<string> {
	const tarballs = [await packPackage(), await packPackage(path.join(__dirname, 'nodes'))];
	const userFolder = temporaryFolder();
	const folder = path.join(userFolder, '.n8n', 'nodes');
	fs.mkdirSync(folder, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
	const args = ['--ignore-scripts', '--legacy-peer-deps', '--offline', '--no-audit', '--no-fund'];
	const { code, output } = await npm(folder, ['install', ...tarballs, ...args]);
	if (code !== 0) throw new UserError(`The packages could not be installed: ${output.trim()}`);
	return userFolder;
}
