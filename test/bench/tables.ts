import { type ActionResult, variants } from './action';
import type { Curve, Figure } from './growth/curve';
import { overLine } from './growth/curve';
import type { Results } from './results';
import { targets } from './targets';

type Cell = string | number | null;

/** A table in markdown. */
export function table(head: string[], rows: Cell[][]): string {
	const line = (cells: Cell[]): string => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const fixed = (value: number | null, digits = 0): string | null => value?.toFixed(digits) ?? null;

function floorOf(result: ActionResult, all: ActionResult[]): ActionResult | undefined {
	const sequential = result.variant === variants.ours || result.variant === variants.floor;
	const name = sequential ? variants.floor : variants.floor10;
	return all.find(({ items, variant }) => items === result.items && variant === name);
}

/** The action node and what it is compared with. */
export function actionTable(actions: ActionResult[]): string {
	const head = [
		'Items',
		'What runs',
		'Seconds',
		'× floor',
		'CPU of n8n, s',
		'/healthz blocked, ms',
		'Memory during, MB',
		'Memory after, MB',
	];
	const rows = actions.map((one): Cell[] => {
		const floor = floorOf(one, actions);
		return [
			one.items.toLocaleString('en'),
			one.variant,
			fixed(one.seconds, 2),
			floor === undefined ? null : fixed(one.seconds / floor.seconds, 2),
			fixed(one.cpuSeconds, 2),
			fixed(one.blockedMs),
			one.peakMb === null ? null : `+${fixed(one.peakMb)}`,
			one.keptMb === null ? null : `${one.keptMb < 0 ? '' : '+'}${fixed(one.keptMb)}`,
		];
	});
	return table(head, rows);
}

/** Both on servers that refuse. */
export function overloadTable({ overload }: Results): string {
	const head = [
		'Server',
		'What runs',
		'Execution',
		'Items out',
		'Changes made',
		'Most often one change',
		'Requests',
		'Refused',
		'Seconds',
	];
	const rows = overload.map((one): Cell[] => [
		one.server,
		one.variant,
		one.status,
		`${one.succeeded} of ${one.items}`,
		one.applied,
		one.mostOften,
		one.requests,
		(one.statuses['429'] ?? 0) + (one.statuses['503'] ?? 0),
		fixed(one.seconds, 1),
	]);
	return table(head, rows);
}

/** What loading costs. */
export function loadTable({ load }: Results): string {
	if (load === undefined) return '';
	return table(
		['Loading all nodes', 'Heap', 'Descriptions as JSON', "Lines in n8n's log"],
		[
			[
				`${fixed(load.milliseconds, 1)} ms`,
				`${fixed(load.heapKb)} kB`,
				`${fixed(load.descriptionsKb, 1)} kB`,
				load.logLines,
			],
		],
	);
}

/** The lists of the editor. */
export function pickerTable({ pickers = [] }: Results): string {
	const head = [
		'Server',
		'What',
		'Shown',
		'Requests',
		'In all, ms',
		'Of it the sandbox, ms',
		'Over, ms',
		'CPU of n8n, ms',
	];
	const rows = pickers.map((one): Cell[] => [
		one.server,
		one.what,
		one.results.toLocaleString('en'),
		one.requests,
		fixed(one.totalMs),
		fixed(one.serverMs),
		fixed(one.overMs),
		fixed(one.cpuMs),
	]);
	return table(head, rows);
}

/** The trigger and what it is compared with. */
export function triggerTable({ triggers }: Results): string {
	const head = [
		'Expression engine',
		'Trigger',
		'Deliveries a second',
		'p50, ms',
		'p99, ms',
		'CPU of n8n for each, ms',
		'Executions started',
	];
	const rows = triggers.map((one): Cell[] => [
		one.engine,
		one.variant,
		fixed(one.perSecond, 1),
		fixed(one.p50),
		fixed(one.p99),
		fixed(one.cpuMs),
		`${one.started} of ${one.expected}`,
	]);
	return table(head, rows);
}

/** Refusing, and what it is compared with. */
export function refusalTable({ refusals }: Results): string {
	const head = [
		'Expression engine',
		'Trigger',
		'Refused a second',
		'p50, ms',
		'p99, ms',
		'CPU of n8n for each, ms',
	];
	const rows = refusals.map((one): Cell[] => [
		one.engine,
		one.variant,
		fixed(one.perSecond, 1),
		fixed(one.p50),
		fixed(one.p99),
		fixed(one.cpuMs, 1),
	]);
	return table(head, rows);
}

/** The live trigger and what it is compared with. */
export function liveTable({ live = [] }: Results): string {
	const head = [
		'Expression engine',
		'Trigger',
		'At once',
		'Starts a second',
		'CPU of n8n for each, ms',
		'Memory during, MB',
		'One by one: p50, ms',
		'p99, ms',
		'Started exactly once',
	];
	const rows = live.map((one): Cell[] => [
		one.engine,
		one.variant,
		one.events.toLocaleString('en'),
		fixed(one.perSecond, 1),
		fixed(one.cpuMs),
		`+${fixed(one.grownMb)}`,
		fixed(one.p50),
		fixed(one.p99),
		`${one.startedOnce} of ${one.expected}`,
	]);
	return table(head, rows);
}

const lineOf = (curve: Curve, figure: Figure): string | null => fixed(overLine(curve, figure), 2);

/** What grows with its input, and how; how the largest size stands to a straight line is told in its row. */
export function growthTable({ growth = [] }: Results): string {
	const head = [
		'What',
		'Number',
		'Seconds',
		'For each, ms',
		'CPU of n8n, s',
		'Memory, MB',
		'For each, kB',
		'Stored, kB',
		'Time × line',
		'CPU × line',
		'Memory × line',
	];
	const rows = growth.flatMap((curve) =>
		curve.points.map((point, index): Cell[] => {
			const { size, seconds, cpuSeconds, memoryMb, storedBytes } = point;
			const isLast = index === curve.points.length - 1;
			const line = (figure: Figure): string | null => (isLast ? lineOf(curve, figure) : '');
			return [
				curve.what,
				`${size.toLocaleString('en')} ${curve.unit}`,
				fixed(seconds, 2),
				fixed((seconds / size) * 1000, 1),
				fixed(cpuSeconds, 2),
				`${memoryMb < 0 ? '' : '+'}${fixed(memoryMb, 1)}`,
				fixed((memoryMb / size) * 1000),
				storedBytes === null ? null : fixed(storedBytes / 1000, 1),
				line('seconds'),
				line('cpuSeconds'),
				line('memoryMb'),
			];
		}),
	);
	return table(head, rows);
}

/** What was asked for, and whether it came out so. */
export function targetTable(results: Results): string {
	const rows = targets(results).map(({ what, wanted, found, met }): Cell[] => [
		what,
		wanted,
		found,
		met ? 'yes' : '**no**',
	]);
	return table(['What', 'Target', 'Measured', 'Met'], rows);
}

/** All tables of a run, without those that it did not measure. */
export function tables(results: Results): string[] {
	const { actions, overload, load, pickers = [], triggers, live = [], growth = [] } = results;
	return [
		...(actions.length > 0 ? [actionTable(actions), ''] : []),
		...(overload.length > 0 ? [overloadTable(results), ''] : []),
		...(load === undefined ? [] : [loadTable(results), '']),
		...(pickers.length > 0 ? [pickerTable(results), ''] : []),
		...(triggers.length > 0 ? [triggerTable(results), '', refusalTable(results), ''] : []),
		...(live.length > 0 ? [liveTable(results), ''] : []),
		...(growth.length > 0 ? [growthTable(results), ''] : []),
		targetTable(results),
	];
}
