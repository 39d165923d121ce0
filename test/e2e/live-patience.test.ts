import type { Workflow } from '../../harness/n8n';
import {
	hasReported,
	hasSocketAfter,
	hasSockets,
	hasStarted,
	joinTeam,
	newestSocket,
} from './support/live';
import { chain, liveTrigger } from './support/nodes';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

/** A server of its own, with a published workflow that listens there with a key of its own. */
interface Scene {
	world: E2eWorld;
	workflow: Workflow;
}

const KEY = 'a key that can be taken away';

async function open(): Promise<Scene> {
	const world = await openWorld({ apiKeys: [{ key: KEY }] });
	const credential = await world.client.createCredential('Its own key', 'wahaApi', {
		...world.credential.data,
		apiKey: KEY,
	});
	const workflow = await world.createActive(chain(liveTrigger(credential)));
	await hasSockets(world.sandbox, 1);
	return { world, workflow };
}

/** What becomes of it: who has started the workflow, and what its owner was told. */
interface Story {
	told: string[];
}

/** Breaks the connection in a way that stays; mends it once the owner was told, and sees that it is there again. */
async function toldAndBack(
	{ world, workflow }: Scene,
	breakIt: () => void,
	mend: () => void,
): Promise<Story> {
	const first = joinTeam(world.sandbox);
	await hasStarted(world.client, workflow, [first]);
	const before = newestSocket(world.sandbox);
	breakIt();
	await hasReported(world.client, workflow);
	mend();
	await hasSocketAfter(world.sandbox, before);
	const last = joinTeam(world.sandbox);
	await hasStarted(world.client, workflow, [first, last]);
	return { told: await hasReported(world.client, workflow) };
}

const scenes: Record<string, (scene: Scene) => Promise<Story>> = {
	async 'half-open'({ world, workflow }) {
		const first = joinTeam(world.sandbox);
		await hasStarted(world.client, workflow, [first]);
		const before = newestSocket(world.sandbox);
		world.sandbox.world.sockets.mute();
		joinTeam(world.sandbox);
		await hasSocketAfter(world.sandbox, before);
		const last = joinTeam(world.sandbox);
		await hasStarted(world.client, workflow, [first, last]);
		const all = await world.client.executions(workflow.id);
		expect(all.map(({ status }) => status)).toEqual(['success', 'success']);
		return { told: [] };
	},
	async 'a key that is taken away'(scene) {
		const { world } = scene.world.sandbox;
		return await toldAndBack(
			scene,
			() => world.revokeKey(KEY),
			() => world.configure({ apiKeys: [{ key: KEY }] }),
		);
	},
	async 'a session that is deleted while the connection stands'(scene) {
		const { world } = scene.world.sandbox;
		return await toldAndBack(
			scene,
			() => world.sessions.remove('default'),
			() => world.addSession({ name: 'default' }),
		);
	},
	async 'a session that is forbidden'(scene) {
		const { world } = scene.world.sandbox;
		return await toldAndBack(
			scene,
			() => world.sockets.closeAll(1008, 'Forbidden'),
			() => undefined,
		);
	},
	async 'a server that sends only session.status'(scene) {
		const { world } = scene.world.sandbox;
		return await toldAndBack(
			scene,
			() => {
				world.configure({ version: '2024.10' });
				world.sockets.cut();
			},
			() => world.configure({ version: '2026.7' }),
		);
	},
};

/** The node waits for a minute and more in each of these, so they run side by side. */
const running = new Map<string, Promise<PromiseSettledResult<Story>>>();
const opened: Scene[] = [];

beforeAll(async () => {
	for (const [name, play] of Object.entries(scenes)) {
		const scene = await open();
		opened.push(scene);
		const [settled] = [Promise.allSettled([play(scene)])];
		running.set(
			name,
			settled.then(([one]) => one),
		);
	}
});
afterAll(async () => {
	await Promise.all(running.values());
	for (const { world } of opened) await world.close();
});

async function toldIn(name: string): Promise<string[]> {
	const settled = await running.get(name);
	if (settled?.status !== 'fulfilled') throw settled?.reason;
	return settled.value.told;
}

it('half-open: a connection that says nothing any more is replaced', async () => {
	expect(await toldIn('half-open')).toEqual([]);
});

it.each([
	['a key that is taken away', /API key/],
	[
		'a session that is deleted while the connection stands',
		/There is no WhatsApp session "default"/,
	],
	['a session that is forbidden', /does not let this API key listen to session "default"/],
	['a server that sends only session.status', /sends no events of groups over a live connection/],
])('%s: its owner is told once, and it listens again when it can', async (name, words) => {
	expect(await toldIn(name)).toEqual([expect.stringMatching(words)]);
});
