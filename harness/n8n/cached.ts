import fs from 'node:fs';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { UserError, messageOf } from './errors';
import { explainInstall } from './install-problems';
import { npm } from './npm';
import { cacheVariable } from './paths';

/** Receives one line about what is going on. */
export type Report = (line: string) => void;

/** Something to be installed once per user, in a folder of its own in the cache. */
export interface Installation {
	/** Its name and version, for people. */
	what: string;
	/** Time and space that it takes, for people. */
	needs: string;
	/** Where it belongs; another version belongs elsewhere. */
	folder: string;
	report: Report;
	/** Says before anything is fetched that it cannot work here, by throwing UserError. */
	check?: () => Promise<void>;
	/** Fills a new folder; whatever it throws leaves nothing behind. */
	fill: (partial: string) => Promise<void>;
}

const marker = 'installed.json';

/**
 * Gives the folder of an installation, filling it first if need be. It appears whole or not at all,
 * and two programs may ask at once: the second waits for the first.
 */
export async function installOnce(installation: Installation): Promise<string> {
	const { folder, report } = installation;
	if (isInstalled(folder)) return folder;
	makeCache(folder);
	const release = await lock(installation);
	try {
		if (!isInstalled(folder)) await install(installation, report);
		return folder;
	} finally {
		await release();
	}
}

function isInstalled(folder: string): boolean {
	return fs.existsSync(path.join(folder, marker));
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
async function lock({ folder, what, report }: Installation): Promise<() => Promise<void>> {
	const options = { realpath: false, lockfilePath: `${folder}.lock`, stale: 30_000 };
	try {
		return await lockfile.lock(folder, options);
	} catch {
		report(`Another program is installing ${what}; waiting for it …`);
		const retries = { retries: 900, factor: 1, minTimeout: 2000, maxTimeout: 2000 };
		return await lockfile.lock(folder, { ...options, retries });
	}
}

async function install(installation: Installation, report: Report): Promise<void> {
	const { what, needs, folder } = installation;
	await installation.check?.();
	removeLeftovers(folder);
	report(`Installing ${what} into ${folder}`);
	report(`(once only, ${needs})`);
	const partial = `${folder}.${process.pid}.partial`;
	const started = Date.now();
	const timer = setInterval(() => report(`… ${secondsSince(started)} s`), 20_000);
	try {
		fs.mkdirSync(partial, { recursive: true });
		await installation.fill(partial);
		fs.writeFileSync(path.join(partial, marker), JSON.stringify({ what }));
		fs.renameSync(partial, folder);
	} catch (error) {
		fs.rmSync(partial, { recursive: true, force: true });
		throw error;
	} finally {
		clearInterval(timer);
	}
	report(`${what} is installed (${secondsSince(started)} s)`);
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

/** Writes the package.json that makes a folder a place for npm to install into. */
export function writeManifest(folder: string, manifest: Record<string, unknown>): void {
	const text = JSON.stringify({ private: true, ...manifest }, null, 2);
	fs.writeFileSync(path.join(folder, 'package.json'), text);
}

/** Runs one npm command of an installation; throws UserError in words for the person at the terminal. */
export async function npmStep(
	what: string,
	folder: string,
	args: string[],
	env?: NodeJS.ProcessEnv,
): Promise<void> {
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];
	// Retries as ever, but with short waits: without a network the answer should not take minutes.
	const soon = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000'];
	const { code, output } = await npm(folder, [...args, ...quiet, ...soon], env);
	if (code === 0) return;
	const logFile = path.join(path.dirname(folder), 'install.log');
	fs.writeFileSync(logFile, output);
	throw explainInstall(what, output, logFile);
}

function secondsSince(time: number): number {
	return Math.round((Date.now() - time) / 1000);
}
