import type { ChildProcess } from 'node:child_process';

const alive = new Set<ChildProcess>();
let listening = false;

/** Sends a signal to a child and whatever it started (children are leaders of their own group). */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// The group is gone already, which is all that was wanted.
	}
}

/** Makes sure that a child does not outlive this program, however this program ends. */
export function trackChild<T extends ChildProcess>(child: T): T {
	if (!listening) {
		listening = true;
		process.on('exit', killAll);
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) listenFor(signal);
	}
	alive.add(child);
	// 'exit' of the leader is not enough reason to forget the group: 'close' comes when all let go.
	child.once('close', () => alive.delete(child));
	child.once('error', () => alive.delete(child));
	return child;
}

function killAll(): void {
	for (const child of alive) signalGroup(child, 'SIGKILL');
}

// Node leaves out 'exit' when a signal ends it, so children would stay. A program that handles the
// signal itself is left to do so.
function listenFor(signal: NodeJS.Signals): void {
	const end = (): void => {
		if (process.listenerCount(signal) > 1) return;
		killAll();
		process.removeListener(signal, end);
		process.kill(process.pid, signal);
	};
	process.on(signal, end);
}
