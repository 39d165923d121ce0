import { SEED } from '../../../sandbox';
import type { N8n } from '../support/trigger';
import { refusal, Stage, trigger } from './stage';

const { groups, phones } = SEED;
const [free] = phones.free;

let stage: Stage;
let n8n: N8n;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger({ registration: 'manual', signingSecret: ' pasted-by-hand ' }));
});

afterEach(() => stage.close());

/** What the user enters in WAHA. */
function enter(key: string | null): void {
	stage.sandbox.world.setConfig('default', {
		webhooks: [
			{
				url: n8n.productionUrl('w'),
				events: ['group.v2.participants'],
				...(key === null ? {} : { hmac: { key } }),
			},
		],
	});
}

const join = () => stage.happen(() => stage.sandbox.world.join(groups.team, [free]));

it('touches nothing in WAHA', async () => {
	enter('pasted-by-hand');
	const before = JSON.stringify(stage.sandbox.world.session('default').config);
	await n8n.activate('w');
	await n8n.listen('w');
	await n8n.stopListening('w');
	await n8n.deactivate('w');
	await n8n.deactivate('w');
	expect(stage.writes).toEqual([]);
	expect(JSON.stringify(stage.sandbox.world.session('default').config)).toBe(before);
});

it('works with a WAHA that is not there yet', async () => {
	await stage.sandbox.close();
	await n8n.activate('w');
	await n8n.deactivate('w');
});

it('takes what is signed with the pasted key', async () => {
	enter('pasted-by-hand');
	await n8n.activate('w');
	await join();
	expect(n8n.items).toMatchObject([{ event: 'join', phoneNumber: free }]);
});

it.each([
	['another key', 'another'],
	['no key', null],
])('refuses what is signed with %s', async (_, key) => {
	enter(key);
	await n8n.activate('w');
	// A key of an earlier automatic registration does not count.
	n8n.database.set('w', JSON.stringify({ [`node:${n8n.node('w').name}`]: { key } }));
	await join();
	expect(n8n.answers[0]).toMatchObject({ status: 401 });
	expect(n8n.executions).toEqual([]);
});

it.each([
	[undefined, ['v2', 'legacy']],
	['auto', ['v2', 'legacy']],
	['v2', ['v2']],
	['legacy', ['legacy']],
])(
	'where old and new events were entered, event source %s takes %s',
	async (eventSource, sources) => {
		n8n.setParameters('w', { options: { eventSource } });
		const events = ['group.v2.participants', 'group.join'];
		const url = n8n.productionUrl('w');
		stage.sandbox.world.setConfig('default', {
			webhooks: [{ url, events, hmac: { key: 'pasted-by-hand' } }],
		});
		await n8n.activate('w');
		await join();
		expect(n8n.answers).toMatchObject([{ status: 200 }, { status: 200 }]);
		expect(n8n.items.map(({ source }) => source).sort()).toEqual([...sources].sort());
	},
);

it('takes unsigned events where Verify Signature is off', async () => {
	n8n.setParameters('w', { options: { verifySignature: false }, signingSecret: '' });
	enter(null);
	await n8n.activate('w');
	await join();
	expect(n8n.items).toHaveLength(1);
});

it.each(['', '   '])('tells that the secret is empty: "%s"', async (signingSecret) => {
	n8n.setParameters('w', { signingSecret });
	expect(await refusal(n8n.activate('w'))).toEqual({
		name: 'NodeOperationError',
		message: 'The Signing Secret is empty',
		description:
			'Enter the HMAC key that you gave to the webhook in WAHA, or turn off "Verify Signature" in the options.',
	});
	expect(n8n.logged).toEqual([]);
});

it('tells wrong events and filters, too', async () => {
	n8n.setParameters('w', { events: [] });
	expect((await refusal(n8n.activate('w'))).message).toBe('No event was chosen');
	n8n.setParameters('w', { events: ['join'], filters: { groupIds: 'x' } });
	expect((await refusal(n8n.activate('w'))).message).toBe('"x" is not a group ID');
	n8n.setParameters('w', { filters: {}, session: { __rl: true, mode: 'name', value: ' ' } });
	expect((await refusal(n8n.activate('w'))).message).toBe('No session was chosen');
});

it('after an automatic registration removes that on deactivation, but nothing else', async () => {
	n8n.setParameters('w', { registration: 'automatic' });
	await n8n.activate('w');
	expect(stage.entries()).toHaveLength(1);
	n8n.setParameters('w', { registration: 'manual' });
	await n8n.deactivate('w');
	expect(stage.entries()).toEqual([]);
	enter('pasted-by-hand');
	await n8n.activate('w');
	await n8n.deactivate('w');
	expect(stage.entries()).toHaveLength(1);
	expect(stage.writes).toHaveLength(2);
});
