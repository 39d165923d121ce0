// What `npm test`, `npm run demo` and `npm run sandbox` call: makes a fresh clone ready, then goes on.
// Plain Node without any dependency, because it runs before there are any.
import { bootstrap } from './run/bootstrap.mjs';
import { runInherit } from './run/spawn.mjs';
import { runMatrix } from './run/matrix.mjs';
import { everything, runTests, suites } from './run/tests.mjs';

// Without tsx's own command in between, which would pass Ctrl+C on a second time.
const tsx = ['--import', 'tsx'];
const programs = {
	sandbox: 'sandbox/cli.ts',
	demo: 'demo/main.ts',
	conformity: 'sandbox/conformity/cli.ts',
	bench: 'test/bench/main.ts',
	screenshots: 'tools/pictures/main.ts',
};

const [command = '', ...args] = process.argv.slice(2);

async function main() {
	const known = ['test', 'matrix', ...Object.keys(suites), ...Object.keys(programs)];
	if (!known.includes(command)) {
		console.error(`Usage: node tools/run.mjs ${known.join(' | ')} [arguments]`);
		return 2;
	}
	await bootstrap();
	const program = programs[command];
	if (program !== undefined) return await runInherit(process.execPath, [...tsx, program, ...args]);
	if (command === 'matrix') return await runMatrix(args);
	return await runTests(command === 'test' ? everything : [[command]], args);
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
}
