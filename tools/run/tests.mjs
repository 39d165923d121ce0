import fs from 'node:fs';
import path from 'node:path';
import { leftOut } from './queue.mjs';
import { root, runCollecting, runInherit } from './spawn.mjs';

const jest = ['node_modules/jest/bin/jest.js'];
const npmScript = (name) => [process.env.npm_execpath ?? 'npm', 'run', '--silent', name];

/** What a test that failed has left running must not keep the run from ending; n8n ends with whoever started it. */
const end = '--forceExit';

/** The jest projects, with what each needs on the command line. */
export const suites = {
	unit: [],
	servers: [],
	// These wait most of the time: for pauses of the nodes, and for time-outs.
	engine: ['--maxWorkers=4', end],
	page: [],
	// One n8n serves all end-to-end files, so they take turns.
	e2e: ['--runInBand', end],
	// Each file has an n8n to itself; together they would be too many.
	alone: ['--runInBand', end],
	queue: ['--runInBand', end],
};

/** Node 20 has the global WebSocket of newer ones behind this; they know it, too. */
const withWebSocket = ['--experimental-websocket'];

/**
 * All that `npm test` runs: these rows at the same time, because most tests wait for something, and what stands in a row one after
 * the other. The rows take about as long as each other.
 */
export const everything = [
	['lint', 'typecheck', 'unit', 'servers', 'page', 'engine', 'queue'],
	['e2e'],
	['alone'],
];

const signals = ['SIGINT', 'SIGTERM'];

/** The exit code of a run that somebody ended. */
export const STOPPED = 130;

/** Runs rows of steps side by side, and the steps of a row one after the other; gives the exit code. */
export async function runTests(rows, args) {
	const run = rows.length === 1 ? runHere : runBeside;
	const stopped = new AbortController();
	const stop = () => stopped.abort();
	for (const signal of signals) process.on(signal, stop);
	const ofRows = await Promise.all(
		rows.map(async (steps) => {
			const results = [];
			for (const step of steps) {
				if (stopped.signal.aborted) break;
				results.push(await runStep(step, args, run, rows === everything));
			}
			return results;
		}),
	);
	for (const signal of signals) process.off(signal, stop);
	const results = ofRows.flat();
	console.log(`\n${results.map(({ line }) => line).join('\n')}`);
	const failed = results.flatMap((one) => one.failed);
	const passed = results.reduce((sum, one) => sum + one.passed, 0);
	console.log(`${passed} passed, ${failed.length} failed`);
	// Once more and last, because a long log may be cut in its middle.
	if (failed.length > 0) console.log(failed.map((name) => `FAILED ${name}`).join('\n'));
	if (stopped.signal.aborted) return STOPPED;
	return failed.length === 0 ? 0 : 1;
}

/** Runs a step; gives a line about it, how many tests passed, and the names of those that failed. */
async function runStep(step, args, run, isOneOfAll) {
	const reason = isOneOfAll ? leftOut(step) : undefined;
	if (reason !== undefined) return { line: `-      ${step} ${reason}`, passed: 0, failed: [] };
	const started = Date.now();
	const code = await run(step, step in suites ? suiteCommand(step, args) : scriptCommand(step));
	const { passed, failed } = step in suites ? readReport(step) : { passed: 0, failed: [] };
	// Lint and types are no tests: they never count as passed, but a failure must show in the last lines.
	if (code !== 0 && failed.length === 0) failed.push(`${step} (exit code ${code})`);
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	const line = `${failed.length === 0 ? 'ok    ' : 'FAILED'} ${step} (${seconds} s)`;
	return { line, passed, failed };
}

/** Runs a step in this terminal. */
async function runHere(step, [file, ...args]) {
	console.log(`\n── ${step} ──`);
	return await runInherit(file, args);
}

/** Runs a step beside others: what it prints comes in one piece when it ends. */
async function runBeside(step, [file, ...args]) {
	console.log(`── ${step} begins ──`);
	const { code, output } = await runCollecting(file, args);
	console.log(`\n── ${step} ──\n${output.trimEnd()}\n`);
	return code;
}

function scriptCommand(name) {
	const [npm, ...rest] = npmScript(name);
	return npm.endsWith('.js') ? [process.execPath, npm, ...rest] : [npm, ...rest];
}

const reportOf = (suite) => path.join(root, 'build', `jest-${suite}.json`);

function suiteCommand(suite, args) {
	const report = reportOf(suite);
	fs.rmSync(report, { force: true });
	fs.mkdirSync(path.dirname(report), { recursive: true });
	const output = ['--json', `--outputFile=${report}`];
	const call = [...jest, '--selectProjects', suite, ...suites[suite], ...output, ...args];
	return [process.execPath, ...withWebSocket, ...call];
}

/** What jest has written of a suite: how many tests passed, and the names of those that failed. */
function readReport(suite) {
	let report;
	try {
		report = JSON.parse(fs.readFileSync(reportOf(suite), 'utf8'));
	} catch {
		return { passed: 0, failed: [] };
	}
	const failed = report.testResults.flatMap(({ name, status, assertionResults }) => {
		const file = `${suite} › ${path.relative(root, name)}`;
		const tests = assertionResults.filter((test) => test.status === 'failed');
		// A file that could not even start has no failed tests of its own: it counts as one.
		if (tests.length === 0) return status === 'failed' ? [file] : [];
		return tests.map(({ ancestorTitles, title }) => [file, ...ancestorTitles, title].join(' › '));
	});
	return { passed: report.numPassedTests, failed };
}
