import fs from 'node:fs';
import path from 'node:path';
import { root, runNpm } from './spawn.mjs';

const oldestNode = [20, 19];
// Short waits between retries: without a network the answer should not take minutes.
const soon = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000'];
const inRoot = (...parts) => path.join(root, ...parts);

/** Makes a clone ready to run: Node new enough, libraries as the lock file says, build up to date. */
export async function bootstrap() {
	checkNode(process.versions.node);
	if (!librariesMatchLock()) {
		console.log('Installing the development libraries (about a minute) …');
		await npm(
			['ci', '--no-audit', '--no-fund', '--loglevel=error', ...soon],
			'The development libraries could not be installed',
		);
	}
	if (!buildIsFresh()) {
		console.log('Building …');
		await npm(['run', '--silent', 'build'], 'The build failed');
	}
}

function checkNode(version) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
	throw new Error(`Node ${oldestNode.join('.')} or newer is needed; this is Node ${version}.`);
}

async function npm(args, failed) {
	const { code, stderr } = await runNpm(args).catch((error) => {
		throw new Error(`${failed}: npm could not be started (${error.message}).`);
	});
	if (code === 0) return;
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(stderr)) {
		throw new Error(`${failed}: npm's registry cannot be reached; is there a network connection?`);
	}
	throw new Error(`${stderr.trim()}\n${failed} (see above).`.trim());
}

/** npm writes node_modules/.package-lock.json when an install is complete: compared with the lock. */
export function librariesMatchLock() {
	const wanted = readPackages(inRoot('package-lock.json'));
	const installed = readPackages(inRoot('node_modules', '.package-lock.json'));
	if (wanted === undefined || installed === undefined) return false;
	return Object.entries(wanted).every(([name, entry]) => {
		if (name === '') return true;
		const found = installed[name];
		// Optional packages are for one platform each; the others are rightly missing.
		if (found === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
		return found.version === entry.version;
	});
}

function readPackages(file) {
	try {
		return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/** The build's last step writes build/built; any source newer than that means building again. */
export function buildIsFresh() {
	const built = modified(inRoot('build', 'built'));
	if (built === undefined || !fs.existsSync(inRoot('dist', 'nodes'))) return false;
	const sources = ['nodes', 'credentials', 'icons', 'tsconfig.json', 'gulpfile.js', 'package.json'];
	return newest(sources.map((name) => inRoot(name))) <= built;
}

// Folders count too: deleting or renaming a file changes only its folder.
function newest(files) {
	return Math.max(
		0,
		...files.map((file) => {
			const own = modified(file);
			if (own === undefined) return 0;
			if (!fs.statSync(file).isDirectory()) return own;
			return Math.max(own, newest(fs.readdirSync(file).map((name) => path.join(file, name))));
		}),
	);
}

function modified(file) {
	return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
