import type { SandboxOptions } from '../../sandbox';
import { chain, trigger } from './support/nodes';
import { openWorld } from './support/world';

interface Case {
	why: string;
	sandbox?: SandboxOptions;
	/** The credential in place of the right one. */
	credential?: (url: string) => { url?: string; apiKey?: string };
	says: RegExp;
}

const cases: Case[] = [
	{
		why: 'the engine never sends this event',
		sandbox: { version: '2024.10', tier: 'PLUS', engine: 'GOWS' },
		says: /"Member Joined" never comes from the engine GOWS of WAHA 2024\.10\.1 with this event source\. Update WAHA to 2025\.2 or newer/,
	},
	{
		why: 'the server is too old to sign',
		sandbox: { version: '2024.10' },
		says: /WAHA 2024\.10\.1 does not sign its webhooks.* turn off "Verify Signature" in the options/,
	},
	{
		why: 'the key may not change the session',
		sandbox: { apiKeys: [{ key: 'reader', scopes: ['read'] }] },
		credential: () => ({ apiKey: 'reader' }),
		says: /The API key is not allowed to change the settings of this session\. .*set Registration to "Manual"/,
	},
	{
		why: 'n8n is at localhost and WAHA is elsewhere',
		// Another way to write this machine's address, which looks like that of another one.
		credential: (url) => ({ url: url.replace('127.0.0.1', '[::ffff:127.0.0.1]') }),
		says: /WAHA at http:\/\/\[::ffff:.* cannot reach this n8n: its webhook address is .*"Webhook Base URL"/,
	},
];

interface Outcome {
	/** What n8n says. */
	words: string;
	/** How many requests changed something in WAHA. */
	writes: number;
}

/** What comes of publishing a workflow with such a trigger. */
async function outcomeOf({ sandbox = {}, credential }: Case): Promise<Outcome> {
	const world = await openWorld(sandbox);
	try {
		const { url, apiKey } = world.sandbox;
		const data = { url, apiKey, ...credential?.(url) };
		const used = await world.client.createCredential('WAHA', 'wahaApi', data);
		const { id } = await world.create(chain(trigger(used, { events: ['join'] })));
		const words = await world.client.activate(id).then(
			() => 'published',
			(error: Error) => error.message,
		);
		const writes = world.sandbox.world.requests.filter(
			({ method, status }) => method !== 'GET' && status !== 403,
		);
		return { words, writes: writes.length };
	} finally {
		await world.close();
	}
}

let outcomes: Map<string, Outcome>;
beforeAll(async () => {
	// All at once: n8n tries each five times in 15 seconds.
	outcomes = new Map(
		await Promise.all(cases.map(async (one) => [one.why, await outcomeOf(one)] as const)),
	);
});

it.each(cases)('activation says no, and what to do, where $why', ({ why, says }) => {
	expect(outcomes.get(why)).toEqual({ words: expect.stringMatching(says), writes: 0 });
});
