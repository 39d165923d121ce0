import type { BenchStage } from '../stage';
import { measureCatchUp } from './catchUp';
import type { Curve } from './curve';
import { measureMembers } from './members';
import { measureGroupLists } from './pickers';
import { measureSync } from './sync';
import type { Extent } from './taking';
import { measureManyTriggers } from './triggers';

/**
 * Measures what takes many numbers, groups or triggers for three sizes each. n8n is restarted before, with the legacy
 * engine for expressions: with the other one, hundreds of executions at once take gigabytes, whatever the nodes do.
 * Comes last: the triggers stay active. In: what keeps the curves that there are so far.
 */
export async function measureGrowth(
	stage: BenchStage,
	extent: Extent,
	keep: (curves: Curve[]) => void,
): Promise<void> {
	await stage.n8n.restart({ env: { N8N_EXPRESSION_ENGINE: 'legacy' } });
	const curves: Curve[] = [];
	for (const measure of [
		measureSync,
		measureMembers,
		measureGroupLists,
		measureCatchUp,
		measureManyTriggers,
	]) {
		const start = performance.now();
		curves.push(...(await measure(stage, extent)));
		keep(curves);
		console.log(`${measure.name}: ${((performance.now() - start) / 1000).toFixed(0)} s in all`);
	}
}
