'use strict';

const atOnce = 5;

/**
 * The floor of live triggers: starts the workflow with whatever its WebSocket brings, five executions at once as ours,
 * because more take n8n gigabytes.
 */
class BenchLiveTrigger {
	constructor() {
		this.description = {
			displayName: 'Bench Live Trigger',
			name: 'benchLiveTrigger',
			group: ['trigger'],
			version: 1,
			description: 'Starts the workflow with every message',
			defaults: { name: 'Bench Live Trigger' },
			inputs: [],
			outputs: ['main'],
			// Without this, n8n does not look at the credential of a node, and costs nothing for it.
			credentials: [{ name: 'wahaApi', required: false }],
			properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
		};
	}

	async trigger() {
		const socket = new WebSocket(this.getNodeParameter('url'));
		const waiting = [];
		let running = 0;
		const start = async (text) => {
			const done = this.helpers.createDeferredPromise();
			this.emit([[{ json: JSON.parse(text) }]], undefined, done);
			await done.promise;
			running -= 1;
			next();
		};
		const next = () => {
			while (running < atOnce && waiting.length > 0) {
				running += 1;
				void start(waiting.shift());
			}
		};
		socket.addEventListener('message', ({ data }) => {
			waiting.push(data);
			next();
		});
		await new Promise((resolve, reject) => {
			socket.addEventListener('open', resolve);
			socket.addEventListener('error', reject);
		});
		return { closeFunction: async () => socket.close() };
	}
}

module.exports = { BenchLiveTrigger };
