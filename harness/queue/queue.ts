import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
	type N8nCommand,
	type RunningN8n,
	UserError,
	ensureN8n,
	installPackage,
	packPackage,
	startN8n,
	temporaryFolder,
} from '../n8n';
import { openReadyProxy } from '../proxy/ready';
import { missingPostgres, openPostgres } from './postgres';
import { type Server, missingRedis, openRedis } from './redis';
import { type Row, sql } from './sql';

/** What `startQueue` can be told. */
export interface QueueOptions {
	/** The main process's port; by default a free one. */
	port?: number;
	/** More environment for every process. */
	env?: Record<string, string>;
	report?: (line: string) => void;
	/** Called with each started part at once, so that an early end can tidy it up. */
	opened?: (close: () => Promise<void>) => void;
}

/** A running n8n in queue mode. */
export interface N8nQueue {
	/** The proxy's address, which WAHA knows: what comes to `/webhook/` goes to the webhook processes by turns, the rest to the main one. */
	url: string;
	main: RunningN8n;
	workers: RunningN8n[];
	webhooks: RunningN8n[];
	/** Asks n8n's database. */
	sql(text: string): Promise<Row[]>;
	/** Ends all of it; only in a Redis that the environment names, a few keys stay. */
	stop(): Promise<void>;
}

/** Where n8n finds the servers. */
function serverEnvironment(redis: URL, postgres: URL, prefix: string): Record<string, string> {
	const named = {
		QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(redis.username),
		QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(redis.password),
		QUEUE_BULL_REDIS_DB: redis.pathname.slice(1),
		QUEUE_BULL_REDIS_TLS: redis.protocol === 'rediss:' ? 'true' : '',
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(postgres.password),
	};
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: redis.hostname,
		QUEUE_BULL_REDIS_PORT: redis.port || '6379',
		QUEUE_BULL_PREFIX: prefix,
		N8N_REDIS_KEY_PREFIX: prefix,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.hostname,
		DB_POSTGRESDB_PORT: postgres.port || '5432',
		DB_POSTGRESDB_USER: decodeURIComponent(postgres.username),
		DB_POSTGRESDB_DATABASE: postgres.pathname.slice(1),
		...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '')),
	};
}

/** Ends things in the opposite order of their start, whatever goes wrong with one of them. */
class Closers {
	private readonly list: Array<() => Promise<void>> = [];
	private isClosed = false;

	/** Adds one; what comes after the end is ended at once. */
	add(close: () => Promise<void>): void {
		if (this.isClosed) void close();
		else this.list.push(close);
	}

	async close(): Promise<void> {
		this.isClosed = true;
		const failed: unknown[] = [];
		for (const one of this.list.splice(0).reverse()) {
			await one().catch((error: unknown) => failed.push(error));
		}
		if (failed.length > 0) throw failed[0];
	}
}

/** The servers for queue mode that are missing on this machine, in words. */
export function missingServers(): string[] {
	return [missingRedis(), missingPostgres()].filter((one) => one !== undefined);
}

/**
 * Starts n8n as people run it in queue mode: Redis, PostgreSQL, one main process, two workers, two webhook processes
 * and a proxy in front. Each process has a folder of its own with the package in it, as in a container. Throws UserError where a server is missing.
 */
export async function startQueue(options: QueueOptions = {}): Promise<N8nQueue> {
	const closers = new Closers();
	options.opened?.(async () => await closers.close());
	try {
		return await start(options, closers);
	} catch (error) {
		await closers.close();
		throw error;
	}
}

async function start(options: QueueOptions, closers: Closers): Promise<N8nQueue> {
	const { report = console.log, env = {} } = options;
	const missing = missingServers();
	if (missing.length > 0) throw new UserError(`n8n's queue mode needs ${missing.join('; ')}.`);
	const install = await ensureN8n(report);
	const root = temporaryFolder();
	closers.add(async () => {
		await fs.promises.rm(root, { recursive: true, force: true });
	});
	const keep = (server: Server): URL => {
		closers.add(server.close);
		return server.url;
	};
	const redis = keep(await openRedis(root));
	const postgres = keep(await openPostgres(install, root, report));
	const webhooks: RunningN8n[] = [];
	const mains: RunningN8n[] = [];
	let turn = 0;
	const proxy = await openReadyProxy((route) => {
		if (!route.startsWith('/webhook/')) return mains.map(({ url }) => url);
		turn += 1;
		const at = turn % Math.max(1, webhooks.length);
		return [...webhooks.slice(at), ...webhooks.slice(0, at)].map(({ url }) => url);
	});
	closers.add(async () => await Promise.resolve(proxy.close()));
	const shared = {
		...serverEnvironment(redis, postgres, path.basename(root)),
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		...env,
	};
	const packaged = path.join(root, 'package');
	await installPackage(await packPackage(), packaged);
	const run = async (command: N8nCommand, name: string, port?: number): Promise<RunningN8n> => {
		const userFolder = path.join(root, name);
		await fs.promises.cp(packaged, userFolder, { recursive: true });
		return await startN8n({
			install,
			command,
			userFolder,
			tarball: false,
			port,
			webhookUrl: `${proxy.url}/`,
			env: shared,
			started: (one) => closers.add(async () => await one.stop()),
		});
	};
	// The main process first: it prepares the database.
	const main = await run('start', 'main', options.port);
	mains.push(main);
	const [worker1, worker2, webhook1, webhook2] = await Promise.all([
		run('worker', 'worker-1'),
		run('worker', 'worker-2'),
		run('webhook', 'webhook-1'),
		run('webhook', 'webhook-2'),
	]);
	webhooks.push(webhook1, webhook2);
	return {
		url: proxy.url,
		main,
		workers: [worker1, worker2],
		webhooks,
		sql: async (text) => await sql(install, postgres, text),
		stop: async () => await closers.close(),
	};
}
