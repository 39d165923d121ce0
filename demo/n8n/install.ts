import fs from 'node:fs';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { UserError, messageOf } from './errors';
import { checkTools, explainInstall } from './install-problems';
import { npm, npmEnvironment } from './npm';
import { cacheVariable, installFolder } from './paths';
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

/** Receives one line about what is going on. */
export type Report = (line: string) => void;

const marker = 'installed.json';

/**
 * Gives the pinned n8n from the user's cache folder, installing it there first if need be (some
 * minutes and 3 GB, once per user). Two programs may ask at once: the second waits for the first.
 */
export async function ensureN8n(report: Report = console.log): Promise<N8nInstall> {
	const node = nodeSource();
	const folder = installFolder(node);
	const ready = installed(folder, node);
	if (ready !== undefined) return ready;
	makeCache(folder);
	const release = await lock(folder, report);
	try {
		return installed(folder, node) ?? (await install(folder, node, report));
	} finally {
		await release();
	}
}

function installed(folder: string, node: NodeSource): N8nInstall | undefined {
	if (!fs.existsSync(path.join(folder, marker))) return undefined;
	return {
		folder,
		node: path.resolve(folder, node.binary),
		script: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		version: n8nVersion,
	};
}

function makeCache(folder: string): void {
	try {
		fs.mkdirSync(path.dirname(folder), { recursive: true });
	} catch (error) {
		throw new UserError(
			`The cache folder ${path.dirname(folder)} cannot be made (${messageOf(error)}); ${cacheVariable} can name another.`,
		);
	}
}

// The lock is renewed every few seconds, so one left by a crash is free again after half a minute.
async function lock(folder: string, report: Report): Promise<() => Promise<void>> {
	const options = { realpath: false, lockfilePath: `${folder}.lock`, stale: 30_000 };
	try {
		return await lockfile.lock(folder, options);
	} catch {
		report('Another program is installing n8n; waiting for it …');
		const retries = { retries: 900, factor: 1, minTimeout: 2000, maxTimeout: 2000 };
		return await lockfile.lock(folder, { ...options, retries });
	}
}

async function install(folder: string, node: NodeSource, report: Report): Promise<N8nInstall> {
	await checkTools();
	removeLeftovers(folder);
	report(`Installing n8n ${n8nVersion} with Node ${node.version} into ${folder}`);
	report('(once only: 4 to 7 minutes and 3 GB)');
	const partial = `${folder}.${process.pid}.partial`;
	const started = Date.now();
	writeManifest(partial, node);
	const timer = setInterval(() => report(`… ${secondsSince(started)} s`), 20_000);
	try {
		await step(partial, ['install', '--ignore-scripts', '--no-package-lock']);
		report(`Preparing SQLite (${secondsSince(started)} s so far) …`);
		await step(partial, ['rebuild', 'sqlite3', 'isolated-vm'], buildEnvironment(partial, node));
	} finally {
		clearInterval(timer);
	}
	fs.writeFileSync(path.join(partial, marker), JSON.stringify({ n8nVersion, node: node.version }));
	// The rename makes it appear whole or not at all.
	fs.renameSync(partial, folder);
	report(`n8n ${n8nVersion} is installed (${secondsSince(started)} s)`);
	const ready = installed(folder, node);
	if (ready === undefined) throw new UserError(`${folder} vanished while it was being installed.`);
	return ready;
}

function removeLeftovers(folder: string): void {
	const parent = path.dirname(folder);
	const stale = (name: string): boolean =>
		name === path.basename(folder) ||
		(name.startsWith(`${path.basename(folder)}.`) && name.endsWith('.partial'));
	for (const name of fs.readdirSync(parent).filter(stale)) {
		fs.rmSync(path.join(parent, name), { recursive: true, force: true });
	}
}

function writeManifest(folder: string, node: NodeSource): void {
	fs.mkdirSync(folder, { recursive: true });
	const manifest = {
		name: 'n8n-for-waha-groups',
		private: true,
		dependencies: {
			n8n: n8nVersion,
			...(node.kind === 'package' ? { [node.name]: node.version } : {}),
		},
		// n8n names xlsx by a URL outside npm's registry, which not every network lets through.
		overrides: { xlsx: '0.18.5' },
	};
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
}

function buildEnvironment(folder: string, node: NodeSource): NodeJS.ProcessEnv {
	if (node.kind === 'own') return npmEnvironment();
	const bin = path.dirname(path.join(folder, node.binary));
	return npmEnvironment({
		PATH: [bin, process.env['PATH']].join(path.delimiter),
		npm_config_nodedir: path.join(folder, node.headers),
	});
}

async function step(folder: string, args: string[], env?: NodeJS.ProcessEnv): Promise<void> {
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];
	// Retries as ever, but with short waits: without a network the answer should not take minutes.
	const soon = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000'];
	const { code, output } = await npm(folder, [...args, ...quiet, ...soon], env);
	if (code === 0) return;
	const logFile = path.join(path.dirname(folder), 'install.log');
	fs.writeFileSync(logFile, output);
	fs.rmSync(folder, { recursive: true, force: true });
	throw explainInstall(output, logFile);
}

function secondsSince(time: number): number {
	return Math.round((Date.now() - time) / 1000);
}
