import path from 'node:path';
import { type Report, installOnce, npmStep, writeManifest } from './cached';
import { checkTools } from './install-problems';
import { npmEnvironment } from './npm';
import { installFolder } from './paths';
import { type NodeSource, n8nVersion, nodeSource } from './versions';

/** An n8n that is ready to be started. */
export interface N8nInstall {
	/** The folder with its node_modules. */
	folder: string;
	/** The Node binary that runs it. */
	node: string;
	/** n8n's start script. */
	script: string;
	version: string;
}

/**
 * Gives the pinned n8n from the user's cache folder, installing it there first if need be (some
 * minutes and 3 GB, once per user). Two programs may ask at once: the second waits for the first.
 */
export async function ensureN8n(report: Report = console.log): Promise<N8nInstall> {
	const node = nodeSource();
	const folder = await installOnce({
		what: `n8n ${n8nVersion}`,
		needs: `with Node ${node.version}: 4 to 7 minutes and 3 GB`,
		folder: installFolder(node),
		report,
		check: checkTools,
		fill: async (partial) => await fill(partial, node, report),
	});
	return {
		folder,
		node: path.resolve(folder, node.binary),
		script: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		version: n8nVersion,
	};
}

async function fill(partial: string, node: NodeSource, report: Report): Promise<void> {
	const what = `n8n ${n8nVersion}`;
	writeManifest(partial, {
		name: 'n8n-for-waha-groups',
		dependencies: {
			n8n: n8nVersion,
			...(node.kind === 'package' ? { [node.name]: node.version } : {}),
		},
		// n8n names xlsx by a URL outside npm's registry, which not every network lets through.
		overrides: { xlsx: '0.18.5' },
	});
	await npmStep(what, partial, ['install', '--ignore-scripts', '--no-package-lock']);
	report('Preparing SQLite …');
	const rebuild = ['rebuild', 'sqlite3', 'isolated-vm'];
	await npmStep(what, partial, rebuild, buildEnvironment(partial, node));
}

function buildEnvironment(folder: string, node: NodeSource): NodeJS.ProcessEnv {
	if (node.kind === 'own') return npmEnvironment();
	const bin = path.dirname(path.join(folder, node.binary));
	return npmEnvironment({
		PATH: [bin, process.env['PATH']].join(path.delimiter),
		npm_config_nodedir: path.join(folder, node.headers),
	});
}
