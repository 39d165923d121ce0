import { execFileSync } from 'node:child_process';
import { root } from './spawn.mjs';

/** Where this is set, servers that are missing are a failure. */
const queueVariable = 'WAHA_GROUPS_QUEUE';

/** What n8n's queue mode lacks on this machine; '' where it lacks nothing. */
function missingForQueue() {
	const check = ['--import', 'tsx', 'harness/queue/check.ts'];
	return execFileSync(process.execPath, check, { cwd: root, encoding: 'utf8' }).trim();
}

/** Why a suite is left out where all of them are run; undefined where it is not. */
export function leftOut(step) {
	if (step !== 'queue' || process.env[queueVariable] === 'required') return undefined;
	const missing = missingForQueue();
	return missing === '' ? undefined : `left out: this is missing: ${missing}`;
}
