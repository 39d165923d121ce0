import axios from 'axios';

import type { N8nClient, RunningN8n, Workflow } from '../../harness/n8n';
import { N8nClient as Client, freePort, startN8n, until } from '../../harness/n8n';
import { type Sandbox, startSandbox } from '../../sandbox';
import { envelope, joined } from '../support/deliveries';
import { startsByEvent } from '../e2e/support/database';
import {
	hasReported,
	hasSocketAfter,
	hasSockets,
	hasStarted,
	joinTeam,
	logFile,
	newestSocket,
} from '../e2e/support/live';
import { chain, liveTrigger } from '../e2e/support/nodes';
import { writesTo } from '../e2e/support/session';
import { owner } from '../e2e/support/shared';

let n8n: RunningN8n;
let client: N8nClient;
let sandbox: Sandbox;
let workflow: Workflow;
/** Whoever has joined while somebody listened, in this order. */
const heard: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ port: await freePort() });
	// With n8n's default engine for expressions a flood takes minutes; its statistics write whenever they like.
	n8n = await startN8n({
		env: {
			...logFile,
			N8N_EXPRESSION_ENGINE: 'legacy',
			N8N_DISABLED_MODULES: 'insights',
			N8N_METRICS: 'true',
		},
	});
	client = new Client(n8n.url);
	await client.setupOwner(owner);
	const credential = await client.createCredential('WAHA', 'wahaApi', {
		url: sandbox.url,
		apiKey: sandbox.apiKey,
	});
	workflow = await client.createWorkflow(chain(liveTrigger(credential)));
	await client.activate(workflow.id);
	await hasSockets(sandbox, 1);
});
afterAll(async () => {
	await n8n.stop();
	await sandbox.close();
});

async function joinStarts(): Promise<void> {
	heard.push(joinTeam(sandbox));
	await hasStarted(client, workflow, heard);
}

it('n8n stopped and started: it lets go, and listens again', async () => {
	await joinStarts();
	await n8n.restart();
	await hasSockets(sandbox, 1);
	await joinStarts();
	expect(writesTo(sandbox)).toBe(0);
});

it('n8n killed and started: it listens again', async () => {
	await n8n.kill();
	await hasSockets(sandbox, 0);
	await n8n.restart();
	await hasSockets(sandbox, 1);
	await joinStarts();
	expect(writesTo(sandbox)).toBe(0);
});

it('n8n started while the server is down: it listens as soon as the server is back', async () => {
	const { port, hostname } = new URL(sandbox.url);
	await sandbox.close();
	await n8n.restart();
	sandbox = await startSandbox({ port: Number(port), host: hostname });
	await hasSockets(sandbox, 1);
	await joinStarts();
});

it('n8n started while the key is wrong: its owner is told once, and it goes on trying', async () => {
	const { port, hostname } = new URL(sandbox.url);
	await sandbox.close();
	sandbox = await startSandbox({ port: Number(port), host: hostname, apiKey: 'another' });
	await n8n.restart();
	const told = [expect.stringMatching(/API key/)];
	expect(await hasReported(client, workflow, n8n.userFolder)).toEqual(told);
	expect((await client.getWorkflow(workflow.id)).active).toBe(true);
	await sandbox.close();
	sandbox = await startSandbox({ port: Number(port), host: hostname });
	await hasSocketAfter(sandbox, 0);
	await joinStarts();
	expect(await hasReported(client, workflow, n8n.userFolder)).toEqual(told);
});

/** The memory of n8n as the system counts it, in MB. */
async function memoryMb(): Promise<number> {
	const { data } = await axios.get<string>(`${n8n.url}/metrics`);
	const [, bytes] = /^\w*process_resident_memory_bytes (\d\S*)$/m.exec(data) ?? [];
	return Number(bytes) / 2 ** 20;
}

it('1,000 events at once: each starts the workflow exactly once, in bounded memory', async () => {
	const events = Array.from({ length: 1000 }, () => envelope({ payload: joined() }));
	const earlier = await client.countExecutions(workflow.id);
	const before = await memoryMb();
	let most = before;
	const newest = newestSocket(sandbox);
	for (const event of events) sandbox.world.sockets.sendAll(JSON.stringify(event));
	await until(
		'1,000 executions',
		async () => {
			most = Math.max(most, await memoryMb());
			const done = await client.countExecutions(workflow.id);
			return done >= earlier + events.length ? true : undefined;
		},
		{ timeout: 300_000, every: 1000 },
	);
	const starts = await startsByEvent(n8n.userFolder);
	expect(events.map(({ id }) => starts.get(String(id)))).toEqual(events.map(() => 1));
	// All at once they took n8n to 10 GB.
	expect(before).toBeGreaterThan(100);
	expect(most - before).toBeLessThan(1000);
	expect(newestSocket(sandbox)).toBe(newest);
}, 360_000);
