import { deliver } from './deliveries';
import type { BenchStage } from './stage';
import { rotated } from './statistics';
import type { Receiver, Run } from './trigger';
import { activate, activateOurs, atOnce, show, summary, triggers, warmUp } from './trigger';
import { cpuSeconds } from './watch';
import { refusingTrigger } from './workflows';

/** One line of the table: the medians of all rounds. */
export interface RefusalResult extends Run {
	engine: string;
	variant: string;
	/** Of all rounds together. */
	deliveries: number;
	/** Each round by itself. */
	rounds: Run[];
}

/** What answers 401 to everything: nothing that a community trigger could undercut. */
export const refusingFloor = 'Empty community trigger that answers 401 (floor)';

/** Sends deliveries with a wrong signature to our trigger and to one that refuses without a look. */
export async function measureRefusals(
	stage: BenchStage,
	engine: string,
	deliveries: number,
	rounds: number,
): Promise<RefusalResult[]> {
	const receivers: Receiver[] = [
		await activateOurs(stage),
		await activate(stage, refusingFloor, refusingTrigger(stage.credential)),
	];
	const runs = new Map<Receiver, Run[]>(receivers.map((receiver) => [receiver, []]));
	for (const { url } of receivers) await deliver(url, 'a wrong key', warmUp, atOnce);
	for (let round = 0; round < rounds; round++) {
		for (const receiver of rotated(receivers, round)) {
			const before = cpuSeconds(stage.n8n.pid);
			const delivered = await deliver(receiver.url, 'a wrong key', deliveries, atOnce);
			const cpuMs = ((cpuSeconds(stage.n8n.pid) - before) / deliveries) * 1000;
			const run = { ...delivered, cpuMs };
			console.log(`${engine}, refusing, round ${round + 1}: ${receiver.variant}: ${show(run)}`);
			runs.get(receiver)?.push(run);
		}
	}
	const results: RefusalResult[] = [];
	for (const [{ workflow, variant }, list] of runs) {
		results.push({ engine, variant, deliveries: rounds * deliveries, ...summary(list) });
		await stage.client.deactivate(workflow.id);
	}
	return results;
}

/** Our trigger and the floor with one engine; undefined where they were not measured. */
export function refusalsOf(
	results: readonly RefusalResult[],
	engine: string,
): { ours: RefusalResult; floor: RefusalResult } | undefined {
	const of = (name: string): RefusalResult | undefined =>
		results.find((one) => one.engine === engine && one.variant === name);
	const [ours, floor] = [of(triggers.ours), of(refusingFloor)];
	return ours === undefined || floor === undefined ? undefined : { ours, floor };
}
