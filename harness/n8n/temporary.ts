import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const prefix = 'waha-groups-n8n-';

/** Makes a temporary folder for an n8n, and removes those of programs that were killed. */
export function temporaryFolder(): string {
	for (const name of fs.readdirSync(os.tmpdir())) {
		const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
		if (owner === undefined || isAlive(Number(owner))) continue;
		fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
	}
	return fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's process may not be asked, but it is there.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
