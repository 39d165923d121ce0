import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const shared = {
	plugins: { 'n8n-nodes-base': n8nNodesBase },
	languageOptions: { parser: tseslint.parser },
};

/** For build/lint/: all of n8n's rules for nodes and credentials, as tools/lint-descriptions.ts runs them. */
export default [
	{
		...shared,
		files: ['**/nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Off in n8n's own configuration for community nodes: they know the older shapes of
			// inputs and outputs only, and a limit need not have an upper bound.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
			// The trigger's events are listed in the order in which they are wanted: n8n shows them so
			// where a node is chosen, and joins are what most come for.
			'n8n-nodes-base/node-param-multi-options-type-unsorted-items': 'off',
		},
	},
	{
		...shared,
		files: ['**/credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Off in n8n's own configuration too: the first is for nodes inside n8n's repository, the
			// second takes every field with "key" or "auth" in its name for a secret.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
];
