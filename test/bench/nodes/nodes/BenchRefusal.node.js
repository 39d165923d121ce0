'use strict';

const { BenchTrigger } = require('./BenchTrigger.node.js');

/** The floor of refusals: answers 401 to whatever comes and starts nothing. */
class BenchRefusal extends BenchTrigger {
	constructor() {
		super();
		Object.assign(this.description, {
			displayName: 'Bench Refusal',
			name: 'benchRefusal',
			description: 'Refuses every request',
			defaults: { name: 'Bench Refusal' },
		});
	}

	async webhook() {
		this.getResponseObject().status(401).json({ taken: false });
		return { noWebhookResponse: true };
	}
}

module.exports = { BenchRefusal };
