import fs from 'node:fs';

import type { RunningN8n, Workflow } from '../../harness/n8n';
import { N8nClient, pause, startN8n, temporaryFolder } from '../../harness/n8n';
import { SEED, type Sandbox, startSandbox } from '../../sandbox';
import {
	hasCompared,
	hasSocketAfter,
	hasSockets,
	hasTold,
	joinTeam,
	newestSocket,
} from '../e2e/support/live';
import { chain, liveTrigger } from '../e2e/support/nodes';
import { owner } from '../e2e/support/shared';

const TEAM = SEED.groups.team;
/** A difference is told only where a second look, after three seconds, shows it again. */
const SECOND_LOOK_MS = 6000;
/** Two starts of n8n and two looks at the group. */
const LONGEST_MS = 360_000;

const closers: Array<() => Promise<void>> = [];

let n8n: RunningN8n;
let client: N8nClient;
let sandbox: Sandbox;
let workflow: Workflow;
/** All that happened in the group, as it is to be told. */
const lines: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
	closers.push(async () => await sandbox.close());
	const userFolder = temporaryFolder();
	closers.push(async () => await fs.promises.rm(userFolder, { recursive: true, force: true }));
	n8n = await startN8n({
		userFolder,
		started: (one) => closers.push(async () => await one.stop()),
	});
	client = new N8nClient(n8n.url);
	await client.setupOwner(owner);
	const credential = await client.createCredential('WAHA', 'wahaApi', {
		url: sandbox.url,
		apiKey: sandbox.apiKey,
	});
	const node = liveTrigger(credential, { filters: { groups: [TEAM] } });
	workflow = await client.createWorkflow(chain(node));
	await client.activate(workflow.id);
	await hasSockets(sandbox, 1);
});
afterAll(async () => {
	for (const close of closers.reverse()) await close();
});

/** Somebody joins while the trigger listens; gives who. */
async function joinIsHeard(): Promise<string> {
	const phone = joinTeam(sandbox);
	lines.push(`join ${phone} v2`);
	await hasTold(client, workflow, lines);
	return phone;
}

/** Three join and one leaves while nobody listens. */
function threeJoinAndOneLeaves(leaver: string): void {
	for (let count = 0; count < 3; count++) lines.push(`join ${joinTeam(sandbox)} catchUp`);
	sandbox.world.leave(TEAM, [leaver]);
	lines.push(`leave ${leaver} catchUp`);
}

/** Has the trigger look at the group again, and sees that this tells nothing new. */
async function nothingNewAfter(again: () => Promise<void>): Promise<void> {
	const last = sandbox.world.requests.at(-1)?.n ?? 0;
	await again();
	await hasCompared(sandbox, last);
	await pause(SECOND_LOOK_MS);
	await hasTold(client, workflow, lines);
}

async function reconnect(): Promise<void> {
	const newest = newestSocket(sandbox);
	sandbox.world.sockets.cut();
	await hasSocketAfter(sandbox, newest);
}

it(
	'WAHA unplugged: three who join and one who leaves start exactly four executions once it is there again',
	async () => {
		const leaver = await joinIsHeard();
		sandbox.world.configure({ unplugged: true });
		threeJoinAndOneLeaves(leaver);
		await pause(5000);
		expect(await client.countExecutions(workflow.id)).toBe(1);
		sandbox.world.configure({ unplugged: false });
		await hasTold(client, workflow, lines);
		await nothingNewAfter(reconnect);
	},
	LONGEST_MS,
);

it(
	'n8n stopped meanwhile: exactly four again, and none after another restart',
	async () => {
		const leaver = await joinIsHeard();
		await n8n.stop();
		await hasSockets(sandbox, 0);
		threeJoinAndOneLeaves(leaver);
		await n8n.restart();
		await hasTold(client, workflow, lines);
		await nothingNewAfter(async () => await n8n.restart());
	},
	LONGEST_MS,
);

it(
	'n8n killed meanwhile: exactly four again, and none after another kill',
	async () => {
		const leaver = await joinIsHeard();
		await n8n.kill();
		await hasSockets(sandbox, 0);
		threeJoinAndOneLeaves(leaver);
		await n8n.restart();
		await hasTold(client, workflow, lines);
		await nothingNewAfter(async () => {
			await n8n.kill();
			await n8n.restart();
		});
	},
	LONGEST_MS,
);
