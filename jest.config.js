'use strict';

/** What the suites share: TypeScript is only transpiled here; `npm run typecheck` checks it. */
const project = (name, more = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
	modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/package.json'],
	...more,
});

// `npm run test:matrix` names the libraries of another n8n.
const otherN8n = process.env.WAHA_GROUPS_N8N_MODULES;

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		project('unit', { setupFilesAfterEnv: ['<rootDir>/tools/jest/timeout.js'] }),
		// What starts a server of its own: the sandbox, and what starts an n8n.
		project('servers', { setupFilesAfterEnv: ['<rootDir>/tools/jest/timeout.js'] }),
		project('engine', {
			setupFiles: ['<rootDir>/tools/jest/engine-environment.js'],
			setupFilesAfterEnv: ['<rootDir>/tools/jest/timeout.js'],
			moduleNameMapper: otherN8n ? { '^(n8n-core|n8n-workflow)$': `${otherN8n}/$1` } : {},
		}),
		project('page', {
			setupFilesAfterEnv: ['<rootDir>/tools/jest/page-timeout.js'],
		}),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/setup.ts',
			globalTeardown: '<rootDir>/test/e2e/teardown.ts',
			// The browser tests know the editor of the pinned n8n; another one may look different.
			testPathIgnorePatterns: process.env.WAHA_GROUPS_N8N_VERSION ? ['/test/e2e/browser/'] : [],
			setupFilesAfterEnv: ['<rootDir>/tools/jest/e2e-timeout.js'],
			// Says nothing about globals that jest's own expect still touches between files.
			testEnvironmentOptions: { globalsCleanup: 'on' },
		}),
		// Each file starts an n8n that it has to itself: to end it, or to see all that it writes.
		project('alone', {
			globalSetup: '<rootDir>/test/support/ensureN8n.ts',
			setupFilesAfterEnv: ['<rootDir>/tools/jest/e2e-timeout.js'],
			testEnvironmentOptions: { globalsCleanup: 'on' },
		}),
		project('queue', {
			globalSetup: '<rootDir>/test/support/ensureN8n.ts',
			setupFilesAfterEnv: ['<rootDir>/tools/jest/queue-timeout.js'],
		}),
	],
};
