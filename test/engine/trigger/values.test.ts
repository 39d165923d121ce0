import type { INodeParameters } from 'n8n-workflow';

import { envelope, post, signed } from '../../support/deliveries';
import { refusal, Stage, trigger } from './stage';

let stage: Stage;

beforeEach(async () => {
	stage = await Stage.start();
});
afterEach(() => stage.close());

/** Values that are none, as expressions give them, and what is told. */
const BAD: Array<[INodeParameters, string]> = [
	[{ registration: '={{ "both" }}' }, 'Registration does not know "both"'],
	[{ events: ['join', 'party'] }, 'Events does not know "party"'],
	[
		{ filters: { ignoreOwnActions: '={{ "maybe" }}' } },
		'Ignore Own Actions has to be true or false, but it is "maybe"',
	],
	[
		{ options: { maxEventAge: '={{ "an hour" }}' } },
		'Max Event Age (Seconds) has to be a whole number, 1 or more, but it is "an hour"',
	],
	[{ options: { simplify: '={{ null }}' } }, 'Simplify has to be true or false, but it is empty'],
	[
		{ options: { verifySignature: '={{ "no" }}' } },
		'Verify Signature has to be true or false, but it is "no"',
	],
];

/** Of these a delivery has no use: they are for registering. */
const REGISTERING: typeof BAD = [
	[{ options: { eventSource: '={{ "v3" }}' } }, 'Event Source does not know "v3"'],
	[{ options: { webhookBaseUrl: 'n8n' } }, 'The Webhook Base URL is not an address: "n8n"'],
];

it.each([...BAD, ...REGISTERING])(
	'publishing tells what is no value, and asks nothing: %j',
	async (bad, told) => {
		const n8n = await stage.n8n();
		n8n.workflow('w', trigger(bad));
		stage.sandbox.world.clearRequests();
		expect(await refusal(n8n.hook('w', 'checkExists'))).toMatchObject({ message: told });
		expect(stage.sandbox.world.requests).toEqual([]);
	},
);

it.each(BAD)('a delivery that meets it starts nothing and fails nothing: %j', async (bad, told) => {
	const n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	await n8n.activate('w');
	n8n.setParameters('w', bad);
	const body = JSON.stringify(envelope());
	const sent = { body, headers: signed(body, n8n.key('w')) };
	const { status, text } = await post(n8n.productionUrl('w'), sent);
	await n8n.settled();
	expect([status, JSON.parse(text)]).toEqual([200, { taken: false, reason: told }]);
	expect(n8n.executions).toEqual([]);
});

it.each(REGISTERING)('a delivery that has no use for it is taken: %j', async (bad) => {
	const n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	await n8n.activate('w');
	n8n.setParameters('w', bad);
	const body = JSON.stringify(envelope());
	await post(n8n.productionUrl('w'), { body, headers: signed(body, n8n.key('w')) });
	await n8n.settled();
	expect(n8n.executions).toHaveLength(1);
});

it('who did not sign is told nothing of it', async () => {
	const n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	await n8n.activate('w');
	n8n.setParameters('w', { options: { maxEventAge: 'an hour', simplify: 'maybe' } });
	const { status, text } = await post(n8n.productionUrl('w'), { body: JSON.stringify(envelope()) });
	expect(status).toBe(401);
	expect(text).not.toContain('hour');
});

it('the words for false are false, as in the other node', async () => {
	const n8n = await stage.n8n();
	const words = { verifySignature: '={{ "false" }}', maxEventAge: '={{ " " }}' };
	n8n.workflow('w', trigger({ options: words }));
	await n8n.activate('w');
	await post(n8n.productionUrl('w'), { body: JSON.stringify(envelope()) });
	await n8n.settled();
	expect(n8n.executions).toHaveLength(1);
});

it('with manual registration, what is only for WAHA does not count', async () => {
	const n8n = await stage.n8n();
	const options = { retryDelay: 0, webhookBaseUrl: 'nonsense' };
	n8n.workflow('w', trigger({ registration: 'manual', signingSecret: 'secret', options }));
	await n8n.activate('w');
	n8n.setParameters('w', { registration: 'automatic' });
	expect(await refusal(n8n.hook('w', 'checkExists'))).toMatchObject({
		message: 'Retry Delay (Seconds) has to be a whole number, 1 or more, but it is "0"',
	});
});
