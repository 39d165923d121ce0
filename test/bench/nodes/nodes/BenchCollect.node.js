'use strict';

const v8 = require('node:v8');
const vm = require('node:vm');

/** Collects the garbage of n8n's process, so that what stays can be measured. */
class BenchCollect {
	constructor() {
		this.description = {
			displayName: 'Bench Collect',
			name: 'benchCollect',
			group: ['transform'],
			version: 1,
			description: 'Collects garbage',
			defaults: { name: 'Bench Collect' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		};
	}

	async execute() {
		v8.setFlagsFromString('--expose-gc');
		const collect = vm.runInNewContext('gc');
		collect();
		collect();
		return [[{ json: { heapUsed: process.memoryUsage().heapUsed } }]];
	}
}

module.exports = { BenchCollect };
