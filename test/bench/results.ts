import os from 'node:os';
import { n8nVersion } from '../../harness/n8n';
import { nodeSource } from '../../harness/n8n/versions';
import type { ActionResult } from './action';
import type { Curve } from './growth/curve';
import type { LiveResult } from './live';
import type { LoadResult } from './load';
import type { OverloadResult } from './overload';
import type { PickerResult } from './pickers';
import type { RefusalResult } from './refusals';
import type { TriggerResult } from './trigger';

/** All numbers of one run. */
export interface Results {
	machine: Machine;
	actions: ActionResult[];
	overload: OverloadResult[];
	load?: LoadResult;
	/** Left out by runs of older versions of the benchmark. */
	pickers?: PickerResult[];
	triggers: TriggerResult[];
	refusals: RefusalResult[];
	/** Left out by runs of older versions of the benchmark. */
	live?: LiveResult[];
	/** Left out by runs of older versions of the benchmark. */
	growth?: Curve[];
}

/** What it was measured on. */
export interface Machine {
	date: string;
	cores: number;
	n8n: string;
	node: string;
}

/** Says what the numbers of this run were measured on. */
export function describeMachine(): Machine {
	return {
		date: new Date().toISOString().slice(0, 10),
		cores: os.cpus().length,
		n8n: n8nVersion,
		node: nodeSource().version,
	};
}
