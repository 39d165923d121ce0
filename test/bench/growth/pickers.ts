import { session, types } from '../../e2e/support/nodes';
import { pickerGroups } from '../pickers';
import type { BenchStage } from '../stage';
import { median } from '../statistics';
import type { Curve, Point } from './curve';
import { pointOf } from './curve';
import { credentialFor } from './running';
import type { Extent, Taken } from './taking';
import { noted, sizesOf, take, withSandbox } from './taking';

/** A list of groups in the editor. */
interface Look {
	what: string;
	/** Asks n8n for it; gives how many it shows. */
	ask: () => Promise<number>;
	/** How many it is to show of so many groups. */
	shows: (size: number) => number;
}

/** So often in a round, because one takes less than the system's clock can tell. */
const often = 5;
const page = 100;

/** Opens the lists of groups of all three nodes with a growing number of groups on the server. */
export async function measureGroupLists(stage: BenchStage, extent: Extent): Promise<Curve[]> {
	return await withSandbox(async (sandbox) => {
		const { client } = stage;
		const credential = await credentialFor(stage, sandbox, 'Growth: lists');
		const listed = async (nodeType: string): Promise<number> => {
			const parameters = { session: session(), filters: { groups: [] } };
			const path = 'parameters.filters.groups';
			const query = { nodeType, methodName: 'loadGroups', path, credential, parameters };
			return (await client.options(query)).length;
		};
		const picked = async (filter?: string): Promise<number> => {
			const parameters = { resource: 'group', operation: 'get', session: session() };
			const where = { nodeType: types.action, path: 'parameters.groupId' };
			const query = { ...where, methodName: 'searchGroups', credential, parameters, filter };
			return (await client.pick(query)).results.length;
		};
		const all = (size: number): number => size;
		const looks: Look[] = [
			{
				what: 'Groups in WAHA Groups: open',
				ask: async () => await picked(),
				shows: (size) => Math.min(size, page),
			},
			{
				what: 'Groups in WAHA Groups: search, all found',
				ask: async () => await picked('group'),
				shows: all,
			},
			{
				what: 'Groups in WAHA Groups Trigger',
				ask: async () => await listed(types.trigger),
				shows: all,
			},
			{
				what: 'Groups in WAHA Groups Live Trigger',
				ask: async () => await listed(types.liveTrigger),
				shows: all,
			},
		];
		const points = new Map<Look, Point[]>(looks.map((look) => [look, []]));
		let there = 0;
		for (const size of sizesOf(
			[pickerGroups / 16, pickerGroups / 4, pickerGroups].map(Math.floor),
			extent,
		)) {
			await sandbox.control.addGroups(size - there);
			there = size;
			for (const look of looks) {
				// Of each size, because n8n first has to hold so much.
				await look.ask();
				const taken: Taken[] = [];
				for (let round = 0; round < extent.rounds; round++) {
					taken.push(await open(stage, look, size));
				}
				points.get(look)?.push(noted(look.what, pointOf(size, taken)));
			}
		}
		return [...points].map(([{ what }, list]) => ({ what, unit: 'groups', points: list }));
	});
}

/** Opens a list some times; gives the seconds of one. */
async function open(stage: BenchStage, look: Look, size: number): Promise<Taken> {
	const times: number[] = [];
	const taken = await take(stage, async () => {
		for (let n = 0; n < often; n++) {
			const start = performance.now();
			const shown = await look.ask();
			times.push((performance.now() - start) / 1000);
			if (shown !== look.shows(size)) throw new Error(`${look.what}: ${shown} of ${size} groups`);
		}
		return undefined;
	});
	return { ...taken, seconds: median(times), cpuSeconds: taken.cpuSeconds / often };
}
