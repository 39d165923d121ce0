import { createRequire } from 'node:module';
import { config as n8nCommunityNode } from '@n8n/node-cli/eslint';
import tseslint from 'typescript-eslint';

// The plugin's entry is read for its list of rules only; the configuration itself is n8n's own.
const require = createRequire(import.meta.url);
const { rules: communityRules } = require('@n8n/eslint-plugin-community-nodes');

const outsideThePackage = [
	'sandbox/**/*.ts',
	'demo/**/*.ts',
	'harness/**/*.ts',
	'test/**/*.ts',
	'tools/**/*.ts',
];

const off = (names) => Object.fromEntries(names.map((name) => [name, 'off']));

export default tseslint.config(
	{ ignores: ['dist/**', 'build/**', 'coverage/**', 'node_modules/**'] },

	// Exactly what `n8n-node lint` applies to verified community nodes, n8n Cloud included.
	...n8nCommunityNode,

	{
		files: ['**/*.ts'],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			// A leading underscore says that a parameter is there for the signature's sake.
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},

	{
		files: ['nodes/**/*.node.ts'],
		// The build writes these files; without them it does not end well.
		rules: { 'import-x/no-unresolved': ['error', { ignore: ['\\.properties\\.json$'] }] },
	},

	{
		files: outsideThePackage,
		rules: {
			// These rules are for code that runs inside n8n. Sandbox, demo, tests and tools are
			// programs of their own, never packed: they may use timers, processes and libraries.
			...off(Object.keys(communityRules).map((name) => `@n8n/community-nodes/${name}`)),
			// They are command-line programs: printing is their output.
			'no-console': 'off',
			// The next three cannot see the exports of CommonJS libraries and call them missing;
			// the compiler, which can, checks the same.
			'import-x/named': 'off',
			'import-x/namespace': 'off',
			'import-x/no-named-as-default-member': 'off',
			// `import axios from 'axios'` is how its documentation imports it.
			'import-x/no-named-as-default': 'off',
		},
	},

	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [tseslint.configs.recommended],
		rules: {
			// gulpfile.js, jest.config.js and index.js are CommonJS, as their readers expect.
			'@typescript-eslint/no-require-imports': 'off',
		},
	},
);
