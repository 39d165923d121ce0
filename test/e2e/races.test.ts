import type { WorkflowNode } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { chain, trigger, webhookUrl } from './support/nodes';
import { webhookUrlsOf, writesTo } from './support/session';
import { sharedN8n } from './support/shared';
import { type E2eWorld, openWorld } from './support/world';

interface Published {
	id: string;
	node: WorkflowNode;
}

let world: E2eWorld;

beforeEach(async () => {
	world = await openWorld({ restartMs: 0, latencyMs: 5 });
});
afterEach(async () => await world.close());

const foreign = (n: number) => ({ url: `http://127.0.0.1:9/${n}`, events: ['message'] });
const START = { metadata: { owner: 'us' }, proxy: null, webhooks: [foreign(1), foreign(2)] };

async function workflows(count: number): Promise<Published[]> {
	world.sandbox.world.setConfig('default', structuredClone(START));
	const all = Array.from({ length: count }, async () => {
		const node = trigger(world.credential, { events: ['join'] });
		return { id: (await world.create(chain(node))).id, node };
	});
	return await Promise.all(all);
}

const config = (): Record<string, unknown> => ({
	...world.sandbox.world.session('default').config,
});
const urls = (): string[] => webhookUrlsOf(world.sandbox);
const urlOf = ({ node }: Published): string => webhookUrl(sharedN8n().url, node);
const writes = (): number => writesTo(world.sandbox);

it('20 triggers on one session, published at once and unpublished at once: one write each, and all else stays', async () => {
	const all = await workflows(20);
	await Promise.all(all.map(async ({ id }) => await world.client.activate(id)));
	expect(urls().sort()).toEqual(
		[...START.webhooks.map(({ url }) => url), ...all.map(urlOf)].sort(),
	);
	expect(writes()).toBe(20);
	world.sandbox.world.join(SEED.groups.team, [SEED.phones.free[0]]);
	await world.sandbox.world.settled();
	for (const { id } of all) expect(await world.client.waitForExecutions(id, 1)).toHaveLength(1);
	await Promise.all(all.map(async ({ id }) => await world.client.deactivate(id)));
	expect(writes()).toBe(40);
	expect(config()).toEqual(START);
});

it('some published while others are unpublished and another program adds its own: one entry for each that is published', async () => {
	const all = await workflows(9);
	const on = new Set<Published>();
	let added = 2;
	// In one go, so that it never writes an old copy: what it overwrites itself is its own affair.
	const program = setInterval(() => {
		const { webhooks, ...rest } = config();
		added += 1;
		const more = Array.isArray(webhooks) ? [...webhooks, foreign(added)] : [];
		world.sandbox.world.setConfig('default', { ...rest, webhooks: more });
	}, 40);
	try {
		for (let round = 0; round < 4; round++) {
			const flipped = all.filter((_, index) => (index + round) % 3 !== 0);
			await Promise.all(
				flipped.map(async (one) => {
					if (on.delete(one)) return await world.client.deactivate(one.id);
					on.add(one);
					await world.client.activate(one.id);
				}),
			);
			const ours = new Set(all.map(urlOf));
			expect(
				urls()
					.filter((url) => ours.has(url))
					.sort(),
			).toEqual([...on].map(urlOf).sort());
		}
	} finally {
		clearInterval(program);
	}
	expect(added).toBeGreaterThan(10);
	expect(config()).toMatchObject({ metadata: START.metadata, proxy: null });
	expect(urls().slice(0, 2)).toEqual(START.webhooks.map(({ url }) => url));
	world.sandbox.world.join(SEED.groups.team, [SEED.phones.free[0]]);
	await world.sandbox.world.settled();
	for (const { id } of on) expect(await world.client.waitForExecutions(id, 1)).toHaveLength(1);
});
