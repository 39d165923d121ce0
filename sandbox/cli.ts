import { Command, Option } from 'commander';

import { startSandbox, type Sandbox, type SandboxOptions } from './index';
import { ENGINES, type Engine } from './model/types';
import type { Tier } from './model/versions';
import { SEED } from './model/seed';
import { wordsOf } from './errors';

interface CliOptions {
	port: number;
	host: string;
	key: string;
	engine: Engine;
	serverVersion: string;
	tier: Tier;
	latency: number;
	stop: number;
	restart: number;
	readyWait: number;
	addTime: number;
	groups: number;
	empty?: boolean;
	jsonStrings?: boolean;
	duplicates?: boolean;
}

const command = new Command('sandbox')
	.description('A WAHA that needs no phone: real HTTP, real state, and things go wrong on request.')
	.option('-p, --port <number>', 'port to listen on, 0 takes any free one', Number, 3900)
	.option('--host <address>', 'address to listen on', '127.0.0.1')
	.option('-k, --key <key>', "API key; '' is a server without a key", 'sandbox-key')
	.addOption(
		new Option('-e, --engine <engine>', 'engine of the session default')
			.choices(ENGINES)
			.default('WEBJS'),
	)
	.option('--server-version <version>', 'the WAHA version to pose as', '2026.7')
	.addOption(new Option('--tier <tier>', 'tier').choices(['CORE', 'PLUS']).default('CORE'))
	.option('--latency <ms>', 'added to every WAHA request', Number, 0)
	.option('--stop <ms>', 'how long a config write keeps a session STOPPED', Number, 3000)
	.option('--restart <ms>', 'how long a session stays STARTING after that', Number, 1500)
	.option('--ready-wait <ms>', 'how long a request waits for a session to be ready', Number, 3000)
	.option('--add-time <ms>', 'what WEBJS takes to add one participant', Number, 300)
	.option('--groups <number>', 'so many groups more', Number, 0)
	.option('--empty', 'no groups at the start but those of --groups')
	.option('--json-strings', 'bare strings go out as JSON, as newer servers may do')
	.option('--duplicates', 'send every event twice');

function sandboxOptions(cli: CliOptions): SandboxOptions {
	return {
		port: cli.port,
		host: cli.host,
		apiKey: cli.key,
		engine: cli.engine,
		version: cli.serverVersion,
		tier: cli.tier,
		latencyMs: cli.latency,
		stopMs: cli.stop,
		restartMs: cli.restart,
		readyWaitMs: cli.readyWait,
		webjsAddMs: cli.addTime,
		jsonStrings: cli.jsonStrings === true,
		duplicateDeliveries: cli.duplicates === true,
		seed: { groups: cli.groups, empty: cli.empty === true },
	};
}

/** What the person who started it needs to know. */
function welcome({ url, apiKey, world }: Sandbox): string {
	const sessions = world.sessions
		.all()
		.map(({ name, engine, status }) => `  ${name.padEnd(10)} ${engine.padEnd(6)} ${status}`);
	const groups = world.groups
		.all()
		.slice(0, 8)
		.map(({ id, subject }) => `  ${id.padEnd(26)} ${subject}`);
	const more = world.groups.all().length - groups.length;
	const group = `${url}/sandbox/groups/${encodeURIComponent(SEED.groups.team)}`;
	const json = "-H 'Content-Type: application/json'";
	const header = apiKey === '' ? '' : ` -H 'X-Api-Key: ${apiKey}'`;
	return [
		`WAHA sandbox ${world.settings.version} ${world.settings.tier} at ${url}`,
		apiKey === '' ? 'No API key is needed.' : `API key: ${apiKey}`,
		'',
		'Sessions',
		...sessions,
		'',
		'Groups',
		...groups,
		...(more > 0 ? [`  … and ${more} more`] : []),
		'',
		'See it, and let things happen, in a browser',
		`  ${url}`,
		'List the groups as a client sees them',
		`  curl${header} ${url}/api/default/groups`,
		'Let somebody join Team Berlin',
		`  curl -X POST ${group}/join ${json} -d '{"participants":["4915400004001"]}'`,
		'Let the next two calls be turned away',
		`  curl -X POST ${url}/sandbox/faults ${json} -d '{"kind":"429","retryAfter":1,"times":2}'`,
		'See what was asked of it',
		`  curl ${url}/sandbox/requests`,
	].join('\n');
}

/** One sentence on why it did not start. */
function reason(error: unknown, port: number): string {
	const code = error instanceof Error && 'code' in error ? error.code : '';
	if (code === 'EADDRINUSE')
		return `Port ${port} is in use already; choose another one with --port.`;
	if (code === 'EACCES') return `Port ${port} may not be used; choose one above 1023 with --port.`;
	return `The sandbox did not start: ${wordsOf(error)}`;
}

async function main(): Promise<void> {
	const cli = command.parse().opts<CliOptions>();
	try {
		const sandbox = await startSandbox(sandboxOptions(cli));
		process.stdout.write(`${welcome(sandbox)}\n`);
		const stop = (): void => {
			void sandbox.close();
		};
		process.once('SIGINT', stop);
		process.once('SIGTERM', stop);
	} catch (error) {
		process.stderr.write(`${reason(error, cli.port)}\n`);
		process.exitCode = 1;
	}
}

void main();
