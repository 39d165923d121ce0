import type { IDataObject } from 'n8n-workflow';

import type { N8n } from '../support/trigger';
import { refusal, Stage, trigger } from './stage';

/*
 * WAHA stores a config only some seconds after it was sent (3 s and more were measured), and tells the old one until
 * then; here these seconds are shorter.
 */
const WINDOW_MS = 900;

let stage: Stage;
let n8n: N8n;
let timers: NodeJS.Timeout[] = [];

async function start(restartMs = 0): Promise<void> {
	stage = await Stage.start({ restartMs });
	n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	set({ proxy: { server: 'p:1' }, webhooks: [webhook('old')], metadata: { a: '1' } });
}

afterEach(async () => {
	timers.forEach(clearTimeout);
	timers = [];
	await stage.close();
});

const later = (ms: number, run: () => void): void => {
	timers.push(setTimeout(run, ms));
};

/** Runs it once our write has come in, however long the machine takes to get there. */
function duringWrite(run: () => void): void {
	const before = stage.writes.length;
	const look = (): void => (stage.writes.length > before ? run() : later(10, look));
	look();
}

const webhook = (name: string) => ({ url: `http://other.example/${name}`, events: ['message'] });
const config = (): IDataObject =>
	structuredClone(stage.sandbox.world.session('default').config ?? {}) as IDataObject;
const set = (to: IDataObject): void => stage.sandbox.world.setConfig('default', to);

function slowWrites(): void {
	stage.sandbox.world.faults.add({ kind: 'latency', method: 'PUT', ms: WINDOW_MS });
}

/** Writes of another program, made from what it reads now. */
function adds(name: string): void {
	const now = config();
	set({ ...now, webhooks: [...((now.webhooks ?? []) as IDataObject[]), webhook(name)] });
}

const urls = (): string[] => stage.entries().map(({ url }) => url);
const [old, added] = [webhook('old').url, webhook('added').url];

describe('what another program writes while our write is under way', () => {
	it('is written again: a webhook', async () => {
		await start();
		slowWrites();
		duringWrite(() => adds('added'));
		await n8n.activate('w');
		expect(urls().sort()).toEqual([n8n.productionUrl('w'), old, added].sort());
		expect(config()).toMatchObject({ proxy: { server: 'p:1' }, metadata: { a: '1' } });
		expect(stage.writes).toHaveLength(2);
	});

	it('is written again: settings', async () => {
		await start();
		slowWrites();
		duringWrite(() => set({ webhooks: [webhook('old')], metadata: { a: '2' } }));
		await n8n.activate('w');
		expect(urls()).toEqual([old, n8n.productionUrl('w')]);
		expect(config()).toEqual({ webhooks: stage.entries(), metadata: { a: '2' } });
	});

	it('is not undone: a webhook that was taken out stays out', async () => {
		await start();
		slowWrites();
		duringWrite(() => set({ ...config(), webhooks: [] }));
		await n8n.activate('w');
		expect(urls()).toEqual([n8n.productionUrl('w')]);
	});

	it('is written again also where the write that gives it back undoes another, and the last look comes late', async () => {
		await start();
		slowWrites();
		// The first looks tell what is there before the write is stored, the last one what is there afterwards.
		stage.sandbox.world.faults.add({ kind: 'latency', method: 'GET', ms: WINDOW_MS / 3 });
		duringWrite(() => {
			adds('added');
			// The program finds that its webhook is gone, and sees to it itself.
			duringWrite(() => {
				adds('added');
				adds('second');
			});
		});
		await n8n.activate('w');
		expect(urls().sort()).toEqual(
			[n8n.productionUrl('w'), old, added, webhook('second').url].sort(),
		);
	});

	it('is written again also where it is made from an old copy, without our own webhook', async () => {
		await start();
		slowWrites();
		duringWrite(() => {
			const stale = config();
			adds('added');
			duringWrite(() => set({ ...stale, webhooks: [webhook('old'), webhook('second')] }));
		});
		await n8n.activate('w');
		expect(urls()).toEqual([old, webhook('second').url, n8n.productionUrl('w')]);
	});

	it('is written again also where our own webhook is taken out', async () => {
		await start();
		await n8n.activate('w');
		slowWrites();
		duringWrite(() => adds('added'));
		await n8n.deactivate('w');
		expect(urls()).toEqual([old, added]);
	});

	it('is written again also where our own webhook is taken out, and an old copy lacks it', async () => {
		await start();
		const stale = config();
		await n8n.activate('w');
		slowWrites();
		duringWrite(() => {
			adds('added');
			later(WINDOW_MS / 2, () => {
				set({ ...stale, webhooks: [webhook('old'), webhook('second')] });
			});
		});
		await n8n.deactivate('w');
		expect(urls()).toEqual([old, webhook('second').url]);
	});

	it('is not written again where somebody has decided anything since', async () => {
		await start(1500);
		slowWrites();
		duringWrite(() => {
			adds('added');
			// The session still starts: our write has undone that, and this is made from what is there now.
			later(WINDOW_MS + 600, () =>
				set({ ...config(), webhooks: stage.entries().filter(({ url }) => url !== old) }),
			);
		});
		await n8n.activate('w');
		expect(urls()).toEqual([n8n.productionUrl('w')]);
	});
});

it('a program that read while our write was under way and writes afterwards leaves both', async () => {
	await start(1500);
	slowWrites();
	duringWrite(() => {
		const stale = config();
		later(WINDOW_MS + 200, () => {
			set({ ...stale, webhooks: [webhook('old'), webhook('added')] });
		});
	});
	await n8n.activate('w');
	expect(urls()).toEqual([old, added, n8n.productionUrl('w')]);
});

it.each(['STOPPED', 'STARTING'] as const)(
	'a session that is %s because somebody writes its config is waited for',
	async (status) => {
		await start();
		const { world } = stage.sandbox;
		world.setSessionStatus('default', status);
		later(1500, () => {
			adds('added');
			world.setSessionStatus('default', 'WORKING');
		});
		await n8n.activate('w');
		expect(urls()).toEqual([old, added, n8n.productionUrl('w')]);
		expect(stage.writes).toHaveLength(1);
	},
);

it('a session that is stopped for good is registered after some seconds, and not started', async () => {
	await start();
	stage.sandbox.world.setSessionStatus('default', 'STOPPED');
	const from = Date.now();
	await n8n.activate('w');
	expect(Date.now() - from).toBeLessThan(9_000);
	expect(urls()).toEqual([old, n8n.productionUrl('w')]);
	expect(stage.writes).toEqual(['PUT /api/sessions/default']);
	expect(stage.sandbox.world.session('default').status).toBe('STOPPED');
});

it.each([
	[null, null],
	// To WAHA the same; nobody can tell any more which of them it was.
	[{}, null],
	[{ metadata: { a: '1' } }, { metadata: { a: '1' } }],
])('a config without webhooks has none named after it either: %j', async (before, after) => {
	await start();
	stage.sandbox.world.setConfig('default', before);
	await n8n.activate('w');
	await n8n.deactivate('w');
	expect(stage.sandbox.world.session('default').config).toEqual(after);
});

it('a free server that has only the session default says so, and has nothing to take out of another one', async () => {
	await start();
	stage.sandbox.world.configure({ version: '2024.12', tier: 'CORE' });
	n8n.setParameters('w', { session: { __rl: true, mode: 'name', value: 'gows' } });
	expect((await refusal(n8n.activate('w'))).message).toBe(
		'This free WAHA server has only the session "default", not "gows"',
	);
	expect(n8n.logged).toEqual([]);
	expect(stage.writes).toEqual([]);
});
