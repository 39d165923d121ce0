import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

import { until, type WorkflowNode } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { chain, trigger } from './support/nodes';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;
let news = '';

/** A news feed, of which n8n's own trigger asks every minute: n8n knows no shorter time. */
const feed = createServer((_, response) => {
	const head = '<title>t</title><link>http://x</link><description>d</description>';
	response.setHeader('Content-Type', 'application/rss+xml');
	response.end(`<rss version="2.0"><channel>${head}${news}</channel></rss>`);
});

function publishNews(): void {
	// What is not newer than the poll is old news.
	const date = new Date(Date.now() + 86_400_000).toUTCString();
	news = `<item><title>n</title><link>http://x/1</link><pubDate>${date}</pubDate></item>`;
}

beforeAll(async () => {
	world = await openWorld();
	await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	await world.close();
	feed.close();
});

function poller(): WorkflowNode {
	const address = feed.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return {
		id: randomUUID(),
		name: 'RSS',
		type: 'n8n-nodes-base.rssFeedReadTrigger',
		typeVersion: 1,
		position: [0, 300],
		parameters: {
			pollTimes: { item: [{ mode: 'everyMinute' }] },
			feedUrl: `http://127.0.0.1:${port}/`,
		},
	};
}

/** Lets somebody join; gives the answers to the delivery. */
async function join(phone: string): Promise<unknown[]> {
	await world.control.move('join', SEED.groups.team, [phone]);
	const delivery = (await world.control.deliveries()).at(-1);
	return delivery?.attempts.map(({ status }) => status) ?? [];
}

it('a trigger that polls since before ours was added cannot take its signing key away', async () => {
	const { client } = world;
	const rss = poller();
	const { id } = await world.createActive(chain(rss));
	const { name, settings, versionId } = await client.getWorkflow(id);
	const nodes = [rss, trigger(world.credential)];
	const next = { name, settings, versionId, nodes, connections: {} };
	await client.http.rest('PATCH', `/workflows/${id}`, next);
	await client.activate(id);
	await world.working();
	expect(await join('4917000000301')).toEqual([200]);
	await client.waitForExecutions(id, 1);
	publishNews();
	const polled = async () => ((await client.countExecutions(id)) > 1 ? true : undefined);
	await until('The poll', polled, { timeout: 150_000, every: 500 });
	// n8n 2.41 has now saved what the poller knew when it was published.
	expect(await join('4917000000302')).toEqual([200]);
	expect(await client.waitForExecutions(id, 3)).toHaveLength(3);
}, 300_000);
