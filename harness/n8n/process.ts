import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { signalGroup, trackChild } from './children';
import { UserError } from './errors';
import { type N8nInstall, ensureN8n } from './install';
import { installPackage, packPackage } from './pack';
import { freePort } from './port';
import { temporaryFolder } from './temporary';
import { pause } from './wait';

/** What a process of n8n is: the whole of it or, in queue mode, the main one, one that works, or one that takes webhooks. */
export type N8nCommand = 'start' | 'worker' | 'webhook';

/** What `startN8n` can be told; everything has a default that suits a test. */
export interface N8nOptions {
	/** Which of n8n's processes; by default `start`. */
	command?: N8nCommand;
	/** An installed n8n; by default the pinned one from the cache folder. */
	install?: N8nInstall;
	/** n8n's folder for database and settings; by default a new temporary one, removed at the end. */
	userFolder?: string;
	/** n8n's port; by default a free one. */
	port?: number;
	/** The address that triggers register; by default this n8n's own. */
	webhookUrl?: string;
	/** The package's tarball; `false` for none, by default the built package is packed. */
	tarball?: string | false;
	/** More environment, such as N8N_PATH. */
	env?: Record<string, string>;
	/** Called before n8n is ready, so that it can be stopped early. */
	started?: (n8n: RunningN8n) => void;
}

/** A running n8n. */
export interface RunningN8n {
	readonly url: string;
	readonly userFolder: string;
	readonly pid: number;
	/** Everything that n8n has printed, in order, across restarts. */
	log(): string;
	/** Ends it as a user would; removes a temporary folder. */
	stop(): Promise<void>;
	/** Ends it as a power cut would; the folder stays, so that `restart` can follow. */
	kill(): Promise<void>;
	/** Stops it, if it runs, and starts it again on the same folder and port. */
	restart(change?: { webhookUrl?: string; env?: Record<string, string> }): Promise<void>;
}

const readyTimeout = 300_000;
const stopTimeout = 40_000;

const quiet: Record<string, string> = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_SECURE_COOKIE: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
	// Ours is not verified by n8n's makers while it is being built.
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	NO_COLOR: '1',
};

/** Starts a real n8n with this package installed, and waits until its editor answers. */
export async function startN8n(options: N8nOptions = {}): Promise<RunningN8n> {
	const install = options.install ?? (await ensureN8n());
	const temporary = options.userFolder === undefined;
	const userFolder = options.userFolder ?? temporaryFolder();
	if (options.tarball !== false) {
		await installPackage(options.tarball ?? (await packPackage()), userFolder);
	}
	const port = options.port ?? (await freePort());
	const n8n = new N8nProcess(install, options.command ?? 'start', userFolder, port, temporary);
	options.started?.(n8n);
	await n8n.start({ webhookUrl: options.webhookUrl, env: options.env });
	return n8n;
}

class N8nProcess implements RunningN8n {
	private child: ChildProcess | undefined;
	private output = '';
	private settings: { webhookUrl?: string; env?: Record<string, string> } = {};

	constructor(
		private readonly install: N8nInstall,
		private readonly command: N8nCommand,
		readonly userFolder: string,
		private readonly port: number,
		private readonly temporary: boolean,
	) {}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get pid(): number {
		return this.child?.pid ?? 0;
	}

	log(): string {
		return this.output;
	}

	async start(change: { webhookUrl?: string; env?: Record<string, string> }): Promise<void> {
		this.settings = {
			webhookUrl: change.webhookUrl ?? this.settings.webhookUrl,
			env: { ...this.settings.env, ...change.env },
		};
		const brokerPort = await freePort();
		this.child = this.spawn(brokerPort);
		try {
			await this.waitUntilReady(this.child);
		} catch (error) {
			await this.kill();
			throw error;
		}
	}

	private spawn(brokerPort: number): ChildProcess {
		const guard = path.join(__dirname, 'guard.cjs');
		const child = trackChild(
			spawn(this.install.node, ['--require', guard, this.install.script, this.command], {
				cwd: this.userFolder,
				env: this.environment(brokerPort),
				stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
				detached: process.platform !== 'win32',
			}),
		);
		const collect = (chunk: Buffer): void => {
			this.output += chunk.toString();
		};
		child.stdout?.on('data', collect);
		child.stderr?.on('data', collect);
		child.on('error', (error) => {
			this.output += `${error.message}\n`;
		});
		return child;
	}

	private environment(brokerPort: number): NodeJS.ProcessEnv {
		// Nothing of an n8n or npm around us may reach this one.
		const inherited = Object.entries(process.env).filter(
			([name]) =>
				!/^(N8N_|npm_|NODE_OPTIONS$|NODE_ENV$|JEST_|DB_|EXECUTIONS_|QUEUE_|OFFLOAD_)/i.test(name),
		);
		return {
			...Object.fromEntries(inherited),
			...quiet,
			PATH: [path.dirname(this.install.node), process.env['PATH']].join(path.delimiter),
			N8N_USER_FOLDER: this.userFolder,
			N8N_PORT: String(this.port),
			...(this.command === 'worker' && {
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(this.port),
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			}),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			// n8n renamed it; older versions know the second name only.
			N8N_WEBHOOK_URL: this.settings.webhookUrl ?? `${this.url}/`,
			WEBHOOK_URL: this.settings.webhookUrl ?? `${this.url}/`,
			...this.settings.env,
		};
	}

	private async waitUntilReady(child: ChildProcess): Promise<void> {
		const deadline = Date.now() + readyTimeout;
		while (Date.now() < deadline) {
			if (hasEnded(child)) throw new UserError(`n8n ended at its start:\n${this.lastLines()}`);
			if (await isReady(this.command, this.url)) return;
			await pause(100);
		}
		throw new UserError(`n8n was not ready after ${readyTimeout / 1000} s:\n${this.lastLines()}`);
	}

	private lastLines(): string {
		return this.output.trim().split('\n').slice(-15).join('\n');
	}

	async stop(): Promise<void> {
		await this.end('SIGTERM');
		if (this.temporary) fs.rmSync(this.userFolder, { recursive: true, force: true });
	}

	async kill(): Promise<void> {
		await this.end('SIGKILL');
	}

	async restart(change: { webhookUrl?: string; env?: Record<string, string> } = {}): Promise<void> {
		await this.end('SIGTERM');
		await this.start(change);
	}

	private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
		const child = this.child;
		this.child = undefined;
		if (child === undefined) return;
		const ended = hasEnded(child)
			? Promise.resolve()
			: new Promise<void>((resolve) => child.once('exit', () => resolve()));
		// A graceful end is n8n's own affair; its task runner follows it.
		if (signal === 'SIGTERM') child.kill('SIGTERM');
		else signalGroup(child, 'SIGKILL');
		const late = setTimeout(() => signalGroup(child, 'SIGKILL'), stopTimeout);
		await ended;
		clearTimeout(late);
		signalGroup(child, 'SIGKILL');
	}
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

// The editor's routes are answered with JSON only when n8n is ready; before that with a text or an error.
const readyRoutes: Record<N8nCommand, { path: string; field: string }> = {
	start: { path: '/rest/settings', field: 'data' },
	worker: { path: '/healthz/readiness', field: 'status' },
	webhook: { path: '/healthz/readiness', field: 'status' },
};

async function isReady(command: N8nCommand, url: string): Promise<boolean> {
	const { path: route, field } = readyRoutes[command];
	try {
		const { status, data } = await axios.get<unknown>(`${url}${route}`, {
			timeout: 2000,
			validateStatus: () => true,
		});
		return status === 200 && typeof data === 'object' && data !== null && field in data;
	} catch {
		// Refused while n8n is not listening yet.
		return false;
	}
}
