import type { IDataObject } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox';
import type { N8n } from '../support/trigger';
import { refusal, Stage, trigger } from './stage';

const FOREIGN = { url: 'http://crm.example/hook', events: ['message'], hmac: { key: 'theirs' } };
const LATE = { url: 'http://late.example/hook', events: ['message'] };

let stage: Stage;
let n8n: N8n;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	stage.sandbox.world.setConfig('default', { webhooks: [FOREIGN] });
});

afterEach(() => stage.close());

const urls = (session = 'default'): string[] => stage.entries(session).map(({ url }) => url);

function choose(session: string): void {
	n8n.setParameters('w', { session: { __rl: true, mode: 'name', value: session } });
}

/** Lets everything fail while something is done. */
async function down(work: () => Promise<unknown>): Promise<void> {
	const { faults } = stage.sandbox.world;
	const id = faults.add({ kind: '503' });
	await work();
	faults.remove(id);
}

/** Adds a webhook as another program does, right before the next request of a kind has its effect. */
function foreignBefore(isNext: (method: string) => boolean): void {
	const { world } = stage.sandbox;
	world.onRequest = ({ method }) => {
		if (!isNext(method)) return;
		world.onRequest = null;
		const { config } = world.session('default');
		const webhooks = [...stage.entries(), LATE] as unknown as IDataObject[];
		world.setConfig('default', { ...config, webhooks });
	};
}

const requests = (): string[] =>
	stage.sandbox.world.requests.map(({ method, path }) => `${method} ${path.slice(4)}`);

describe('what is asked', () => {
	const READ = 'GET /sessions/default';

	/** How often the session is read behind a write depends on how long its restart takes: at least once. */
	function askedOnce(): string[] {
		const asked = requests();
		const write = asked.indexOf('PUT /sessions/default');
		return asked.filter((one, at) => at <= write + 1 || one !== READ);
	}

	const SERVER = 'GET /server/version';

	it('on an activation: the server once; the session for the check, before the write and after it', async () => {
		await n8n.activate('w');
		expect(askedOnce()).toEqual([READ, SERVER, READ, 'PUT /sessions/default', READ]);
	});

	it('where the entry is right: server and session once', async () => {
		await n8n.activate('w');
		stage.sandbox.world.clearRequests();
		await n8n.activate('w', 'init');
		expect(requests()).toEqual([READ, SERVER]);
	});

	it('on a deactivation: the session before the write and after it', async () => {
		await n8n.activate('w');
		stage.sandbox.world.clearRequests();
		await n8n.deactivate('w');
		expect(askedOnce()).toEqual([READ, 'PUT /sessions/default', READ]);
	});

	it('a check does not serve a later activation', async () => {
		await n8n.hook('w', 'checkExists');
		n8n.setParameters('w', { events: ['update'] });
		await n8n.hook('w', 'create');
		expect(stage.entriesAt(n8n.productionUrl('w'))).toMatchObject([
			{ events: ['group.v2.update'] },
		]);
	});
});

describe('a write that fails', () => {
	it.each(['503', '429', 'reset'] as const)(
		'with %s is made anew from a fresh look, so that nobody is undone who wrote meanwhile',
		async (kind) => {
			stage.sandbox.world.faults.add({ kind, method: 'PUT', times: 1 });
			let failed = false;
			foreignBefore(() => (failed ||= stage.writes.length > 0));
			await n8n.activate('w');
			expect(urls()).toEqual([FOREIGN.url, LATE.url, n8n.productionUrl('w')]);
		},
	);

	it.each(['502', 'reset', 'truncated-json', 'rate-overlimit'] as const)(
		'with %s after its effect is not made again: it would restart the session once more',
		async (kind) => {
			stage.sandbox.world.faults.add({ kind, method: 'PUT', times: 1, effect: true });
			await n8n.activate('w');
			expect(stage.writes).toHaveLength(1);
			expect(n8n.key('w')).toBe(stage.entriesAt(n8n.productionUrl('w'))[0]?.hmac.key);
		},
	);

	it('again and again is told, after three tries', async () => {
		stage.sandbox.world.faults.add({ kind: '503', method: 'PUT' });
		const { message } = await refusal(n8n.activate('w'));
		expect(message).toBe('A proxy in front of WAHA answered with an error page (503)');
		// Three to add the entry; then n8n calls `delete`, which finds nothing to remove.
		expect(stage.writes).toHaveLength(3);
	});

	it('because the session is gone names the session', async () => {
		stage.sandbox.world.onRequest = ({ method }) => {
			if (method === 'PUT') stage.sandbox.world.sessions.remove('default');
		};
		const { message, description } = await refusal(n8n.activate('w'));
		expect(message).toBe('There is no WhatsApp session "default" on this server');
		expect(description).toBe('These sessions exist: noweb, gows, unpaired, stopped.');
	});

	it('overwrites only what came between its own look and itself', async () => {
		foreignBefore((method) => method === 'PUT');
		await n8n.activate('w');
		expect(urls()).toEqual([FOREIGN.url, n8n.productionUrl('w')]);
	});
});

it('what is no session is never written back', async () => {
	stage.sandbox.world.faults.add({
		kind: 'answer',
		method: 'GET',
		path: '/api/sessions/*',
		status: 200,
		body: { status: 'ok' },
	});
	const { message } = await refusal(n8n.activate('w'));
	expect(message).toBe(
		`The server at ${stage.sandbox.url} gave something else where session "default" was asked for`,
	);
	expect(stage.writes).toEqual([]);
});

describe('an entry that stayed behind because WAHA was down', () => {
	beforeEach(async () => {
		await n8n.activate('w');
		await down(() => refusal(n8n.deactivate('w')));
		expect(urls()).toEqual([FOREIGN.url, n8n.productionUrl('w')]);
	});

	it('is removed when the workflow is activated on another session, with one write', async () => {
		choose('gows');
		stage.sandbox.world.clearRequests();
		await n8n.activate('w');
		expect(urls()).toEqual([FOREIGN.url]);
		expect(urls('gows')).toEqual([n8n.productionUrl('w')]);
		expect(stage.writes).toEqual(['PUT /api/sessions/gows', 'PUT /api/sessions/default']);
		expect(n8n.notes('w').sessions).toEqual(['gows']);
	});

	it('is removed also where the entry on the other session is right already', async () => {
		const notes = n8n.database.get('w') ?? '';
		choose('gows');
		await n8n.activate('w');
		stage.sandbox.world.setConfig('default', { webhooks: [FOREIGN, ...stage.entries('gows')] });
		n8n.database.set('w', notes);
		stage.sandbox.world.clearRequests();
		await n8n.activate('w');
		expect(urls()).toEqual([FOREIGN.url]);
		expect(stage.writes).toEqual(['PUT /api/sessions/default']);
	});

	it('does not keep the workflow from being activated, and is removed later', async () => {
		choose('gows');
		const { faults } = stage.sandbox.world;
		faults.add({ kind: '503', method: 'PUT', session: 'default' });
		await n8n.activate('w');
		expect(urls('gows')).toEqual([n8n.productionUrl('w')]);
		expect(stage.writes.filter((write) => write.endsWith('default'))).toHaveLength(2);
		expect(n8n.notes('w').sessions).toEqual(['gows', 'default']);
		faults.clear();
		await n8n.activate('w', 'init');
		expect(urls()).toEqual([FOREIGN.url]);
		expect(n8n.notes('w').sessions).toEqual(['gows']);
	});

	it('is removed by the next deactivation at the latest', async () => {
		choose('gows');
		stage.sandbox.world.faults.add({ kind: '503', method: 'PUT', session: 'default' });
		await n8n.activate('w');
		stage.sandbox.world.faults.clear();
		await n8n.deactivate('w');
		expect([urls(), urls('gows')]).toEqual([[FOREIGN.url], []]);
		expect(n8n.notes('w').sessions).toEqual([]);
	});

	it('is no obstacle where the old session is gone', async () => {
		stage.sandbox.world.sessions.remove('default');
		choose('gows');
		await n8n.activate('w');
		expect(n8n.notes('w').sessions).toEqual(['gows']);
	});

	it('is removed on all sessions where it may be after an activation that broke off half-way', async () => {
		choose('gows');
		const { world } = stage.sandbox;
		world.faults.add({ kind: '502', method: 'PUT', session: 'gows', effect: true });
		world.onRequest = ({ method }) => {
			if (method !== 'PUT') return;
			world.onRequest = null;
			world.faults.add({ kind: '503', method: 'GET', session: 'gows' });
		};
		await refusal(n8n.hook('w', 'create'));
		world.faults.clear();
		// n8n calls it then, with the notes that it had before.
		await n8n.hook('w', 'delete');
		expect(stage.writes).toContain('PUT /api/sessions/gows');
		expect([urls(), urls('gows')]).toEqual([[FOREIGN.url], []]);
	});

	it('is taken over by the next activation on the same session, without a write', async () => {
		stage.sandbox.world.clearRequests();
		await n8n.activate('w');
		expect(urls()).toEqual([FOREIGN.url, n8n.productionUrl('w')]);
		expect(stage.writes).toEqual([]);
	});
});

describe('an entry that is not known to be its own', () => {
	it('is left alone by a workflow that was copied together with the notes', async () => {
		await n8n.activate('w');
		const { name } = n8n.node('w');
		n8n.database.set('copy', n8n.database.get('w') ?? '');
		n8n.workflow('copy', trigger({}, { name }));
		await n8n.deactivate('copy');
		expect(urls()).toEqual([FOREIGN.url, n8n.productionUrl('w')]);
		n8n.setParameters('copy', { session: 'gows' });
		await n8n.activate('copy');
		expect(urls()).toEqual([FOREIGN.url, n8n.productionUrl('w')]);
	});

	it('is left alone where a person entered it at the same address for the manual registration', async () => {
		await n8n.activate('w');
		const byHand = { ...FOREIGN, url: n8n.productionUrl('w') };
		stage.sandbox.world.setConfig('default', { webhooks: [...stage.entries(), byHand] });
		// n8n removes the version that ran until now when the one with the manual registration is published.
		await n8n.deactivate('w');
		expect(stage.entries()).toEqual([FOREIGN, byHand]);
	});

	it('gives way to the one of the automatic registration where it stands at its address', async () => {
		stage.sandbox.world.setConfig('default', {
			webhooks: [{ ...FOREIGN, url: n8n.productionUrl('w') }],
		});
		await n8n.activate('w');
		expect(stage.entries()).toHaveLength(1);
		expect(stage.entries()[0]?.hmac.key).toBe(n8n.key('w'));
	});
});

describe('one activation leads to exactly one right entry', () => {
	it('after WAHA was restarted, without a write', async () => {
		await n8n.activate('w');
		const { config } = stage.sandbox.world.session('default');
		await stage.sandbox.close();
		const port = Number(new URL(stage.sandbox.url).port);
		const again = await startSandbox({ restartMs: 0, stripConfig: false, port });
		try {
			again.world.setConfig('default', config);
			await n8n.activate('w', 'init');
			expect(again.world.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			await n8n.deactivate('w');
			expect(again.world.session('default').config).toEqual({ webhooks: [FOREIGN] });
			await n8n.activate('w');
			expect(again.world.session('default').config).toMatchObject({
				webhooks: [FOREIGN, { url: n8n.productionUrl('w'), hmac: { key: n8n.key('w') } }],
			});
		} finally {
			await again.close();
		}
	});

	it('after the session was deleted and made anew with the same name', async () => {
		await n8n.activate('w');
		stage.sandbox.world.sessions.remove('default');
		stage.sandbox.world.addSession({ name: 'default' });
		await n8n.deactivate('w');
		await n8n.activate('w');
		expect(stage.entries()).toMatchObject([
			{ url: n8n.productionUrl('w'), hmac: { key: n8n.key('w') } },
		]);
	});

	it.each(['kept', 'lost'])('under another address, notes %s, WAHA down before', async (notes) => {
		await n8n.activate('w');
		await down(() => refusal(n8n.deactivate('w')));
		const moved = await stage.n8n({
			database: notes === 'kept' ? n8n.database : new Map(),
			publicUrl: 'http://127.0.0.1:1/n8n',
		});
		const { id, name, webhookId } = n8n.node('w');
		moved.workflow('w', trigger({}, { id, name, webhookId }));
		await moved.deactivate('w');
		expect(urls()).toEqual([FOREIGN.url]);
		await moved.activate('w');
		expect(urls()).toEqual([FOREIGN.url, moved.productionUrl('w')]);
	});
});
