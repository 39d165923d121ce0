import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ensureN8n } from '../../../harness/n8n';

/**
 * Runs in n8n's own Node, whose SQLite also reads what is still in the write-ahead log. n8n 1.123 writes none: there a
 * reader has to wait for whoever writes.
 */
const reader = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1], { readOnly: true, timeout: 10000 });
const queries = JSON.parse(process.argv[2]);
console.log(JSON.stringify(queries.map((query) => database.prepare(query).all())));
`;

/** Keeps everybody else from writing until its input ends. */
const locker = `
const { DatabaseSync } = require('node:sqlite');
new DatabaseSync(process.argv[1], { timeout: 10000 }).exec('BEGIN IMMEDIATE');
console.log('locked');
process.stdin.resume();
process.stdin.on('end', () => process.exit());
`;

type Row = Record<string, unknown>;

const fileIn = (userFolder: string): string => path.join(userFolder, '.n8n', 'database.sqlite');

async function ask(userFolder: string, queries: string[]): Promise<Row[][]> {
	const { node } = await ensureN8n();
	const args = ['--no-warnings', '--eval', reader, fileIn(userFolder), JSON.stringify(queries)];
	const output = execFileSync(node, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
	const rows: Row[][] = JSON.parse(output);
	return rows;
}

/** A digest of every table of n8n's database, by the table's name: they differ where anything was written. */
export async function databaseDigests(userFolder: string): Promise<Record<string, string>> {
	const [tables = []] = await ask(userFolder, [
		"SELECT name FROM sqlite_master WHERE type = 'table'",
	]);
	const names = tables.map(({ name }) => String(name));
	const contents = await ask(
		userFolder,
		names.map((name) => `SELECT * FROM "${name}"`),
	);
	const digest = (rows: Row[] | undefined): string =>
		createHash('sha256').update(JSON.stringify(rows)).digest('hex');
	return Object.fromEntries(names.map((name, index) => [name, digest(contents[index])]));
}

/** A time as n8n keeps it, in milliseconds since 1970: SQLite has it in UTC, without saying so. */
function timeOf(value: unknown): number {
	return Date.parse(`${String(value).replace(' ', 'T')}Z`);
}

/** How many executions n8n has, in whatever state: its own list leaves those out of the count that still run. */
export async function countExecutions(userFolder: string): Promise<number> {
	const [[row] = []] = await ask(userFolder, ['SELECT count(*) AS count FROM execution_entity']);
	return Number(row?.count);
}

/** How many executions are still under way in n8n. */
export async function countUnderWay(userFolder: string): Promise<number> {
	const [[row] = []] = await ask(userFolder, [
		"SELECT count(*) AS count FROM execution_entity WHERE status IN ('new', 'running')",
	]);
	return Number(row?.count);
}

/** The id of an event of WAHA, as a regular expression. */
export const eventPattern = 'evt_[0-9a-zA-Z]{26}';

/** The id of WAHA's event that stands in a text; '' where there is none. */
export function eventIdIn(text: string): string {
	return new RegExp(eventPattern).exec(text)?.[0] ?? '';
}

/**
 * How many executions each of WAHA's events has started in an n8n, by the event's id. Read from the database,
 * where an execution that was cut off before its first node has its event, too.
 */
export async function startsByEvent(userFolder: string): Promise<Map<string, number>> {
	const [rows = []] = await ask(userFolder, ['SELECT data FROM execution_data']);
	const starts = new Map<string, number>();
	for (const { data } of rows) {
		const event = eventIdIn(String(data));
		starts.set(event, (starts.get(event) ?? 0) + 1);
	}
	return starts;
}

/** An execution, and the event of WAHA that it was started with. */
export interface EventStart {
	executionId: number;
	eventId: string;
	/** In milliseconds since 1970. */
	startedAt: number;
}

/** The executions of a workflow that came after another one, oldest first. */
export async function startsAfter(
	userFolder: string,
	workflowId: string,
	executionId: number,
): Promise<EventStart[]> {
	const [rows = []] = await ask(userFolder, [
		`SELECT id, startedAt, data FROM execution_entity JOIN execution_data ON executionId = id
		WHERE execution_entity.workflowId = '${workflowId}' AND id > ${executionId} ORDER BY id`,
	]);
	return rows.map(({ id, startedAt, data }) => ({
		executionId: Number(id),
		eventId: eventIdIn(String(data)),
		startedAt: timeOf(startedAt),
	}));
}

/** An execution that ended well. */
export interface ExecutionEnd {
	executionId: number;
	/** In milliseconds since 1970. */
	stoppedAt: number;
}

/** The executions of all workflows that came after another one and ended well, oldest first. */
export async function endsAfter(userFolder: string, executionId: number): Promise<ExecutionEnd[]> {
	const [rows = []] = await ask(userFolder, [
		`SELECT id, stoppedAt FROM execution_entity WHERE id > ${executionId} AND status = 'success' ORDER BY id`,
	]);
	return rows.map(({ id, stoppedAt }) => ({
		executionId: Number(id),
		stoppedAt: timeOf(stoppedAt),
	}));
}

/** The number of the newest execution; 0 where there is none. */
export async function lastExecution(userFolder: string): Promise<number> {
	const [[row] = []] = await ask(userFolder, ['SELECT max(id) AS last FROM execution_entity']);
	return Number(row?.last ?? 0);
}

/** How much n8n keeps for the nodes of a workflow (its static data), in bytes. */
export async function storedBytes(userFolder: string, workflowId: string): Promise<number> {
	const [[row] = []] = await ask(userFolder, [
		`SELECT length(CAST(staticData AS BLOB)) AS bytes FROM workflow_entity WHERE id = '${workflowId}'`,
	]);
	return Number(row?.bytes ?? 0);
}

/** Keeps n8n from writing to its database while the work is done, as a full disk would. */
export async function withoutWriting(userFolder: string, work: () => Promise<void>): Promise<void> {
	const { node } = await ensureN8n();
	const args = ['--no-warnings', '--eval', locker, fileIn(userFolder)];
	const child = spawn(node, args, { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(child, 'exit');
	try {
		await once(child.stdout, 'data');
		await work();
	} finally {
		child.stdin.end();
		await ended;
	}
}
