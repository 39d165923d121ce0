import { until } from '../../../harness/n8n';
import { type ExecutionEnd, endsAfter } from '../../e2e/support/database';
import type { BenchSandbox } from '../sandbox-process';
import { startBenchSandbox } from '../sandbox-process';
import type { BenchStage } from '../stage';
import { cpuSeconds, memoryMb, peakDuring } from '../watch';
import type { Curve, Point } from './curve';
import { pointOf } from './curve';

export type Taken = Omit<Point, 'size'>;

/** A full group of WhatsApp. */
export const fullGroup = 1024;

/** The accounts that the sandbox puts into each group that it makes in bulk. */
export const accountsInGroup = 3;

/** How often and how large. */
export interface Extent {
	rounds: number;
	isQuick: boolean;
}

/** The sizes to measure; only to see whether it runs, small ones. */
export function sizesOf(sizes: readonly number[], { isQuick }: Extent): readonly number[] {
	return isQuick ? [1, 2, 4] : sizes;
}

/** Does the work with a sandbox of its own that is fast and lets groups grow beyond what WhatsApp allows. */
export async function withSandbox<T>(work: (sandbox: BenchSandbox) => Promise<T>): Promise<T> {
	const sandbox = await startBenchSandbox(0);
	try {
		await sandbox.prepare({
			latencyMs: 0,
			webjsAddMs: 0,
			stopMs: 0,
			restartMs: 0,
			maxGroupSize: 4 * fullGroup,
			// What is answered late is late, and not sent again.
			webhookTimeoutMs: 600_000,
		});
		return await work(sandbox);
	} finally {
		sandbox.stop();
	}
}

/** Measures one run. In: the work, which gives the seconds that count, or undefined for all of them. */
export async function take(
	stage: BenchStage,
	work: () => Promise<number | undefined>,
): Promise<Taken> {
	const { pid } = stage.n8n;
	await stage.collect();
	const [memoryBefore, cpuBefore, start] = [memoryMb(pid), cpuSeconds(pid), performance.now()];
	const { result, peakMb } = await peakDuring(pid, work);
	return {
		seconds: result ?? (performance.now() - start) / 1000,
		cpuSeconds: cpuSeconds(pid) - cpuBefore,
		memoryMb: peakMb - memoryBefore,
		storedBytes: null,
	};
}

/** Measures something for each size, the smallest first, in some rounds. The very first run warms up. */
export async function measureCurve(
	{
		what,
		unit,
		sizes,
		rounds,
	}: Omit<Curve, 'points'> & { sizes: readonly number[]; rounds: number },
	once: (size: number) => Promise<Taken>,
): Promise<Curve> {
	const [smallest = 1] = sizes;
	await once(smallest);
	const points: Point[] = [];
	for (const size of sizes) {
		const all: Taken[] = [];
		for (let round = 0; round < rounds; round++) all.push(await once(size));
		points.push(noted(what, pointOf(size, all)));
	}
	return { what, unit, points };
}

/** Prints a point, and gives it back. */
export function noted(what: string, point: Point): Point {
	const { size, seconds, cpuSeconds: cpu, memoryMb: memory, storedBytes } = point;
	const stored = storedBytes === null ? '' : `, ${storedBytes} bytes stored`;
	console.log(
		`${what}: ${size}: ${seconds.toFixed(2)} s, CPU ${cpu.toFixed(2)} s, memory +${memory.toFixed(1)} MB${stored}`,
	);
	return point;
}

/** Waits until so many executions after another one have ended well; throws where there are more. */
export async function haveEnded(
	{ n8n }: BenchStage,
	count: number,
	lastId: number,
): Promise<ExecutionEnd[]> {
	const ends = await until(
		`${count} executions`,
		async () => {
			const all = await endsAfter(n8n.userFolder, lastId);
			return all.length >= count ? all : undefined;
		},
		{ timeout: 180_000, every: 500 },
	);
	if (ends.length > count) throw new Error(`${ends.length} executions in place of ${count}`);
	return ends;
}
