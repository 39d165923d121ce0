import type { IDataObject } from 'n8n-workflow';

import { pause } from '../../../harness/n8n';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { LAG_SECONDS, later } from '../support/clock';
import { LiveNode } from '../support/live';

const people = (count: number, from = 0): string[] =>
	Array.from({ length: count }, (_, at) => `4915300${String(3000 + from + at)}`);

/** Waits for so many items, and gives those by event and person. */
async function told(live: LiveNode, count: number): Promise<string[]> {
	const until = Date.now() + 60_000;
	while (live.items.length < count && Date.now() < until) await pause(50);
	return live.items.map(({ event, phoneNumber, source, timestamp }) =>
		[event, phoneNumber, source === 'catchUp' && timestamp === null ? 'caught up' : source].join(
			' ',
		),
	);
}

describe.each([
	['WEBJS', '2026.9.0'],
	['WPP', '2026.9.0'],
	['NOWEB', '2026.9.0'],
	['GOWS', '2026.9.0'],
] as const)('on %s %s', (engine, version) => {
	let sandbox: Sandbox;
	let groupId: string;
	const running: LiveNode[] = [];

	const published = async (
		activation: 'activate' | 'init',
		staticData?: IDataObject,
	): Promise<LiveNode> => {
		const parameters = { filters: { groups: [groupId] }, options: {} };
		const one = await LiveNode.start({ server: sandbox, parameters, activation, staticData });
		running.push(one);
		return one;
	};

	beforeEach(async () => {
		sandbox = await startSandbox({ engine, version });
		for (const hidden of [2, 11]) {
			const [phone = ''] = people(1, hidden);
			sandbox.world.setPerson(phone, { hidden: true });
		}
		groupId = sandbox.world.addGroup({ members: people(5) });
	});

	afterEach(async () => {
		jest.useRealTimers();
		for (const one of running.splice(0)) await one.close();
		await sandbox.close();
	});

	it('three who joined and one who left while there was no connection start four runs, and nobody a second one', async () => {
		const { world } = sandbox;
		const first = await published('activate');
		later(LAG_SECONDS);
		world.sockets.cut();
		world.join(groupId, people(3, 10));
		world.leave(groupId, people(1, 2));
		const [ten = '', eleven = '', twelve = ''] = people(3, 10);
		const expected = [
			`join ${ten} caught up`,
			`join ${eleven} caught up`,
			`join ${twelve} caught up`,
			`leave ${people(1, 2)[0]} caught up`,
		].sort();
		expect((await told(first, 4)).sort()).toEqual(expected);

		world.join(groupId, people(1, 20));
		expect((await told(first, 5)).at(-1)).toBe(`join ${people(1, 20)[0]} v2`);
		await first.close();

		// n8n was stopped meanwhile.
		world.leave(groupId, people(1, 20));
		const again = await published('init', first.staticData);
		expect(await told(again, 1)).toEqual([`leave ${people(1, 20)[0]} caught up`]);
	}, 120_000);
});
