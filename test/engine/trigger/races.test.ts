import fc from 'fast-check';

import { type Action, storms, stormsWithHang } from './races/actions';
import { Race, type Tally } from './races/race';
import { Stage } from './stage';

const LANES = 32;
const RUNS = 9;

// The same storms each time, so that a failure comes again: RACES_SEED looks for others, and with the seed and
// the path that a failure tells, RACES_SEED and RACES_PATH run that one again.
const { RACES_SEED = '1', RACES_PATH: path } = process.env;

type Step = fc.AsyncCommand<object, Race>;

/** A storm and a look at what is left after it, as one step of a run. */
class Storm implements Step {
	constructor(private readonly actions: readonly Action[]) {}

	check = (): boolean => true;

	async run(_: object, race: Race): Promise<void> {
		await race.storm(this.actions);
	}

	toString(): string {
		return `\n${this.actions.map((action) => `  ${JSON.stringify(action)}`).join('\n')}`;
	}
}

const newTally = (): Tally => ({
	storms: 0,
	deeds: 0,
	failed: 0,
	kills: 0,
	lost: 0,
	leftBehind: 0,
});

/** Looks for a run that leaves something wrong; many at the same time, because much of it is waiting. */
async function search(
	steps: fc.Arbitrary<Iterable<Step>>,
	lanes: number,
	numRuns: number,
): Promise<Tally> {
	const tally = newTally();
	const ends = await Promise.allSettled(
		Array.from({ length: lanes }, async (_, lane) => {
			const stage = await Stage.start({ seed: { empty: true } });
			try {
				const property = fc.asyncProperty(steps, async (commands) => {
					const race = await Race.start(stage, tally);
					await fc.asyncModelRun(() => ({ model: {}, real: race }), commands);
					await race.end();
				});
				await fc.assert(property, {
					numRuns,
					endOnFailure: true,
					seed: Number(RACES_SEED) + lane,
					path,
				});
			} finally {
				await stage.close();
			}
		}),
	);
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
	return tally;
}

const command = (arbitrary: fc.Arbitrary<Action[]>): fc.Arbitrary<Step> =>
	arbitrary.map((actions) => new Storm(actions));

/*
 * What is allowed, and no more: an entry may be missing or come back where another program wrote an old copy after its
 * workflow last looked; a foreign change may be undone that was stored after a workflow's last look before its own write was
 * stored (what it saw, it has to write again, unless somebody else wrote meanwhile); an entry
 * may be left behind where a removal failed, but then the node knows where, and the next one that works removes it.
 */
it('1,000 random interleavings leave exactly one right entry for each active trigger, and all that is foreign', async () => {
	const [tally, hanging] = await Promise.all([
		search(fc.commands([command(storms)], { maxCommands: 8, size: 'max' }), LANES, RUNS),
		// A request that hangs takes half a minute, so all of these are at the same time.
		search(fc.tuple(command(stormsWithHang)), LANES, 1),
	]);
	expect(tally.storms + hanging.storms).toBeGreaterThanOrEqual(1000);
	// It is no search where nothing ever fails, dies, overlaps or stays behind.
	for (const count of Object.values(tally)) expect(count).toBeGreaterThan(0);
}, 600_000);
