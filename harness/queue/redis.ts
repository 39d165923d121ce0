import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { UserError, freePort } from '../n8n';
import { findProgram, runProgram } from './program';

/** The environment variable that names a Redis to use, e.g. redis://localhost:6379. */
export const redisVariable = 'WAHA_GROUPS_REDIS_URL';

/** A server to use. */
export interface Server {
	url: URL;
	/** Ends it, if it was started for this. */
	close(): Promise<void>;
}

/** What is missing for a Redis; undefined where nothing is. */
export function missingRedis(): string | undefined {
	if (process.env[redisVariable] || findProgram('redis-server')) return undefined;
	return `redis-server (on Debian and Ubuntu: apt install redis-server), or ${redisVariable}`;
}

/** Gives the Redis that is named by the environment, or starts one that keeps its data in a folder, as docs/running.md advises. */
export async function openRedis(folder: string): Promise<Server> {
	const named = process.env[redisVariable];
	if (named) return { url: new URL(named), close: async () => await Promise.resolve() };
	const file = findProgram('redis-server');
	if (file === undefined) throw new UserError(`For n8n's queue, this is missing: redis-server.`);
	const port = await freePort();
	const dir = path.join(folder, 'redis');
	fs.mkdirSync(dir);
	const settings = { port, bind: '127.0.0.1', dir, appendonly: 'yes', save: '' };
	const close = await runProgram({
		name: 'Redis',
		file,
		args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
		isReady: async () => (await ask(port, 'PING\r\n')).startsWith('+PONG'),
	});
	return { url: new URL(`redis://127.0.0.1:${port}`), close };
}

/** What a server answers to one line; '' where it does not answer. */
async function ask(port: number, line: string): Promise<string> {
	return await new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1', () => socket.write(line));
		socket.setTimeout(2000, () => socket.destroy());
		socket.once('data', (answer) => {
			socket.destroy();
			resolve(answer.toString());
		});
		socket.once('error', () => resolve(''));
		socket.once('close', () => resolve(''));
	});
}
