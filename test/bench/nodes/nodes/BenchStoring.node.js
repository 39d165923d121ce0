'use strict';

const { BenchTrigger } = require('./BenchTrigger.node.js');
// n8n reads all fields of a node three times for each start, whatever the node does with them.
const properties = require('n8n-nodes-waha-groups/dist/nodes/WahaGroups/WahaGroupsTrigger.properties.json');

/** As many characters as our trigger stores. */
const stored = 16_000;

/** The floor of triggers that know their events again after a restart: n8n writes to its database with each request. */
class BenchStoring extends BenchTrigger {
	constructor() {
		super();
		Object.assign(this.description, {
			displayName: 'Bench Storing',
			name: 'benchStoring',
			description: 'Starts the workflow with every request and has n8n write',
			defaults: { name: 'Bench Storing' },
			properties,
		});
	}

	async webhook() {
		const data = this.getWorkflowStaticData('node');
		// One turn later, or n8n forgets that something changed.
		setTimeout(() => {
			data.seen = String(Math.random()).padEnd(stored, '.');
		}, 0);
		return await super.webhook();
	}
}

module.exports = { BenchStoring };
