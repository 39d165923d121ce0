'use strict';

/** The floor of triggers: takes whatever comes and starts the workflow with it. */
class BenchTrigger {
	constructor() {
		this.description = {
			displayName: 'Bench Trigger',
			name: 'benchTrigger',
			group: ['trigger'],
			version: 1,
			description: 'Starts the workflow with every request',
			defaults: { name: 'Bench Trigger' },
			inputs: [],
			outputs: ['main'],
			// Without this, n8n does not look at the credential of a node, and costs nothing for it.
			credentials: [{ name: 'wahaApi', required: false }],
			webhooks: [
				{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
			],
			properties: [],
		};
		this.webhookMethods = {
			default: {
				checkExists: async () => true,
				create: async () => true,
				delete: async () => true,
			},
		};
	}

	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}

module.exports = { BenchTrigger };
