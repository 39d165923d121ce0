import { freePort } from '../../harness/n8n';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { ENGINES } from './operations/case';
import { listedGroups, scroll, search } from './support/search';

let sandbox: Sandbox;

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox(options);
}

afterEach(() => sandbox.close());

const requests = (): string[] =>
	sandbox.world.requests.map(({ method, url }) => `${method} ${url}`);

const SEEDED = [
	{ name: 'Community', value: '120363041234567893@g.us' },
	{ name: 'Customers 🌷 Spring "Sale" & more', value: '120363041234567891@g.us' },
	{ name: 'Neighbours', value: '120363041234567892@g.us' },
	{ name: 'Notes to self', value: '120363041234567894@g.us' },
	{ name: 'Old friends', value: '4912345-1612345678@g.us' },
	{ name: 'Team Berlin', value: '120363041234567890@g.us' },
];

describe('groups', () => {
	describe.each(ENGINES)('%s', (engine) => {
		it('are listed by name, without their participants', async () => {
			await start({ engine });
			expect(await search({ server: sandbox, method: 'searchGroups' })).toEqual({
				results: SEEDED,
			});
			expect(requests()).toEqual([
				'GET /api/default/groups?limit=100&offset=0&sortBy=subject&sortOrder=asc&exclude=participants',
			]);
		});

		it('are listed by a server of 2024.10, too', async () => {
			await start({ engine, version: '2024.10' });
			const { results } = await search({ server: sandbox, method: 'searchGroups' });
			expect([...results].sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual(SEEDED);
		});
	});

	it.each(['berlin', ' TEAM ', '041234567890', '120363041234567890@g.us'])(
		'are found by name or id: %s',
		async (filter) => {
			await start();
			const { results, paginationToken } = await search({
				server: sandbox,
				method: 'searchGroups',
				filter,
			});
			expect(results).toEqual([{ name: 'Team Berlin', value: '120363041234567890@g.us' }]);
			expect(paginationToken).toBeUndefined();
			expect(requests()).toEqual([
				'GET /api/default/groups?sortBy=subject&sortOrder=asc&exclude=participants',
			]);
		},
	);

	it('are found on later pages, too', async () => {
		await start({ seed: { groups: 250, membersPerGroup: 0 } });
		const { results } = await search({
			server: sandbox,
			method: 'searchGroups',
			filter: 'group 00249',
		});
		expect(results).toEqual([{ name: 'Group 00249', value: '120363050000000249@g.us' }]);
	});

	it.each(['2026.7', '2024.10'])('come page by page, each once, with %s', async (version) => {
		await start({ version, seed: { empty: true, groups: 250, membersPerGroup: 2 } });
		const pages = await scroll({ server: sandbox, method: 'searchGroups' });
		expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
		expect(pages.flat().map(({ name }) => name)).toEqual(
			Array.from({ length: 250 }, (_, at) => `Group ${String(at).padStart(5, '0')}`),
		);
		expect(requests().every((url) => url.endsWith('exclude=participants'))).toBe(true);
		expect(requests().some((url) => url.includes('/participants'))).toBe(false);
	});

	it('end where the last page is full', async () => {
		await start({ seed: { empty: true, groups: 200, membersPerGroup: 0 } });
		const pages = await scroll({ server: sandbox, method: 'searchGroups' });
		expect(pages.flat()).toHaveLength(200);
	});

	it.each([100, 101, 200])(
		'end with a server that does not page and has %d groups',
		async (groups) => {
			await start({ version: '2024.10', seed: { empty: true, groups, membersPerGroup: 0 } });
			const pages = await scroll({ server: sandbox, method: 'searchGroups' });
			expect(pages.flat()).toHaveLength(groups);
			expect(new Set(pages.flat().map(({ value }) => value)).size).toBe(groups);
			expect(pages.length).toBeLessThanOrEqual(2);
		},
	);

	it('are those of the session chosen', async () => {
		await start();
		await search({
			server: sandbox,
			method: 'searchGroups',
			parameters: { session: { __rl: true, mode: 'name', value: ' gows ' } },
		});
		expect(requests()[0]).toMatch(/^GET \/api\/gows\/groups\?/);
	});
});

describe("the groups of the trigger's filter", () => {
	it.each(ENGINES)('are listed by name: %s', async (engine) => {
		await start({ engine });
		expect(await listedGroups(sandbox)).toEqual(SEEDED);
		expect(requests()).toEqual([
			'GET /api/default/groups?sortBy=subject&sortOrder=asc&exclude=participants',
		]);
	});

	it.each(ENGINES)('are listed by a server of 2024.10, too: %s', async (engine) => {
		await start({ engine, version: '2024.10' });
		expect(await listedGroups(sandbox)).toEqual(SEEDED);
	});

	it('keep one that was chosen and is gone, as its id', async () => {
		await start();
		const gone = '120363049999999999@g.us';
		const listed = await listedGroups(sandbox, { groups: ['120363041234567890@g.us', gone] });
		expect(listed).toEqual([...SEEDED, { name: gone, value: gone }]);
	});

	it('are 5,000 where there are so many', async () => {
		await start();
		sandbox.world.addGroups(5000, 0);
		expect(await listedGroups(sandbox)).toHaveLength(5000 + SEEDED.length);
	});

	it('tell in words why there are none', async () => {
		await start();
		const server = { url: sandbox.url, apiKey: 'wrong' };
		await expect(listedGroups(server)).rejects.toThrow('WAHA did not accept the API key');
	});
});

describe('sessions', () => {
	it('are listed with status and account, those that are stopped, too', async () => {
		await start();
		expect(await search({ server: sandbox, method: 'searchSessions' })).toEqual({
			results: [
				{ name: 'default (working, Sandbox)', value: 'default' },
				{ name: 'noweb (working, noweb)', value: 'noweb' },
				{ name: 'gows (working, gows)', value: 'gows' },
				{ name: 'unpaired (waiting for the QR code)', value: 'unpaired' },
				{ name: 'stopped (stopped)', value: 'stopped' },
			],
		});
		expect(requests()).toEqual(['GET /api/sessions?all=true']);
	});

	it('are found by name', async () => {
		await start();
		const { results } = await search({
			server: sandbox,
			method: 'searchSessions',
			filter: 'GOW',
		});
		expect(results.map(({ value }) => value)).toEqual(['gows']);
	});

	it('are only one for a key that is limited to it', async () => {
		await start({ apiKeys: [{ key: 'limited', session: 'noweb' }] });
		const { results } = await search({
			server: sandbox,
			method: 'searchSessions',
			credential: { apiKey: 'limited' },
		});
		expect(results.map(({ value }) => value)).toEqual(['noweb']);
	});
});

describe.each(['searchGroups', 'searchSessions'] as const)('%s tells', (method) => {
	it('that nothing answers', async () => {
		await start();
		const url = `http://127.0.0.1:${await freePort()}`;
		await expect(search({ server: sandbox, method, credential: { url } })).rejects.toMatchObject({
			message: `WAHA cannot be reached at ${url}`,
			description: expect.stringMatching(/^Nothing answers there: .* If n8n runs in Docker/),
		});
	});

	it('that the key is wrong', async () => {
		await start();
		const wrong = search({ server: sandbox, method, credential: { apiKey: 'wrong' } });
		await expect(wrong).rejects.toMatchObject({
			message: 'WAHA did not accept the API key',
			httpCode: '401',
		});
	});

	it('that the address is none', async () => {
		await start();
		await expect(
			search({ server: sandbox, method, credential: { url: '' } }),
		).rejects.toMatchObject({ message: 'The Host URL in the credential is not an address: ""' });
	});

	it('that the address leads to something else', async () => {
		await start();
		const url = sandbox.url.replace('//', '//admin:secret@');
		sandbox.world.faults.add({ kind: 'answer', status: 404, body: { error: 'Not Found' } });
		await expect(search({ server: sandbox, method, credential: { url } })).rejects.toMatchObject({
			message: `The server at ${sandbox.url} does not know this address: it may not be WAHA`,
			description: expect.stringMatching(/^Check the Host URL in the credential/),
			httpCode: '404',
		});
	});

	it('that the answer is a page', async () => {
		await start();
		sandbox.world.faults.add({ kind: 'answer', status: 200, body: '<html>Sign in</html>' });
		await expect(search({ server: sandbox, method })).rejects.toMatchObject({
			message: `The answer from ${sandbox.url} is a web page, not WAHA's`,
		});
	});

	it('that a proxy has no WAHA behind it', async () => {
		await start();
		sandbox.world.faults.add({ kind: '502' });
		await expect(search({ server: sandbox, method })).rejects.toMatchObject({
			message: 'A proxy in front of WAHA answered with an error page (502)',
			description: expect.stringContaining('look whether the WAHA container is running'),
		});
	});

	it('that it goes too fast, and names no option that the editor has not', async () => {
		await start();
		sandbox.world.faults.add({ kind: 'answer', status: 429, body: 'Too many requests' });
		await expect(search({ server: sandbox, method })).rejects.toMatchObject({
			message: 'WhatsApp or WAHA asks to go slower: too many requests',
			description: 'Wait some minutes, then try again.',
		});
	});

	it('that no answer comes, and names no option that the editor has not', async () => {
		await start();
		sandbox.world.faults.add({ kind: 'hang' });
		await expect(search({ server: sandbox, method })).rejects.toMatchObject({
			message: 'WAHA did not answer within 15 seconds',
			description: 'Try again. If it stays like this, look whether the WAHA server is overloaded.',
		});
	}, 60_000);

	it('that the key is for another session', async () => {
		await start({ apiKeys: [{ key: 'limited', session: 'noweb', scopes: ['send'] }] });
		const limited = search({ server: sandbox, method, credential: { apiKey: 'limited' } });
		await expect(limited).rejects.toMatchObject({
			message: expect.stringMatching(/^The API key is not allowed to do this/),
			httpCode: '403',
		});
	});
});

it.each([
	[
		'unpaired',
		'The WhatsApp session "unpaired" is not ready: waiting for the QR code (SCAN_QR_CODE)',
	],
	['stopped', 'The WhatsApp session "stopped" is stopped'],
	['choir', 'There is no WhatsApp session "choir" on this server'],
	['', 'No session was chosen'],
	['..', '".." is not the name of a session'],
])('the list of groups tells what is wrong with the session "%s"', async (value, message) => {
	await start();
	await expect(
		search({
			server: sandbox,
			method: 'searchGroups',
			parameters: { session: { __rl: true, mode: 'name', value } },
		}),
	).rejects.toMatchObject({ message });
});
