import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { signalGroup, trackChild } from '../n8n/children';
import { UserError, until } from '../n8n';

/** The file of a program: in one of these folders, or where the shell would find it; undefined where it is in none. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
	const file = process.platform === 'win32' ? `${name}.exe` : name;
	const all = [...folders, ...(process.env['PATH'] ?? '').split(path.delimiter)];
	return all.map((folder) => path.join(folder, file)).find((one) => fs.existsSync(one));
}

/** A server program, and how to find out that it is ready. */
export interface Program {
	/** Its name, for people. */
	name: string;
	file: string;
	args: readonly string[];
	/** Whether it answers. */
	isReady: () => Promise<boolean>;
	/** The user's number to run it as; by default this one. */
	uid?: number;
}

/** Runs a server that ends with this program, and waits until it answers; gives what ends it. Throws UserError. */
export async function runProgram(program: Program): Promise<() => Promise<void>> {
	const { name, file, args, uid } = program;
	const keep = path.join(__dirname, 'keep.cjs');
	const child = trackChild(
		spawn(process.execPath, [keep, uid === undefined ? '' : String(uid), file, ...args], {
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			detached: process.platform !== 'win32',
		}),
	);
	let output = '';
	const collect = (chunk: Buffer): void => {
		output += chunk.toString();
	};
	child.stdout?.on('data', collect);
	child.stderr?.on('data', collect);
	const ended = once(child, 'exit');
	const stop = async (): Promise<void> => {
		child.kill('SIGTERM');
		const late = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000);
		await ended;
		clearTimeout(late);
	};
	const ready = async (): Promise<true | undefined> => {
		if (child.exitCode !== null || child.signalCode !== null)
			throw new UserError(`${name} ended at its start:\n${output}`);
		return (await program.isReady()) ? true : undefined;
	};
	await until(`${name} being ready`, ready).catch(async (error: unknown) => {
		await stop();
		throw error;
	});
	return stop;
}
