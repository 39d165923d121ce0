import { spawn } from 'node:child_process';

/** The repository's root, wherever the command is called from. */
export const root = new URL('../../', import.meta.url).pathname.replace(/^\/([A-Z]:)/, '$1');

/** Runs a program in this terminal and gives its exit code. */
export async function runInherit(file, args, env = process.env) {
	return await ended(spawn(file, args, { cwd: root, stdio: 'inherit', env }));
}

/** Runs a program beside others; gives its exit code and all that it has printed. */
export async function runCollecting(file, args) {
	const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	const chunks = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk) => chunks.push(chunk));
	}
	const code = await ended(child);
	return { code, output: Buffer.concat(chunks).toString() };
}

function ended(child) {
	return new Promise((resolve, reject) => {
		// The terminal sends Ctrl+C to the child too; it tidies up, and this one waits for it.
		const ignore = () => {};
		const pass = () => child.kill('SIGTERM');
		process.on('SIGINT', ignore);
		process.on('SIGTERM', pass);
		child.once('error', reject);
		child.once('close', (code, signal) => {
			process.off('SIGINT', ignore);
			process.off('SIGTERM', pass);
			resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
		});
	});
}

/** Runs npm, collecting what it says; `npm_execpath` is the npm that started this program. */
export function runNpm(args) {
	const script = process.env.npm_execpath;
	const [file, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
	return new Promise((resolve, reject) => {
		const child = spawn(file, [...before, ...args], {
			cwd: root,
			stdio: ['ignore', 'inherit', 'pipe'],
			shell: file === 'npm' && process.platform === 'win32',
		});
		let stderr = '';
		child.stderr.on('data', (chunk) => {
			stderr += chunk;
		});
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, stderr }));
	});
}
