import fs from 'node:fs';
import path from 'node:path';

import { type N8nClient, type Workflow, until } from '../../../harness/n8n';
import { SEED, type Sandbox, type SocketLine } from '../../../sandbox';
import { sharedN8n } from './shared';
import { inVersion } from './versions';

/** The node's own waits come first (a second and more), and then those of a machine with much to do. */
const PATIENCE = { timeout: 150_000 };

/** The connections that are open at a sandbox and not mute. */
export const sockets = ({ world }: Sandbox): SocketLine[] =>
	world.sockets.list().filter(({ muted }) => !muted);

/** Waits until so many connections are open that bring something; gives them. */
export async function hasSockets(sandbox: Sandbox, count: number): Promise<SocketLine[]> {
	return await until(
		`${count} WebSockets`,
		() => {
			const open = sockets(sandbox);
			return open.length === count ? open : undefined;
		},
		PATIENCE,
	);
}

/** Waits until a connection is open that was not there before. In: the number of the newest one before. */
export async function hasSocketAfter(sandbox: Sandbox, n: number): Promise<void> {
	const fresh = (): true | undefined =>
		sockets(sandbox).some((one) => one.n > n) ? true : undefined;
	await until('Another WebSocket', fresh, PATIENCE);
}

/** The number of the newest connection; 0 where there is none. */
export const newestSocket = ({ world }: Sandbox): number => world.sockets.list().at(-1)?.n ?? 0;

let people = 0;

/** Lets somebody join the team who was in no group yet; gives the phone number. */
export function joinTeam({ world }: Sandbox, group: string = SEED.groups.team): string {
	people += 1;
	const phone = `4917010${String(people).padStart(5, '0')}`;
	world.join(group, [phone]);
	return phone;
}

/** The items that a workflow was started with by now, oldest first; of executions that ended well. */
async function startItems(
	client: N8nClient,
	{ id, nodes }: Workflow,
): Promise<Array<Record<string, unknown>>> {
	const [first] = nodes;
	const done = (await client.executions(id)).filter(({ status }) => status === 'success');
	const all = await Promise.all(done.map(async (one) => await client.getExecution(one.id)));
	return all
		.sort((a, b) => Number(a.id) - Number(b.id))
		.flatMap((one) => one.json(first?.name ?? ''));
}

/** The phone numbers that have started a workflow by now, oldest first; of executions that ended well. */
export async function started(client: N8nClient, workflow: Workflow): Promise<unknown[]> {
	return (await startItems(client, workflow)).map(({ phoneNumber }) => phoneNumber);
}

/** Waits until a workflow was started so often and more; gives by whom, oldest first. */
export async function waitForStarts(
	client: N8nClient,
	workflow: Workflow,
	count: number,
): Promise<unknown[]> {
	const enough = async (): Promise<unknown[] | undefined> => {
		const found = await started(client, workflow);
		return found.length >= count ? found : undefined;
	};
	return await until(`${count} executions`, enough, { ...PATIENCE, every: 250 });
}

/** Waits until exactly these people have started a workflow, in this order; throws where somebody else has, or twice. */
export async function hasStarted(
	client: N8nClient,
	workflow: Workflow,
	phones: readonly unknown[],
): Promise<void> {
	expect(await waitForStarts(client, workflow, phones.length)).toEqual(phones);
}

/** Has n8n write its log into a file as well, for `hasReported`. */
export const logFile = { N8N_LOG_OUTPUT: 'console,file' };

/** What n8n's log has of a trigger that listens, oldest first. */
function loggedBy(userFolder: string, { name, nodes: [first] }: Workflow): string[] {
	const text = fs.readFileSync(path.join(userFolder, '.n8n', 'logs', 'n8n.log'), 'utf8');
	const whose = `"${first?.name ?? ''}" of the workflow "${name}": `;
	// n8n may be in the middle of the last line.
	const messages = text
		.split('\n')
		.slice(0, -1)
		.map((line) => String(JSON.parse(line).message));
	return messages.flatMap((one) => (one.startsWith(whose) ? one.slice(whose.length) : []));
}

const failsExecution = inVersion('2.41', true, false, 'saves no failed execution for a trigger');

/** What the failed executions of a workflow say, oldest first. */
async function failuresOf(client: N8nClient, { id }: Workflow): Promise<string[]> {
	const failed = (await client.executions(id)).filter(({ status }) => status === 'error');
	const all = await Promise.all(failed.map(async (one) => await client.getExecution(one.id)));
	return all.flatMap(({ error }) => error?.message ?? []);
}

/**
 * Waits until the owner of a workflow was told of something that went wrong; gives the words, oldest first. They stand
 * in failed executions, or before n8n 2.41 in its log.
 */
export async function hasReported(
	client: N8nClient,
	workflow: Workflow,
	userFolder: string = sharedN8n().userFolder,
): Promise<string[]> {
	const some = async (): Promise<string[] | undefined> => {
		const told = failsExecution
			? await failuresOf(client, workflow)
			: loggedBy(userFolder, workflow);
		return told.length > 0 ? told : undefined;
	};
	return await until('A report', some, { ...PATIENCE, every: 250 });
}

/** What a workflow was started with by now: event, phone number and source of each item, in no particular order. */
async function toldBy(client: N8nClient, workflow: Workflow): Promise<string[]> {
	const items = await startItems(client, workflow);
	return items
		.map(({ event, phoneNumber, source, timestamp, eventId, actorId }) => {
			// Nobody told when it happened, and who did it.
			const isBare = [timestamp, eventId, actorId].every((one) => one === null);
			const from = source === 'catchUp' && !isBare ? 'catchUp with what nobody can know' : source;
			return `${String(event)} ${String(phoneNumber)} ${String(from)}`;
		})
		.sort();
}

/** Waits until a workflow was started with so many items; sees that they are these, one in each execution. */
export async function hasTold(
	client: N8nClient,
	workflow: Workflow,
	lines: readonly string[],
): Promise<void> {
	const enough = async (): Promise<string[] | undefined> => {
		const found = await toldBy(client, workflow);
		return found.length >= lines.length ? found : undefined;
	};
	const told = await until(`${lines.length} items`, enough, { ...PATIENCE, every: 250 });
	expect(told).toEqual([...lines].sort());
	expect(await client.countExecutions(workflow.id)).toBe(lines.length);
}

/** Waits until the members of a group were asked for after a moment. In: the number of the last request before it. */
export async function hasCompared({ world }: Sandbox, n: number): Promise<void> {
	const isList = (path: string): boolean => /^\/api\/default\/groups(\/|$)/.test(path);
	const asked = (): true | undefined =>
		world.requests.some((one) => one.n > n && one.endedAt !== null && isList(one.path))
			? true
			: undefined;
	await until('A look at the members', asked, PATIENCE);
}
