import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { messageOf, repositoryRoot } from '../../harness/n8n';
import { measureActions } from './action';
import { type LiveResult, measureLive } from './live';
import { measureLoading } from './load';
import { measureOverload } from './overload';
import { measureRefusals } from './refusals';
import { measurePickers } from './pickers';
import { type Results, describeMachine } from './results';
import { report } from './report';
import { tables } from './tables';
import { openStage } from './stage';
import { engines, measureTriggers, withEachEngine } from './trigger';

interface Options {
	quick?: boolean;
	parts: string;
	rounds: number;
	items: string;
	variants?: string;
	render?: boolean;
}

const allParts = 'load,action,overload,pickers,trigger,live';
const allItems = '100,1000,3000';
const resultsFile = path.join(repositoryRoot, 'build', 'bench.json');
const document = path.join(repositoryRoot, 'docs', 'performance.md');

const command = new Command('bench')
	.description('Measures the nodes in a real n8n, side by side with its own. About half an hour.')
	.option('-q, --quick', 'few items, one round, nothing written: does it run at all?')
	.option('-p, --parts <list>', 'which parts; docs/ is written only after all of them', allParts)
	.option('-r, --rounds <number>', 'rounds of each measurement; medians are told', Number, 3)
	.option('-i, --items <list>', 'so many items for the action node', allItems)
	.option('--variants <list>', 'only these of the action node, e.g. for a profile: ours10,floor10')
	.option('--render', 'write docs/performance.md again from the last whole run');

async function measure({ quick, parts, rounds, items, variants }: Options): Promise<Results> {
	const wanted = parts.split(',');
	const times = quick === true ? 1 : rounds;
	const stage = await openStage();
	try {
		const machine = describeMachine();
		const results: Results = { machine, actions: [], overload: [], triggers: [], refusals: [] };
		if (wanted.includes('load')) results.load = measureLoading(stage);
		if (wanted.includes('action')) {
			const counts = quick === true ? [100] : items.split(',').map(Number);
			results.actions = await measureActions(stage, counts, times, variants?.split(','));
		}
		if (wanted.includes('overload')) results.overload = await measureOverload(stage);
		if (wanted.includes('pickers')) {
			results.pickers = await measurePickers(stage, quick === true ? 3 : 20);
		}
		const live: LiveResult[] = [];
		if (wanted.includes('trigger') || wanted.includes('live')) {
			const count = quick === true ? 100 : 1000;
			await withEachEngine(stage, async (engine) => {
				if (wanted.includes('trigger')) {
					// A round is over in seconds there, and they differ more.
					const repeats = engine === engines.legacy ? 3 * times : times;
					results.triggers.push(...(await measureTriggers(stage, engine, count, repeats)));
					results.refusals.push(...(await measureRefusals(stage, engine, count, repeats)));
				}
				if (wanted.includes('live')) {
					live.push(...(await measureLive(stage, engine, times, quick === true)));
				}
			});
		}
		if (wanted.includes('live')) results.live = live;
		return results;
	} finally {
		await stage.close();
	}
}

// Laid out as the linter wants it, so that a new run changes numbers only.
async function write(results: Results): Promise<void> {
	const options = await resolveConfig(document);
	const page = await format(report(results), { ...options, filepath: document });
	fs.writeFileSync(document, page);
}

async function main(): Promise<void> {
	const options = command.parse().opts<Options>();
	if (options.render === true) {
		const results: Results = JSON.parse(fs.readFileSync(resultsFile, 'utf8'));
		await write(results);
		return;
	}
	const results = await measure(options);
	console.log(`\n${tables(results).join('\n')}`);
	if (options.quick === true || options.variants !== undefined) return;
	if (options.parts !== allParts || options.items !== allItems) return;
	fs.mkdirSync(path.dirname(resultsFile), { recursive: true });
	fs.writeFileSync(resultsFile, JSON.stringify(results, null, 2));
	await write(results);
	console.log(`Written to ${path.relative(process.cwd(), document)}`);
}

// tsx listens to these signals too, so that nothing would end by itself; leaving ends n8n and the sandbox.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(messageOf(error));
		process.exit(1);
	},
);
