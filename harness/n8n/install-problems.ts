import { execFileSync } from 'node:child_process';
import axios from 'axios';
import { UserError } from './errors';

const prebuilt = 'https://github.com/TryGhost/node-sqlite3/releases';

function runs(command: string, args: string[]): boolean {
	try {
		execFileSync(command, args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** The tools for compiling that are missing, in words. */
export function missingTools(has: (command: string, args: string[]) => boolean = runs): string[] {
	const missing: string[] = [];
	const version = ['--version'];
	if (!has('python3', version) && !has('python', version)) missing.push('Python 3');
	if (process.platform === 'win32') return missing;
	if (!['c++', 'g++', 'clang++'].some((name) => has(name, version))) missing.push('a C++ compiler');
	if (!has('make', version)) missing.push('make');
	return missing;
}

/** Says at once, not after minutes of downloading, that n8n's SQLite can be neither fetched nor built. */
export async function checkTools(): Promise<void> {
	const missing = missingTools();
	if (missing.length === 0) return;
	const reachable = await axios.head(prebuilt, { timeout: 5000 }).then(
		() => true,
		() => false,
	);
	if (!reachable) throw new UserError(sentenceForTools(missing));
}

function sentenceForTools(missing: string[]): string {
	return `n8n's SQLite must be compiled here, for which this is missing: ${missing.join(', ')} (on Debian and Ubuntu: apt install python3 make g++).`;
}

/** What npm's output means for the person at the terminal, in one sentence. */
export function explainInstall(what: string, output: string, logFile: string): UserError {
	const failed = `${what} could not be installed`;
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
		return new UserError(
			`${failed}: npm's registry cannot be reached; is there a network connection?`,
		);
	}
	if (/ENOSPC/.test(output)) {
		return new UserError(`${failed}: the disk is full.`);
	}
	if (/EACCES|EPERM|EROFS/.test(output)) {
		return new UserError(`${failed}: the cache folder cannot be written (see ${logFile}).`);
	}
	const missing = missingTools();
	if (/gyp ERR|node-gyp/.test(output) && missing.length > 0) {
		return new UserError(sentenceForTools(missing));
	}
	return new UserError(`${failed}; npm's words are in ${logFile}.`);
}
