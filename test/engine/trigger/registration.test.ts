import type { IDataObject } from 'n8n-workflow';

import type { N8n } from '../support/trigger';
import { refusal, Stage, trigger } from './stage';

/** A session as somebody else has set it up, with things in it that nobody here knows. */
const FOREIGN = {
	zeta: { deep: [1, null, { z: 1, a: [true, 'ü', 0.5] }] },
	proxy: { server: 'proxy.example:3128', username: 'u', password: 'p' },
	webhooks: [
		{
			customHeaders: [{ name: 'X-Mine', value: '1' }],
			url: 'http://crm.example/hook',
			unknown: { b: 1, a: { c: null } },
			events: ['message', 'group.v2.participants'],
			retries: { attempts: 4, policy: 'linear', delaySeconds: 3 },
			hmac: { key: 'theirs' },
		},
		{ url: 'http://127.0.0.1:1/webhook/other/webhook', events: ['message.any'], hmac: null },
		{ events: ['presence.update'], url: 'http://127.0.0.1:1/webhook/other/webhook' },
	],
	metadata: { 'user.id': '7', empty: '' },
	noweb: { store: { enabled: true, fullSync: false } },
	debug: false,
	alpha: null,
};

let stage: Stage;
let n8n: N8n;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger());
});

afterEach(() => stage.close());

const setForeign = (): void =>
	stage.sandbox.world.setConfig('default', structuredClone(FOREIGN) as IDataObject);

/** The session's config as text, without the entries at these addresses. */
function othersText(...urls: string[]): string {
	const config = stage.sandbox.world.session('default').config ?? {};
	const webhooks = stage.entries().filter(({ url }) => !urls.includes(url));
	return JSON.stringify({ ...config, webhooks });
}

function only(url: string) {
	const found = stage.entriesAt(url);
	expect(found).toHaveLength(1);
	const [entry] = found;
	if (entry === undefined) throw new Error('unreachable');
	return entry;
}

describe('activation', () => {
	it('adds one entry and leaves everything else as it was, to the letter', async () => {
		setForeign();
		await n8n.activate('w');
		expect(stage.writes).toEqual(['PUT /api/sessions/default']);
		expect(stage.entries()).toHaveLength(4);
		expect(only(n8n.productionUrl('w'))).toEqual({
			url: n8n.productionUrl('w'),
			events: ['group.v2.participants'],
			hmac: { key: n8n.key('w') },
		});
		expect(othersText(n8n.productionUrl('w'))).toBe(JSON.stringify(FOREIGN));
		await n8n.deactivate('w');
		expect(JSON.stringify(stage.sandbox.world.session('default').config)).toBe(
			JSON.stringify(FOREIGN),
		);
		expect(stage.writes).toHaveLength(2);
	});

	it('sends back the whole config and nothing but the config', async () => {
		setForeign();
		stage.sandbox.world.session('default').apps = [{ app: 'calls' }];
		await n8n.activate('w');
		const put = stage.sandbox.world.requests.find(({ method }) => method === 'PUT');
		expect(Object.keys(JSON.parse(put?.body ?? ''))).toEqual(['config']);
		expect(stage.sandbox.world.session('default').apps).toEqual([{ app: 'calls' }]);
	});

	it('works on a session that has no config yet', async () => {
		await n8n.activate('w');
		expect(stage.sandbox.world.session('default').config).toEqual({
			webhooks: [only(n8n.productionUrl('w'))],
		});
		await n8n.deactivate('w');
		expect(stage.sandbox.world.session('default').config).toBeNull();
	});

	it.each([
		['the last of several triggers', {}],
		['other fields', { metadata: { 'a.b': '' }, debug: true }],
	])('leaves no trace in a session without webhooks: %s', async (_title, others) => {
		const before = Object.keys(others).length === 0 ? null : others;
		stage.sandbox.world.setConfig('default', before);
		n8n.workflow('w2', trigger());
		for (const id of ['w', 'w2']) await n8n.activate(id);
		for (const id of ['w', 'w2']) await n8n.deactivate(id);
		const { config } = stage.sandbox.world.session('default');
		expect(JSON.stringify(config)).toBe(JSON.stringify(before));
	});

	it('keeps what the server itself has filled in', async () => {
		stage.sandbox.world.configure({ stripConfig: true });
		await n8n.activate('w');
		await n8n.deactivate('w');
		expect(stage.sandbox.world.session('default').config).toEqual({ debug: false });
	});

	it('gives each entry a random key of at least 32 bytes', async () => {
		n8n.workflow('w2', trigger());
		for (const id of ['w', 'w2']) await n8n.activate(id);
		const keys = stage.entries().map(({ hmac }) => hmac.key);
		const random = keys.map((key) => /\.([0-9a-f]+)$/.exec(key)?.[1] ?? '');
		expect(new Set(random).size).toBe(2);
		for (const hex of random) expect(Buffer.from(hex, 'hex').length).toBeGreaterThanOrEqual(32);
	});

	it.each(['kept', 'lost'])(
		'keeps its key over registrations, with notes %s, so that what is under way is still taken',
		async (notes) => {
			await n8n.activate('w');
			const key = n8n.key('w');
			if (notes === 'lost') n8n.database.clear();
			await n8n.deactivate('w');
			await n8n.activate('w');
			expect(only(n8n.productionUrl('w')).hmac.key).toBe(key);
			if (notes === 'lost') n8n.database.clear();
			n8n.setParameters('w', { events: ['update'] });
			await n8n.activate('w');
			expect(only(n8n.productionUrl('w'))).toMatchObject({
				events: ['group.v2.update'],
				hmac: { key },
			});
			expect(n8n.key('w')).toBe(key);
		},
	);

	it('takes no key from its notes that is not its own', async () => {
		await n8n.activate('w');
		await n8n.deactivate('w');
		n8n.database.set('w2', JSON.stringify({ 'node:Copy': n8n.notes('w') }));
		n8n.workflow('w2', trigger({}, { name: 'Copy' }));
		await n8n.activate('w2');
		expect(n8n.key('w2')).not.toBe(n8n.key('w'));
	});

	it('writes nothing where the entry is right: again, and after a restart of n8n', async () => {
		await n8n.activate('w');
		const key = n8n.key('w');
		await n8n.activate('w');
		expect(await n8n.hook('w', 'checkExists')).toBe(true);
		await n8n.hook('w', 'create');
		expect(stage.writes).toHaveLength(1);
		expect(n8n.key('w')).toBe(key);
	});

	it('takes over its entry and the key where n8n has lost its notes', async () => {
		await n8n.activate('w');
		const { key } = only(n8n.productionUrl('w')).hmac;
		n8n.database.clear();
		await n8n.activate('w', 'init');
		expect(stage.writes).toHaveLength(1);
		expect(n8n.key('w')).toBe(key);
	});

	it('does not change where a server adds fields of its own to an entry', async () => {
		stage.sandbox.world.onConfigWrite = () => {
			for (const entry of stage.entries()) Object.assign(entry, { customHeaders: null });
		};
		await n8n.activate('w');
		await n8n.activate('w');
		expect(stage.writes).toHaveLength(1);
		expect(only(n8n.productionUrl('w'))).toHaveProperty('customHeaders', null);
	});

	it('does not change where a server stores an entry in another order, or fills it in', async () => {
		const options = { retryAttempts: 3, retryPolicy: 'linear' };
		n8n.workflow('retries', trigger({ events: ['join', 'update'], options }));
		stage.sandbox.world.onConfigWrite = () => {
			for (const entry of stage.entries()) {
				const { policy, delaySeconds, attempts } = {
					policy: 'constant',
					delaySeconds: 2,
					attempts: 15,
					...entry.retries,
				};
				entry.retries = { attempts, delaySeconds, policy };
				entry.events.reverse();
			}
		};
		for (const id of ['w', 'retries', 'w', 'retries']) await n8n.activate(id);
		expect(stage.writes).toHaveLength(2);
		expect(only(n8n.productionUrl('retries')).retries).toEqual({
			attempts: 3,
			delaySeconds: 2,
			policy: 'linear',
		});
	});

	it.each([
		[
			'events',
			{ events: ['join', 'accountJoin'] },
			{ events: ['group.v2.participants', 'group.v2.join'] },
		],
		[
			'retries',
			{ options: { retryAttempts: 9, retryDelay: 7, retryPolicy: 'exponential' } },
			{ retries: { policy: 'exponential', delaySeconds: 7, attempts: 9 } },
		],
		[
			'event source',
			{ options: { eventSource: 'legacy' } },
			{ events: ['group.join', 'group.leave'] },
		],
	])('puts an entry with other %s right, with one write', async (_, parameters, changed) => {
		setForeign();
		await n8n.activate('w');
		n8n.setParameters('w', parameters);
		await n8n.activate('w');
		expect(only(n8n.productionUrl('w'))).toMatchObject(changed);
		expect(only(n8n.productionUrl('w')).hmac.key).toBe(n8n.key('w'));
		expect(othersText(n8n.productionUrl('w'))).toBe(JSON.stringify(FOREIGN));
		expect(stage.writes).toHaveLength(2);
	});

	it('takes the retries away again when the options are gone', async () => {
		n8n.setParameters('w', { options: { retryAttempts: 3 } });
		await n8n.activate('w');
		n8n.setParameters('w', { options: {} });
		await n8n.activate('w');
		expect(only(n8n.productionUrl('w'))).not.toHaveProperty('retries');
	});

	it('keeps its place among the others when it changes', async () => {
		await n8n.activate('w');
		n8n.workflow('w2', trigger());
		await n8n.activate('w2');
		n8n.setParameters('w', { events: ['update'] });
		await n8n.activate('w');
		expect(stage.entries().map(({ url }) => url)).toEqual([
			n8n.productionUrl('w'),
			n8n.productionUrl('w2'),
		]);
	});

	it('leaves one entry where there were several of its own', async () => {
		await n8n.activate('w');
		const entry = only(n8n.productionUrl('w'));
		stage.sandbox.world.setConfig('default', {
			webhooks: [entry, { ...entry }, { ...entry, hmac: { key: 'other' } }],
		});
		await n8n.activate('w');
		expect(only(n8n.productionUrl('w'))).toEqual(entry);
		expect(stage.entries()).toHaveLength(1);
	});

	it('puts right what somebody took out of its entry', async () => {
		await n8n.activate('w');
		const { url, events } = only(n8n.productionUrl('w'));
		stage.sandbox.world.setConfig('default', { webhooks: [{ url, events }] });
		await n8n.activate('w');
		expect(only(n8n.productionUrl('w')).hmac.key).toBe(n8n.key('w'));
		expect(stage.entries()).toHaveLength(1);
	});
});

describe('deactivation', () => {
	it('is quiet when nothing is there, and writes nothing', async () => {
		setForeign();
		await n8n.deactivate('w');
		await n8n.deactivate('w');
		expect(stage.writes).toEqual([]);
		expect(othersText()).toBe(JSON.stringify(FOREIGN));
	});

	it('is quiet when the session is gone', async () => {
		await n8n.activate('w');
		stage.sandbox.world.sessions.remove('default');
		await n8n.deactivate('w');
		expect(n8n.notes('w').sessions).toEqual([]);
	});

	it('takes its entry out although n8n has lost its notes', async () => {
		setForeign();
		await n8n.activate('w');
		n8n.database.clear();
		await n8n.deactivate('w');
		expect(JSON.stringify(stage.sandbox.world.session('default').config)).toBe(
			JSON.stringify(FOREIGN),
		);
	});

	it('takes it out of the session where it is, also when another was chosen meanwhile', async () => {
		await n8n.activate('w');
		n8n.setParameters('w', { session: { __rl: true, mode: 'name', value: 'gows' } });
		await n8n.deactivate('w');
		expect(stage.entries()).toEqual([]);
		await n8n.activate('w');
		expect(stage.entries('gows')).toHaveLength(1);
	});

	it('takes it out when the registration was set to manual meanwhile', async () => {
		await n8n.activate('w');
		n8n.setParameters('w', { registration: 'manual', signingSecret: 's' });
		await n8n.deactivate('w');
		expect(stage.entries()).toEqual([]);
	});

	it('after a failed activation finds nothing and says nothing', async () => {
		n8n.setParameters('w', { session: { __rl: true, mode: 'name', value: 'nobody' } });
		await refusal(n8n.activate('w'));
		expect(n8n.logged).toEqual([]);
		stage.sandbox.world.setConfig('default', { ignore: { groups: true } });
		n8n.setParameters('w', { session: { __rl: true, mode: 'name', value: 'default' } });
		await refusal(n8n.activate('w'));
		expect(n8n.logged).toEqual([]);
		expect(stage.writes).toEqual([]);
	});

	it('after an activation that broke off half-way leaves nothing behind', async () => {
		setForeign();
		// The write has its effect, but its answer and all reads after it get lost.
		const { faults } = stage.sandbox.world;
		faults.add({ kind: '502', method: 'PUT', effect: true });
		faults.add({ kind: '503', method: 'GET', path: '/api/sessions/*', after: 2 });
		await refusal(n8n.activate('w'));
		stage.sandbox.world.faults.clear();
		await n8n.deactivate('w');
		expect(JSON.stringify(stage.sandbox.world.session('default').config)).toBe(
			JSON.stringify(FOREIGN),
		);
	});
});

describe('the test address', () => {
	it('and the production one never remove each other', async () => {
		await n8n.activate('w');
		const production = only(n8n.productionUrl('w'));
		await n8n.listen('w');
		expect(stage.entries().map(({ url }) => url)).toEqual([
			n8n.productionUrl('w'),
			n8n.testUrl('w'),
		]);
		expect(only(n8n.testUrl('w')).hmac.key).not.toBe(production.hmac.key);
		await n8n.stopListening('w');
		expect(stage.entries()).toEqual([production]);
		expect(n8n.key('w')).toBe(production.hmac.key);
		await n8n.listen('w');
		await n8n.deactivate('w');
		expect(stage.entries().map(({ url }) => url)).toEqual([n8n.testUrl('w')]);
		await n8n.stopListening('w');
		expect(stage.entries()).toEqual([]);
		expect(stage.writes).toHaveLength(6);
	});

	it('is removed after the event that was waited for, and the other stays', async () => {
		await n8n.activate('w');
		await n8n.listen('w');
		const [group] = stage.sandbox.world.groups.all();
		await stage.happen(() => stage.sandbox.world.join(group?.id ?? '', ['4915400004001']));
		expect(n8n.executions.map(({ mode }) => mode).sort()).toEqual(['manual', 'webhook']);
		expect(stage.entries().map(({ url }) => url)).toEqual([n8n.productionUrl('w')]);
	});

	it('of a node that was imported, and so has no id for its path, is told apart, too', async () => {
		n8n.workflow('imported', trigger({}, { webhookId: null, name: 'Who comes & goes / 1' }));
		await n8n.activate('imported');
		await n8n.listen('imported');
		expect(stage.entries()).toHaveLength(2);
		expect(only(n8n.productionUrl('imported')).url).toContain('/webhook/imported/who%20comes');
		await n8n.stopListening('imported');
		expect(stage.entries().map(({ url }) => url)).toEqual([n8n.productionUrl('imported')]);
	});
});

describe('the public address', () => {
	it.each(['kept', 'lost'])('changes: one entry, no orphan, with notes %s', async (notes) => {
		setForeign();
		await n8n.activate('w');
		const old = n8n.productionUrl('w');
		const moved = await stage.n8n({
			database: notes === 'kept' ? n8n.database : new Map(),
			publicUrl: 'http://127.0.0.1:1/n8n',
		});
		const { id, name, webhookId } = n8n.node('w');
		moved.workflow('w', trigger({}, { id, name, webhookId }));
		await moved.activate('w', 'init');
		expect(moved.productionUrl('w')).toMatch(/^http:\/\/127\.0\.0\.1:1\/n8n\/webhook\//);
		expect(only(moved.productionUrl('w')).hmac.key).toBe(moved.key('w'));
		expect(stage.entriesAt(old)).toEqual([]);
		expect(othersText(moved.productionUrl('w'))).toBe(JSON.stringify(FOREIGN));
		expect(stage.writes).toHaveLength(2);
	});

	it('is replaced by Webhook Base URL', async () => {
		n8n.setParameters('w', { options: { webhookBaseUrl: ' http://n8n:5678/ ' } });
		await n8n.activate('w');
		const { pathname } = new URL(n8n.productionUrl('w'));
		expect(stage.entries().map(({ url }) => url)).toEqual([`http://n8n:5678${pathname}`]);
		await n8n.deactivate('w');
		expect(stage.entries()).toEqual([]);
	});

	it.each([
		['http://n8n:5678', 'http://n8n:5678/webhook/'],
		['http://proxy/inner/', 'http://proxy/inner/webhook/'],
	])(
		'is replaced by %s path and all: n8n itself has its webhooks at the top',
		async (base, url) => {
			const behindProxy = await stage.n8n({ publicUrl: 'http://127.0.0.1:1/n8n' });
			behindProxy.workflow('p', trigger({ options: { webhookBaseUrl: base } }));
			await behindProxy.activate('p');
			const { webhookId } = behindProxy.node('p');
			expect(stage.entries().map((entry) => entry.url)).toEqual([`${url}${webhookId}/webhook`]);
		},
	);

	it('is not replaced by what is no address', async () => {
		for (const webhookBaseUrl of ['n8n:5678', 'ftp://n8n', 'http://', 'nonsense']) {
			n8n.setParameters('w', { options: { webhookBaseUrl } });
			const { message } = await refusal(n8n.activate('w'));
			expect(message).toBe(`The Webhook Base URL is not an address: "${webhookBaseUrl}"`);
		}
		expect(stage.writes).toEqual([]);
	});
});

describe('several triggers on one session', () => {
	it('in one workflow have an entry each', async () => {
		n8n.workflow('w', trigger({ events: ['join'] }), trigger({ events: ['update'] }));
		await n8n.activate('w');
		expect(stage.entries()).toHaveLength(2);
		expect(only(n8n.productionUrl('w', 0)).events).toEqual(['group.v2.participants']);
		expect(only(n8n.productionUrl('w', 1)).events).toEqual(['group.v2.update']);
		expect(n8n.key('w', 0)).not.toBe(n8n.key('w', 1));
		await n8n.deactivate('w');
		expect(stage.entries()).toEqual([]);
	});

	it('in two workflows, copies of one another, have an entry each', async () => {
		const { id, name } = n8n.node('w');
		n8n.workflow('copy', trigger({}, { id, name }));
		for (const workflow of ['w', 'copy']) await n8n.activate(workflow);
		expect(stage.entries()).toHaveLength(2);
		await n8n.deactivate('w');
		expect(stage.entries().map(({ url }) => url)).toEqual([n8n.productionUrl('copy')]);
	});

	it('of two n8n with the same workflow have an entry each', async () => {
		const second = await stage.n8n({ instanceId: 'instance-2' });
		const { id, name, webhookId } = n8n.node('w');
		second.workflow('w', trigger({}, { id, name, webhookId }));
		await n8n.activate('w');
		await second.activate('w');
		expect(stage.entries()).toHaveLength(2);
		await n8n.activate('w');
		await second.activate('w');
		expect(stage.writes).toHaveLength(2);
		await second.deactivate('w');
		expect(stage.entries().map(({ url }) => url)).toEqual([n8n.productionUrl('w')]);
	});

	it('activated at once all have their entry, with one write each', async () => {
		setForeign();
		stage.sandbox.world.configure({ latencyMs: 3 });
		const ids = Array.from({ length: 20 }, (_, index) => `w${index}`);
		for (const id of ids) n8n.workflow(id, trigger());
		await Promise.all(ids.map((id) => n8n.activate(id)));
		for (const id of ids) expect(only(n8n.productionUrl(id)).hmac.key).toBe(n8n.key(id));
		expect(stage.entries()).toHaveLength(23);
		expect(stage.writes).toHaveLength(20);
		await Promise.all(ids.map((id) => n8n.deactivate(id)));
		expect(stage.writes).toHaveLength(40);
		expect(JSON.stringify(stage.sandbox.world.session('default').config)).toBe(
			JSON.stringify(FOREIGN),
		);
	});
});

describe('another writer', () => {
	it('that writes over the entry between write and read-back is put right', async () => {
		setForeign();
		let overwritten = 0;
		stage.sandbox.world.onConfigWrite = (session) => {
			if (overwritten++ > 1) return;
			session.config = { ...structuredClone(FOREIGN), debug: true };
		};
		await n8n.activate('w');
		expect(stage.writes).toHaveLength(3);
		expect(only(n8n.productionUrl('w')).hmac.key).toBe(n8n.key('w'));
		expect(othersText(n8n.productionUrl('w'))).toBe(JSON.stringify({ ...FOREIGN, debug: true }));
	});

	it('that brings the entry back after deactivation has it taken out again', async () => {
		await n8n.activate('w');
		const config = structuredClone(stage.sandbox.world.session('default').config);
		let first = true;
		stage.sandbox.world.onConfigWrite = (session) => {
			if (first) session.config = config;
			first = false;
		};
		await n8n.deactivate('w');
		expect(stage.entries()).toEqual([]);
	});

	it('that never stops is told in words, after some tries', async () => {
		stage.sandbox.world.onConfigWrite = (session) => {
			session.config = { webhooks: [] };
		};
		const { name, message } = await refusal(n8n.activate('w'));
		expect(name).toBe('NodeApiError');
		expect(message).toBe('Another program keeps changing the settings of session "default"');
		expect(stage.writes.length).toBeLessThanOrEqual(6);
	});
});
