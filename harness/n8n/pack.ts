import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from './errors';
import { npm } from './npm';
import { repositoryRoot } from './paths';

const packed = z.array(z.object({ filename: z.string() })).nonempty();
const packageName = 'n8n-nodes-waha-groups';

/** Packs the built package as it would be published; gives the tarball's path. */
export async function packPackage(root: string = repositoryRoot): Promise<string> {
	const folder = path.join(root, 'build', 'pack');
	fs.mkdirSync(folder, { recursive: true });
	const target = fs.mkdtempSync(path.join(folder, 'new-'));
	try {
		const name = await pack(root, target);
		// In one go: another program may be reading the one before.
		fs.renameSync(path.join(target, name), path.join(folder, name));
		return path.join(folder, name);
	} finally {
		fs.rmSync(target, { recursive: true, force: true });
	}
}

/** Packs it into a folder; gives the file's name. */
async function pack(root: string, target: string): Promise<string> {
	const { code, output } = await npm(root, [
		'pack',
		'--json',
		'--loglevel=silent',
		'--pack-destination',
		target,
	]);
	if (code !== 0) throw new UserError(`The package could not be packed: ${output.trim()}`);
	return packed.parse(JSON.parse(output.slice(output.indexOf('['))))[0].filename;
}

/** Installs a tarball where n8n keeps its community packages. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const folder = path.join(userFolder, '.n8n', 'nodes');
	fs.mkdirSync(folder, { recursive: true });
	// A package of the same version that was installed earlier would else be kept as it is.
	fs.rmSync(path.join(folder, 'node_modules', packageName), { recursive: true, force: true });
	fs.rmSync(path.join(folder, 'package-lock.json'), { force: true });
	fs.writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }, null, 2),
	);
	// n8n brings n8n-workflow; without this, npm would fetch it again as a peer.
	const args = ['install', tarball, '--ignore-scripts', '--legacy-peer-deps', '--offline'];
	const { code, output } = await npm(folder, [...args, '--no-audit', '--no-fund']);
	if (code !== 0) throw new UserError(`The package could not be installed: ${output.trim()}`);
}
