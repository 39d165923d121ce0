import { spawn } from 'node:child_process';
import { trackChild } from './children';
import { UserError } from './errors';

/** How an npm call ended, with everything that it said. */
export interface NpmResult {
	code: number;
	output: string;
}

// What `npm run` hands on must not reach npm in another folder: our ignore-scripts above all.
const inherited =
	/^npm_config_(ignore_scripts|nodedir|local_prefix|global|dry_run|omit.*|allow.*)$/i;

/** The environment for npm in a folder of its own: registry, proxy and cache stay as they are. */
export function npmEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(
		([name]) => !inherited.test(name) && !/^(npm_(package|lifecycle)_.*|INIT_CWD)$/.test(name),
	);
	return { ...Object.fromEntries(kept), ...more };
}

/** Runs npm in a folder. Gives the exit code instead of throwing, so that callers can explain it. */
export async function npm(
	cwd: string,
	args: string[],
	env: NodeJS.ProcessEnv = npmEnvironment(),
): Promise<NpmResult> {
	const script = process.env['npm_execpath'];
	const known = script?.endsWith('npm-cli.js') === true ? script : undefined;
	const [file, before] = known === undefined ? ['npm', []] : [process.execPath, [known]];
	return await new Promise((resolve, reject) => {
		const child = trackChild(
			spawn(file, [...before, ...args], {
				cwd,
				env,
				stdio: ['ignore', 'pipe', 'pipe'],
				shell: known === undefined && process.platform === 'win32',
				// A group of its own, so that compilers started by npm end with it.
				detached: process.platform !== 'win32',
			}),
		);
		let output = '';
		const collect = (chunk: Buffer): void => {
			output += chunk.toString();
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.once('error', ({ message }) =>
			reject(new UserError(`npm could not be started (${message}); is it installed?`)),
		);
		child.once('close', (code) => resolve({ code: code ?? 1, output }));
	});
}
