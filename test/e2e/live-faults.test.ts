import type { Workflow } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { envelope, joined } from '../support/deliveries';
import {
	hasReported,
	hasSocketAfter,
	hasSockets,
	hasStarted,
	joinTeam,
	newestSocket,
	waitForStarts,
} from './support/live';
import { chain, liveTrigger } from './support/nodes';
import { writesTo } from './support/session';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;
let workflow: Workflow;
/** Whoever has joined while somebody listened, in this order. */
let heard: string[];

beforeEach(async () => {
	world = await openWorld();
	workflow = await world.createActive(chain(liveTrigger(world.credential)));
	await hasSockets(world.sandbox, 1);
	heard = [];
});
afterEach(async () => await world.close());

/** Lets somebody join, and sees that this has started the workflow once, and nothing else has. */
async function joinStarts(): Promise<void> {
	heard.push(joinTeam(world.sandbox));
	await hasStarted(world.client, workflow, heard);
}

/** Nothing failed, and nothing was written to WAHA. */
async function expectNothingElse(): Promise<void> {
	const all = await world.client.executions(workflow.id);
	expect(all.map(({ status }) => status)).toEqual(heard.map(() => 'success'));
	expect(writesTo(world.sandbox)).toBe(0);
}

describe('the connection is there again after', () => {
	it.each<[string, () => void]>([
		['a goodbye', () => world.sandbox.world.sockets.closeAll(1001, 'Server is shutting down')],
		['a cut', () => world.sandbox.world.sockets.cut()],
		['a restart of the server', () => world.sandbox.world.restartServer()],
		[
			'some pages of a proxy',
			() => {
				world.sandbox.world.faults.add({ kind: '502', path: '/ws', times: 2 });
				world.sandbox.world.sockets.cut();
			},
		],
	])('%s', async (_, end) => {
		await joinStarts();
		const before = newestSocket(world.sandbox);
		end();
		await hasSocketAfter(world.sandbox, before);
		await world.working();
		await joinStarts();
		await expectNothingElse();
	});

	it('a connection that a proxy takes and never answers', async () => {
		const before = newestSocket(world.sandbox);
		world.sandbox.world.faults.add({ kind: 'hang', path: '/ws', times: 1 });
		world.sandbox.world.sockets.cut();
		await hasSocketAfter(world.sandbox, before);
		await joinStarts();
		await expectNothingElse();
	});
});

describe('the session', () => {
	it('restarted: the connection stays, and what comes afterwards is taken', async () => {
		await joinStarts();
		const before = newestSocket(world.sandbox);
		world.sandbox.world.setSessionStatus('default', 'STOPPED');
		world.sandbox.world.setSessionStatus('default', 'WORKING');
		await joinStarts();
		expect(newestSocket(world.sandbox)).toBe(before);
		await expectNothingElse();
	});

	it('renamed: whoever owns the workflow is told once the server starts again', async () => {
		await joinStarts();
		world.sandbox.world.sessions.remove('default');
		world.sandbox.world.sockets.cut();
		expect(await hasReported(world.client, workflow)).toEqual([
			expect.stringContaining('There is no WhatsApp session "default" on this server'),
		]);
	});
});

describe('what is no event', () => {
	it.each<[string, string | Buffer]>([
		['text', 'Hello'],
		['nothing', ''],
		['half an event', '{"event":"group.v2.participants","session":"def'],
		['a list', '[{"event":"group.v2.participants"}]'],
		['null', 'null'],
		['an event without a payload', '{"event":"group.v2.participants","session":"default"}'],
		['numbers in place of words', '{"event":5,"session":[],"payload":"x","id":{}}'],
		['bytes', Buffer.from([0, 255, 128, 7])],
		['40 MB of text', 'x'.repeat(40_000_000)],
		[
			'an event of 40 MB',
			JSON.stringify(envelope({ payload: joined({ _data: 'x'.repeat(40_000_000) }) })),
		],
		['an event of another session', JSON.stringify(envelope({ session: 'noweb' }))],
		['an event that nobody asked for', JSON.stringify(envelope({ event: 'message' }))],
	])('%s starts nothing and stops nothing', async (_, message) => {
		world.sandbox.world.sockets.sendAll(message);
		await joinStarts();
		await expectNothingElse();
	});
});

it('an event that comes several times starts the workflow once', async () => {
	const twice = JSON.stringify(envelope());
	for (let times = 0; times < 3; times++) world.sandbox.world.sockets.sendAll(twice);
	heard.push(SEED.phones.free[0]);
	await hasStarted(world.client, workflow, heard);
	await joinStarts();
	await expectNothingElse();
});

it('events of one moment start the workflow once each', async () => {
	for (let count = 0; count < 25; count++) heard.push(joinTeam(world.sandbox));
	// n8n writes executions that begin together in an order of its own.
	const all = (await waitForStarts(world.client, workflow, heard.length)).sort();
	expect(all).toEqual(heard);
	await expectNothingElse();
});
