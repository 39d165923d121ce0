import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import type { RunningN8n } from '../../harness/n8n';
import { installedPackage } from './install';
import type { BenchStage } from './stage';
import { median } from './statistics';

const childResult = z.object({
	milliseconds: z.number(),
	heapBytes: z.number(),
	jsonBytes: z.array(z.number()),
});

/** What n8n pays at its start for this package. */
export interface LoadResult {
	milliseconds: number;
	heapKb: number;
	/** All descriptions as JSON. */
	descriptionsKb: number;
	/** Lines of n8n's log that name the package. */
	logLines: number;
}

const repetitions = 9;

/** Loads all node files in processes of their own, on top of n8n-core. */
export function measureLoading({ install, n8n }: BenchStage): LoadResult {
	const script = path.join(__dirname, 'load-child.cjs');
	const args = ['--expose-gc', script, installedPackage(n8n.userFolder), install.folder];
	const env = { ...process.env, NODE_PATH: path.join(install.folder, 'node_modules') };
	const runs = Array.from({ length: repetitions }, () =>
		childResult.parse(JSON.parse(execFileSync(install.node, args, { env, encoding: 'utf8' }))),
	);
	const result = {
		milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
		heapKb: median(runs.map(({ heapBytes }) => heapBytes)) / 1000,
		descriptionsKb: median(runs.map(({ jsonBytes }) => jsonBytes.reduce((a, b) => a + b))) / 1000,
		logLines: linesAbout(n8n, install.folder),
	};
	console.log(
		`Loading: ${result.milliseconds.toFixed(1)} ms, ${result.heapKb.toFixed(0)} kB of heap`,
	);
	return result;
}

// n8n's own lines hold folders that are named after this project: where it is installed, and where it works.
function linesAbout(n8n: RunningN8n, n8nFolder: string): number {
	const log = n8n.log().replaceAll(n8nFolder, '').replaceAll(n8n.userFolder, '');
	const lines = log.split('\n');
	return lines.filter((line) => /waha/i.test(line) && !/waha-groups-bench/i.test(line)).length;
}
