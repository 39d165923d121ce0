import fs from 'node:fs/promises';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { WahaGroups } from '../..';
import { startSandbox } from '../../sandbox';
import { CASES } from './operations';
import type { Case } from './operations/case';
import { forEngine, NEWEST } from './operations/case';
import type { DocumentedRun } from './support/operationDocs';
import { operationDocs } from './support/operationDocs';
import { runNode } from './support/run';

const PAGE = path.join(__dirname, '../../docs/operations.md');

function isExample({ version, error, engines, file }: Case): boolean {
	return (
		(version === undefined || version === NEWEST) &&
		!(error && forEngine(error, 'WEBJS')) &&
		!file &&
		engines?.includes('WEBJS') !== false
	);
}

/** The time of a message is that of the run, and would make each page another one. */
const atFixedTime = (item: IDataObject): IDataObject =>
	typeof item.timestamp === 'string' ? { ...item, timestamp: '2026-03-01T09:30:00.000Z' } : item;

async function runOf(
	resource: string,
	operation: string,
	cases: readonly Case[],
): Promise<DocumentedRun> {
	const example = cases.find(isExample);
	if (!example) throw new Error(`${resource} ${operation} has no case that could be an example`);
	const sandbox = await startSandbox({
		engine: 'WEBJS',
		...(example.version && { version: example.version }),
	});
	try {
		example.prepare?.(sandbox.world);
		const { parameters } = example;
		const ended = await runNode({
			server: sandbox,
			parameters: { resource, operation, ...parameters },
		});
		if (ended.error) throw ended.error;
		return { resource, operation, parameters, items: ended.items.map(atFixedTime) };
	} finally {
		await sandbox.close();
	}
}

it('docs/operations.md says what the node offers and does; `npm run docs` brings it up to date', async () => {
	const runs: DocumentedRun[] = [];
	for (const [resource, operations] of Object.entries(CASES)) {
		for (const [operation, cases] of Object.entries(operations)) {
			runs.push(await runOf(resource, operation, cases));
		}
	}
	const page = operationDocs(new WahaGroups().description.properties, runs);
	if (process.env.UPDATE_DOCS === 'true') await fs.writeFile(PAGE, page);
	expect(await fs.readFile(PAGE, 'utf8')).toBe(page);
});
