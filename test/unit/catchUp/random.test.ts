import fc from 'fast-check';

import type { BadList, Shown } from './model';
import { ALL, Model, MOVERS } from './model';

type Step = (model: Model) => unknown;

const mover = fc.nat(MOVERS - 1);
const some = fc.constantFrom(1, 2, 5, Infinity);
const ms = fc.constantFrom(100, 1000, 3000, 5000, 25_000, 90_000, 400_000);
const bad = fc.constantFrom<BadList>('error', 'empty', 'accountOnly', 'withoutAccount', 'short');

const step = (name: string, run: Step) => Object.assign(run, { toString: () => name });

/** What can happen, by how often. In: in what ways people can be shown. */
function steps(ways: readonly Shown[]): fc.Arbitrary<Step> {
	const of = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
	const fixed = (name: string, run: Step) => fc.constant(step(name, run));
	return fc.oneof(
		of(
			8,
			mover.map((at) => step(`move ${at}`, (model) => model.move(at))),
		),
		of(
			1,
			mover.map((at) => step(`promote ${at}`, (model) => model.promote(at))),
		),
		of(
			8,
			ms.map((time) => step(`pass ${time}`, (model) => model.pass(time))),
		),
		of(
			4,
			fixed('connect', (model) => model.connect()),
		),
		of(
			2,
			fixed('disconnect', (model) => model.disconnect()),
		),
		of(
			1,
			fixed('restart n8n', (model) => model.restartN8n()),
		),
		of(
			1,
			fc
				.tuple(bad, fc.constantFrom(0, 5000, 100_000))
				.map(([kind, time]) =>
					step(`restart server ${kind} ${time}`, (model) => model.restartServer(kind, time)),
				),
		),
		of(
			ways.length > 1 ? 4 : 0,
			fc
				.tuple(mover, fc.constantFrom(...ways))
				.map(([at, way]) => step(`show ${at} ${way}`, (model) => model.show(at, way))),
		),
		of(
			5,
			fixed('begin', (model) => model.begin()),
		),
		of(
			5,
			fc
				.constantFrom(0, 0, 2000, 15_000)
				.map((lag) => step(`snapshot ${lag}`, (model) => model.snapshot(lag))),
		),
		of(
			5,
			fixed('compare', async (model) => await model.compare()),
		),
		of(
			6,
			fixed('look', async (model) => {
				model.begin();
				model.snapshot(0);
				await model.compare();
			}),
		),
		of(
			5,
			some.map((count) => step(`deliver ${count}`, (model) => model.deliver(count))),
		),
		of(
			6,
			some.map((count) => step(`turn ${count}`, (model) => model.turn(count))),
		),
		of(
			1,
			fixed('account', (model) => model.moveAccount()),
		),
	);
}

async function walk(
	ways: readonly Shown[],
	canResolve: boolean,
	check: (model: Model) => void,
): Promise<number> {
	let caughtUp = 0;
	const scenario = fc.tuple(
		fc.uniqueArray(mover),
		fc.constantFrom(...ways),
		fc.array(steps(ways), { maxLength: 60, size: 'max' }),
	);
	await fc.assert(
		fc.asyncProperty(scenario, async ([members, way, all]) => {
			const model = new Model(members, canResolve);
			for (let at = 0; at < ALL; at++) model.show(at, way);
			for (const one of all) await one(model);
			await model.settle();
			check(model);
			caughtUp += model.toldCaughtUp;
		}),
		{ numRuns: 300 },
	);
	return caughtUp;
}

const nothingIsDoubted = (model: Model): void => {
	const doubts = model.doubts.filter(({ why }) => why !== 'leap');
	if (!model.beganWrong) expect(doubts).toEqual([]);
};

describe('whatever happens to the group, the connection, WAHA and n8n: each change that lasts is told once, and none that did not happen', () => {
	it.each([
		['by number', ['number'] as const],
		['under hidden ids', ['hidden'] as const],
		['under hidden ids with the number beside', ['both'] as const],
	])(
		'where people are shown %s',
		async (_, ways) => {
			expect(await walk(ways, false, nothingIsDoubted)).toBeGreaterThan(50);
		},
		120_000,
	);

	it('where ids flip, and the server knows the numbers behind hidden ones', async () => {
		const ways = ['number', 'both', 'hidden'] as const;
		expect(await walk(ways, true, nothingIsDoubted)).toBeGreaterThan(50);
	}, 120_000);

	it('where ids flip, and nobody knows who is who: what is doubtful is said, and counts from then on', async () => {
		const ways = ['number', 'hidden'] as const;
		await walk(ways, false, () => undefined);
	}, 120_000);
});
