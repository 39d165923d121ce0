import { variants } from './action';
import { judged, tolerance } from './growth/curve';
import { liveTriggers } from './live';
import { pickerGroups, servers } from './pickers';
import { refusalsOf } from './refusals';
import type { Results } from './results';
import { besideFloor } from './rounds';
import { engines, triggers as triggerNames } from './trigger';

/** One thing that was asked for. */
export interface Target {
	what: string;
	wanted: string;
	found: string;
	met: boolean;
}

const label = (items: number): string => `${items.toLocaleString('en')} items`;

function speed({ actions }: Results): Target[] {
	const seconds = (items: number, variant: string): number | undefined =>
		actions.find((one) => one.items === items && one.variant === variant)?.seconds;
	const ratio = (
		items: number,
		[top, bottom]: [string, string],
		check: { what: string; wanted: string; met: (value: number) => boolean },
	): Target[] => {
		const [over, under] = [seconds(items, top), seconds(items, bottom)];
		if (over === undefined || under === undefined) return [];
		const value = over / under;
		const { what, wanted, met } = check;
		return [{ what: `${what}, ${label(items)}`, wanted, found: value.toFixed(2), met: met(value) }];
	};
	const counts = [...new Set(actions.map(({ items }) => items))];
	// With 100 items the few milliseconds before the first request show, so nothing was promised there.
	const large = counts.filter((items) => items >= 1000);
	const floor = { wanted: 'at most 1.10', met: (value: number) => value <= 1.1 };
	// Nobody can be faster than the floor, so where the HTTP Request node is near it, that is what counts.
	const faster = (items: number): typeof floor => {
		const [http, bare] = [seconds(items, variants.http), seconds(items, variants.floor10)];
		const possible = (http ?? NaN) / (bare ?? NaN) / 1.1;
		return possible < 1.45
			? {
					wanted: `at least ${possible.toFixed(2)}: at most 1.10 of the floor`,
					met: (value) => value >= possible,
				}
			: { wanted: 'at least 1.45', met: (value) => value >= 1.45 };
	};
	return [
		...large.flatMap((items) =>
			ratio(items, [variants.ours10, variants.floor10], {
				what: 'Time over the floor, 10 at once',
				...floor,
			}),
		),
		...large.flatMap((items) =>
			ratio(items, [variants.computed10, variants.reading10], {
				what: 'Expressions that compute: time over the floor that evaluates the same, 10 at once',
				...floor,
			}),
		),
		...large.flatMap((items) =>
			ratio(items, [variants.http, variants.ours10], {
				what: 'As fast as the HTTP Request node, 10 at once',
				...faster(items),
			}),
		),
		...counts.flatMap((items) =>
			ratio(items, [variants.ours, variants.floor], {
				what: 'Time over the floor, 1 at a time',
				...floor,
			}),
		),
	];
}

function burden({ actions }: Results): Target[] {
	const ours = actions.filter(({ variant }) => variant.startsWith('WAHA Groups'));
	if (ours.length === 0) return [];
	const blocked = Math.max(...ours.map(({ blockedMs }) => blockedMs ?? 0));
	// n8n itself blocks while it stores thousands of items, and so it does for the floors.
	const floors = actions.filter(({ variant }) => variant.startsWith('Floor'));
	const floor = Math.max(0, ...floors.map(({ blockedMs }) => blockedMs ?? 0));
	const limit = Math.max(150, 1.1 * floor);
	const most = Math.max(...ours.map(({ items }) => items));
	const last = ours.find(({ items, variant }) => items === most && variant === variants.ours10);
	const kept = last?.keptMb ?? NaN;
	return [
		{
			what: 'Longest block of /healthz, any number of items, computing expressions included',
			wanted:
				limit > 150
					? `at most ${limit.toFixed(0)} ms: 1.10 of the longest of the floors`
					: 'at most 150 ms',
			found: `${blocked.toFixed(0)} ms`,
			met: blocked <= limit,
		},
		{
			what: `Memory after ${label(most)} over before`,
			wanted: 'within 60 MB',
			found: `${kept.toFixed(0)} MB`,
			met: kept <= 60,
		},
	];
}

function underLoad({ overload }: Results): Target[] {
	return overload
		.filter(({ variant }) => variant.startsWith('WAHA'))
		.map((one) => ({
			what: `${one.server}: ${one.variant}`,
			wanted: 'every item, each change once',
			found: `${one.succeeded} of ${one.items} items, ${one.applied} changes, each ${one.mostOften} ×`,
			met: one.succeeded === one.items && one.applied === one.items && one.mostOften === 1,
		}));
}

function loading({ load }: Results): Target[] {
	if (load === undefined) return [];
	const { milliseconds, heapKb, descriptionsKb, logLines } = load;
	const upTo = (what: string, limit: number, unit: string, value: number): Target => ({
		what,
		wanted: `at most ${limit} ${unit}`,
		found: `${value.toFixed(unit === 'ms' ? 1 : 0)} ${unit}`,
		met: value <= limit,
	});
	return [
		upTo('Loading all nodes: time', 5, 'ms', milliseconds),
		upTo('Loading all nodes: heap', 300, 'kB', heapKb),
		upTo('Their descriptions as JSON', 60, 'kB', descriptionsKb),
		upTo("Lines in n8n's log", 0, 'lines', logLines),
	];
}

function picking({ pickers = [] }: Results): Target[] {
	if (pickers.length === 0) return [];
	const current = pickers.filter(({ server }) => server === servers.new);
	const slowest = Math.max(...current.map(({ overMs }) => overMs));
	const saved = pickers.every(({ withoutMembers }) => withoutMembers);
	return [
		{
			what: `Lists of the editor, ${pickerGroups.toLocaleString('en')} groups on ${servers.new}: time over the sandbox's own, the slowest of all`,
			wanted: 'at most 300 ms',
			found: `${slowest.toFixed(0)} ms`,
			met: slowest <= 300,
		},
		{
			what: 'Lists of the editor: ask for no members',
			wanted: 'every request',
			found: saved ? 'every request' : 'not every request',
			met: saved,
		},
	];
}

function receiving({ triggers }: Results): Target[] {
	return Object.values(engines).flatMap((engine): Target[] => {
		const of = (name: string) =>
			triggers.find((one) => one.engine === engine && one.variant === name);
		const [ours, storing] = [of(triggerNames.ours), of(triggerNames.storing)];
		if (ours === undefined || storing === undefined) return [];
		const where = `expression engine: ${engine}`;
		return [
			...besideFloor(ours.rounds, storing.rounds, {
				what: 'Taking',
				name: `the empty trigger that stores each event, ${where}`,
			}),
			{
				what: `Executions of the trigger, ${where}`,
				wanted: `exactly ${ours.expected}`,
				found: String(ours.started),
				met: ours.started === ours.expected && ours.refused === 0,
			},
		];
	});
}

function refusing({ refusals }: Results): Target[] {
	return Object.values(engines).flatMap((engine): Target[] => {
		const both = refusalsOf(refusals, engine);
		if (both === undefined) return [];
		const { ours, floor } = both;
		const where = `expression engine: ${engine}`;
		return [
			...besideFloor(ours.rounds, floor.rounds, {
				what: 'Refusing',
				name: `an empty trigger that answers 401, ${where}`,
			}),
			{
				what: `Deliveries with a wrong signature refused, ${where}`,
				wanted: `exactly ${ours.deliveries}`,
				found: String(ours.refused),
				met: ours.refused === ours.deliveries,
			},
		];
	});
}

function listening({ live = [] }: Results): Target[] {
	return Object.values(engines).flatMap((engine): Target[] => {
		const of = (name: string) => live.find((one) => one.engine === engine && one.variant === name);
		const [ours, floor] = [of(liveTriggers.ours), of(liveTriggers.empty)];
		if (ours === undefined || floor === undefined) return [];
		const { expected, startedOnce, started, grownMb } = ours;
		const where = `expression engine: ${engine}`;
		return [
			...besideFloor(ours.rounds, floor.rounds, {
				what: 'Live',
				name: `the empty live trigger, ${where}`,
			}),
			{
				what: `Live: events that started exactly one execution, ${where}`,
				wanted: `all ${expected}`,
				found: `${startedOnce}, executions ${started}`,
				met: startedOnce === expected && started === expected,
			},
			{
				what: `Live: memory during ${ours.events.toLocaleString('en')} events at once, ${where}`,
				wanted: 'at most 500 MB more',
				found: `${grownMb.toFixed(0)} MB`,
				met: grownMb <= 500,
			},
		];
	});
}

function growing({ growth = [] }: Results): Target[] {
	return growth.map((curve) => ({
		what: `Growth: ${curve.what}, ${largest(curve.points)} ${curve.unit} against a straight line`,
		wanted: `each at most ${tolerance.toFixed(2)}`,
		...judged(curve),
	}));
}

const largest = (points: ReadonlyArray<{ size: number }>): string =>
	(points.at(-1)?.size ?? 0).toLocaleString('en');

/** What the project promises about speed, with what a run found. */
export function targets(results: Results): Target[] {
	const parts = [
		speed,
		burden,
		underLoad,
		loading,
		picking,
		receiving,
		refusing,
		listening,
		growing,
	];
	return parts.flatMap((part) => part(results));
}
