import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { trackChild } from '../../harness/n8n/children';

const probed = z.object({ longest: z.number(), count: z.number() });

/** What a process felt while something ran. */
export interface Watched {
	/** The longest time that /healthz took to answer, in milliseconds. */
	blockedMs: number;
	/** Processor time that it took, in seconds; other programs on the machine do not change it much. */
	cpuSeconds: number;
	/** The largest memory that was seen, in MB. */
	peakMb: number;
}

/** The memory of a process in MB, as the system counts it (resident set). */
export function memoryMb(pid: number): number {
	const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) / 1024;
}

const ticksPerSecond = 100;

/** The processor time that a process has taken so far, in seconds. */
export function cpuSeconds(pid: number): number {
	// The name of the program, in brackets, may hold spaces.
	const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Looks at the memory of a process every 50 ms while the work runs; gives the most that was seen, in MB. */
export async function peakDuring<T>(
	pid: number,
	work: () => Promise<T>,
): Promise<{ result: T; peakMb: number }> {
	let peakMb = memoryMb(pid);
	const timer = setInterval(() => {
		peakMb = Math.max(peakMb, memoryMb(pid));
	}, 50);
	try {
		return { result: await work(), peakMb };
	} finally {
		clearInterval(timer);
	}
}

/** Asks n8n's /healthz every 10 ms and looks at its memory every 50 ms while the work runs. */
export async function watch<T>(
	n8n: { url: string; pid: number },
	work: () => Promise<T>,
): Promise<{ result: T; watched: Watched }> {
	const probe = trackChild(fork(path.join(__dirname, 'probe.ts'), [`${n8n.url}/healthz`]));
	await once(probe, 'message');
	const cpuBefore = cpuSeconds(n8n.pid);
	try {
		const { result, peakMb } = await peakDuring(n8n.pid, work);
		const cpu = cpuSeconds(n8n.pid) - cpuBefore;
		const answer = once(probe, 'message');
		probe.send('stop');
		const [message] = await answer;
		return {
			result,
			watched: { blockedMs: probed.parse(message).longest, cpuSeconds: cpu, peakMb },
		};
	} finally {
		probe.kill();
	}
}
