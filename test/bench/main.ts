import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { messageOf, repositoryRoot } from '../../harness/n8n';
import { measureActions } from './action';
import { measureGrowth } from './growth/growth';
import { type LiveResult, measureLive } from './live';
import { measureLoading } from './load';
import { measureOverload } from './overload';
import { measureRefusals } from './refusals';
import { measurePickers } from './pickers';
import { type Results, describeMachine } from './results';
import { report } from './report';
import { tables } from './tables';
import { targets } from './targets';
import { openStage } from './stage';
import { type Engine, engines, measureTriggers, withEachEngine } from './trigger';

interface Options {
	quick?: boolean;
	parts: string;
	rounds: number;
	items: string;
	variants?: string;
	render?: boolean;
}

const allParts = 'load,action,overload,pickers,trigger,live,growth';
const allItems = '100,1000,3000';
/** Deliveries to the webhook triggers in a round, by n8n's engine for expressions. */
const deliveriesOf: Record<Engine, number> = { [engines.default]: 300, [engines.legacy]: 1000 };
const resultsFile = path.join(repositoryRoot, 'build', 'bench.json');
const unfinishedFile = path.join(repositoryRoot, 'build', 'bench-unfinished.json');
const document = path.join(repositoryRoot, 'docs', 'performance.md');

const command = new Command('bench')
	.description(
		'Measures the nodes in a real n8n, side by side with its own. About an hour; fails where a target is missed.',
	)
	.option('-q, --quick', 'few items, one round, nothing written: does it run at all?')
	.option('-p, --parts <list>', 'which parts; docs/ is written only after all of them', allParts)
	.option(
		'-r, --rounds <number>',
		'rounds of each measurement, three times as many of the nodes beside a floor; medians are told',
		Number,
		3,
	)
	.option('-i, --items <list>', 'so many items for the action node', allItems)
	.option('--variants <list>', 'only these of the action node, e.g. for a profile: ours10,floor10')
	.option('--render', 'write docs/performance.md again from the last whole run');

async function measure({ quick, parts, rounds, items, variants }: Options): Promise<Results> {
	const wanted = parts.split(',');
	const times = quick === true ? 1 : rounds;
	// Beside a floor, rounds differ by more than a target allows: more of them.
	const repeats = quick === true ? 1 : 3 * rounds;
	const keepSoFar = (results: Results): void => {
		if (quick !== true) keep(results, unfinishedFile);
	};
	const stage = await openStage();
	try {
		const machine = describeMachine();
		const results: Results = { machine, actions: [], overload: [], triggers: [], refusals: [] };
		if (wanted.includes('load')) results.load = measureLoading(stage);
		keepSoFar(results);
		if (wanted.includes('action')) {
			const counts = quick === true ? [100] : items.split(',').map(Number);
			results.actions = await measureActions(stage, counts, repeats, variants?.split(','));
			keepSoFar(results);
		}
		if (wanted.includes('overload')) results.overload = await measureOverload(stage);
		if (wanted.includes('pickers')) {
			results.pickers = await measurePickers(stage, quick === true ? 3 : 20);
			keepSoFar(results);
		}
		const live: LiveResult[] = [];
		if (wanted.includes('trigger') || wanted.includes('live')) {
			await withEachEngine(stage, async (engine) => {
				const count = quick === true ? 100 : deliveriesOf[engine];
				if (wanted.includes('trigger')) {
					results.triggers.push(...(await measureTriggers(stage, engine, count, repeats)));
					results.refusals.push(...(await measureRefusals(stage, engine, count, repeats)));
				}
				if (wanted.includes('live')) {
					live.push(...(await measureLive(stage, engine, repeats, quick === true)));
					results.live = live;
				}
				keepSoFar(results);
			});
		}
		if (wanted.includes('growth')) {
			const extent = { rounds: times, isQuick: quick === true };
			await measureGrowth(stage, extent, (curves) => {
				results.growth = curves;
				keepSoFar(results);
			});
		}
		return results;
	} finally {
		await stage.close();
	}
}

/** Writes figures down; after each part, so that a run that breaks off does not lose those that it has. */
function keep(results: Results, file: string): void {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, JSON.stringify(results, null, 2));
}

// Laid out as the linter wants it, so that a new run changes numbers only.
async function write(results: Results): Promise<void> {
	const options = await resolveConfig(document);
	const page = await format(report(results), { ...options, filepath: document });
	fs.writeFileSync(document, page);
}

/** Says which targets a run missed; gives how many. */
function missed(results: Results): number {
	const all = targets(results).filter(({ met }) => !met);
	for (const { what, wanted, found } of all) console.error(`Missed: ${what}: ${wanted}, ${found}`);
	return all.length;
}

/** Out: the exit code. */
async function main(): Promise<number> {
	const options = command.parse().opts<Options>();
	if (options.render === true) {
		const results: Results = JSON.parse(fs.readFileSync(resultsFile, 'utf8'));
		await write(results);
		return 0;
	}
	const results = await measure(options).catch((error: unknown) => {
		if (options.quick !== true)
			console.error(`What was measured before stands in ${unfinishedFile}`);
		throw error;
	});
	console.log(`\n${tables(results).join('\n')}`);
	if (options.quick === true) return 0;
	const isWhole = options.parts === allParts && options.items === allItems;
	if (isWhole && options.variants === undefined) {
		keep(results, resultsFile);
		await write(results);
		console.log(`Written to ${path.relative(process.cwd(), document)}`);
	}
	return missed(results) > 0 ? 1 : 0;
}

// tsx listens to these signals too, so that nothing would end by itself; leaving ends n8n and the sandbox.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(messageOf(error));
		process.exit(1);
	},
);
