import { spawn } from 'node:child_process';
import path from 'node:path';
import axios from 'axios';
import getPort from 'get-port';
import { SandboxControl } from '../../demo/control';
import { repositoryRoot, until } from '../../harness/n8n';
import { signalGroup, trackChild } from '../../harness/n8n/children';
import type { FaultRuleInput, SettingsInput } from '../../sandbox';

/** The groups that the sandbox makes in bulk, by its own rule for their ids. */
export const groupIds = Array.from(
	{ length: 300 },
	(_, n) => `1203630500${String(n).padStart(8, '0')}@g.us`,
);

/** What the requests of one run were answered. */
export interface Traffic {
	requests: number;
	/** Changes that were made: answered with 2xx. */
	applied: number;
	/** The most changes that any one body was applied with. */
	mostOften: number;
	/** The most requests under way at once. */
	mostAtOnce: number;
	/** Answers by status. */
	statuses: Record<string, number>;
}

/** A sandbox in a process of its own, so that it takes no time from whoever measures. */
export interface BenchSandbox {
	url: string;
	apiKey: string;
	control: SandboxControl;
	/** Forgets requests and faults, and sets how slow it is. */
	prepare(settings: SettingsInput, faults?: FaultRuleInput[]): Promise<void>;
	/** What came since `prepare`. */
	traffic(): Promise<Traffic>;
	stop(): void;
}

/** Starts a sandbox of the benchmark. In: how many groups it has. */
export async function startBenchSandbox(groups = groupIds.length): Promise<BenchSandbox> {
	const port = await getPort();
	const url = `http://127.0.0.1:${port}`;
	const script = path.join(repositoryRoot, 'sandbox', 'cli.ts');
	const options = ['--port', String(port), '--empty', '--groups', String(groups)];
	const child = trackChild(
		spawn(process.execPath, ['--import', 'tsx', script, ...options, '--restart', '100'], {
			cwd: repositoryRoot,
			stdio: 'ignore',
			detached: process.platform !== 'win32',
		}),
	);
	const http = axios.create({ baseURL: `${url}/sandbox`, timeout: 30_000 });
	await until('The start of the sandbox', async () =>
		(await http.get('/settings').catch(() => undefined)) === undefined ? undefined : true,
	);
	const control = new SandboxControl(url);
	return {
		url,
		apiKey: 'sandbox-key',
		control,
		async prepare(settings, faults = []) {
			await http.delete('/faults');
			await http.patch('/settings', settings);
			for (const fault of faults) await http.post('/faults', fault);
			await http.delete('/requests');
		},
		traffic: async () => await trafficOf(control),
		stop: () => signalGroup(child, 'SIGKILL'),
	};
}

async function trafficOf(control: SandboxControl): Promise<Traffic> {
	const requests = (await control.requests()).filter(({ method }) => method === 'PUT');
	const statuses: Record<string, number> = {};
	const changes = new Map<string, number>();
	for (const { status, path: where, body } of requests) {
		const answer = String(status ?? 'none');
		statuses[answer] = (statuses[answer] ?? 0) + 1;
		if (status === null || status >= 300) continue;
		const change = `${where} ${body}`;
		changes.set(change, (changes.get(change) ?? 0) + 1);
	}
	const counts = [...changes.values()];
	return {
		requests: requests.length,
		applied: counts.reduce((sum, count) => sum + count, 0),
		mostOften: Math.max(0, ...counts),
		mostAtOnce: Math.max(0, ...requests.map(({ inFlight }) => inFlight)),
		statuses,
	};
}
