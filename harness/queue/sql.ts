import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { N8nInstall } from '../n8n';

/** Runs in n8n's own Node, which has a driver for PostgreSQL beside it. */
const runner = `
const { Client } = require('pg');
const client = new Client({ connectionString: process.argv[1] });
client.connect()
	.then(() => client.query(process.argv[2]))
	.then(({ rows }) => console.log(JSON.stringify(rows ?? [])))
	.then(() => client.end())
	.catch(({ message }) => { console.error(message); process.exit(1); });
`;

/** A row, by the names of its columns. */
export type Row = Record<string, unknown>;

/** Sends one statement to a PostgreSQL with the driver of an installed n8n; gives the rows. */
export async function sql({ node, folder }: N8nInstall, url: URL, text: string): Promise<Row[]> {
	const args = ['--eval', runner, url.href, text];
	const options = { cwd: folder, maxBuffer: 2 ** 30, timeout: 60_000 };
	const { stdout } = await promisify(execFile)(node, args, options);
	const rows: Row[] = JSON.parse(stdout);
	return rows;
}
