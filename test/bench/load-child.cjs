'use strict';

// Run by n8n's own Node with --expose-gc: what n8n pays at its start for the node files of a package.
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, n8nFolder] = process.argv.slice(2);
// The very n8n-core and n8n-workflow that the nodes get, and not copies that lie near this file.
const requireOfN8n = createRequire(path.join(n8nFolder, 'package.json'));
const { n8n } = require(path.join(folder, 'package.json'));
const files = n8n.nodes.map((file) => path.join(folder, file));

requireOfN8n('n8n-core');
requireOfN8n('n8n-workflow');

/** Several times: V8 frees what n8n-core no longer needs (230 kB of it) only when it has seen it unused for some collections. */
function collect() {
	for (let time = 0; time < 10; time++) global.gc();
}

collect();
const heapBefore = process.memoryUsage().heapUsed;
const start = process.hrtime.bigint();
// n8n makes one object of each class while it loads a package, to read its description.
const nodes = files.map((file) => {
	const [NodeClass] = Object.values(require(file));
	return new NodeClass();
});
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
collect();
const heapBytes = process.memoryUsage().heapUsed - heapBefore;

const jsonBytes = nodes.map(({ description }) => JSON.stringify(description).length);
process.stdout.write(JSON.stringify({ milliseconds, heapBytes, jsonBytes }));
// n8n-core may keep timers; nothing is to be waited for.
process.exit(0);
