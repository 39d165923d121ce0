import { packageName } from '../../demo/workflows';
import type { RequestEntry } from '../../sandbox';
import { type BenchSandbox, startBenchSandbox } from './sandbox-process';
import type { BenchStage } from './stage';
import { median, rotated } from './statistics';
import { cpuSeconds } from './watch';
import { benchPackage } from './workflows';

/** How a picker did: medians in milliseconds. */
export interface PickerResult {
	server: string;
	what: string;
	/** From asking n8n to its answer, as the editor waits. */
	totalMs: number;
	/** What the sandbox took of it. */
	serverMs: number;
	/** The median of the differences between the two. */
	overMs: number;
	/** Processor time of n8n for one, in milliseconds. */
	cpuMs: number;
	/** Entries shown. */
	results: number;
	requests: number;
	/** Whether each request for groups asked to leave the members out. */
	withoutMembers: boolean;
}

export const pickerGroups = 5000;
export const servers = { new: 'WAHA 2026.7', old: 'WAHA 2024.10' } as const;

interface Look {
	what: string;
	methodName: 'searchGroups' | 'searchSessions' | 'searchNothing' | 'loadGroups';
	filter?: string;
	/** So many pages on. */
	page?: number;
}

const looks: readonly Look[] = [
	{ what: 'Floor: one request, nothing shown', methodName: 'searchNothing' },
	{ what: 'Groups: open', methodName: 'searchGroups' },
	{ what: 'Groups: next page', methodName: 'searchGroups', page: 1 },
	{ what: 'Groups: search, one found', methodName: 'searchGroups', filter: 'group 04999' },
	{ what: 'Groups: search, all found', methodName: 'searchGroups', filter: 'group' },
	{ what: 'Sessions: open', methodName: 'searchSessions' },
	{ what: 'Groups of the trigger: open', methodName: 'loadGroups' },
];

/** One look at a list. */
interface Round {
	totalMs: number;
	serverMs: number;
	cpuMs: number;
	shown: number;
	requests: RequestEntry[];
}

const floorType = `${benchPackage}.benchFloor`;

/** How long the sandbox took for a request, in milliseconds. */
export const took = ({ startedAt, endedAt }: RequestEntry): number =>
	(endedAt ?? startedAt) - startedAt;

async function measure(
	{ client, n8n }: BenchStage,
	{ control, url, apiKey }: BenchSandbox,
	server: string,
	times: number,
): Promise<PickerResult[]> {
	const data = { url, apiKey, allowUnauthorizedCerts: false };
	const credential = await client.createCredential(`Pickers ${server}`, 'wahaApi', data);
	const parameters = {
		resource: 'group',
		operation: 'get',
		session: { __rl: true, mode: 'name', value: 'default' },
	};
	const pick = async ({ methodName, filter }: Look, paginationToken?: string) =>
		await client.pick({
			nodeType: methodName === 'searchNothing' ? floorType : `${packageName}.wahaGroups`,
			methodName,
			path: methodName === 'searchGroups' ? 'parameters.groupId' : 'parameters.session',
			credential,
			parameters,
			filter,
			paginationToken,
		});
	const listed = async (): Promise<unknown[]> =>
		await client.options({
			nodeType: `${packageName}.wahaGroupsTrigger`,
			methodName: 'loadGroups',
			path: 'parameters.filters.groups',
			credential,
			parameters: { session: parameters.session, filters: { groups: [] } },
		});
	const once = async (look: Look): Promise<Round> => {
		let token: string | undefined;
		for (let page = 0; page < (look.page ?? 0); page++)
			token = String((await pick(look)).paginationToken);
		const last = (await control.requests()).at(-1)?.n ?? 0;
		const cpuBefore = cpuSeconds(n8n.pid);
		const started = performance.now();
		const results =
			look.methodName === 'loadGroups' ? await listed() : (await pick(look, token)).results;
		const totalMs = performance.now() - started;
		const cpuMs = (cpuSeconds(n8n.pid) - cpuBefore) * 1000;
		const requests = await control.requests(last);
		const serverMs = requests.reduce((sum, request) => sum + took(request), 0);
		return { totalMs, serverMs, cpuMs, shown: results.length, requests };
	};
	const rounds = new Map<Look, Round[]>(looks.map((look) => [look, []]));
	// The first round warms up.
	for (let round = 0; round <= times; round++)
		for (const look of rotated(looks, round)) {
			const done = await once(look);
			if (round > 0) rounds.get(look)?.push(done);
		}
	return [...rounds].map(([{ what }, all]) => summary(server, what, all));
}

function summary(server: string, what: string, all: readonly Round[]): PickerResult {
	const last = all.at(-1);
	const of = (value: (round: Round) => number): number => median(all.map(value));
	return {
		server,
		what,
		totalMs: of(({ totalMs }) => totalMs),
		serverMs: of(({ serverMs }) => serverMs),
		overMs: of(({ totalMs, serverMs }) => totalMs - serverMs),
		// The system counts in steps of 10 ms, so only the mean of several tells.
		cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / all.length,
		results: last?.shown ?? 0,
		requests: last?.requests.length ?? 0,
		withoutMembers: all
			.flatMap(({ requests }) => requests)
			.every(({ path, query }) => !path.endsWith('/groups') || query.exclude === 'participants'),
	};
}

/** Opens, searches and scrolls the lists of the editor, as it does, with many groups on the server. */
export async function measurePickers(stage: BenchStage, times: number): Promise<PickerResult[]> {
	const sandbox = await startBenchSandbox(pickerGroups);
	try {
		const results = await measure(stage, sandbox, servers.new, times);
		await sandbox.prepare({ version: '2024.10' });
		return [...results, ...(await measure(stage, sandbox, servers.old, times))];
	} finally {
		sandbox.stop();
	}
}
