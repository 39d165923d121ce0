'use strict';

/** What the three suites share: TypeScript is only transpiled here; `npm run typecheck` checks it. */
const project = (name, more = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
	modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/package.json'],
	...more,
});

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		project('unit'),
		project('engine', {
			setupFiles: ['<rootDir>/tools/jest/engine-environment.js'],
			testTimeout: 30_000,
		}),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/setup.ts',
			globalTeardown: '<rootDir>/test/e2e/teardown.ts',
			testTimeout: 120_000,
		}),
	],
};
