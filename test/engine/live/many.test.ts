import v8 from 'node:v8';
import vm from 'node:vm';

import { SEED } from '../../../sandbox';
import { LiveStage, until } from '../support/live';

const [FREE = ''] = SEED.phones.free;
const MANY = 200;

const stage = new LiveStage();

v8.setFlagsFromString('--expose-gc');
const collect: unknown = vm.runInNewContext('gc');

/** What is alive in this process, the sandbox's log of requests left out, in MB. */
function aliveMb(): number {
	stage.world.clearRequests();
	if (typeof collect !== 'function') throw new Error('Garbage cannot be collected');
	collect();
	return process.memoryUsage().heapUsed / 2 ** 20;
}

it('200 triggers of a server share one connection, take less than 10 MB, and each of them hears', async () => {
	// What is loaded and compiled once is not theirs.
	await stage.live();
	const before = aliveMb();
	for (let count = 1; count < MANY; count++) await stage.live();
	await until(() => stage.world.sockets.list().length === 1, 'one connection');
	expect(aliveMb() - before).toBeLessThan(10);
	stage.world.join(SEED.groups.team, [FREE]);
	await until(() => stage.all.every(({ items }) => items.length === 1), 'an item for each');
}, 120_000);
