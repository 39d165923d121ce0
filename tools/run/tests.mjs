import fs from 'node:fs';
import path from 'node:path';
import { leftOut } from './queue.mjs';
import { root, runInherit } from './spawn.mjs';

const jest = ['node_modules/jest/bin/jest.js'];
const npmScript = (name) => [process.env.npm_execpath ?? 'npm', 'run', '--silent', name];

/** What a test that failed has left running must not keep the run from ending; n8n ends with whoever started it. */
const end = '--forceExit';

/** The jest projects, with what each needs on the command line. */
export const suites = {
	unit: [],
	servers: [],
	engine: [end],
	page: [],
	// One n8n serves all end-to-end files, so they take turns.
	e2e: ['--runInBand', end],
	queue: ['--runInBand', end],
};

/** Node 20 has the global WebSocket of newer ones behind this; they know it, too. */
const withWebSocket = ['--experimental-websocket'];

/** All that `npm test` runs. */
export const everything = ['lint', 'typecheck', ...Object.keys(suites)];

/** Runs these steps one after the other; gives the exit code. */
export async function runTests(steps, args) {
	const tally = { passed: 0, failed: 0 };
	const lines = [];
	let failed = false;
	for (const step of steps) {
		const started = Date.now();
		console.log(`\n── ${step} ──`);
		const reason = steps === everything ? leftOut(step) : undefined;
		if (reason !== undefined) {
			lines.push(`-      ${step} ${reason}`);
			continue;
		}
		const ok = step in suites ? await runSuite(step, args, tally) : await runScript(step, tally);
		failed ||= !ok;
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		lines.push(`${ok ? 'ok    ' : 'FAILED'} ${step} (${seconds} s)`);
	}
	console.log(`\n${lines.join('\n')}`);
	console.log(`${tally.passed} passed, ${tally.failed} failed`);
	return failed ? 1 : 0;
}

// Lint and types are no tests: they never count as passed, but a failure must show in the last line.
async function runScript(name, tally) {
	const [npm, ...rest] = npmScript(name);
	const [file, before] = npm.endsWith('.js') ? [process.execPath, [npm]] : [npm, []];
	const ok = (await runInherit(file, [...before, ...rest])) === 0;
	if (!ok) tally.failed += 1;
	return ok;
}

async function runSuite(name, args, tally) {
	const report = path.join(root, 'build', `jest-${name}.json`);
	fs.rmSync(report, { force: true });
	fs.mkdirSync(path.dirname(report), { recursive: true });
	const output = ['--json', `--outputFile=${report}`];
	const call = [...jest, '--selectProjects', name, ...suites[name], ...output, ...args];
	const code = await runInherit(process.execPath, [...withWebSocket, ...call]);
	try {
		const result = JSON.parse(fs.readFileSync(report, 'utf8'));
		tally.passed += result.numPassedTests;
		// A file that could not even start has no failed tests of its own: it counts as one.
		tally.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
	} catch {
		tally.failed += 1;
	}
	return code === 0;
}
