// Brings the generated pages up to date: the tests that compare them write them instead.
import { runInherit } from './run/spawn.mjs';

process.env.UPDATE_DOCS = 'true';
const jest = 'node_modules/jest/bin/jest.js';
const args = [
	'--selectProjects',
	'engine',
	'servers',
	'--testPathPatterns',
	'engine/docs|sandbox-witness',
];
process.exitCode = await runInherit(process.execPath, [jest, ...args]);
