'use strict';

// Runs a server that ends with whoever started it. In: a user's number, or '' for the own one, the program, its arguments.
const { spawn } = require('node:child_process');
require('../n8n/guard.cjs');

const [uid, program, ...args] = process.argv.slice(2);
const child = spawn(program, args, {
	stdio: 'inherit',
	...(uid !== '' && { uid: Number(uid), gid: Number(uid) }),
});
// A polite end is passed on, and waited for.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
child.once('error', ({ message }) => {
	console.error(message);
	process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
