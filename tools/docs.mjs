// Brings docs/operations.md up to date: the test that compares the page writes it instead.
import { runInherit } from './run/spawn.mjs';

process.env.UPDATE_DOCS = 'true';
const jest = 'node_modules/jest/bin/jest.js';
const args = ['--selectProjects', 'engine', '--testPathPatterns', 'engine/docs'];
process.exitCode = await runInherit(process.execPath, [jest, ...args]);
