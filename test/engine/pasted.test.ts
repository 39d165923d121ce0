import type { INodeParameters } from 'n8n-workflow';

import { type Sandbox, SEED, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode } from './support/run';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const bodies = (): unknown[] =>
	sandbox.world.requests.map(({ body }) => JSON.parse(body || 'null') as unknown);
const marked = (text: string): string =>
	`\u202a${text.slice(0, 9)}\u200b${text.slice(9, 12)}\u00a0${text.slice(12)}\u202c`;

async function run(parameters: INodeParameters, url = sandbox.url) {
	const { apiKey } = sandbox;
	return await runNode({ server: { url, apiKey }, parameters });
}

describe('what nobody sees', () => {
	it('does not reach WAHA in a picture’s address', async () => {
		const pictureUrl = 'https://example.com/choir.jpg';
		const { items, error } = await run({
			resource: 'group',
			operation: 'setPicture',
			groupId: byId(marked(TEAM)),
			pictureUrl: marked(pictureUrl),
		});
		expect([error, items]).toEqual([undefined, [{ success: true, groupId: TEAM, pictureUrl }]]);
		expect(bodies()).toEqual([{ file: { url: pictureUrl } }]);
	});

	it('nor in a reply, but stays in the text', async () => {
		const replyTo = `false_${SEED.phones.default}@c.us_3EB0ABCDEF0123456789`;
		const { error } = await run({
			resource: 'message',
			operation: 'send',
			groupId: byId(TEAM),
			text: 'A\u00a0B\u200b\u202ec',
			options: { replyTo: marked(replyTo) },
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			expect.objectContaining({ text: 'A\u00a0B\u200b\u202ec', reply_to: replyTo }),
		]);
	});

	it('is no subject', async () => {
		for (const parameters of [
			{ operation: 'create', name: '\u200b\u00a0' },
			{ operation: 'setSubject', groupId: byId(TEAM), subject: '\u3164' },
			{ operation: 'update', groupId: byId(TEAM), changes: { subject: '\u2060' } },
		]) {
			const { error } = await run({ resource: 'group', ...parameters });
			expect(error?.message).toBe('Subject is empty');
		}
		expect(bodies()).toEqual([]);
	});

	it('is dropped from the address of the server', async () => {
		const { items, error } = await run(
			{ resource: 'group', operation: 'count' },
			marked(sandbox.url),
		);
		expect([error, items]).toEqual([undefined, [{ count: 6 }]]);
	});
});

it('a session and a group as objects, which expressions give', async () => {
	const { items, error } = await runNode({
		server: sandbox,
		parameters: {
			resource: 'group',
			operation: 'getPicture',
			session: '={{ $json.session }}',
			groupId: byId('={{ $json.group }}'),
		},
		items: [
			{ session: { name: 'default' }, group: { gid: { _serialized: TEAM }, title: 'Team' } },
			{ session: { name: 'default' }, group: [TEAM] },
		],
	});
	expect(error).toBeUndefined();
	expect(items.map(({ groupId }) => groupId)).toEqual([TEAM, TEAM]);
});
